"""A certificate ends at midnight: what rested on it is said nowhere any more.

Every address that anybody may open is visited, the evening before and after midnight, by somebody
new and by a customer in the middle of an order; whoever adds an address and no visit fails here.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.clock import BERLIN, stopped_at
from shop.db import db
from shop.fulfilment.send_parcel import send_parcel
from shop.origin.extend_claim import extend_claim
from shop.origin.proof_models import Certificate, Scheme
from shop.origin.revoke_certificate import revoke_certificate
from shop.refunds.rules import Goods
from shop.worker import WRITERS
from tests.make.catalogue import make_product
from tests.make.mails import queued_mails
from tests.make.orders import make_order
from tests.make.origin import make_batch, make_green_lot
from tests.make.photos import make_photo
from tests.make.proofs import CODE, make_certificate, make_claim, make_scheme
from tests.make.public_pages import Known, addresses, customer, look
from tests.make.refunds import refund_of
from tests.make.sales import sell
from tests.make.shop import make_settings, make_shop
from tests.make.split import make_split
from tests.make.withdrawals import withdraw_online

LAST_DAY = date(2027, 3, 31)
EVENING = datetime(2027, 3, 31, 23, 59, 59, tzinfo=BERLIN)
MIDNIGHT = datetime(2027, 4, 1, 0, 0, 0, tzinfo=BERLIN)
NOON = datetime(2027, 4, 1, 12, 0, 0, tzinfo=BERLIN)
LOGO = "Zeichen mit Blatt und Sternen"
#: The words of the law, of the claim, its code, its origin line, its mark's words.
SAID = re.compile(
    rf"\bbio|\böko|ökolog|organic|{CODE}|landwirtschaft peru|{LOGO}|/zeichen/", re.IGNORECASE
)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """In this process, unlike the shops of the other stories: its clock can be stopped."""
    with make_shop(make_settings(database_url, tmp_path)) as made:
        yield made


@pytest.fixture
def before_that(app: Flask) -> Iterator[None]:
    with stopped_at(datetime(2027, 3, 31, 18, 0, 0, tzinfo=BERLIN)):
        yield


@pytest.fixture
def lot(app: Flask) -> int:
    return make_green_lot(app)


@pytest.fixture
def scheme(app: Flask, before_that: None) -> int:
    return make_scheme(app, name=LOGO, mark=make_photo(60, 60, "PNG"))


@pytest.fixture
def ends(app: Flask, scheme: int) -> int:
    """The certificate of the roaster."""
    return make_certificate(app, scheme, valid_until=LAST_DAY)


@pytest.fixture
def claim(app: Flask, lot: int, scheme: int, ends: int) -> int:
    shop = make_certificate(app, scheme, holder_kind="shop", holder="Demo-Laden")
    return make_claim(app, [lot], certificate_ids=[ends, shop])


@pytest.fixture
def known(app: Flask, before_that: None, lot: int, claim: int) -> Known:
    batch = make_batch(app, {lot: 50_000}, code="26-118")
    bags = [{"shelf": {batch: 10}, "gtin": "04012345123456"}]
    made = make_product(app, "Hausmischung", variants=bags)
    placed = make_order(app, {made.variant.id: 1})
    with app.app_context():
        sell(placed.id)
        db.session.commit()
        file = db.session.scalars(select(Certificate.file_sha256).limit(1)).one()
        mark = db.session.scalars(select(Scheme.mark_sha256)).one()
    declared = withdraw_online(app.test_client(), contract=placed.number)
    return Known(
        slug=made.slug,
        variant_id=made.variant.id,
        gtin="04012345123456",
        batch="26-118",
        order_token=placed.token,
        withdrawal_token=declared.request.path.rpartition("/")[2],
        split_id=make_split(app, made.id, batch),
        certificate=file,
        mark=mark,
    )


def said(client: FlaskClient, app: Flask, known: Known) -> dict[str, str]:
    """Address → what is found there of what only the claim may say."""
    found = {path: look(client, path) for path in addresses(app, known)}
    return {
        path: match[0]
        for path, answer in found.items()
        if (match := SAID.search(answer.get_data().decode(errors="ignore")))
    }


def words_of_mails(app: Flask, order_id: int, refund_id: int, parcel_id: int) -> dict[str, str]:
    """Every mail that can be written about the order, as text and as HTML."""
    with app.app_context():
        of_parcels = {"order-part_shipped": parcel_id}
        written = {
            news: WRITERS[news](order_id, of_parcels.get(news, refund_id))
            for news in WRITERS
            if news.startswith("order-")
        }
    letters = {f"{news}.txt": words.text for news, words in written.items()}
    letters |= {f"{news}.html": words.html for news, words in written.items()}
    # Those that were written when they were queued.
    return letters | {mail.dedupe_key: mail.text + mail.html for mail in queued_mails(app)}


def test_the_evening_before_word_code_origin_and_mark_stand_wherever_the_coffee_does(
    app: Flask, known: Known
) -> None:
    with stopped_at(EVENING):
        client = customer(app, known)
        for path in (
            "/",
            "/kaffee/",
            "/kaffee/?q=kakao",
            f"/kaffee/{known.slug}",
            f"/charge/{known.batch}",
            "/warenkorb",
            "/kasse/pruefen",
            f"/bestellung/{known.order_token}",
        ):
            page = look(client, path).text
            for words in ("Bio-Kaffee", "aus ökologischem Anbau", CODE, "Landwirtschaft Peru"):
                assert words in page, (path, words)
        for path in (f"/kaffee/{known.slug}", f"/charge/{known.batch}"):
            page = look(client, path).text
            assert f"/zeichen/{known.mark}" in page and f'alt="{LOGO}"' in page, path
        assert CODE in look(client, f"/charge/{known.batch}.json").get_json(force=True).__repr__()
        assert look(client, f"/zeichen/{known.mark}").status_code == 200
        assert look(client, f"/nachweise/{known.certificate}").status_code == 200


def test_after_midnight_nothing_of_it_stands_anywhere(app: Flask, known: Known) -> None:
    with stopped_at(EVENING):
        stranger, client = app.test_client(), customer(app, known)
        assert said(stranger, app, known) and said(client, app, known)
    with stopped_at(MIDNIGHT):
        assert said(stranger, app, known) == {}
        assert said(client, app, known) == {}
        assert said(customer(app, known), app, known) == {}
        for path in (f"/zeichen/{known.mark}", f"/nachweise/{known.certificate}"):
            assert look(stranger, path).status_code == 404


def test_a_browser_that_kept_a_page_hears_that_it_is_another_one(app: Flask, known: Known) -> None:
    stranger = app.test_client()
    with stopped_at(EVENING):
        kept = {
            path: tag
            for path in said(stranger, app, known)
            if (tag := look(stranger, path).headers.get("ETag"))
        }
        assert f"/charge/{known.batch}" in kept
    with stopped_at(MIDNIGHT):
        for path, tag in kept.items():
            answer = look(stranger, path, **{"If-None-Match": tag})
            assert answer.status_code in (200, 404), path
            assert not SAID.search(answer.text), path


def test_nothing_that_says_it_may_be_kept_beyond_the_evening(app: Flask, known: Known) -> None:
    stranger = app.test_client()
    with stopped_at(EVENING):
        for path in said(stranger, app, known):
            rule = look(stranger, path).headers["Cache-Control"]
            assert "no-cache" in rule or "no-store" in rule, (path, rule)


def test_no_mail_written_after_midnight_says_it(app: Flask, known: Known) -> None:
    with stopped_at(EVENING):
        with app.app_context():
            parcel = send_parcel(1, None, None)
            db.session.commit()
        refund = refund_of(app, 1, {0: (1, Goods.BACK)})
        letters = words_of_mails(app, 1, refund, parcel)
        for name in ("order-confirmed.txt", "order-confirmed.html", "order-shipped.txt"):
            assert "Bio-Kaffee" in letters[name] and CODE in letters[name]
    with stopped_at(MIDNIGHT):
        letters = words_of_mails(app, 1, refund, parcel)
        assert {name: SAID.search(text) for name, text in letters.items()} == dict.fromkeys(letters)


def test_a_renewed_certificate_brings_it_back_and_a_revoked_one_takes_it_at_the_next_request(
    app: Flask, known: Known, scheme: int, claim: int
) -> None:
    stranger, product = app.test_client(), f"/kaffee/{known.slug}"
    with stopped_at(NOON - timedelta(hours=1)):
        renewed = make_certificate(app, scheme, valid_from=date(2027, 4, 1))
        assert not SAID.search(look(stranger, product).text)
        with app.app_context():
            extend_claim(claim, [renewed], [], None)
            db.session.commit()
        assert SAID.search(look(stranger, product).text)
        assert said(customer(app, known), app, known)
    with stopped_at(NOON):
        with app.app_context():
            revoke_certificate(renewed, "von der Kontrollstelle entzogen", None)
            db.session.commit()
        assert said(stranger, app, known) == {}
        assert said(customer(app, known), app, known) == {}
