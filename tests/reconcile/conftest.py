"""A Demo-Stripe for each test: the reconciliation reads everything it knows."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.payments import paying_at


@pytest.fixture
def own_stripe(app: Flask) -> Iterator[RunningDemoStripe]:
    """Its events are queued and sent by hand only."""
    with running_demo_stripe() as server, paying_at(app, server):
        server.hold_events()
        yield server
