"""The dashboard shows what happened, and has a button for each thing that may happen."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import stripe
from stripe.checkout import Session

from tests.demo.stripe.connection import connected
from tests.demo.stripe.forms import Form, forms_of
from tests.demo.stripe.shop_side import Receiver, session_params, webhook_receiver
from tests.make.demo_stripe import Outcome, RunningDemoStripe, fetch, running_demo_stripe

PAGES = ("/", "/erstattungen", "/einsprueche", "/auszahlungen", "/ereignisse", "/schalter")


@dataclass
class Scene:
    server: RunningDemoStripe
    client: stripe.StripeClient
    receiver: Receiver

    def paid(self, reference: str, outcome: Outcome = "card") -> Session:
        session = self.client.v1.checkout.sessions.create(
            session_params(client_reference_id=reference)
        )
        self.server.pay(session.url or "", outcome)
        return self.client.v1.checkout.sessions.retrieve(session.id)

    def page(self, path: str) -> str:
        status, _, page = fetch(f"{self.server.url}{path}")
        assert status == 200
        return page

    def press(self, path: str, label: str, **filled: str) -> str:
        """The page as it is after the button was pressed."""
        [form] = [form for form in forms_of(self.page(path)) if form.label == label]
        status, location, _ = fetch(f"{self.server.url}{form.action}", form.fields | filled)
        assert (status, location) == (303, path)
        return self.page(path)


@pytest.fixture
def scene() -> Iterator[Scene]:
    with (
        webhook_receiver() as receiver,
        running_demo_stripe(receiver.url, retry_seconds=()) as server,
        connected(server.url, server.secret_key) as client,
    ):
        yield Scene(server, client, receiver)


def payment_page(session: Session) -> str:
    return f"/zahlungen/{session.id}"


def test_an_empty_dashboard_says_what_to_do(scene: Scene) -> None:
    page = scene.page("/")
    assert "Noch keine Zahlung." in page and "es fließt kein echtes Geld" in page
    for path in PAGES:
        assert "<h1" in scene.page(path)


def test_every_payment_is_shown_with_amount_and_state(scene: Scene) -> None:
    scene.paid("SK-1")
    expired = scene.client.v1.checkout.sessions.create(session_params(client_reference_id="SK-2"))
    scene.client.v1.checkout.sessions.expire(expired.id)
    scene.paid("SK-3", "decline")
    scene.paid("SK-4", "sepa_debit")
    page = scene.page("/")
    for text in ("SK-1", "bezahlt", "SK-2", "abgelaufen", "SK-3", "offen", "22,70"):
        assert text in page
    assert "SK-4" in page and "Lastschrift ausstehend" in page


def test_no_customer_is_named_in_the_dashboard(scene: Scene) -> None:
    session = scene.paid("SK-1")
    scene.server.dashboard_refund(str(session.payment_intent), 100)
    for path in (*PAGES, payment_page(session)):
        page = scene.page(path)
        assert "ada@example.org" not in page and "Ada Beispiel" not in page


def test_an_unknown_payment_is_a_404_in_german(scene: Scene) -> None:
    status, _, page = fetch(f"{scene.server.url}/zahlungen/cs_test_unbekannt")
    assert status == 404 and "Diese Zahlung gibt es hier nicht" in page


def test_the_bank_decides_a_direct_debit_and_may_come_back_for_it(scene: Scene) -> None:
    session = scene.paid("SK-1", "sepa_debit")
    page = scene.press(payment_page(session), "Lastschrift gelingt")
    assert "bezahlt" in page
    page = scene.press(payment_page(session), "Bank holt das Geld zurück")
    assert "von der Bank zurückgeholt" in page and "payment_failure_refund" in page


def test_a_person_refunds_behind_the_back_of_the_shop_in_euros(scene: Scene) -> None:
    session = scene.paid("SK-1")
    page = scene.press(payment_page(session), "Am Shop vorbei erstatten", amount="12,50")
    assert "teilweise erstattet" in page and "12,50" in page
    [refund] = scene.client.v1.refunds.list().data
    assert (refund.amount, refund.status) == (1250, "succeeded")
    scene.press("/erstattungen", "Bank weist sie zurück")
    assert scene.client.v1.refunds.retrieve(refund.id).status == "failed"


def test_refunds_may_stay_under_way_until_they_are_given_up(scene: Scene) -> None:
    scene.press("/erstattungen", "Festlegen", next_refund="pending")
    scene.server.dashboard_refund(str(scene.paid("SK-1").payment_intent))
    assert "unterwegs" in scene.page("/erstattungen")
    assert "abgebrochen" in scene.press("/erstattungen", "Wird abgebrochen")


def test_a_dispute_is_opened_and_lost(scene: Scene) -> None:
    session = scene.paid("SK-1")
    page = scene.press(payment_page(session), "Einspruch erheben", reason="product_not_received")
    assert "Einspruch" in page
    page = scene.press("/einsprueche", "Shop verliert")
    assert "SK-1" in page and "verloren" in page and "product_not_received" in page


def test_a_payout_shows_what_it_consists_of_and_its_sum(scene: Scene) -> None:
    scene.paid("SK-1")
    scene.paid("SK-2")
    page = scene.press("/auszahlungen", "Jetzt auszahlen")
    [payout] = scene.client.v1.payouts.list().data
    assert payout.id in page and "2 Buchungen" in page
    assert page.count(f"{payout.amount / 100:.2f}".replace(".", ",")) == 2


def test_events_are_shown_with_what_the_shop_answered() -> None:
    with (
        webhook_receiver([500] * 20) as receiver,
        running_demo_stripe(receiver.url, retry_seconds=()) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.expire(session.id)
        server.wait_for_webhooks()
        for path in ("/ereignisse", f"/zahlungen/{session.id}"):
            page = fetch(f"{server.url}{path}")[2]
            for text in ("checkout.session.expired", "HTTP 500", "aufgegeben"):
                assert text in page
        assert receiver.url in fetch(f"{server.url}/ereignisse")[2]


def test_held_events_are_sent_by_a_button(scene: Scene) -> None:
    scene.press("/ereignisse", "Von jetzt an", mode="hold", share="1")
    scene.paid("SK-1")
    page = scene.page("/ereignisse")
    assert "aufgehalten" in page and "noch nicht zugestellt" in page
    page = scene.press("/ereignisse", "Alle senden")
    assert "aufgehalten" not in page
    assert "checkout.session.completed" in scene.receiver.types()


def test_a_clock_ahead_says_what_it_prevents_and_is_put_right_again(scene: Scene) -> None:
    wanted = session_params(client_reference_id="SK-1")
    page = scene.press("/schalter", "Eine Woche vor")
    assert "weist Stripe jede neue Zahlungsseite ab" in page
    with pytest.raises(stripe.InvalidRequestError):
        scene.client.v1.checkout.sessions.create(wanted)
    page = scene.press("/schalter", "Uhr wieder richtig stellen")
    assert "weist Stripe jede neue Zahlungsseite ab" not in page
    assert "Uhr wieder richtig stellen" not in page
    assert scene.client.v1.checkout.sessions.create(wanted).status == "open"


def test_a_fault_is_shown_until_it_is_ended(scene: Scene) -> None:
    page = scene.press("/schalter", "Stören", kind="429", call="POST /v1/refunds", times="3")
    assert "noch 3-mal" in page
    page = scene.press("/schalter", "Alle Störungen beenden")
    assert "jede Anfrage wird richtig beantwortet" in page


def buttons(scene: Scene, session: Session) -> list[tuple[str, Form]]:
    paths = (*PAGES, payment_page(session))
    return [(path, form) for path in paths for form in forms_of(scene.page(path))]


def test_every_button_of_every_page_does_something_and_comes_back(scene: Scene) -> None:
    session = scene.paid("SK-1", "sepa_debit")
    scene.server.settle_debit(session.id, succeeds=True)
    card = scene.paid("SK-2")
    scene.server.account(next_refund="pending")
    scene.server.dashboard_refund(str(card.payment_intent), 100)
    scene.server.dispute(str(scene.paid("SK-3").payment_intent))
    scene.server.hold_events()
    waiting = scene.paid("SK-4", "sepa_debit")
    seen, pressed = set(), set()
    for payment in (session, card, waiting):
        for path, form in buttons(scene, payment):
            seen.add(form.label)
            status, location, page = fetch(f"{scene.server.url}{form.action}", form.fields)
            # Another button may have made this one pointless; that is said on a page.
            assert (status, location) == (303, path) or (status == 400 and "Das ging nicht" in page)
            if status == 303:
                pressed.add(form.label)
    # The two that their neighbour always comes before are pressed above.
    assert seen - pressed == {"Wird abgebrochen", "Shop verliert"}
    assert len(pressed) > 25
