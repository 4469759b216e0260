"""The online withdrawal of § 356a BGB, as a visitor without account and scripts meets it."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.clock import stopped_at
from tests.make.withdrawals import (
    DECLARED,
    acknowledgements,
    hidden,
    paid_order,
    step_one,
    step_two,
    stored_withdrawals,
    withdraw_online,
)

MOMENT = datetime(2026, 11, 22, 22, 30, 5, tzinfo=UTC)


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
    assert stored_withdrawals(app) == []
    with stopped_at(MOMENT):
        second = step_two(client, first)
    assert second.status_code == 303
    page = client.get(second.location)
    (row,) = stored_withdrawals(app)
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
    assert not stored_withdrawals(app)
    assert not acknowledgements(app)


def test_pressing_twice_declares_once(app: Flask, client: FlaskClient) -> None:
    page = step_one(client)
    first, second = step_two(client, page), step_two(client, page)
    assert first.location == second.location
    assert len(stored_withdrawals(app)) == len(acknowledgements(app)) == 1


def test_saying_the_same_again_later_is_a_second_declaration(
    app: Flask, client: FlaskClient
) -> None:
    withdraw_online(client)
    withdraw_online(client)
    assert len(stored_withdrawals(app)) == len(acknowledgements(app)) == 2


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
        ("name", "A\x01B", "unsichtbare Zeichen"),
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
    assert stored_withdrawals(app) == []


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
    assert stored_withdrawals(app) == []
    assert step_two(client, page).status_code == 303


def test_who_wants_to_change_something_finds_all_of_it_in_the_form(
    app: Flask, client: FlaskClient
) -> None:
    sent = hidden(step_one(client, goods='Tasse „blau" <b>')) | {"change": "1"}
    page = client.post("/widerruf", data=sent)
    assert page.status_code == 200
    assert 'value="Testperson 001"' in page.text
    assert "Tasse „blau&#34; &lt;b&gt;" in page.text
    assert stored_withdrawals(app) == []


def test_a_page_of_somebody_else_cannot_declare(app: Flask, client: FlaskClient) -> None:
    sent = hidden(step_one(client))
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/widerruf/bestaetigen", data=sent, headers=headers)
        assert answer.status_code == 403
    assert stored_withdrawals(app) == []


def test_the_order_page_brings_the_number_along(app: Flask, client: FlaskClient) -> None:
    order = paid_order(app)
    page = client.get(f"/bestellung/{order.token}")
    link = f"/widerruf?bestellung={order.number}"
    assert f'<a href="{link}">Vertrag widerrufen</a>' in page.text
    assert f'value="{order.number}"' in client.get(link).text


@pytest.mark.parametrize("given", ["<b>", "Sie haben gewonnen", "SK-1", "x" * 10_000, "\x01"])
def test_only_an_order_number_is_taken_from_the_address(client: FlaskClient, given: str) -> None:
    page = client.get("/widerruf", query_string={"bestellung": given})
    assert page.status_code == 200
    assert '<input aria-describedby="contract-hint" id="contract"' in page.text
    assert re.search(r'id="contract"[^>]* value=""', page.text)


@pytest.mark.parametrize("token", ["x", "x" * 32, "%00" * 32, "x" * 500])
def test_a_receipt_cannot_be_guessed(client: FlaskClient, token: str) -> None:
    withdraw_online(client)
    assert client.get(f"/widerruf/eingang/{token}").status_code == 404
