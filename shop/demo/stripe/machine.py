"""The parts of one running server, found from within a request."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from shop.demo.stripe.account import Account
from shop.demo.stripe.deliveries import Deliveries
from shop.demo.stripe.faults import Faults
from shop.demo.stripe.store import Store


@dataclass(frozen=True)
class Machine:
    account: Account
    store: Store
    deliveries: Deliveries
    faults: Faults = field(default_factory=Faults)


def machine() -> Machine:
    return cast(Machine, current_app.extensions["demo_stripe"])
