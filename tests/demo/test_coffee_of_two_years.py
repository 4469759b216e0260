"""What the demo shop shows of origin and proof: each case there is, in two years of its past."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import Executable, func, select

from shop.catalogue.gtin import gtin14
from shop.catalogue.models import Product, Variant
from shop.clock import stopped_at
from shop.db import db
from shop.demo.fill import fill
from shop.ledger.models import PremiumEntry
from shop.orders.models import Order
from shop.origin.claims import claims_of
from shop.origin.evidence_files import evidence_file
from shop.origin.models import Batch, BatchPart, BatchSource, Cooperative, FactSource, GreenLot
from shop.origin.proof_models import Certificate, Claim
from shop.premium.queries import accounts
from shop.premium.rules import Quarter
from shop.stock.models import Level, Reservation
from shop.trace.words_stored import words_stored
from tests.make.books import broken_laws
from tests.make.databases import Databases
from tests.make.shop import make_settings, make_shop

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def filled(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """As `make run` fills it; on SQLite alone, for it takes its time."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        databases.fresh("sqlite") as url,
        make_shop(make_settings(url, folder)) as app,
        app.app_context(),
        stopped_at(NOW),
    ):
        fill()
        yield app


@pytest.fixture(autouse=True)
def nothing_left_open(filled: Flask) -> Iterator[None]:
    yield
    db.session.rollback()


def test_the_books_hold_over_two_years(filled: Flask) -> None:
    db.session.rollback()
    assert broken_laws() == {}


def test_lots_of_two_harvests_are_here_and_one_is_on_its_way() -> None:
    lots = _all(select(GreenLot.code, GreenLot.arrived_on).order_by(GreenLot.code))
    codes = [code for code, _ in lots]
    assert codes[:4] == ["G-24-01", "G-24-02", "G-24-03", "G-24-04"]
    assert codes[4:] == ["G-25-01", "G-25-02", "G-25-03", "G-25-04", "G-25-05", "G-26-01"]
    assert [code for code, arrived_on in lots if arrived_on is None] == ["G-26-01"]


def test_every_cooperative_says_that_it_is_invented() -> None:
    assert all("Demo" in name for (name,) in _all(select(Cooperative.name)))
    sources = _all(select(FactSource.source).distinct())
    assert sources == [("erfunden für die Vorführung",)]
    suppliers = _all(select(GreenLot.supplier).distinct())
    assert all("erfunden" in supplier for (supplier,) in suppliers)


def test_no_text_of_the_demo_says_what_only_a_claim_may() -> None:
    assert words_stored() == []


def test_whatever_was_sold_came_from_a_batch_that_was_roasted_and_not_too_old() -> None:
    sold = _all(
        select(Batch.made_on, Batch.best_before, Order.business_date)
        .select_from(Reservation)
        .join(Level, Level.id == Reservation.level_id)
        .join(Order, Order.id == Reservation.order_id)
        .join(Variant, Variant.id == Level.variant_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(Reservation.state == "sold", Variant.coffee_grams > 0)
    )
    assert len(sold) > 1000
    assert all(made_on < day < best_before for made_on, best_before, day in sold)


def test_a_lot_is_used_up_and_no_lot_more_than_that() -> None:
    lots = _all(select(GreenLot.code, GreenLot.grams, GreenLot.used_grams))
    assert all(used <= grams for _, grams, used in lots)
    used_up = {code for code, grams, used in lots if used == grams}
    assert {"G-24-01", "G-24-02", "G-25-04"} <= used_up


def test_a_batch_is_of_two_cooperatives() -> None:
    growers = (
        select(BatchSource.batch_id)
        .join(GreenLot, GreenLot.id == BatchSource.green_lot_id)
        .where(GreenLot.code.in_(("G-25-01", "G-25-04")))
        .group_by(BatchSource.batch_id)
        .having(func.count() == 2)
    )
    assert _all(growers)


def test_sets_are_of_three_batches() -> None:
    parts = select(func.count()).select_from(BatchPart).group_by(BatchPart.batch_id)
    counts = {count for (count,) in _all(parts)}
    assert counts == {3}


def test_a_batch_has_45_days_left_and_bags_on_the_shelf() -> None:
    rows = _all(
        select(GreenLot.code, func.sum(Level.on_hand))
        .join(BatchSource, BatchSource.green_lot_id == GreenLot.id)
        .join(Batch, Batch.id == BatchSource.batch_id)
        .join(Level, Level.batch_id == Batch.id)
        .where(Batch.best_before == TODAY + timedelta(days=45))
        .group_by(GreenLot.code)
    )
    assert [code for code, _ in rows] == ["G-24-02"]
    assert rows[0][1] > 0


def test_a_decaffeinated_batch_is_blocked_that_some_have_bought() -> None:
    blocked = _all(select(Batch.id, Batch.blocked_because).where(Batch.blocked_at.is_not(None)))
    assert len(blocked) == 1
    assert "Laborprüfung" in blocked[0][1]
    bought = (
        select(Reservation.order_id)
        .join(Level, Level.id == Reservation.level_id)
        .where(Level.batch_id == blocked[0][0], Reservation.state == "sold")
    )
    assert _all(bought)


def test_a_batch_is_sold_out() -> None:
    on_hand = func.sum(Level.on_hand)
    assert _all(select(Level.batch_id).group_by(Level.batch_id).having(on_hand == 0))


def test_an_order_has_bags_of_one_kind_from_two_batches() -> None:
    assert _all(
        select(Reservation.order_id, Level.variant_id)
        .join(Level, Level.id == Reservation.level_id)
        .where(Reservation.state == "sold")
        .group_by(Reservation.order_id, Level.variant_id)
        .having(func.count() == 2)
    )


def test_what_was_left_of_the_winter_coffee_is_written_off() -> None:
    lost = _all(select(Batch.lab_note).where(Batch.written_off_grams > 1_000))
    assert [note.split(",")[0] for (note,) in lost] == ["Winterkaffee"]


def test_claims_are_said_where_they_are_proved_and_nowhere_else() -> None:
    assert _said("hausmischung") == {"organic"}
    assert _said("filter-jaen") == {"organic"}
    assert _said("espresso-san-ignacio") == {"organic", "fair"}
    assert _said("mikrolot-cutervo") == set()
    # Its paper has ended.
    assert _said("entkoffeiniert") == set()


def test_one_paper_has_ended_and_one_ends_within_90_days() -> None:
    ends = _all(
        select(Certificate.number, Certificate.valid_until).where(Certificate.valid_from < TODAY)
    )
    in_use = {number: day for number, day in ends if number not in _RENEWED}
    assert [number for number, day in in_use.items() if day < TODAY] == ["DEMO-0009"]
    soon = TODAY + timedelta(days=90)
    assert [number for number, day in in_use.items() if TODAY <= day <= soon] == ["DEMO-0010"]


def test_every_paper_says_that_it_is_none() -> None:
    for (digest,) in _all(select(Certificate.file_sha256)):
        page = pypdfium2.PdfDocument(evidence_file(digest))[0]
        assert "Vorführung, kein echtes Zertifikat" in page.get_textpage().get_text_bounded()
    assert all("Demo" in text for (text,) in _all(select(Claim.text)))


def test_trade_item_numbers_are_of_the_range_that_belongs_to_no_goods() -> None:
    numbers = [number for (number,) in _all(select(Variant.gtin)) if number]
    assert 0 < len(numbers) < 10
    assert all(number.startswith("02") and gtin14(number) == number for number in numbers)


def test_each_quarter_of_last_year_is_paid_and_the_last_one_is_open() -> None:
    found = accounts(db.session.connection())
    for account in found:
        closing = {balance.quarter: balance.closing_cents for balance in account.balances}
        paid = sum(balance.paid_cents for balance in account.balances)
        ended = [quarter for quarter in closing if quarter <= Quarter(2026, 2)]
        owed = sum(b.owed_cents for b in account.balances if b.quarter in ended)
        assert paid == owed
    assert found[-1].green_lot_id is None
    assert found[-1].open_cents > 0
    documents = select(PremiumEntry.document).where(PremiumEntry.kind == "transfer")
    assert all("erfunden" in document for (document,) in _all(documents))


#: Replaced by papers that begin before they end.
_RENEWED = ("DEMO-0001", "DEMO-0002", "DEMO-0003", "DEMO-0004")


def _said(slug: str) -> set[str]:
    """Kinds of claims of every batch of this product that is for sale, newest roasts only."""
    batches = _all(
        select(Batch.id)
        .join(Level, Level.batch_id == Batch.id)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.slug == slug, Level.on_hand > 0, Batch.made_on > date(2026, 3, 1))
        .distinct()
    )
    said = claims_of(frozenset(batch for (batch,) in batches))
    assert said
    first, *others = ({claim.kind for claim in claims} for claims in said.values())
    assert all(other == first for other in others)
    return first


def _all(statement: Executable) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.session.execute(statement)]
