"""The parts of one running server, found from within a request."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from shop.demo.stripe.account import Account
from shop.demo.stripe.deliveries import Deliveries
from shop.demo.stripe.store import Store


@dataclass(frozen=True)
class Machine:
    account: Account
    store: Store
    deliveries: Deliveries


def machine() -> Machine:
    return cast(Machine, current_app.extensions["demo_stripe"])
