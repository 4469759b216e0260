"""What the page of a batch tells machines (schema.org), as data inside the page."""

from typing import Any

from markupsafe import Markup

from shop.catalogue.gtin import gtin14
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
        "gtin": [gtin14(number) for one in page.bagged for number in one.gtins],
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
    """Under the names that the JSON of the batch has for the same (as_json.py)."""
    told = [_property("code", page.code), _property("best_before", page.best_before.isoformat())]
    told += [_of_grower(*share) for share in page.shares]
    for lot in page.sources:
        told += [
            _property("process", lot.process),
            *(_property("varieties", name) for name in lot.variety_names),
            _property("harvested_from", lot.harvested_from.isoformat()),
            _property("harvested_until", lot.harvested_until.isoformat()),
        ]
    if page.altitude:
        lowest, highest = page.altitude
        metres = {"minValue": lowest, "maxValue": highest, "unitCode": "MTR"}
        told.append({"@type": "PropertyValue", "name": "altitude_metres"} | metres)
    return [one for place, one in enumerate(told) if one not in told[:place]]


def _of_grower(name: str, province: str, share_bp: int) -> dict[str, Any]:
    who = f"{name}, {PROVINCES.get(province, province)}"
    share = {"description": who, "unitCode": "P1"}
    return _property("growers.share_percent", share_bp / 100) | share


def _property(name: str, value: object) -> dict[str, Any]:
    return {"@type": "PropertyValue", "name": name, "value": value}


def _certification(proof: Proof) -> dict[str, Any]:
    return {
        "@type": "Certification",
        "name": proof.scheme,
        "certificationIdentification": proof.number,
        "issuedBy": {"@type": "Organization", "name": proof.certifier},
        "validFrom": proof.valid_from.isoformat(),
        "expires": proof.valid_until.isoformat(),
    }
