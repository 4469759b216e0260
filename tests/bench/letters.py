"""Orders paid at Demo-Stripe of which the shop has not heard yet, and the events that tell it."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from flask import Flask

from shop.config import Settings
from shop.demo.stripe.account import API_VERSION
from shop.demo.stripe.signature import signature_header
from tests.bench.fill import first_variant
from tests.bench.visits import SEEN
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.orders import make_order, somebody
from tests.make.payments import paying_at, payment_page
from tests.make.visitors import UnexpectedAnswer, Visit

_PAGE = 100


def pay_in_advance(app: Flask, folder: Path, orders: int) -> list[bytes]:
    """So many events, each about another order; a Demo-Stripe started in this folder knows them."""
    with running_demo_stripe(store=folder / "demo-stripe.sqlite") as stripe, paying_at(app, stripe):
        for number in range(orders):
            order = make_order(app, {first_variant(1 + number % SEEN): 1}, somebody())
            stripe.pay(payment_page(app, order))
        return [json.dumps(event).encode() for event in _completed(stripe)]


def deliver(port: int, letter: bytes, settings: Settings) -> Visit:
    """Posts the event as Stripe does, signed at this moment."""
    signature = signature_header(letter, settings.stripe_webhook_secrets[0], int(time.time()))
    head = [
        "POST /stripe/ereignisse HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Accept: */*; q=0.5, application/xml",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(letter)}",
        f"Stripe-Signature: {signature}",
        "Connection: close",
    ]
    answer = yield "\r\n".join([*head, "", ""]).encode() + letter
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise UnexpectedAnswer(answer[:2000].decode(errors="replace"))


def _completed(stripe: RunningDemoStripe) -> Iterator[dict[str, Any]]:
    """Newest first, in pages, as Stripe lists them."""
    # Not through a proxy of the environment: the address is on this machine.
    opener = build_opener(ProxyHandler({}))
    sender = {"Authorization": f"Bearer {stripe.secret_key}", "Stripe-Version": API_VERSION}
    after = ""
    while True:
        address = f"{stripe.url}/v1/events?type=checkout.session.completed&limit={_PAGE}{after}"
        request = Request(address, headers=sender)
        with opener.open(request) as answer:
            page = json.load(answer)
        yield from page["data"]
        if not page["has_more"]:
            return
        after = f"&starting_after={page['data'][-1]['id']}"
