"""A catalogue that is the same in every run, with more units than any run can order."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import insert, text

from shop.catalogue.models import Price, Product, ProductWord, Variant
from shop.catalogue.rules import TASTES, search_words
from shop.db import db
from shop.stock.models import Level, Movement
from tests.bench.lots import add_batches

UNITS = 1_000_000
_OPENED = datetime(2026, 1, 2, 9, tzinfo=UTC)
_BAGS = (("250 g", 250, "bean", 750), ("250 g", 250, "filter", 750), ("1 kg", 1000, "bean", 2690))
_COLOURS = ("#5b3423", "#2f5d46", "#7a2e2a", "#27425c", "#6d5a1f")
_FAMILIES = tuple(TASTES)


def fill(app: Flask, products: int, units: int = UNITS) -> None:
    """Coffees number 1 to `products`, each in three variants, numbered from 1 as well, and
    `units` bags of each."""
    numbers = range(1, products + 1)
    with app.app_context():
        for start in range(0, products, 1000):
            _add(numbers[start : start + 1000], units)
        db.session.commit()
        if db.engine.dialect.name == "postgresql":
            # The server does it by itself within a minute, as soon as it has seen so many rows.
            db.session.execute(text("analyze"))
            db.session.commit()


def slug(number: int) -> str:
    return f"kaffee-{number}"


def first_variant(number: int) -> int:
    return (number - 1) * len(_BAGS) + 1


def _add(numbers: range, units: int) -> None:
    products = [_product(number) for number in numbers]
    variants = [row for number in numbers for row in _variants(number)]
    db.session.execute(insert(Product), products)
    words = [row for product in products for row in _words(product)]
    db.session.execute(insert(ProductWord), words)
    db.session.execute(insert(Variant), variants)
    db.session.execute(insert(Price), [_price(row) for row in variants])
    add_batches(numbers, sum(grams for _, grams, _, _ in _BAGS) * units)
    db.session.execute(insert(Level), [_level(row, units) for row in variants])
    db.session.execute(insert(Movement), [_delivery(row, units) for row in variants])


def _product(number: int) -> dict[str, Any]:
    colour = _COLOURS[number % len(_COLOURS)]
    return {
        "id": number,
        "slug": slug(number),
        "state": "published",
        "kind": "coffee",
        "position": number,
        "name": f"Vergleichskaffee {number}",
        "tagline": "Rund, süß und alltagstauglich",
        "description": "Ein Kaffee für jeden Tag. " * 8 + "\n\n" + "Er wächst im Schatten. " * 8,
        "legal_name": "Röstkaffee",
        "flavour_notes": "Kakao, Rohrzucker, Haselnuss",
        "taste": _FAMILIES[number % len(_FAMILIES)],
        "roast_level": 1 + number % 5,
        "acidity": 1 + number % 4,
        "body": 1 + number % 3,
        "suits_filter": True,
        "suits_espresso": number % 2 == 0,
        "decaf": number % 7 == 0,
        "storage": "Kühl, trocken und gut verschlossen lagern.",
        "brew_method": "Handfilter",
        "brew_grams": 30,
        "brew_water_ml": 500,
        "brew_celsius": 94,
        "brew_seconds": 210,
        "bag_colour": colour,
        "published_at": _OPENED,
    }


def _words(product: dict[str, Any]) -> list[dict[str, Any]]:
    texts = (product[name] for name in ("name", "tagline", "flavour_notes", "legal_name"))
    words = search_words(*texts, TASTES[product["taste"]])
    return [{"product_id": product["id"], "word": word} for word in words]


def _variants(number: int) -> list[dict[str, Any]]:
    return [
        {
            "id": first_variant(number) + position,
            "product_id": number,
            "sku": f"V{number}-{position}",
            "position": position,
            "size": size,
            "grind": grind,
            "net_grams": grams,
            "coffee_grams": grams,
            "shipping_grams": grams + 15,
            "vat_class": "reduced",
            "price_cents": cents,
        }
        for position, (size, grams, grind, cents) in enumerate(_BAGS)
    ]


def _price(variant: dict[str, Any]) -> dict[str, Any]:
    return {
        "variant_id": variant["id"],
        "price_cents": variant["price_cents"],
        "valid_from": _OPENED,
        "reason": "first price",
    }


def _level(variant: dict[str, Any], units: int) -> dict[str, Any]:
    return {
        "id": variant["id"],
        "variant_id": variant["id"],
        "batch_id": variant["product_id"],
        "on_hand": units,
    }


def _delivery(variant: dict[str, Any], units: int) -> dict[str, Any]:
    return {
        "level_id": variant["id"],
        "kind": "packed",
        "on_hand_change": units,
        "reason": "first delivery",
        "moved_at": _OPENED,
    }
