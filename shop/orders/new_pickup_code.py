"""The code by which an order is handed over."""

import secrets

from shop.orders.rules import CODE_LENGTH, CODE_SIGNS


def new_pickup_code() -> str:
    """Six signs, „K7PX3M“: easy to read out, nobody guesses the one of an order that lies ready."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
