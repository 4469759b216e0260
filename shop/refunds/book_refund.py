"""The books of a refund: money and goods, and both again when it failed."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Row, func, select

from shop.clock import business_date, now
from shop.db import db
from shop.ledger.book_money import book_money
from shop.ledger.book_sale import Sale, book_sale
from shop.ledger.models import Entry
from shop.money.vat import Vat
from shop.orders.models import Line, Order
from shop.premium.take_back_premium import take_back_premium
from shop.refunds.models import Refund, RefundLine
from shop.refunds.rules import at_rates

Kind = Literal["refund", "refund_by_hand"]


def book_refund(refund: Refund, kind: Kind = "refund") -> None:
    """The money went back, by the provider or by hand, and what it was paid for is sold no more.

    The caller holds the order. Does not commit.
    """
    book_money(kind, _name(refund), -refund.amount_cents, refund.order_id)
    book_goods(refund, kind)


def book_goods(refund: Refund, kind: Kind) -> None:
    """The goods side alone.

    Net and VAT are parts of what the books say is left. Units count when their money first goes
    back, and stay back when that fails. Does not commit.
    """
    counts_units = kind == "refund" or refund.accepted_at is None
    for part, line in _lines(refund.id):
        sales = []
        vats = at_rates(part.gross_cents, _left(line.id))
        units = part.units if counts_units else 0
        if units:
            take_back_premium(f"{kind}:{part.id}", line.id, units)
        # As when it was sold: units and coffee once, at the lowest rate.
        for vat in vats:
            if vat.gross_cents or units:
                source = f"{kind}:{part.id}:{vat.rate_bp}"
                sales.append(_taken_back(refund, line, source, vat, units))
            units = 0
        # Before the next part is looked at: it may be of the same line.
        book_sale(sales, "refund")


def book_failure(refund: Refund) -> None:
    """The money came back: it was never given. Does not commit."""
    book_money("refund_failed", _name(refund), refund.amount_cents, refund.order_id)
    lines = {line.id: line for _, line in _lines(refund.id)}
    booked = db.session.scalars(
        select(Entry).where(
            Entry.kind == "refund",
            Entry.order_id == refund.order_id,
            Entry.stripe_id == _name(refund),
            Entry.gross_cents < 0,
        )
    ).all()
    book_sale(
        [
            _taken_back(
                refund,
                lines[entry.line_id],
                entry.source.replace("refund:", "refund_failed:"),
                Vat(entry.rate_bp, entry.gross_cents, entry.net_cents, entry.vat_cents),
                0,
            )
            for entry in booked
        ],
        "refund",
    )


def book_units(refund: Refund, part: RefundLine, line: Line, kind: Kind) -> None:
    """Units of a refund that was booked before anybody knew of them. Does not commit."""
    rate = _left(line.id)[0].rate_bp
    source = f"{kind}:{part.id}:{rate}"
    book_sale([_taken_back(refund, line, source, Vat(rate, 0, 0, 0), part.units)], "refund")
    take_back_premium(f"{kind}:{part.id}", line.id, part.units)


def _name(refund: Refund) -> str:
    """The provider's id; of what it never accepted, ours."""
    return refund.stripe_id or refund.idempotency_key or ""


def _lines(refund_id: int) -> Sequence[Row[RefundLine, Line]]:
    return db.session.execute(
        select(RefundLine, Line)
        .join(Line, Line.id == RefundLine.line_id)
        .where(RefundLine.refund_id == refund_id)
        .order_by(Line.position, RefundLine.id)
    ).all()


def _left(line_id: int) -> list[Vat]:
    """What the books say is left of a line's sale, lowest rate first."""
    rows = db.session.execute(
        select(
            Entry.rate_bp,
            func.sum(Entry.gross_cents),
            func.sum(Entry.net_cents),
            func.sum(Entry.vat_cents),
        )
        .where(Entry.line_id == line_id)
        .group_by(Entry.rate_bp)
        .order_by(Entry.rate_bp)
    )
    return [Vat(rate, int(gross), int(net), int(vat)) for rate, gross, net, vat in rows]


def _taken_back(refund: Refund, line: Line, source: str, vat: Vat, units: int) -> Sale:
    return Sale(
        source=source,
        order_id=refund.order_id,
        line_id=line.id,
        stripe_id=_name(refund),
        business_date=business_date(now()),
        channel=db.session.get_one(Order, refund.order_id).delivery,
        sku=line.sku,
        product_name=line.product_name,
        variant_name=line.variant_name,
        units=-units,
        coffee_grams=-units * line.coffee_grams,
        rate_bp=vat.rate_bp,
        gross_cents=-vat.gross_cents,
        net_cents=-vat.net_cents,
        vat_cents=-vat.vat_cents,
    )
