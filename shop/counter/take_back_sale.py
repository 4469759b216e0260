"""Goods of a counter come back, or the sale was never made: money is handed back for them."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from shop.clock import now, today
from shop.counter.left import lines_left
from shop.counter.models import CounterReturn, CounterReturnLine, CounterSale
from shop.counter.rules import BookedAlready, refuse_day
from shop.counter.sell_over_counter import CHANNEL
from shop.db import db
from shop.errors import NotThere
from shop.ledger.book_money import book_money
from shop.ledger.book_sale import Sale, book_sale
from shop.ledger.models import Entry
from shop.money.vat import Vat
from shop.orders.hold_order import hold_order
from shop.orders.models import Line
from shop.orders.move import add_event
from shop.orders.rules import Note, State
from shop.premium.take_back_premium import take_back_premium
from shop.refunds.rules import Goods, Part, Wanted, at_rates, everything, parts_of
from shop.refunds.take_goods import take_goods
from shop.stock.hold_location import hold_location


def take_back_sale(
    order_id: int,
    units: Mapping[int, tuple[int, Goods]] | None,
    reason: str,
    key: str,
    person_id: int | None,
) -> int:
    """Its id. `units` are line id → how many came back and where they are; they count today.

    None: the booking was wrong, all that is left of it is where it was, also the beans nobody
    ground, and the sale is undone on the day it was booked for. Raises `NotThere` for another
    order, `BookedAlready` for a key that was used, `NothingLeft`, `TooMuch`, `AlreadyGround` for
    ground bags put back, `LocationClosed` for goods put back where nothing may lie any more, and
    `BadDay` for an undo after `MOST_DAYS`. Does not commit.
    """
    hold_order(order_id)
    sale = db.session.get(CounterSale, order_id)
    if sale is None:
        raise NotThere
    if db.session.scalar(select(CounterReturn.id).where(CounterReturn.key == key)):
        raise BookedAlready
    left = lines_left(order_id)
    day = today()
    if units is None:
        refuse_day(sale.day, day)
        day = sale.day
    wanted = everything(left, Goods.BACK) if units is None else Wanted(units=units)
    parts = parts_of(wanted, left)
    if any(part.units and part.goods is not Goods.WRITTEN_OFF for part in parts):
        hold_location(sale.location_id)
    made = CounterReturn(
        order_id=order_id,
        key=key,
        kind="undo" if units is None else "return",
        amount_cents=sum(part.gross_cents for part in parts),
        day=day,
        reason=reason,
        person_id=person_id,
        returned_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    # Before the premium: the shelf says of which batch it was.
    take_goods(order_id, parts, person_id, never_was=units is None)
    for part in parts:
        _book(made, part)
    paid_back_as = _name(made.id)
    book_money("takings_back", paid_back_as, -made.amount_cents, order_id, day=day)
    is_all = sum(one.gross_cents for one in left) == made.amount_cents
    note = Note.REFUNDED if is_all else Note.PARTLY_REFUNDED
    state = State.HANDED_OVER
    add_event(order_id, state, note, person_id, from_state=state)
    return made.id


def _book(made: CounterReturn, part: Part) -> None:
    row = CounterReturnLine(
        return_id=made.id,
        line_id=part.line_id,
        units=part.units,
        gross_cents=part.gross_cents,
        goods=part.goods or Goods.BACK,
    )
    db.session.add(row)
    db.session.flush()
    line = db.session.get_one(Line, part.line_id)
    take_back_premium(f"counter_return:{row.id}", line.id, part.units, day=made.day)
    vats = at_rates(part.gross_cents, _booked(line.id))
    book_sale(
        [
            _taken_back(made, line, row.id, vat, made.day, 0 if nth else part.units)
            for nth, vat in enumerate(vats)
        ],
        "refund",
    )


def _name(return_id: int) -> str:
    return f"{CHANNEL}-return-{return_id}"


def _booked(line_id: int) -> list[Vat]:
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


def _taken_back(
    made: CounterReturn, line: Line, row_id: int, vat: Vat, day: date, units: int
) -> Sale:
    return Sale(
        source=f"counter_return:{row_id}:{vat.rate_bp}",
        order_id=made.order_id,
        line_id=line.id,
        stripe_id=_name(made.id),
        business_date=day,
        channel=CHANNEL,
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
