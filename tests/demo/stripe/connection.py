"""The Stripe library, connected to a running Demo-Stripe, every answer checked."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
import stripe

from tests.demo.stripe.response_checker import CheckingClient


@contextmanager
def connected(
    address: str, secret_key: str, version: str | None = None
) -> Iterator[stripe.StripeClient]:
    stripe.enable_telemetry = False
    requests_session = requests.Session()
    requests_session.trust_env = False
    try:
        yield stripe.StripeClient(
            secret_key,
            base_addresses={"api": address},
            http_client=CheckingClient(timeout=(2, 10), session=requests_session),
            max_network_retries=0,
            stripe_version=version,
        )
    finally:
        requests_session.close()
