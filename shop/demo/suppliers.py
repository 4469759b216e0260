"""What the demo shop orders from suppliers: one came, one in part, one is late."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from shop.clock import today
from shop.db import db
from shop.demo.story import Shop, Step
from shop.purchasing.models import Purchase, PurchaseLine
from shop.purchasing.place_purchase import place_purchase
from shop.purchasing.receive_goods import receive_goods
from shop.purchasing.rules import Came, Terms, Wish

_MAIL = "lieferung@{}.example"


def suppliers(opening: datetime, until: datetime, shop: Shop) -> Iterator[Step]:
    """In the last five weeks before the shop is shown."""
    if until - timedelta(days=35) <= opening:
        return
    chocolate = Wish("Schokolade Zartbitter 100 g", 60, shop.variant_ids["D-SCHO-D"], None, 155)
    cups = Wish("Becher, glasiert", 24, shop.variant_ids["D-BECH"], None, 680)
    felt = Wish("Filzhülle", 40, shop.variant_ids["D-FILZ"], None, 310)
    espresso = Wish("Röstkaffee Espresso, geröstet angeliefert", 20_000, cost_cents=1_450)
    yield Step(
        until - timedelta(days=33),
        partial(_order, shop, "Demo-Schokolade", "schokolade", 5, chocolate),
    )
    yield Step(until - timedelta(days=29), partial(_receive, shop, "Demo-Schokolade", 60))
    yield Step(
        until - timedelta(days=12),
        partial(_order, shop, "Demo-Töpferei", "toepferei", 14, cups),
    )
    yield Step(until - timedelta(days=4), partial(_receive, shop, "Demo-Töpferei", 10))
    yield Step(
        until - timedelta(days=17), partial(_order, shop, "Demo-Filzerei", "filzerei", 14, felt)
    )
    yield Step(
        until - timedelta(days=2),
        partial(_order, shop, "Demo-Rösterei am See", "roesterei", 7, espresso),
    )


def _order(shop: Shop, supplier: str, domain: str, days: int, wish: Wish) -> None:
    expected_on = today() + timedelta(days=days)
    terms = Terms(supplier, _MAIL.format(domain), today(), expected_on, "")
    place_purchase(terms, [wish], f"demo-{domain}", shop.staff_id)


def _receive(shop: Shop, supplier: str, units: int) -> None:
    purchase_id, line_id = db.session.execute(
        select(Purchase.id, PurchaseLine.id)
        .join(PurchaseLine, PurchaseLine.order_id == Purchase.id)
        .where(Purchase.supplier == supplier)
    ).one()
    receive_goods(
        *(purchase_id, {line_id: Came(units, 0)}, f"LS-{1000 + purchase_id}"),
        *(f"demo-{purchase_id}", shop.staff_id),
    )
