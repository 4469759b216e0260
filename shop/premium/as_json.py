"""The premium as JSON, for whoever wants to reckon with it.

Amounts are cents, weights are grams, shares are basis points; `as_of` is the moment of the last
booking in Berlin. `closing_cents` = `opening_cents` + `owed_cents` − `paid_cents`. Coffee counts
for its green lots, and all of it once more for the projects. Where `is_agreed` is false, nothing is
owed: the contract promises no premium.
"""

import json
from collections.abc import Sequence
from typing import Any

from shop.clock import berlin
from shop.premium.queries import Account
from shop.premium.rules import Balance


def as_json(accounts: Sequence[Account]) -> str:
    last = max((account.booked_at for account in accounts), default=None)
    told = {
        "currency": "EUR",
        "as_of": berlin(last).isoformat(timespec="seconds") if last else None,
        "total": _sums(accounts),
        "accounts": [_account(account) for account in accounts],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _account(account: Account) -> dict[str, Any]:
    is_project = account.green_lot_id is None
    return {
        "purpose": "project" if is_project else "premium",
        "green_lot": None if is_project else account.code,
        "harvest": account.harvest or None,
        "is_agreed": account.is_agreed,
        "cooperatives": [{"name": name, "share_bp": bp} for name, bp in account.cooperatives],
        "coffee_grams": account.coffee_grams,
        **_sums([account]),
        "quarters": [_quarter(balance) for balance in account.balances],
    }


def _sums(accounts: Sequence[Account]) -> dict[str, int]:
    return {
        "owed_cents": sum(account.owed_cents for account in accounts),
        "paid_cents": sum(account.paid_cents for account in accounts),
        "open_cents": sum(account.open_cents for account in accounts),
    }


def _quarter(balance: Balance) -> dict[str, Any]:
    return {
        "quarter": str(balance.quarter),
        "coffee_grams": balance.coffee_grams,
        "opening_cents": balance.opening_cents,
        "owed_cents": balance.owed_cents,
        "paid_cents": balance.paid_cents,
        "closing_cents": balance.closing_cents,
    }
