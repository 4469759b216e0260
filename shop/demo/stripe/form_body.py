"""Reads Stripe's form encoding: `line_items[0][price_data][currency]=eur`."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from shop.demo.stripe.errors import ApiError

Nested: TypeAlias = "str | dict[str, Nested]"

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST = 10


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Nested]:
    """Lists stay dicts with numbers as keys: only the parameter's type tells which are lists."""
    root: dict[str, Nested] = {}
    for key, value in pairs:
        _put(root, _parts(key), value, key)
    return root


def _parts(key: str) -> list[str]:
    match = _KEY.fullmatch(key)
    parts = [match[1], *_PART.findall(match[2])] if match else []
    if not parts or len(parts) > _DEEPEST:
        raise ApiError(f"Invalid parameter name: {key}", param=key)
    return parts


def _put(root: dict[str, Nested], parts: list[str], value: str, key: str) -> None:
    place = root
    for part in parts[:-1]:
        inner = place.setdefault(part or str(len(place)), {})
        if not isinstance(inner, dict):
            raise ApiError(f"Invalid object: {key} is given twice", param=key)
        place = inner
    last = parts[-1] or str(len(place))
    if last in place:
        raise ApiError(f"Invalid request: {key} is given twice", param=key)
    place[last] = value
