"""Facts of one bag for a test, and splits that were published."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask

from shop.db import db
from shop.split.facts import Cost, Facts, Green
from shop.split.publish_split import publish_split
from shop.split.rules import propose
from tests.make.origin import endless_batch

DAY = date(2026, 11, 20)


def make_green(**fields: Any) -> Green:
    """50 kg of green coffee for 42 kg roasted, 3.80 USD/lb at the port, 0.20 USD/lb premium."""
    return replace(
        Green(
            code="G-25-01",
            contract="2025/17",
            contracted_on=date(2025, 10, 1),
            is_decaf=False,
            green_grams=50_000,
            fob_usd_e4=38_000,
            fob_on=date(2025, 10, 1),
            usd_per_eur_e4=11_500,
            rate_source="EZB-Referenzkurs",
            rate_on=date(2025, 10, 2),
            premium_usd_e4=2_000,
            premium_micro_per_kg=456_444,
        ),
        **fields,
    )


def make_facts(**fields: Any) -> Facts:
    """250 g of that coffee, everything known."""
    return replace(
        Facts(
            on=DAY,
            contents=(("reduced", 750),),
            coffee_grams=250,
            made_on=date(2026, 10, 5),
            made_grams=42_000,
            green=(make_green(),),
            project_micro_per_kg=760_000,
            costs={
                "freight": make_cost(18, "Frachtrechnung 2025-88"),
                "roasting": make_cost(75, "Rechnung der Rösterei 4711"),
                "packing": make_cost(32, "Rechnung Druckerei 12"),
            },
        ),
        **fields,
    )


def make_cost(cents: int, document: str = "Rechnung 1") -> Cost:
    return Cost(cents, document, date(2026, 1, 15))


def make_split(app: Flask, product_id: int, batch_id: int | None, **given: Any) -> int:
    """Published for 250 g at 7.50 €, with everything known; its id."""
    values: dict[str, Any] = {"size": "250 g", "price_cents": 750} | given
    values.setdefault("parts", propose(values["price_cents"], make_facts()))
    with app.app_context():
        made = publish_split(batch_id, product_id, **values)
        db.session.commit()
    return made


def batch_of(app: Flask) -> int:
    """The batch that the bags of `make_product` come from."""
    with app.app_context():
        return endless_batch()
