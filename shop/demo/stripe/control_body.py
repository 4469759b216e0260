"""What was asked of the control interface, as JSON or by a form of the dashboard."""

import math
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from flask import request

# The field of a form that names the dashboard's page to go back to.
BACK = "zurueck"
_Default = TypeVar("_Default")


class Refused(Exception):
    """A request that cannot be carried out; the sentence is German and for people."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Body:
    """Each field is taken out once; `end()` refuses what nobody asked for.

    A form leaves empty what it does not say, and writes money in euros; JSON counts cents.
    """

    def __init__(self, given: dict[str, Any], *, is_form: bool) -> None:
        self._given = given
        self._is_form = is_form

    def text(self, name: str, default: _Default) -> str | _Default:
        value = self._given.pop(name, default)
        if value is not default and not isinstance(value, str):
            raise Refused(f"„{name}“ muss ein Text sein.")
        return value

    def needed(self, name: str) -> str:
        value = self.text(name, None)
        if not value:
            raise Refused(f"„{name}“ fehlt.")
        return value

    def word(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise Refused(f"„{name}“ muss eines sein von: {', '.join(allowed)}.")
        return str(value)

    def whole(self, name: str, default: _Default, least: int, most: int) -> int | _Default:
        if name not in self._given:
            return default
        value = self._number(name)
        if value != int(value) or not least <= value <= most:
            raise Refused(f"„{name}“ muss eine ganze Zahl von {least} bis {most} sein.")
        return int(value)

    def share(self, name: str, default: float = 1.0) -> float:
        return self.number(name, default, 0.0, 1.0)

    def number(self, name: str, default: float, least: float, most: float) -> float:
        if name not in self._given:
            return default
        value = self._number(name)
        if not least <= value <= most:
            raise Refused(f"„{name}“ muss eine Zahl von {least:g} bis {most:g} sein.")
        return value

    def cents(self, name: str) -> int | None:
        if not self._is_form or name not in self._given:
            return self.whole(name, None, 1, 99_999_999)
        try:
            cents = Decimal(str(self._given[name]).strip().replace(",", ".")) * 100
        except InvalidOperation as failure:
            raise Refused(f"„{name}“ muss ein Betrag in Euro sein, etwa 12,50.") from failure
        self._given[name] = str(cents.normalize()) if cents.is_finite() else "nan"
        return self.whole(name, None, 1, 99_999_999)

    def flag(self, name: str, default: bool | None = None) -> bool:
        value = self._given.pop(name, default)
        if isinstance(value, str) and value in ("true", "false"):
            return value == "true"
        if not isinstance(value, bool):
            raise Refused(f"„{name}“ muss true oder false sein.")
        return value

    def end(self) -> None:
        if self._given:
            raise Refused(f"Unbekannt: {', '.join(map(str, self._given))}.")

    def _number(self, name: str) -> float:
        value = self._given.pop(name)
        if isinstance(value, str) and self._is_form:
            try:
                value = float(value.strip().replace(",", "."))
            except ValueError:
                value = None
        if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
            raise Refused(f"„{name}“ muss eine Zahl sein.")
        return float(value)


def body() -> Body:
    """Of this request; nothing at all is an empty body."""
    if is_form():
        filled = {name: value for name, value in request.form.items() if value.strip()}
        filled.pop(BACK, None)
        return Body(filled, is_form=True)
    given = request.get_json(silent=True) if request.get_data() else {}
    if not isinstance(given, dict):
        raise Refused("Erwartet wird ein JSON-Objekt (Content-Type: application/json).")
    return Body(dict(given), is_form=False)


def is_form() -> bool:
    """Whether a person asks, by a button of the dashboard."""
    return request.mimetype == "application/x-www-form-urlencoded"


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
