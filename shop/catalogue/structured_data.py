"""What a product page tells machines (schema.org), as data inside the page."""

import json
from typing import Any

from markupsafe import Markup

from shop.catalogue.describe import Offer, ProductPage
from shop.catalogue.product_origin import Origin
from shop.origin.claims import Proof, ShownClaim

_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(page: ProductPage, origin: Origin, base_url: str) -> Markup:
    """The product with one offer per variant; safe inside a script element.

    Of origin it says what holds for every bag for sale, and of claims what is valid today.
    """
    product = page.product
    address = f"{base_url}/kaffee/{product.slug}"
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": product.tagline,
        "url": address,
        "image": base_url + page.preview_path,
        "offers": [_offer(offer, address) for offer in page.offers],
        **_proven(page, origin, base_url),
    }
    return in_script(told)


def in_script(told: dict[str, Any]) -> Markup:
    """As JSON that ends no script element, whatever is in it."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_IN_SCRIPT))


def _proven(page: ProductPage, origin: Origin, base_url: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    # A cooperative's province is one of the department of Cajamarca; a set is more than its coffee.
    if origin.blends and page.product.kind == "coffee":
        told["countryOfOrigin"] = {"@type": "Country", "name": "Peru"}
    if origin.claims:
        told["additionalProperty"] = [_property(claim) for claim in origin.claims]
    # What is certified is the coffee: of a set with a mug that would be said of the mug, too.
    if origin.claims and page.product.kind == "coffee":
        proofs = dict.fromkeys(proof for claim in origin.claims for proof in claim.proofs)
        told["hasCertification"] = [_certification(proof, base_url) for proof in proofs]
    return told


def _property(claim: ShownClaim) -> dict[str, str]:
    """The word, and beside it what must stand there."""
    beside = (claim.specification, claim.code, claim.origin_line)
    return {
        "@type": "PropertyValue",
        "name": claim.text,
        "value": " · ".join(filter(None, beside)),
    }


def _certification(proof: Proof, base_url: str) -> dict[str, Any]:
    return {
        "@type": "Certification",
        "name": proof.scheme,
        "certificationIdentification": proof.number,
        "issuedBy": {"@type": "Organization", "name": proof.certifier},
        "validFrom": proof.valid_from.isoformat(),
        "expires": proof.valid_until.isoformat(),
        "url": f"{base_url}/nachweise/{proof.file_sha256}",
    }


def _offer(offer: Offer, address: str) -> dict[str, Any]:
    state = "InStock" if offer.available else "OutOfStock"
    gtin = {"gtin": offer.gtin} if offer.gtin else {}
    return (
        gtin
        | _reduction(offer)
        | {
            "@type": "Offer",
            "name": offer.name,
            "sku": offer.sku,
            "price": _decimal(offer.price_cents),
            "priceCurrency": "EUR",
            "availability": f"https://schema.org/{state}",
            "url": address,
        }
    )


def _reduction(offer: Offer) -> dict[str, Any]:
    """The price it counts from: the lowest of 30 days, no other one may be struck through."""
    if not offer.reduced_from_cents:
        return {}
    return {
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "priceType": "https://schema.org/StrikethroughPrice",
            "price": _decimal(offer.reduced_from_cents),
            "priceCurrency": "EUR",
        }
    }


def _decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
