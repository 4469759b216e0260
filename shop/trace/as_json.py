"""The page of a batch for programs: /charge/<code>.json.

The names of fields stay as they are; new ones may join them. Nothing in it is for the staff alone,
and no farm's coordinates are in it. Weights are grams; dates ISO 8601; shares per cent with at most
two decimals; dollars per pound (453.59237 g) are text with four decimals; prices of bags cents.
What is not known is null. `claims` last as long as their certificates, and there are none of a
blocked batch. FOB is base and differential; `above_reference_percent` is of the base, and null
where it is not to be compared with the reference. `kilograms.adds_up` is whether green = roasted
+ loss and roasted = packed + written_off + left, each counted on its own.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from shop.origin.claims import Proof, ShownClaim
from shop.origin.lot_rules import FACTS
from shop.origin.split_document import Part
from shop.trace.batch_page import BatchPage, Fact, Grower, Paid, Related, ShownSplit, Source
from shop.trace.rules import Kilograms


def as_json(page: BatchPage, base_url: str) -> dict[str, Any]:
    """What the page says, in plain values."""
    blocked = {
        "since": page.blocked_at.isoformat() if page.blocked_at else None,
        "because": page.blocked_because,
        "kind": page.blocked_as,
    }
    return {
        "code": page.code,
        "url": f"{base_url}/charge/{page.code}",
        "kind": "set" if page.is_set else "roast",
        "made_by": page.roaster,
        "made_on": _iso(page.made_on),
        "best_before": _iso(page.best_before),
        "blocked": blocked if page.blocked_as else None,
        "products": [
            {
                "name": one.name,
                "url": f"{base_url}/kaffee/{one.slug}" if one.is_shown else None,
                "variants": list(one.variants),
                "gtins": list(one.gtins),
                "grams": one.grams,
            }
            for one in page.bagged
        ],
        "growers": [
            {"name": name, "province": province, "share_percent": bp / 100}
            for name, province, bp in page.shares
        ],
        "green_lots": [_source(one) for one in page.sources],
        "kilograms": _kilograms(page.way),
        "parts": [_related(one, base_url) for one in page.parts],
        "sets": [_related(one, base_url) for one in page.sets],
        "claims": [_claim(one, base_url) for one in page.claims],
        "price_splits": [_split(one) for one in page.splits],
    }


def unknown_as_json(similar: Iterable[str], base_url: str) -> dict[str, Any]:
    """What is answered to a code that no batch has, and how to find the right one."""
    return {
        "error": _("Diese Charge kennen wir nicht"),
        "help": _(
            "Der Code steht auf der Tüte hinter „Charge“: Ziffern, Buchstaben und Bindestriche, "
            "mit allen Nullen, zum Beispiel 26-118 oder 26-010B."
        ),
        "find": f"{base_url}/charge/",
        "similar": [{"code": code, "url": f"{base_url}/charge/{code}.json"} for code in similar],
    }


def _source(one: Source) -> dict[str, Any]:
    return {
        "code": one.code,
        "contract": one.contract,
        "contracted_on": _iso(one.contracted_on),
        "bought_grams": one.bought_grams,
        "used_grams": one.used_grams,
        "grams_in_batch": one.green_grams,
        "share_percent": one.share_bp / 100,
        "harvested_from": _iso(one.harvested_from),
        "harvested_until": _iso(one.harvested_until),
        "arrived_on": _iso(one.arrived_on),
        "varieties": one.variety_names,
        "process": one.process,
        "altitude_metres": [one.altitude_from, one.altitude_to],
        "paid": _paid(one.paid) if one.paid else None,
        "cooperatives": [_grower(grower) for grower in one.growers],
    }


def _paid(paid: Paid) -> dict[str, Any]:
    return {
        "fob_usd_per_lb": _usd(paid.fob_usd_e4),
        "fob_on": _iso(paid.fob_on),
        "fob_cents_per_kg": paid.fob_cents_per_kg,
        "usd_per_eur": _usd(paid.usd_per_eur_e4),
        "rate_source": paid.rate_source or None,
        "rate_on": _iso(paid.rate_on),
        "reference_usd_per_lb": _usd(paid.reference_usd_e4),
        "reference_name": paid.reference_name or None,
        "reference_on": _iso(paid.reference_on),
        "above_reference_percent": None if paid.above_bp is None else paid.above_bp / 100,
        "premium_usd_per_lb": _usd(paid.premium_usd_e4),
        "base_usd_per_lb": _usd(paid.base_usd_e4),
        "differential_usd_per_lb": _usd(paid.differential_usd_e4),
    }


def _grower(grower: Grower) -> dict[str, Any]:
    return {
        "name": grower.name,
        "province": grower.province,
        "website": grower.website or None,
        "share_percent": grower.share_bp / 100,
        "source": grower.source,
        "stated_on": _iso(grower.stated_on),
        "facts": [_fact(fact) for fact in grower.facts if fact.is_told],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "fact": fact.key,
        "value": dict(zip(FACTS[fact.key], fact.values, strict=True)),
        "source": fact.source,
        "url": fact.url or None,
        "stated_on": _iso(fact.stated_on),
    }


def _kilograms(way: Kilograms) -> dict[str, Any]:
    return {
        "green_grams": way.green,
        "loss_grams": way.loss,
        "roasted_grams": way.roasted,
        "packed_grams": way.packed,
        "packed_in_bags_grams": way.in_bags,
        "packed_in_sets_grams": way.in_sets,
        "written_off_grams": way.written_off,
        "left_grams": way.left,
        "adds_up": not way.faults,
    }


def _related(one: Related, base_url: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "url": f"{base_url}/charge/{one.code}",
        "made_on": _iso(one.made_on),
        "grams": one.grams,
    }


def _claim(claim: ShownClaim, base_url: str) -> dict[str, Any]:
    return {
        "kind": claim.kind,
        "text": claim.text,
        "specification": claim.specification,
        "control_body_code": claim.code or None,
        "origin": claim.origin_line or None,
        "certificates": [_proof(proof, base_url) for proof in claim.proofs],
    }


def _proof(proof: Proof, base_url: str) -> dict[str, Any]:
    return {
        "scheme": proof.scheme,
        "criteria_url": proof.criteria_url,
        "number": proof.number,
        "holder": proof.holder,
        "certifier": proof.certifier,
        "valid_from": _iso(proof.valid_from),
        "valid_until": _iso(proof.valid_until),
        "verify_url": proof.verify_url or None,
        "file": f"{base_url}/nachweise/{proof.file_sha256}",
    }


def _split(one: ShownSplit) -> dict[str, Any]:
    return {
        "product": one.product,
        "size": one.size,
        "price_cents": one.price_cents,
        "parts": [_part(part) for part in one.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "cents": part.cents,
        "basis": part.basis,
        "words": part.words or None,
        "document": part.document or None,
        "dated_on": _iso(part.dated_on),
    }


def _usd(e4: int | None) -> str | None:
    return None if e4 is None else f"{e4 // 10_000}.{e4 % 10_000:04d}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
