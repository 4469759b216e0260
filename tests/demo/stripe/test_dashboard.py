"""The dashboard shows what happened and decides direct debits."""

import stripe

from tests.demo.stripe.connection import connected
from tests.demo.stripe.shop_side import session_params, webhook_receiver
from tests.make.demo_stripe import RunningDemoStripe, fetch, running_demo_stripe


def test_an_empty_dashboard_says_what_to_do(server: RunningDemoStripe) -> None:
    status, _, page = fetch(f"{server.url}/")
    assert status == 200
    assert "Noch keine Zahlung." in page and "es fließt kein echtes Geld" in page


def test_every_session_is_shown_with_amount_and_state(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    paid = client.v1.checkout.sessions.create(session_params(client_reference_id="SK-1"))
    server.pay(paid.url or "")
    expired = client.v1.checkout.sessions.create(session_params(client_reference_id="SK-2"))
    client.v1.checkout.sessions.expire(expired.id)
    client.v1.checkout.sessions.create(session_params(client_reference_id="SK-3"))
    page = fetch(f"{server.url}/")[2]
    for text in ("SK-1", "bezahlt", "SK-2", "abgelaufen", "SK-3", "offen", "22,70"):
        assert text in page


def test_no_customer_is_named_in_the_dashboard(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.pay(session.url or "")
    page = fetch(f"{server.url}/")[2]
    assert "ada@example.org" not in page and "Ada Beispiel" not in page


def test_a_pending_direct_debit_is_decided_by_a_button(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.pay(session.url or "", "sepa_debit")
    page = fetch(f"{server.url}/")[2]
    assert "Lastschrift ausstehend" in page and f'action="/lastschrift/{session.id}"' in page
    server.settle_debit(session.id, succeeds=False)
    page = fetch(f"{server.url}/")[2]
    assert "Lastschrift gescheitert" in page and "/lastschrift/" not in page


def test_events_are_shown_with_what_the_shop_answered() -> None:
    with (
        webhook_receiver([500] * 20) as receiver,
        running_demo_stripe(receiver.url, retry_seconds=()) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.expire(session.id)
        server.wait_for_webhooks()
        page = fetch(f"{server.url}/")[2]
        for text in ("checkout.session.expired", "HTTP 500", "aufgegeben", receiver.url):
            assert text in page
