"""Limits that hold for texts, numbers and metadata wherever Stripe takes them."""

from collections.abc import Mapping

from shop.demo.stripe.errors import ApiError

LARGEST_AMOUNT = 99_999_999
_MOST_KEYS = 50
_LONGEST_KEY = 40
_LONGEST_VALUE = 500


def check_metadata(metadata: Mapping[str, str], path: str = "metadata") -> None:
    if len(metadata) > _MOST_KEYS:
        raise ApiError(f"Metadata can have at most {_MOST_KEYS} keys", param=path)
    for key, value in metadata.items():
        at_most(key, _LONGEST_KEY, path)
        at_most(value, _LONGEST_VALUE, f"{path}[{key}]")


def at_most(text: str, longest: int, path: str) -> None:
    if len(text) > longest:
        raise ApiError(f"Invalid string: must be at most {longest} characters", param=path)


def between(
    number: int, least: int, most: int, path: str, code: str = "parameter_invalid_integer"
) -> None:
    if number < least:
        message = f"This value must be greater than or equal to {least}."
        raise ApiError(message, code=code, param=path)
    if number > most:
        message = f"This value must be less than or equal to {most}."
        raise ApiError(message, code=code, param=path)
