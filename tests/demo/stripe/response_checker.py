"""Compares an answer with the resource class of the Stripe library that it claims to be."""

import inspect
import json
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin

import stripe
import typing_extensions
from stripe import ListObject, StripeObject, checkout, issuing, radar
from stripe._stripe_object import UntypedStripeObject  # exported nowhere else

CLASSES: dict[str, type] = {
    "balance_transaction": stripe.BalanceTransaction,
    "charge": stripe.Charge,
    "checkout.session": checkout.Session,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "item": stripe.LineItem,
    "payment_intent": stripe.PaymentIntent,
    "payout": stripe.Payout,
    "price": stripe.Price,
    "radar.early_fraud_warning": radar.EarlyFraudWarning,
    "refund": stripe.Refund,
    "review": stripe.Review,
}


class CheckingClient(stripe.RequestsClient):
    """Sends as the library does, and fails the test on an answer that is not what it claims."""

    def request(self, *args: Any, **options: Any) -> Any:
        answer, status, headers = super().request(*args, **options)
        found = problems(json.loads(answer)) if status == 200 else []
        assert not found, f"{args[:2]}: {found}"
        return answer, status, headers


def problems(answer: dict[str, Any]) -> list[str]:
    """What is missing, unknown, null or of a wrong type; empty when the answer is faithful."""
    if answer.get("object") == "list":
        wrong = [] if isinstance(answer.get("has_more"), bool) else ["list: has_more"]
        wrong += [] if str(answer.get("url")).startswith("/v1/") else ["list: url"]
        return wrong + [problem for entry in answer["data"] for problem in problems(entry)]
    found = list(_object(answer, CLASSES[answer["object"]], answer["object"]))
    if answer["object"] == "event":
        found += problems(answer["data"]["object"])
    return found


def _object(value: Any, shape: type, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: not an object"]
    known = fields(shape)
    found = [f"{path}.{name}: unknown" for name in value if name not in known]
    for name, hint in known.items():
        if name in value:
            found += _value(value[name], hint, f"{path}.{name}")
        elif NoneType not in get_args(hint):
            found.append(f"{path}.{name}: missing")
    return found


@cache
def fields(shape: type) -> dict[str, Any]:
    hints = typing_extensions.get_type_hints(shape, localns=_Names(), include_extras=True)
    return {
        name: hint
        for name, hint in hints.items()
        if not _is_class_variable(hint) and not name.startswith("_")
    }


def _is_class_variable(hint: object) -> bool:
    return get_origin(hint) is ClassVar


class _Names(dict[str, Any]):
    """Names that the library imports for type checkers only."""

    def __missing__(self, name: str) -> Any:
        plain = name.removesuffix("Resource").removeprefix("Issuing")
        modules = (issuing,) if name.startswith("Issuing") else (stripe, checkout, radar, issuing)
        for module in modules:
            if hasattr(module, plain):
                return getattr(module, plain)
        raise KeyError(name)


def _value(value: Any, hint: Any, path: str) -> list[str]:
    choices = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    literals = [word for choice in choices for word in get_args(choice) if _is_literal(choice)]
    if literals and isinstance(value, str):
        return [] if value in literals else [f"{path}: {value!r} is no known value"]
    attempts = [_one(value, choice, path) for choice in choices if not _is_literal(choice)]
    return min(attempts, key=len) if attempts else [f"{path}: {value!r}"]


def _is_literal(hint: Any) -> bool:
    return get_origin(hint) in (Literal, typing_extensions.Literal)


def _one(value: Any, hint: Any, path: str) -> list[str]:
    if hint is Any or isinstance(hint, TypeVar):
        return []
    if hint in (NoneType, str, int, bool, float):
        return [] if type(value) is hint else [f"{path}: {value!r} is not {hint.__name__}"]
    if hint is Decimal:
        return [] if isinstance(value, str) else [f"{path}: decimals travel as strings"]
    shape = get_origin(hint) or hint
    if shape is list:
        return _entries(value, get_args(hint)[0], path)
    if shape is ListObject:
        is_list = isinstance(value, dict) and value.get("object") == "list"
        return problems(value) if is_list else [f"{path}: not a list object"]
    if inspect.isclass(shape) and issubclass(shape, UntypedStripeObject):
        return [] if isinstance(value, dict) else [f"{path}: not an object"]
    if inspect.isclass(shape) and issubclass(shape, StripeObject):
        return _object(value, shape, path)
    return [f"{path}: cannot check {hint}"]


def _entries(value: Any, hint: Any, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path}: not a list"]
    return [wrong for index, v in enumerate(value) for wrong in _value(v, hint, f"{path}[{index}]")]
