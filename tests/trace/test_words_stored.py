"""No text that somebody wrote into the database says what only a claim may say."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, select, update
from sqlalchemy.orm import InstrumentedAttribute

from shop.catalogue.models import Part, Photo
from shop.clock import now
from shop.db import Base, db
from shop.ledger.models import PremiumEntry
from shop.orders.models import PickupPlace
from shop.origin.models import FactSource
from shop.origin.proof_models import Split
from shop.trace.words_stored import READ_BY_CUSTOMERS, words_stored
from tests.make.catalogue import make_product
from tests.make.origin import make_batch, make_green_lot
from tests.make.proofs import make_claim
from tests.make.split import make_split

#: Columns of text that nobody writes for customers: keys, figures, addresses, what the shop writes
#: by itself of what is checked, and what only the staff or one customer reads.
INTERNAL = {
    "batches": "blocked_as kind",
    "certificates": "file_sha256 file_type holder_kind revoked_because verify_url",
    "claims": "kind",
    "cooperative_sources": "fact url",
    "cooperatives": "province",
    "green_lots": "eudr_reference eudr_role eudr_verification note process "
    "supplier supplier_address supplier_mail",
    "ledger_premium": "kind purpose source",
    "photos": "digest",
    "pickup_places": "postcode",
    "products": "accent_colour bag_colour drawing kind label_colour provinces state taste",
    "schemes": "criteria_url kind mark_sha256 permitted_because",
    "variant_parts": "vat_class",
    "variants": "gtin grind vat_class",
}
#: All columns of these: copies of what was checked, letters, payments, sign-ins, records of staff.
INTERNAL_TABLES = frozenset(
    """
    account_links account_requests authenticators balance_lines changes checkout_drafts
    counter_return_lines counter_returns counter_sales disputes ledger_entries ledger_money
    legal_texts order_events order_lines order_notes order_texts order_words orders outbox
    parcels passkeys payment_attempts payment_events payment_warnings payouts people
    planned_prices prices product_drafts product_words purchase_lines purchase_orders
    purchase_receipts recovery_codes refund_lines refunds roles saved_addresses sign_in_sessions
    sign_in_tries stock_import_lines stock_imports stock_locations stock_movements
    stock_reservations stocktake_counts stocktakes withdrawal_mails withdrawals
    """.split()  # noqa: SIM905  # one a line is longer and says no more
)


def test_every_column_of_text_is_checked_or_named_as_internal(app: Flask) -> None:
    checked = {
        (column.class_.__tablename__, column.key)
        for columns in READ_BY_CUSTOMERS.values()
        for column in columns
    }
    internal = {(table, name) for table, names in INTERNAL.items() for name in names.split()}
    there = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        if table.name not in INTERNAL_TABLES
        for column in table.columns
        if isinstance(column.type, String)
    }
    assert there == checked | internal
    assert not checked & internal


@pytest.fixture
def all_there(app: Flask) -> None:
    lot = make_green_lot(app)
    batch = make_batch(app, {lot: 50_000}, code="26-118")
    made = make_product(app, "Hausmischung", variants=[{"shelf": {batch: 10}}])
    make_split(app, made.id, batch)
    make_claim(app, [lot])


@pytest.mark.usefixtures("all_there")
def test_claims_and_proofs_may_name_what_they_prove(app: Flask) -> None:
    with app.app_context():
        assert words_stored() == []


@pytest.mark.usefixtures("all_there")
@pytest.mark.parametrize(
    "column",
    [
        column
        for columns in READ_BY_CUSTOMERS.values()
        for column in columns
        if column.class_ not in (FactSource, Part, Photo, PickupPlace, PremiumEntry, Split)
    ],
    ids=str,
)
def test_a_word_is_found_in_every_column(app: Flask, column: InstrumentedAttribute[str]) -> None:
    table = column.class_.__table__
    with app.app_context():
        one = select(table.primary_key.columns[0]).limit(1).scalar_subquery()
        chosen = table.primary_key.columns[0] == one
        values: dict[str, Any] = {column.key: "klimaneutral"}
        if column.key == "blocked_because":
            values |= {"blocked_at": now(), "blocked_as": "recall"}
        db.session.execute(update(column.class_).where(chosen).values(values))
        places = {word.place.partition(" ")[0] for word in words_stored()}
        assert f"{table.name}.{column.key}" in places
        db.session.rollback()


@pytest.mark.usefixtures("all_there")
@pytest.mark.parametrize("name", ["words", "document"])
def test_a_word_is_found_in_every_part_of_a_split(app: Flask, name: str) -> None:
    with app.app_context():
        split = db.session.scalars(select(Split)).one()
        parts = json.loads(split.parts)
        for part in parts:
            part[name] = "Bio"
        columns = {column.key: getattr(split, column.key) for column in Split.__table__.columns} | {
            "id": split.id + 1,
            "version": split.version + 1,
            "parts": json.dumps(parts),
        }
        db.session.add(Split(**columns))
        db.session.flush()
        found = [word.word for word in words_stored()]
        assert found == ["Bio"] * len(parts)
        db.session.rollback()
