"""The page of Demo-Stripe that a customer pays on."""

from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from urllib.request import ProxyHandler, build_opener

import pytest
import stripe

from tests.demo.stripe.shop_side import line, session_params
from tests.make.demo_stripe import Outcome, RunningDemoStripe, fetch


def headers_of(url: str) -> Message:
    with build_opener(ProxyHandler({})).open(url, timeout=5) as response:
        headers: Message = response.headers
        return headers


def test_the_page_shows_what_is_bought_for_how_much_and_that_it_is_a_demo(
    client: stripe.StripeClient,
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    status, _, page = fetch(session.url or "")
    assert status == 200
    assert "Demo-Stripe – es fließt kein echtes Geld" in page
    for text in ("Kaffee Demo, 250 g", "17,80", "Versand", "22,70", "SK-1001"):
        assert text in page
    assert "Ihre Bestellung ist schon eingegangen." in page


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    page = fetch(session.url or "")[2]
    assert "<script" not in page and "style=" not in page and "<style" not in page
    assert 'src="http' not in page and 'href="https' not in page


def test_what_a_shop_sends_is_shown_as_text(client: stripe.StripeClient) -> None:
    params = session_params(client_reference_id="<b>fett</b>")
    page = fetch(client.v1.checkout.sessions.create(params).url or "")[2]
    assert "<b>fett" not in page and "&lt;b&gt;fett" in page


def test_the_page_may_lead_to_the_shop_and_nowhere_else(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    policy = headers_of(session.url or "")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("form-action 'self' http://127.0.0.1:8000")


def test_going_back_shows_the_state_of_now(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    assert headers_of(session.url or "")["Cache-Control"] == "no-store"


def test_only_the_allowed_ways_to_pay_are_offered(client: stripe.StripeClient) -> None:
    params = session_params(allowed_payment_method_types=["card"])
    page = fetch(client.v1.checkout.sessions.create(params).url or "")[2]
    assert "Mit Karte bezahlen" in page
    assert "SEPA" not in page and "PayPal" not in page


def test_a_way_that_is_not_offered_does_not_pay(client: stripe.StripeClient) -> None:
    params = session_params(allowed_payment_method_types=["card"])
    session = client.v1.checkout.sessions.create(params)
    for choice in ("sepa_debit", "gift", ""):
        assert fetch(session.url or "", {"choice": choice})[0] == 400
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_paying_leads_back_with_the_session_id_where_it_stood_literally(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    target = f"http://127.0.0.1:8000/bestellung/tk?sitzung={session.id}"
    assert server.pay(session.url or "") == target


def test_an_encoded_placeholder_stays_as_it_is(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    address = "http://127.0.0.1:8000/?s=%7BCHECKOUT_SESSION_ID%7D"
    session = client.v1.checkout.sessions.create(session_params(success_url=address))
    assert server.pay(session.url or "") == address


def test_a_declined_card_is_said_in_words_and_the_buttons_stay(
    client: stripe.StripeClient,
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    status, location, _ = fetch(session.url or "", {"choice": "decline"})
    assert (status, location) == (303, f"/c/pay/{session.id}")
    page = fetch(session.url or "")[2]
    assert "Die Karte wurde abgelehnt." in page and "Mit Karte bezahlen" in page


@pytest.mark.parametrize("outcome", ["card", "sepa_debit"])
def test_a_double_submit_pays_once(
    client: stripe.StripeClient, server: RunningDemoStripe, outcome: Outcome
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    with ThreadPoolExecutor(6) as pool:
        targets = set(pool.map(lambda _: server.pay(session.url or "", outcome), range(6)))
    assert targets == {f"http://127.0.0.1:8000/bestellung/tk?sitzung={session.id}"}
    assert len(client.v1.charges.list().data) == 1
    assert len(client.v1.events.list({"type": "checkout.session.completed"}).data) == 1


def test_the_page_of_a_paid_session_says_that_nothing_is_charged_again(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.pay(session.url or "")
    page = fetch(session.url or "")[2]
    assert "Es wird nichts ein zweites Mal abgebucht." in page and "<button" not in page


def test_the_page_of_an_expired_session_says_so_and_takes_no_money(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.advance_clock(41 * 60)
    page = fetch(session.url or "")[2]
    assert "Diese Zahlungsseite ist abgelaufen." in page and "<button" not in page
    assert server.pay(session.url or "") is None
    assert client.v1.charges.list().data == []


def test_an_unknown_page_is_a_404_in_german(server: RunningDemoStripe) -> None:
    status, _, page = fetch(f"{server.url}/c/pay/cs_test_unbekannt")
    assert status == 404
    assert "Diese Zahlung gibt es hier nicht" in page


def test_the_bank_asks_and_a_yes_pays(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    status, location, _ = fetch(session.url or "", {"choice": "card_3ds"})
    assert (status, location) == (303, f"/c/pay/{session.id}/3-d-secure")
    page = fetch(f"{server.url}{location}")[2]
    for text in ("Ihre Bank fragt nach", "22,70", "SK-1001", "es fließt kein echtes Geld"):
        assert text in page
    assert client.v1.charges.list().data == []
    assert server.pay(session.url or "", "card_3ds") is not None
    [charge] = client.v1.charges.list().data
    assert charge.payment_method_details is not None and charge.payment_method_details.card
    assert charge.payment_method_details.card.three_d_secure


def test_a_no_to_the_bank_charges_nothing_and_leaves_the_buttons(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.refuse(session.url or "", "card_3ds")
    page = fetch(session.url or "")[2]
    assert "bei Ihrer Bank nicht bestätigt" in page and "Mit Karte bezahlen" in page
    assert client.v1.charges.list().data == []
    [failed] = client.v1.events.list({"type": "payment_intent.payment_failed"}).data
    error = failed.data.object["last_payment_error"]
    assert error["code"] == "payment_intent_authentication_failure"
    assert server.pay(session.url or "") is not None


def test_paypal_is_another_page_that_can_be_left_without_paying(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    params = session_params(allowed_payment_method_types=["paypal"])
    session = client.v1.checkout.sessions.create(params)
    server.refuse(session.url or "", "paypal")
    page = fetch(session.url or "")[2]
    assert "Mit PayPal bezahlen" in page and 'role="alert"' not in page
    assert client.v1.payment_intents.list().data == []
    assert server.pay(session.url or "", "paypal") is not None


@pytest.mark.parametrize("step", ["3-d-secure", "paypal"])
def test_the_second_page_of_a_paid_session_leads_back(
    client: stripe.StripeClient, server: RunningDemoStripe, step: str
) -> None:
    params = session_params(allowed_payment_method_types=["card", "paypal"])
    session = client.v1.checkout.sessions.create(params)
    address = f"{session.url}/{step}"
    server.pay(session.url or "")
    assert fetch(address)[:2] == (303, f"/c/pay/{session.id}")
    fetch(address, {"choice": "no"})
    fetch(address, {"choice": "yes"})
    assert len(client.v1.charges.list().data) == 1
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


@pytest.mark.parametrize("choice", ["card", "card_3ds", "sepa_debit", "paypal"])
def test_where_nothing_is_to_be_paid_every_way_ends_at_once(
    client: stripe.StripeClient, server: RunningDemoStripe, choice: Outcome
) -> None:
    free = session_params(
        line_items=[line("Kostprobe", 0)],
        allowed_payment_method_types=["card", "sepa_debit", "paypal"],
    )
    session = client.v1.checkout.sessions.create(free)
    assert fetch(session.url or "", {"choice": choice})[0] == 303
    done = client.v1.checkout.sessions.retrieve(session.id)
    assert (done.status, done.payment_status) == ("complete", "no_payment_required")
