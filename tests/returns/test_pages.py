"""The online withdrawal of § 356a BGB, as a visitor without account and scripts meets it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from shop.checkout.sell_order import sell_order
from shop.clock import stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import OrderEvent
from shop.returns.models import Withdrawal
from shop.web.filters import datetime_de
from tests.make.catalogue import make_product
from tests.make.orders import ANSWERS, MadeOrder, make_order, state_of
from tests.make.withdrawals import DECLARED, hidden, step_one, step_two, withdraw_online

MOMENT = datetime(2026, 11, 22, 22, 30, 5, tzinfo=UTC)


def stored(app: Flask) -> list[Withdrawal]:
    with app.app_context():
        found = list(db.session.scalars(select(Withdrawal).order_by(Withdrawal.id)))
        db.session.expunge_all()
    return found


def mails(app: Flask) -> list[OutboxMail]:
    with app.app_context():
        found = list(
            db.session.scalars(
                select(OutboxMail)
                .where(OutboxMail.dedupe_key.startswith("withdrawal-received:"))
                .order_by(OutboxMail.id)
            )
        )
        db.session.expunge_all()
    return found


def paid_order(app: Flask) -> MadeOrder:
    order = make_order(app, {make_product(app).variant.id: 1})
    with app.app_context():
        sell_order(order.id)
        db.session.commit()
    return order


def history(app: Flask, order: MadeOrder) -> list[tuple[str, str, str]]:
    with app.app_context():
        rows = db.session.execute(
            select(OrderEvent.from_state, OrderEvent.to_state, OrderEvent.note)
            .where(OrderEvent.order_id == order.id)
            .order_by(OrderEvent.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def test_every_page_leads_there_with_the_words_of_the_law(client: FlaskClient) -> None:
    for path in ("/warenkorb", "/impressum", "/widerruf", "/gibt-es-nicht"):
        link = '<a class="button" href="/widerruf">Vertrag widerrufen</a>'
        assert link in client.get(path).text


def test_the_form_demands_three_things_and_no_reason(client: FlaskClient) -> None:
    page = client.get("/widerruf")
    form = page.text[page.text.index("<main") : page.text.index("</main>")]
    demanded = re.findall(r"<(?:input|select|textarea)\b[^>]*\brequired\b[^>]*>", form)
    assert [re.findall(r'name="(\w+)"', tag) for tag in demanded] == [
        ["name"],
        ["contract"],
        ["email"],
    ]
    assert len(re.findall(r"<(?:input|select|textarea)\b", form)) == 4
    assert "(optional)" in form
    assert "Set-Cookie" not in page.headers


def test_a_stranger_without_account_withdraws_in_two_steps(app: Flask, client: FlaskClient) -> None:
    first = step_one(client, goods="nur die Tasse")
    assert first.status_code == 200
    assert re.findall(r"<button[^>]*>([^<]*)</button>", first.text.partition("<main")[2])[0] == (
        "Widerruf bestätigen"
    )
    for words in ("Testperson 001", "SK-2026-00042", "testperson@example.org", "nur die Tasse"):
        assert words in first.text
    assert stored(app) == []
    with stopped_at(MOMENT):
        second = step_two(client, first)
    assert second.status_code == 303
    page = client.get(second.location)
    (row,) = stored(app)
    assert (row.name, row.contract, row.email, row.goods) == (
        "Testperson 001",
        "SK-2026-00042",
        "testperson@example.org",
        "nur die Tasse",
    )
    assert row.received_at == MOMENT
    assert "Ihr Widerruf ist eingegangen" in page.text
    assert "22.\u00a0November 2026, 23:30\u00a0Uhr" in page.text
    assert row.number in page.text
    assert "bis zum 6.\u00a0Dezember 2026" in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_the_receipt_is_mailed_at_once_with_all_that_was_said_and_when(
    app: Flask, client: FlaskClient
) -> None:
    with stopped_at(MOMENT):
        withdraw_online(client, goods="eine Tasse", contract="Kaffee vom 3. November")
    (row,), (mail,) = stored(app), mails(app)
    assert mail.recipient == "testperson@example.org"
    assert mail.queued_at == row.received_at
    for part in (mail.text, mail.html):
        for words in ("Testperson 001", "Kaffee vom 3. November", "eine Tasse", row.email):
            assert words in part
        assert datetime_de(row.received_at) in part
        assert row.number in part


def test_the_receipt_can_be_kept_as_a_file(client: FlaskClient) -> None:
    answer = step_two(client, step_one(client))
    file = client.get(answer.location + "?format=txt")
    assert file.mimetype == "text/plain"
    assert file.headers["Content-Disposition"].startswith("attachment; filename=widerruf-W-")
    assert "SK-2026-00042" in file.text


def test_looking_declares_nothing(app: Flask, client: FlaskClient) -> None:
    key = hidden(step_one(client))["key"]
    for path in ("/widerruf", "/widerruf/bestaetigen"):
        for method in (client.get, client.head):
            answer = method(path, query_string=DECLARED | {"key": key})
            assert answer.status_code in {200, 303}
    assert not stored(app)
    assert not mails(app)


def test_pressing_twice_declares_once(app: Flask, client: FlaskClient) -> None:
    page = step_one(client)
    first, second = step_two(client, page), step_two(client, page)
    assert first.location == second.location
    assert len(stored(app)) == len(mails(app)) == 1


def test_pressing_many_times_at_the_same_moment_declares_once(app: Flask) -> None:
    page = step_one(app.test_client())
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: step_two(app.test_client(), page), range(6)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert len(stored(app)) == len(mails(app)) == 1


def test_saying_the_same_again_later_is_a_second_declaration(
    app: Flask, client: FlaskClient
) -> None:
    withdraw_online(client)
    withdraw_online(client)
    assert len(stored(app)) == len(mails(app)) == 2


def test_an_order_that_is_named_rightly_is_found_and_keeps_its_state(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    spelt = f"Bestellung {order.number.lower().replace('-', ' ')}, bitte"
    withdraw_online(client, contract=spelt, email=ANSWERS.email.upper())
    (row,) = stored(app)
    assert row.order_id == order.id
    assert row.contract == spelt
    assert state_of(app, order) == "paid"
    assert history(app, order)[-1] == ("paid", "paid", "withdrawal received")


def test_a_history_says_it_once_however_often_it_is_declared(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    withdraw_online(client, contract=order.number)
    withdraw_online(client, contract=order.number)
    assert [row.order_id for row in stored(app)] == [order.id, order.id]
    assert [note for _, _, note in history(app, order)].count("withdrawal received") == 1


def test_the_number_alone_or_the_address_alone_touches_no_order(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    before = history(app, order)
    withdraw_online(client, contract=order.number, email="fremde@example.org")
    withdraw_online(client, contract="SK-2026-99999", email=ANSWERS.email)
    assert [row.order_id for row in stored(app)] == [None, None]
    assert history(app, order) == before


def test_nobody_learns_whether_an_order_exists(app: Flask, client: FlaskClient) -> None:
    order = paid_order(app)
    seen = []
    for number in (order.number, "SK-2026-99999"):
        with stopped_at(MOMENT):
            first = step_one(client, contract=number)
            second = step_two(client, first)
            page = client.get(second.location)
        row, mail = stored(app)[-1], mails(app)[-1]
        answers = [first.text, second.text, page.text, mail.subject, mail.text, mail.html]
        secrets = (number, row.number, row.token, row.key)
        for secret in secrets:
            answers = [answer.replace(secret, "…") for answer in answers]
        seen.append([first.status_code, second.status_code, page.status_code, *answers])
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Bitte geben Sie Ihren Namen ein."),
        ("name", "   ", "Bitte geben Sie Ihren Namen ein."),
        ("name", "x" * 10_000, "Das ist zu lang."),
        ("contract", "", "Bitte geben Sie die Bestellnummer ein"),
        ("contract", "y" * 301, "Bitte höchstens 300 Zeichen."),
        ("email", "", "wohin wir die Eingangsbestätigung schicken"),
        ("email", "keine Adresse", "Bitte geben Sie eine E-Mail-Adresse"),
        ("email", "a@example.org\nBcc: b@example.org", "unsichtbare Zeichen"),
        ("goods", "Tasse\u202eessaT", "unsichtbare Zeichen"),
        ("name", "A\x00B", "unsichtbare Zeichen"),
    ],
)
@pytest.mark.parametrize("path", ["/widerruf", "/widerruf/bestaetigen"])
def test_what_cannot_be_received_is_said_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, path: str, field: str, value: str, sentence: str
) -> None:
    typed = DECLARED | {"goods": "die zweite Tüte"} | {field: value}
    page = client.post(path, data=typed | {"key": hidden(step_one(client))["key"]})
    assert page.status_code == 422
    assert page.text.count(sentence) == 2
    assert f'href="#{field}"' in page.text
    for other, text in typed.items():
        if other != field:
            assert f'value="{text}"' in page.text
    if value.strip() and value.isprintable():
        assert f'value="{value}"' in page.text
    assert stored(app) == []


def test_a_form_without_anything_names_all_three(client: FlaskClient) -> None:
    page = client.post("/widerruf", data={})
    summary = page.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert summary.count("<li>") == 3


@pytest.mark.parametrize("key", ["", "1", "x" * 33, "' or 1=1 --", "ä" * 32])
def test_a_button_with_no_key_of_ours_is_shown_once_more(
    app: Flask, client: FlaskClient, key: str
) -> None:
    page = client.post("/widerruf/bestaetigen", data=DECLARED | {"key": key})
    assert page.status_code == 422
    assert "Widerruf bestätigen" in page.text
    assert stored(app) == []
    assert step_two(client, page).status_code == 303


def test_who_wants_to_change_something_finds_all_of_it_in_the_form(
    app: Flask, client: FlaskClient
) -> None:
    sent = hidden(step_one(client, goods='Tasse „blau" <b>')) | {"change": "1"}
    page = client.post("/widerruf", data=sent)
    assert page.status_code == 200
    assert 'value="Testperson 001"' in page.text
    assert "Tasse „blau&#34; &lt;b&gt;" in page.text
    assert stored(app) == []


def test_what_was_typed_is_shown_as_text(app: Flask, client: FlaskClient) -> None:
    page = withdraw_online(client, name="<script>alert(1)</script>", goods="<img src=x>")
    (mail,) = mails(app)
    for text in (page.text, mail.html):
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
    assert "<script>alert(1)<" in mail.text.replace("\u200b", "")


def test_a_page_of_somebody_else_cannot_declare(app: Flask, client: FlaskClient) -> None:
    sent = hidden(step_one(client))
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/widerruf/bestaetigen", data=sent, headers=headers)
        assert answer.status_code == 403
    assert stored(app) == []


def test_the_order_page_brings_the_number_along(app: Flask, client: FlaskClient) -> None:
    order = paid_order(app)
    page = client.get(f"/bestellung/{order.token}")
    link = f"/widerruf?bestellung={order.number}"
    assert f'<a href="{link}">Vertrag widerrufen</a>' in page.text
    assert f'value="{order.number}"' in client.get(link).text


@pytest.mark.parametrize("given", ["<b>", "Sie haben gewonnen", "SK-1", "x" * 10_000, "\x00"])
def test_only_an_order_number_is_taken_from_the_address(client: FlaskClient, given: str) -> None:
    page = client.get("/widerruf", query_string={"bestellung": given})
    assert page.status_code == 200
    assert '<input aria-describedby="contract-hint" id="contract"' in page.text
    assert re.search(r'id="contract"[^>]* value=""', page.text)


def test_mails_about_an_order_lead_there(app: Flask) -> None:
    order = paid_order(app)
    with app.app_context():
        confirmed = db.session.scalars(
            select(OutboxMail).where(OutboxMail.dedupe_key == f"order-confirmed:{order.id}")
        ).one()
        for part in (confirmed.text, confirmed.html):
            assert f"http://localhost/widerruf?bestellung={order.number}" in part
            assert "Vertrag widerrufen" in part


@pytest.mark.parametrize("token", ["x", "x" * 32, "%00" * 32, "x" * 500])
def test_a_receipt_cannot_be_guessed(client: FlaskClient, token: str) -> None:
    withdraw_online(client)
    assert client.get(f"/widerruf/eingang/{token}").status_code == 404


def test_a_declaration_is_never_changed(app: Flask, client: FlaskClient) -> None:
    withdraw_online(client)
    for change in (update(Withdrawal).values(name="Andere"), delete(Withdrawal)):
        with app.app_context(), pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(change)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Withdrawal)) == 1
