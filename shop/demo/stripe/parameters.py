"""Validates a request against the Stripe library's own parameter types, at its pinned version."""

import collections.abc
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import typing_extensions
from stripe import RequestOptions

from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.form_body import Nested

_LONGEST = 5000
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_CONTAINERS = (list, dict)


def validated(given: dict[str, Nested], shape: type) -> dict[str, Any]:
    """The request in Python values (int, bool, list, dict), or an ApiError with Stripe's code.

    `shape` is one of the library's TypedDicts. Enumerations, which the library leaves open
    (literal or str), are taken as closed.
    """
    return _object(given, shape, "")


@cache
def fields(shape: type) -> dict[str, tuple[bool, Any]]:
    """Name → (required, type) of one TypedDict, without the options that are not parameters."""
    names = {"StripeContext": object, "Mapping": collections.abc.Mapping}
    hints = typing_extensions.get_type_hints(shape, localns=names, include_extras=True)
    return {
        name: (True, hint) if not _is_optional(hint) else (False, get_args(hint)[0])
        for name, hint in hints.items()
        if name not in RequestOptions.__annotations__
    }


def _is_optional(hint: object) -> bool:
    return get_origin(hint) is typing_extensions.NotRequired


def _object(given: dict[str, Nested], shape: type, path: str) -> dict[str, Any]:
    known = fields(shape)
    unknown = [_inner(path, name) for name in given if name not in known]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        raise ApiError(
            f"Received unknown parameter{plural}: {', '.join(unknown)}",
            code="parameter_unknown",
            param=unknown[0],
        )
    for name, (required, _) in known.items():
        if required and name not in given:
            raise missing(_inner(path, name))
    return {name: _value(v, known[name][1], _inner(path, name)) for name, v in given.items()}


def missing(path: str) -> ApiError:
    return ApiError(f"Missing required param: {path}.", code="parameter_missing", param=path)


def _inner(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _value(given: Nested, hint: Any, path: str) -> Any:
    literals, shapes = _allowed(hint)
    if isinstance(given, dict):
        return _nested_value(given, shapes, path)
    if given in literals:
        return given
    if any(literals) and set(shapes) <= {str}:
        allowed = ", ".join(word for word in literals if word)
        raise ApiError(f"Invalid {path}: must be one of {allowed}", param=path)
    return _scalar(given, shapes, path)


@cache
def _allowed(hint: Any) -> tuple[list[str], list[Any]]:
    """The words that are allowed, and the types beside them (str if there are none)."""
    choices: tuple[Any, ...] = (hint,)
    if get_origin(hint) in (Union, UnionType):
        choices = tuple(choice for choice in get_args(hint) if choice is not NoneType)
    literals = [word for choice in choices for word in get_args(choice) if _is_literal(choice)]
    return literals, [choice for choice in choices if not _is_literal(choice)] or [str]


def _is_literal(hint: Any) -> bool:
    return get_origin(hint) in (Literal, typing_extensions.Literal)


def _nested_value(given: dict[str, Nested], shapes: list[Any], path: str) -> Any:
    for shape in shapes:
        if get_origin(shape) is list:
            return _list(given, get_args(shape)[0], path)
        if get_origin(shape) is dict:
            return {k: _value(v, str, _inner(path, k)) if v else "" for k, v in given.items()}
        if typing_extensions.is_typeddict(shape):
            return _object(given, shape, path)
    raise ApiError(f"Invalid {_word(shapes)}: {path}", param=path, code=_code(shapes))


def _list(given: dict[str, Nested], hint: Any, path: str) -> list[Any]:
    if not all(index.isdecimal() for index in given):
        raise ApiError("Invalid array", param=path)
    in_order = sorted(given, key=int)
    return [_value(given[index], hint, _inner(path, index)) for index in in_order]


def _scalar(given: str, shapes: list[Any], path: str) -> Any:
    if bool in shapes and given in ("true", "false"):
        return given == "true"
    if int in shapes and _INTEGER.fullmatch(given):
        return int(given)
    if Decimal in shapes and (number := _decimal(given)) is not None:
        return number
    if str in shapes:
        return _text(given, path)
    raise ApiError(f"Invalid {_word(shapes)}: {given[:80]}", param=path, code=_code(shapes))


def _decimal(given: str) -> Decimal | None:
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _text(given: str, path: str) -> str:
    if not given:
        raise ApiError(
            f"You passed an empty string for '{path}'. We assume empty values are an attempt to "
            f"unset a parameter; however '{path}' cannot be unset.",
            code="parameter_invalid_empty",
            param=path,
        )
    if len(given) > _LONGEST:
        raise ApiError(f"Invalid string: must be at most {_LONGEST} characters", param=path)
    return given


def _word(shapes: list[Any]) -> str:
    words = {bool: "boolean", int: "integer", Decimal: "decimal", str: "string"}
    return words.get(shapes[0], "array" if get_origin(shapes[0]) is list else "object")


def _code(shapes: list[Any]) -> str | None:
    return "parameter_invalid_integer" if shapes[0] is int else None
