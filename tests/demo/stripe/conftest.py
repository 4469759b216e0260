"""One Demo-Stripe per test, and the real Stripe library talking to it."""

from collections.abc import Iterator

import pytest
import stripe

from tests.demo.stripe.connection import connected
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe


@pytest.fixture
def server() -> Iterator[RunningDemoStripe]:
    with running_demo_stripe() as running:
        yield running


@pytest.fixture
def client(server: RunningDemoStripe) -> Iterator[stripe.StripeClient]:
    with connected(server.url, server.secret_key) as found:
        yield found
