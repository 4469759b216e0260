"""The control interface: clock, account, and what it refuses."""

import http.client
import json
from urllib.parse import urlsplit

import pytest
import stripe

from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe, fetch


def ask(
    server: RunningDemoStripe, place: str, body: str, **headers: str
) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Content-Type": "application/json"} | named
    connection.request("POST", f"/steuerung/{place}", body.encode(), sent)
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer


def test_the_clock_moves_forward_and_what_is_overdue_happens_at_once(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    before = server.advance_clock(0)
    assert server.advance_clock(41 * 60) - before in (2460, 2461)
    assert (
        client.v1.events.list({"type": "checkout.session.expired"}).data[0].data.object["id"]
        == session.id
    )


def test_the_clock_is_put_right_and_what_expired_stays_so(
    server: RunningDemoStripe, client: stripe.StripeClient
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    before = server.advance_clock(0)
    server.advance_clock(41 * 60)
    assert server.reset_clock() - before in (0, 1, 2)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"


def test_the_account_changes_what_is_named_and_tells_all(server: RunningDemoStripe) -> None:
    before = server.account()
    after = server.account(fee_bp=290, next_refund="pending")
    assert after == before | {"fee_bp": 290, "next_refund": "pending"}


@pytest.mark.parametrize(
    ("place", "body", "word"),
    [
        ("uhr", "{}", "advance"),
        ("uhr", '{"reset": false}', "advance"),
        ("uhr", '{"reset": 1}', "true oder false"),
        ("uhr", '{"advance": -1}', "ganze Zahl von 0"),
        ("uhr", '{"advance": 1.5}', "ganze Zahl"),
        ("uhr", '{"advance": "60"}', "eine Zahl"),
        ("uhr", '{"advance": true}', "eine Zahl"),
        ("uhr", '{"advance": NaN}', "eine Zahl"),
        ("uhr", '{"advance": 1e999}', "eine Zahl"),
        ("uhr", '{"advance": 60, "zurück": 1}', "Unbekannt: zurück"),
        ("uhr", "[60]", "JSON-Objekt"),
        ("uhr", '{"advance"', "JSON-Objekt"),
        ("fehler", '{"kind": "explode"}', "drop_before"),
        ("fehler", '{"kind": "409", "share": 2}', "von 0 bis 1"),
        ("ereignisse", '{"mode": "burn"}', "hold"),
        ("ereignisse/alle", '{"order": "sideways"}', "shuffled"),
        ("ereignisse/evt_none", '{"do": "lose"}', "evt_none"),
        ("konto", '{"fee_bp": 10001}', "10000"),
        ("konto", '{"webhook_url": "http://example.org/"}', "127.0.0.1"),
        ("erstattungen", "{}", "payment_intent"),
        ("erstattungen/re_none", '{"status": "lost"}', "canceled"),
        ("auszahlungen", '{"fails": "yes"}', "true oder false"),
        ("zahlungen/cs_none/lastschrift", "{}", "true oder false"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    server: RunningDemoStripe, place: str, body: str, word: str
) -> None:
    status, answer = ask(server, place, body)
    assert status in (400, 404)
    assert word in str(answer["error"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_page_of_another_site_steers_nothing(
    server: RunningDemoStripe, headers: dict[str, str]
) -> None:
    assert ask(server, "uhr", '{"advance": 60}', **headers)[0] == 403
    own = {"Origin": server.url, "Sec_Fetch_Site": "same-origin"}
    assert ask(server, "uhr", '{"advance": 60}', **own)[0] == 200


def test_a_form_leads_back_to_its_page_and_nowhere_else(server: RunningDemoStripe) -> None:
    address = f"{server.url}/steuerung/uhr"
    for back, target in (
        ("/ereignisse", "/ereignisse"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("http://evil.example/", "/"),
        ("", "/"),
    ):
        status, location, _ = fetch(address, {"advance": "60", "zurueck": back})
        assert (status, location) == (303, target)


def test_a_form_that_is_refused_shows_a_page(server: RunningDemoStripe) -> None:
    status, _, page = fetch(f"{server.url}/steuerung/uhr", {"advance": "bald"})
    assert status == 400
    assert "muss eine Zahl sein" in page and "Demo-Stripe" in page


def test_the_interface_tells_what_there_is(server: RunningDemoStripe) -> None:
    status, _, text = fetch(f"{server.url}/steuerung/")
    told = json.loads(text)
    assert status == 200 and all(told.values())
    assert {"POST /steuerung/uhr", "DELETE /steuerung/fehler"} <= set(told)
