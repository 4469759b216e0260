"""What a product page tells machines (schema.org), as data inside the page."""

import json
from typing import Any

from markupsafe import Markup

from shop.catalogue.describe import Offer, ProductPage

_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(page: ProductPage, base_url: str) -> Markup:
    """The product with one offer per variant; safe inside a script element."""
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
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_IN_SCRIPT))


def _offer(offer: Offer, address: str) -> dict[str, str]:
    state = "InStock" if offer.available else "OutOfStock"
    return {
        "@type": "Offer",
        "name": offer.name,
        "sku": offer.sku,
        "price": f"{offer.price_cents // 100}.{offer.price_cents % 100:02d}",
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{state}",
        "url": address,
    }
