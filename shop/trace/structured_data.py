"""What the page of a batch tells machines (schema.org), as data inside the page."""

from typing import Any

from markupsafe import Markup

from shop.catalogue.structured_data import in_script
from shop.origin.claims import Proof
from shop.origin.rules import PROVINCES
from shop.trace.batch_page import BatchPage


def batch_json_ld(page: BatchPage, base_url: str) -> Markup:
    """The batch as a product made on a day, with its growers and, while they are valid, its
    certificates; safe inside a script element."""
    address = f"{base_url}/charge/{page.code}"
    names = ", ".join(one.name for one in page.bagged)
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": address,
        "name": f"{names}, Charge {page.code}" if names else f"Charge {page.code}",
        "url": address,
        "productID": f"lot:{page.code}",
        "productionDate": page.made_on.isoformat(),
        "manufacturer": {"@type": "Organization", "name": page.roaster},
        "countryOfOrigin": {"@type": "Country", "name": "Peru"} if page.sources else None,
        "additionalProperty": _properties(page),
        "isRelatedTo": [
            {"@type": "Product", "name": one.name, "url": f"{base_url}/kaffee/{one.slug}"}
            for one in page.bagged
            if one.is_shown
        ],
        "hasCertification": [
            _certification(proof) for claim in page.claims for proof in claim.proofs
        ],
    }
    return in_script({name: value for name, value in told.items() if value})


def _properties(page: BatchPage) -> list[dict[str, Any]]:
    growers = [
        _property(f"{name}, {PROVINCES.get(province, province)}", bp / 100, "P1")
        for name, province, bp in page.shares
    ]
    heights = page.altitude
    metres = {
        "@type": "PropertyValue",
        "name": "altitude",
        "minValue": heights[0] if heights else None,
        "maxValue": heights[1] if heights else None,
        "unitCode": "MTR",
    }
    best_before = {
        "@type": "PropertyValue",
        "name": "bestBefore",
        "value": page.best_before.isoformat(),
    }
    return [best_before, *growers, *([metres] if heights else [])]


def _property(name: str, value: float, unit: str) -> dict[str, Any]:
    return {"@type": "PropertyValue", "name": name, "value": value, "unitCode": unit}


def _certification(proof: Proof) -> dict[str, Any]:
    return {
        "@type": "Certification",
        "name": proof.scheme,
        "certificationIdentification": proof.number,
        "issuedBy": {"@type": "Organization", "name": proof.certifier},
        "validFrom": proof.valid_from.isoformat(),
        "expires": proof.valid_until.isoformat(),
    }
