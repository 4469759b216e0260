"""`python -m shop.demo.stripe`: runs Demo-Stripe until it is told to end."""

import argparse
import logging
import signal
import threading
from pathlib import Path

from shop.demo.stripe.account import Account
from shop.demo.stripe.past_payment import read_payments
from shop.demo.stripe.server import Server


def main() -> None:
    arguments = _arguments()
    logging.basicConfig(level=arguments.log_level, format="demo-stripe %(levelname)s %(message)s")
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        past = tuple(read_payments(arguments.history)) if arguments.history else ()
        server = Server(_account(arguments), arguments.store, arguments.port, past)
    except (ValueError, OSError, RuntimeError) as failure:
        raise SystemExit(f"Demo-Stripe cannot start: {failure}") from failure
    logging.getLogger("demo-stripe").info("listening on %s", server.url)
    ended.wait()
    server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m shop.demo.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=8001, help="on 127.0.0.1 (default 8001)")
    parser.add_argument("--store", type=Path, default=Path("var/demo-stripe.sqlite"))
    parser.add_argument("--history", type=Path, help="payments of the past, one JSON per line")
    parser.add_argument("--secret-key", required=True, help="the test key to accept, sk_test_…")
    parser.add_argument("--webhook-url", help="where events are sent; none are sent without it")
    parser.add_argument("--webhook-secret", required=True, help="signs the events, whsec_…")
    parser.add_argument("--merchant", default="Stadtkaffee", help="name shown to the customer")
    parser.add_argument("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING"])
    return parser.parse_args()


def _account(arguments: argparse.Namespace) -> Account:
    return Account(
        secret_key=arguments.secret_key,
        webhook_secret=arguments.webhook_secret,
        webhook_url=arguments.webhook_url,
        merchant=arguments.merchant,
    )


if __name__ == "__main__":
    main()
