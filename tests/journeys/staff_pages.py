"""Every page of those who work here, each with an example out of the demo shop."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Select, literal, select
from werkzeug.routing import MapAdapter, Rule

from shop.accounts.models import Person
from shop.assortment.fields import SECTIONS
from shop.catalogue.models import Product, Variant
from shop.clock import today
from shop.db import db
from shop.ledger.models import PremiumEntry
from shop.orders.models import Order
from shop.origin.models import Batch, Cooperative, GreenLot
from shop.origin.proof_models import Certificate, Claim, Scheme
from shop.payouts.models import Payout
from shop.purchasing.models import Purchase, PurchaseLine
from shop.refunds.models import Refund
from shop.stock.models import Level, Location
from shop.stock_csv.models import StockImport
from shop.stocktake.models import Stocktake

#: Whose pages they are.
_ROLES = {"staff", "report", "admin", "person"}
#: What is saved or drawn, and laid out by no browser.
_FILES = (".csv", ".pdf", ".svg", "/datei", "/packzettel")

_bags = (
    select(Batch.code, Variant.sku, Level.id.label("level_id"))
    .join(Level, Level.batch_id == Batch.id)
    .join(Variant, Variant.id == Level.variant_id)
    .where(Level.location_id == 1, Level.on_hand > Level.reserved, Batch.kind == "roast")
    .order_by(Batch.id.desc())
)
_stocktakes = select(Stocktake.id.label("stocktake_id"))
_premium = PremiumEntry.kind == "transfer", PremiumEntry.micro < 0

#: How an address begins → what finds the values of its parts. The longest that fits counts.
_EXAMPLES: dict[str, Select[*tuple[Any, ...]]] = {
    "/artikel/<slug>": select(Product.slug, Variant.sku)
    .join(Variant)
    .where(Product.state == "published"),
    "/auftraege/<number>": select(Order.number)
    .where(Order.state == "packed", Order.delivery == "shipping")
    .order_by(Order.id),
    "/auftraege/<number>/erstattungen/": select(Order.number, Refund.id.label("refund_id")).join(
        Refund, Refund.order_id == Order.id
    ),
    "/einkauf/<number>": select(Purchase.number, PurchaseLine.id.label("line_id"))
    .join(PurchaseLine, PurchaseLine.order_id == Purchase.id)
    .where(Purchase.state == "open", PurchaseLine.variant_id.is_(None))
    .order_by(Purchase.id.desc()),
    "/geld/auszahlungen/": select(Payout.id.label("payout_id")),
    "/lager/<sku>": _bags,
    "/lager/aussagen/": select(Claim.id.label("claim_id")),
    "/lager/chargen/<code>": _bags,
    "/lager/chargen/<code>/freigeben": select(Batch.code).where(Batch.blocked_at.is_not(None)),
    "/lager/dateien/": select(StockImport.id.label("import_id")),
    "/lager/genossenschaften/": select(Cooperative.slug),
    "/lager/inventur/": _stocktakes.where(Stocktake.state == "open"),
    "/lager/inventur/<int:stocktake_id>/bericht": _stocktakes.where(Stocktake.state == "booked"),
    "/lager/nachweise/": select(Certificate.id.label("certificate_id")),
    "/lager/orte/": select(Location.id.label("location_id")).order_by(Location.id),
    "/lager/praemien/": select(PremiumEntry.id.label("transfer_id")).where(*_premium),
    "/lager/preis/": select(Product.slug, Variant.sku)
    .join(Variant)
    .where(Product.kind == "goods", Variant.coffee_grams == 0, Product.state == "published"),
    "/lager/regal/": _bags,
    "/lager/rohkaffee/": select(GreenLot.code),
    "/lager/zeichen/": select(Scheme.id.label("scheme_id")),
    "/verkauf/<int:location_id>": select(Location.id.label("location_id")).where(
        Location.kind == "market"
    ),
    "/verkauf/beleg/": select(Order.number).where(Order.delivery == "counter"),
    "/verkauf/tag/": select(literal(today().isoformat()).label("day")),
    "/verlauf/<kind>/": select(literal("batch").label("kind"), Batch.id),
    "/verlauf/person/": select(Person.id),
    "/verwaltung/personen/": select(Person.id.label("person_id")).order_by(Person.id),
}
#: What is asked behind the „?“, on pages that show more then.
_ASKED: dict[str, Select[*tuple[Any, ...]] | dict[str, str]] = {
    "/auftraege/": {"liste": "packen"},
    "/auftraege/suche": {"q": "Testperson"},
    "/auftraege/uebergabe": select(Order.pickup_code.label("code")).where(Order.state == "packed"),
    "/einkauf/neu": {"vorschlag": "1"},
    "/lager/inventur/<int:stocktake_id>": {"q": "Hausmischung"},
    "/lager/inventur/<int:stocktake_id>/zaehlen": _bags.with_only_columns(
        Variant.sku.label("artikel"), Batch.code.label("charge")
    ),
    "/lager/umlagern": _bags.with_only_columns(Level.id.label("regal")),
}
#: There is no such page without what is asked.
_NEEDS_ASKED = {"/lager/inventur/<int:stocktake_id>/zaehlen"}


def staff_pages(app: Flask) -> list[str]:
    """Their addresses. Fails for a page of which there is no example here, or in the shop."""
    with app.test_request_context():
        to_address = app.url_map.bind("shop")
        return [
            path
            for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
            if _is_page(app, rule)
            for path in _addresses(to_address, rule)
        ]


def _is_page(app: Flask, rule: Rule) -> bool:
    role = getattr(app.view_functions[rule.endpoint], "needed_role", None)
    return role in _ROLES and "GET" in (rule.methods or ()) and not rule.rule.endswith(_FILES)


def _addresses(to_address: MapAdapter, rule: Rule) -> list[str]:
    values = _example(rule)
    sections = SECTIONS if "section" in rule.arguments else [None]
    every = [values | ({"section": name} if name else {}) for name in sections]
    paths = [to_address.build(rule.endpoint, one) for one in every]
    asked = _ASKED.get(rule.rule, {})
    if not isinstance(asked, dict):
        asked = _found(rule, asked)
    bare = [] if rule.rule in _NEEDS_ASKED else paths
    return [*bare, *(f"{path}?{urlencode(asked)}" for path in paths if asked)]


def _example(rule: Rule) -> dict[str, Any]:
    names = rule.arguments - {"section"}
    if not names:
        return {}
    start = max((start for start in _EXAMPLES if rule.rule.startswith(start)), key=len, default="")
    assert start, f"no example for {rule.rule}"
    found = _found(rule, _EXAMPLES[start])
    return {name: found[name] for name in names}


def _found(rule: Rule, wanted: Select[*tuple[Any, ...]]) -> dict[str, Any]:
    row = db.session.execute(wanted.limit(1)).mappings().first()
    assert row is not None, f"nothing in the demo shop for {rule.rule}"
    return dict(row)
