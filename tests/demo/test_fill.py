import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, Executable, func, select

from shop.accounts.models import Person
from shop.accounts.passwords import is_right
from shop.catalogue.models import Part, Price, Product, Variant
from shop.catalogue.sellable import Sellable, sellable
from shop.clock import berlin, stopped_at
from shop.db import Base, db
from shop.demo.fill import fill
from shop.demo.past_payments import write_past_payments
from shop.demo.people import PASSWORD, PEOPLE
from shop.demo.stripe.past_payment import read_payments
from shop.ledger.models import Entry, MoneyEntry
from shop.mail.models import OutboxMail
from shop.orders.models import Line, Order, OrderEvent, PickupPlace
from shop.orders.rules import State
from shop.payment.models import Attempt
from shop.purchasing.models import Purchase
from shop.purchasing.overdue_purchases import overdue_purchases
from shop.returns.models import Withdrawal
from shop.stock.models import Movement
from shop.today.orders import to_hand_over
from tests.make.books import broken_laws
from tests.make.databases import Databases
from tests.make.shop import make_settings, make_shop

# Nine weeks with the end of a quarter and the end of summer time in them.
SINCE = date(2026, 9, 21)
NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)

#: SKU → price in cents, and euros per kilogram as a card shows them.
PRICES = {
    **{"D-HAUS-250-B": (750, "30.00"), "D-HAUS-500-F": (1440, "28.80")},
    **{"D-HAUS-1000-E": (2750, "27.50"), "D-FILT-250-E": (790, "31.60")},
    **{"D-FILT-500-B": (1520, "30.40"), "D-FILT-1000-F": (2900, "29.00")},
    **{"D-ESPR-250-B": (790, "31.60"), "D-ESPR-500-E": (1520, "30.40")},
    **{"D-ESPR-1000-B": (2900, "29.00"), "D-MIKR-250-B": (990, "39.60")},
    **{"D-DECA-250-F": (850, "34.00"), "D-DECA-500-E": (1640, "32.80")},
    **{"D-PROB-B": (890, "37.08"), "D-BUER-B": (12900, "25.80")},
    **{"D-SCHO-M": (290, "29.00"), "D-SCHO-D": (290, "29.00")},
    **{"D-BECH": (1450, None), "D-FILZ": (552, None), "D-GESC-B": (2190, None)},
}

#: Beginnings of words that need proof or are forbidden: nothing here has any.
CLAIMS = (
    *("bio", "öko", "fair", "nachhaltig", "umwelt", "klima", "grün", "CO₂", "CO2", "neutral"),
    *("kompensiert", "entwaldung", "regenerativ", "zertifi", "siegel", "natur", "pestizid"),
    *(
        "gesund",
        "bekömmlich",
        "magen",
        "macht fit",
        "wohltuend",
        "vitali",
        "100 %",
        "handgepflückt",
    ),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """Filled once for the whole file, in an app context; nothing here changes it."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        databases.fresh(request.param) as url,
        make_shop(make_settings(url, folder)) as app,
        app.app_context(),
        stopped_at(NOW),
    ):
        fill(SINCE)
        yield app


@pytest.fixture(autouse=True)
def nothing_left_open(filled: Flask) -> Iterator[None]:
    yield
    db.session.rollback()


def test_every_price_and_price_per_kilogram_is_as_planned(filled: Flask) -> None:
    rows = _all(select(Variant.sku, Variant.price_cents, Variant.net_grams))
    found = {sku: (cents, _per_kilogram(cents, grams)) for sku, cents, grams in rows}
    assert {sku: found[sku] for sku in PRICES} == PRICES


def test_a_parcel_weighs_the_coffee_and_its_bags(filled: Flask) -> None:
    rows = _all(select(Variant.net_grams, Variant.shipping_grams).where(Variant.sku.like("%-_")))
    bags = {net: shipping for net, shipping in rows if net in {250, 500, 1000, 5000}}
    assert bags == {250: 265, 500: 530, 1000: 1060, 5000: 5300}


def test_no_text_claims_what_nothing_proves(filled: Flask) -> None:
    claim = re.compile("|".join(rf"\b{re.escape(word)}" for word in CLAIMS), re.IGNORECASE)
    assert claim.findall(_all_words()) == []


def test_every_cooperative_is_named_demo_and_called_invented(filled: Flask) -> None:
    names = re.findall(r"(?:Cooperativa|Asociación) (\w+)", _all_words())
    assert set(names) == {"Demo"}
    for (text,) in _all(select(Product.description).where(Product.kind.in_(("coffee", "set")))):
        assert "Demo" in text
        assert re.search("erf[iu]nd|Erfindung|gibt es nur in dieser Vorführung", text)


def test_every_pickup_place_says_that_it_is_a_demo(filled: Flask) -> None:
    places = _all(select(PickupPlace.name, PickupPlace.hours))
    assert len(places) == 4
    assert all("Demo-Abholort" in name and "Demo-Öffnungszeiten" in hours for name, hours in places)


def test_everybody_can_sign_in_with_the_password_that_is_printed(filled: Flask) -> None:
    people = db.session.scalars(select(Person)).all()
    assert {person.email for person in people} == set(PEOPLE)
    assert all(is_right(PASSWORD, person.password) for person in people)
    assert sorted(role.name for person in people for role in person.roles) == [
        "admin",
        *["customer"] * 3,
        "report",
        "staff",
    ]


def test_the_books_hold(filled: Flask) -> None:
    db.session.rollback()
    assert broken_laws() == {}
    assert _count(Movement, Movement.kind == "sale") > 50


def test_one_coffee_is_sold_out_and_one_nearly(filled: Flask) -> None:
    assert _goods("D-ESPR-1000-E").available == 0
    assert _goods("D-ESPR-1000-E").on_sale
    assert _goods("D-MIKR-250-B").available == 3


def test_drafts_and_retired_coffees_cannot_be_bought(filled: Flask) -> None:
    assert not _goods("D-KALT-250-B").on_sale
    assert not _goods("D-WINT-250-B").on_sale


def test_the_books_hold_the_cents_of_every_paid_order(filled: Flask) -> None:
    paid = select(func.sum(Order.total_cents)).where(Order.paid_at.is_not(None))
    sold = select(func.sum(Entry.gross_cents)).where(Entry.kind == "sale")
    assert db.session.scalar(paid) == db.session.scalar(sold)
    by_day = select(Order.business_date, func.sum(Order.total_cents)).group_by(Order.business_date)
    booked = select(Entry.business_date, func.sum(Entry.gross_cents))
    booked = booked.where(Entry.kind == "sale").group_by(Entry.business_date)
    assert _all(by_day.where(Order.paid_at.is_not(None)).order_by(Order.business_date)) == _all(
        booked.order_by(Entry.business_date)
    )


def test_the_gift_box_is_booked_at_two_rates_and_its_coffee_once(filled: Flask) -> None:
    rows = _all(
        select(Entry.rate_bp, Entry.gross_cents, Entry.units, Entry.coffee_grams)
        .where(Entry.sku == "D-GESC-B", Entry.business_date == date(2026, 9, 30))
        .order_by(Entry.rate_bp)
    )
    assert rows == [(700, 747, 1, 250), (1900, 1443, 0, 0)]
    parts = select(Part.single_price_cents).join(Variant).where(Variant.sku == "D-GESC-B")
    assert sorted(cents for (cents,) in _all(parts)) == [750, 1450]


def test_the_last_minute_of_a_quarter_counts_for_that_quarter(filled: Flask) -> None:
    late = db.session.scalars(select(Order).where(Order.business_date == date(2026, 9, 30))).all()
    assert "23:59" in {f"{berlin(order.paid_at):%H:%M}" for order in late if order.paid_at}


def test_an_order_falls_into_the_hour_that_came_twice(filled: Flask) -> None:
    moment = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    order = db.session.scalars(select(Order).where(Order.placed_at == moment)).one()
    assert berlin(order.placed_at).fold == 1
    assert order.business_date == date(2026, 10, 25)


def test_the_staff_find_something_to_do_of_each_kind(filled: Flask) -> None:
    for state, least in (("paid", 3), ("packed", 3), ("shipped", 11), ("handed_over", 11)):
        assert _count(Order, Order.state == state) >= least
    assert to_hand_over().count > to_hand_over().overdue == _count(Withdrawal) == 1


def test_what_was_never_paid_is_neither_booked_nor_held(filled: Flask) -> None:
    for state in (State.EXPIRED, State.CANCELLED):
        unpaid = select(Order.id).where(Order.state == state)
        assert _all(unpaid)
        moved = select(func.sum(Movement.on_hand_change), func.sum(Movement.reserved_change))
        assert _all(moved.where(Movement.order_id.in_(unpaid))) == [(0, 0)]


def test_the_history_of_every_order_runs_forward(filled: Flask) -> None:
    history = select(OrderEvent.order_id, OrderEvent.happened_at).order_by(OrderEvent.id)
    moments = [moment for _, moment in _all(history)]
    assert moments == sorted(moments)
    assert moments[-1] <= NOW


def test_nobody_is_asked_about_payments_of_the_past(filled: Flask) -> None:
    assert _count(Attempt, Attempt.state.in_(("open", "pending"))) == 0
    paid = _all(select(Attempt.session_id).where(Attempt.state == "paid"))
    assert all(session_id.startswith("cs_test_demo_") for (session_id,) in paid)


def test_no_mail_about_the_past_goes_out(filled: Flask) -> None:
    assert _count(OutboxMail) > 100
    assert _count(OutboxMail, OutboxMail.sent_at.is_(None)) == 0


def test_no_buyer_can_have_a_mailbox(filled: Flask) -> None:
    # Over a counter nobody says who they are.
    buyers = _all(select(Order.email, Order.name).where(Order.delivery != "counter"))
    assert all(re.fullmatch(r"testperson-\d{3}@example\.org", email) for email, _ in buyers)
    assert all(name.startswith("Testperson ") for _, name in buyers)


def test_the_house_coffee_was_cheaper_and_old_orders_still_say_so(filled: Flask) -> None:
    bag = select(Variant.id).where(Variant.sku == "D-HAUS-250-F").scalar_subquery()
    prices = _all(
        select(Price.price_cents, Price.valid_from)
        .where(Price.variant_id == bag)
        .order_by(Price.valid_from)
    )
    assert [cents for cents, _ in prices] == [690, 750]
    raised_at = prices[1][1]
    sold = select(Line.unit_price_cents, Order.placed_at).join(Order, Order.id == Line.order_id)
    rows = _all(sold.where(Line.variant_id == bag))
    assert rows and all(cents == (750 if moment >= raised_at else 690) for cents, moment in rows)


def test_filling_twice_changes_nothing(filled: Flask) -> None:
    before = _sizes()
    fill(SINCE)
    assert _sizes() == before


def _goods(sku: str) -> Sellable:
    variant_id = db.session.scalars(select(Variant.id).where(Variant.sku == sku)).one()
    return sellable([variant_id])[variant_id]


def _all_words() -> str:
    """Whatever of the assortment and of the places a visitor can read."""
    words: list[str] = []
    for table in (Product, Variant, Part, PickupPlace):
        for row in db.session.scalars(select(table)):
            values = [getattr(row, column.key) for column in table.__mapper__.columns]
            words += [value for value in values if isinstance(value, str)]
    return "\n".join(words)


def _per_kilogram(cents: int, grams: int | None) -> str | None:
    return f"{cents / grams * 10:.2f}" if grams else None


def _all(statement: Executable) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.session.execute(statement)]


def _count(table: type[Base], *where: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def _sizes() -> dict[str, int]:
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }


def test_demo_stripe_is_told_every_payment_of_the_past_to_the_cent(
    filled: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "past.jsonl"
    write_past_payments(file)
    booked = db.session.execute(
        select(func.count(), func.sum(MoneyEntry.amount_cents)).where(MoneyEntry.kind == "payment")
    ).one()
    told = list(read_payments(file))
    assert (len(told), sum(payment.amount for payment in told)) == tuple(booked)
    assert max(payment.created for payment in told) <= NOW.timestamp()


def test_stalls_have_sold_and_suppliers_are_awaited(filled: Flask) -> None:
    assert _count(Order, Order.delivery == "counter") >= 4
    undone = MoneyEntry.kind == "takings_back"
    assert _count(MoneyEntry, MoneyEntry.kind == "takings") >= 4 and _count(MoneyEntry, undone) == 1
    states = _all(select(Purchase.state, func.count()).group_by(Purchase.state))
    assert sorted(states) == [("closed", 1), ("open", 3)]
    assert [one.supplier for one in overdue_purchases()] == ["Demo-Filzerei"]
