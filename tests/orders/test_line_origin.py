"""Each bag of an order leads to its batch, on the order page, in mails and for the staff."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.clock import now, stopped_at
from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.orders.line_origin import LineOrigin, origin_of_lines
from shop.orders.models import LineClaim
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.withdraw_claim import withdraw_claim
from tests.cart.test_pages import text_of
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.mails import queued_mails
from tests.make.orders import MadeOrder, make_order
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import signed_in
from tests.make.proofs import make_claim
from tests.make.queries import queries_of
from tests.make.sales import sell

FIRST = "1 × Charge 26-118 (mindestens haltbar bis 20.11.2097)"
SECOND = "2 × Charge 26-120 (mindestens haltbar bis 20.12.2097)"


@pytest.fixture
def lot(app: Flask) -> int:
    return make_green_lot(app)


@pytest.fixture
def bag(app: Flask, lot: int) -> MadeVariant:
    """One bag of what expires first, nine of the other, all of one green lot."""
    first = make_batch(app, {lot: 50_000}, code="26-118", best_before=date(2097, 11, 20))
    second = make_batch(app, {lot: 50_000}, code="26-120", best_before=date(2097, 12, 20))
    return make_product(app, "Hausmischung", variants=[{"shelf": {first: 1, second: 9}}]).variant


@pytest.fixture
def mug(app: Flask) -> MadeVariant:
    return make_product(app, "Becher", kind="goods", variants=[MUG]).variant


def paid(app: Flask, wanted: dict[int, int]) -> MadeOrder:
    order = make_order(app, wanted)
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def origins(app: Flask, order: MadeOrder) -> list[LineOrigin]:
    with app.app_context():
        return list(origin_of_lines(order.id).values())


def order_page(client: FlaskClient, order: MadeOrder) -> str:
    return text_of(client.get(f"/bestellung/{order.token}").text)


def test_the_order_page_names_the_batches_once_it_is_paid(
    app: Flask, client: FlaskClient, bag: MadeVariant, mug: MadeVariant
) -> None:
    waiting = make_order(app, {bag.id: 1, mug.id: 1})
    assert "Charge" not in order_page(client, waiting)
    order = paid(app, {bag.id: 3, mug.id: 1})
    assert "Charge 26-120" in order_page(client, order)
    assert 'href="/charge/26-120"' in client.get(f"/bestellung/{order.token}").text


def test_several_batches_are_told_with_their_units(
    app: Flask, client: FlaskClient, bag: MadeVariant
) -> None:
    order = paid(app, {bag.id: 3})
    page = order_page(client, order)
    assert FIRST in page and SECOND in page
    assert page.index(FIRST) < page.index(SECOND)


@pytest.mark.parametrize("news", ["order-confirmed", "order-shipped"])
def test_mails_name_the_batches_with_the_addresses_of_their_pages(
    app: Flask, bag: MadeVariant, news: str
) -> None:
    order = paid(app, {bag.id: 3})
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None, "")
        db.session.commit()
    mails = {mail.dedupe_key.partition(":")[0]: mail for mail in queued_mails(app)}
    assert f"    {FIRST}: http://localhost/charge/26-118\n" in mails[news].text
    assert f"    {SECOND}: http://localhost/charge/26-120\n" in mails[news].text
    assert FIRST in text_of(f"<main>{mails[news].html}</main>")
    assert 'href="http://localhost/charge/26-120"' in mails[news].html


def test_a_receipt_names_no_batch_while_it_may_still_change(app: Flask, bag: MadeVariant) -> None:
    make_order(app, {bag.id: 3})
    [receipt] = queued_mails(app)
    assert "Charge" not in receipt.text + receipt.html


def test_staff_see_the_batches_also_while_they_may_change(app: Flask, bag: MadeVariant) -> None:
    staff = signed_in(app, "staff")
    order = make_order(app, {bag.id: 3})
    page = text_of(staff.get(f"/auftraege/{order.number}").text)
    assert FIRST in page and "Es kann noch eine andere Charge werden" in page
    with app.app_context():
        sell(order.id)
        db.session.commit()
    page = text_of(staff.get(f"/auftraege/{order.number}").text)
    assert SECOND in page and "Es kann noch" not in page
    assert "Charge 26-118, 26-120" in text_of(staff.get("/auftraege/").text)


def test_who_packs_sees_that_a_batch_is_blocked(app: Flask, bag: MadeVariant) -> None:
    staff = signed_in(app, "staff")
    order = paid(app, {bag.id: 1})
    page = f"/auftraege/{order.number}"
    assert "gesperrt" not in staff.get(page).text
    with app.app_context():
        blocked = db.session.scalars(select(Batch.id).where(Batch.code == "26-118")).one()
        block_batch(blocked, "Fremdkörper", None)
        db.session.commit()
    assert "gesperrt" in staff.get(page).text


def test_all_lines_take_one_query(app: Flask, bag: MadeVariant, mug: MadeVariant) -> None:
    other = make_product(app, "Espresso").variant
    order = paid(app, {bag.id: 3, other.id: 2, mug.id: 1})
    with app.app_context():
        # What may be said is remembered from then on.
        origin_of_lines(order.id)
        with queries_of(app) as asked:
            found = origin_of_lines(order.id)
    assert len(asked) == 1
    assert [len(origin.lots) for origin in found.values()] == [2, 1]


def test_what_was_said_when_it_was_ordered_is_said_as_long_as_it_is_true(
    app: Flask, client: FlaskClient, bag: MadeVariant, lot: int
) -> None:
    make_claim(app, [lot])
    order = paid(app, {bag.id: 3})
    assert "Bio-Kaffee" in order_page(client, order)
    assert "Bio-Kaffee: aus ökologischem Anbau" in next(
        mail.text for mail in queued_mails(app) if mail.dedupe_key.startswith("order-confirmed")
    )
    with app.app_context():
        kept = db.session.scalars(select(LineClaim.claim_id)).one()
    with stopped_at(now() + timedelta(days=4000)):
        assert "Bio" not in order_page(client, order)
    with app.app_context():
        withdraw_claim(kept, None)
        db.session.commit()
    assert "Bio" not in order_page(client, order)


def test_what_is_true_of_one_batch_only_is_not_said_of_the_line(
    app: Flask, bag: MadeVariant
) -> None:
    lot = make_green_lot(app)
    batch = make_batch(app, {lot: 50_000}, best_before=date(2090, 1, 1))
    other = make_batch(app, best_before=date(2091, 1, 1))
    mixed = make_product(app, variants=[{"shelf": {batch: 1, other: 5}}]).variant
    make_claim(app, [lot])
    assert origins(app, paid(app, {mixed.id: 2}))[0].claims == ()


def test_what_could_be_said_only_later_was_not_said_when_it_was_ordered(
    app: Flask, bag: MadeVariant, lot: int
) -> None:
    order = paid(app, {bag.id: 1})
    make_claim(app, [lot])
    assert origins(app, order)[0].claims == ()
