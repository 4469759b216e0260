"""Somebody buys with nothing but an HTTP client: the shop is pages and forms, not scripts."""

import http.cookiejar
import re
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from shop.orders.rules import State
from tests.journeys.books import booked, shelf
from tests.make.demo_stripe_hands import DemoStripeHands
from tests.make.live_shop import LiveShop
from tests.make.live_work import mailbox_of, work_once
from tests.make.shop import make_shop


class Client:
    """Follows links and redirects, keeps cookies, knows no script."""

    def __init__(self, url: str) -> None:
        self.url, self.page, self.status = url, "", 0
        self._opener = build_opener(
            HTTPCookieProcessor(http.cookiejar.CookieJar()), ProxyHandler({})
        )

    def get(self, path: str) -> None:
        self._open(Request(urljoin(self.url, path)))

    def post(self, path: str, **form: str) -> None:
        self._open(Request(urljoin(self.url, path), urlencode(form).encode()))

    def find(self, pattern: str) -> str:
        found = re.search(pattern, self.page)
        assert found, f"no {pattern} on {self.url}"
        return found[1]

    def _open(self, request: Request) -> None:
        try:
            answer = self._opener.open(request, timeout=20)
        except HTTPError as refused:
            answer = refused
        with answer:
            self.url, self.status = answer.url, answer.status
            self.page = unescape(answer.read().decode())


def test_a_pickup_paid_by_debit_is_pending_until_the_bank_has_answered(
    live_on_sqlite: LiveShop,
) -> None:
    live = live_on_sqlite
    client = Client(live.url)
    client.get("/kaffee/filter-jaen")
    client.post("/warenkorb", variante=client.find(r'name="variante" value="(\d+)"'), menge="3")
    client.get("/kasse?art=abholung")
    client.post(
        "/kasse",
        delivery="pickup",
        email="debit@example.org",
        name="Testperson 009",
        pickup_place_id=client.find(r'name="pickup_place_id"[^>]* value="(\d+)"'),
    )
    assert client.url.endswith("/kasse/pruefen")
    client.post("/kasse/bestellen", gesehen=client.find(r'name="gesehen" value="(\w+)"'))
    assert client.url.startswith(live.settings.stripe_api_base or "-")
    session = client.url.rpartition("/")[2]
    client.post(client.url, choice="sepa_debit")
    number = client.find(r"(SK-\d{4}-\d{5})")
    order_page = client.url
    with make_shop(live.settings) as app:
        before = shelf(app, "D-FILT-250-B")
        assert booked(app, number).state == State.PAYMENT_PENDING
        bank = DemoStripeHands(live.settings.stripe_api_base or "")
        bank.settle_debit(session, succeeds=True)
        bank.disconnect()
        client.get(order_page + "/zurueck")
        assert client.status == 200
        money = booked(app, number)
        assert money.state == State.PAID
        assert {money.order_cents, money.ledger_cents, money.stripe_received_cents} == {3 * 790}
        assert shelf(app, "D-FILT-250-B") == (before[0] - 3, before[1] - 3)
    work_once(live)
    assert mailbox_of(live, "debit@example.org") == [
        f"Ihre Bestellung {number} ist eingegangen",
        f"Bestellung {number}: Ihre Zahlung ist unterwegs",
        f"Bestellung {number}: bezahlt und bestätigt",
    ]
