"""Form fields for days, weights, prices and longer texts: typed as people write them in German."""

import re
import unicodedata
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea

from shop.web.forms import TextLine, is_unseen

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_GERMAN = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")


class Day(TextLine):
    """A day: `day` is what was typed, None for nothing. „31.1.2026“, or „2026-01-31“.

    A line of text: what browsers offer for days follows the language of the browser, and half of
    the staff would read mm/dd/yyyy.
    """

    day: date | None = None

    def __init__(self, label: Any, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, render_kw={"placeholder": _("TT.MM.JJJJ")}, **kwargs)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data:
            self.day = _day(self.data)
            if self.day is None:
                raise StopValidation(_("Bitte schreiben Sie das Datum wie 31.1.2026."))


class Measure(TextLine):
    """A quantity with a comma: `amount` is in units of its last place, None for nothing.

    With `places=3` kilograms become grams, with `places=2` per cent become basis points. A point is
    refused: one half means thousands by it, the other half does not.
    """

    amount: int | None = None

    def __init__(
        self, label: Any, *, places: int, most: int, least: int = 0, like: str, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.places, self.least, self.most, self.like = places, least, most, like

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        found = re.fullmatch(rf"([0-9]{{1,9}})(?:,([0-9]{{1,{self.places}}}))?", self.data)
        if found is None:
            raise StopValidation(_("Bitte schreiben Sie die Zahl wie %(like)s.", like=self.like))
        amount = int(found[1]) * 10**self.places + int((found[2] or "").ljust(self.places, "0"))
        if not self.least <= amount <= self.most:
            raise StopValidation(
                _(
                    "Bitte geben Sie eine Zahl von %(low)s bis %(high)s ein.",
                    low=measure_text(self.least, self.places),
                    high=measure_text(self.most, self.places),
                )
            )
        self.amount = amount


class ManyLines(StringField):
    """A text that may have paragraphs: NFC, line breaks as `\\n`, nothing else that is unseen."""

    widget = TextArea()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        plain = (self.data or "").replace("\r\n", "\n").replace("\r", "\n")
        self.data = plain.strip() if len(plain) > _MOST else _tidy(plain)

    def pre_validate(self, form: Any) -> None:
        if len(self.data or "") > _MOST:
            raise StopValidation(_("Das ist zu lang."))
        if any(is_unseen(one) for one in (self.data or "").replace("\n", "")):
            raise StopValidation(_("Bitte entfernen Sie unsichtbare Zeichen aus diesem Text."))


def measure_text(amount: int | None, places: int, least: int = 0) -> str:
    """(38000, 4, 2) → „3,80“: as it is typed, at least so many digits after the comma."""
    if amount is None:
        return ""
    whole, rest = divmod(amount, 10**places)
    digits = f"{rest:0{places}d}".rstrip("0").ljust(least, "0")
    return f"{whole},{digits}" if digits else str(whole)


def day_text(day: date | None) -> str:
    """„31.01.2026“: as it is typed."""
    return f"{day:%d.%m.%Y}" if day else ""


#: More than any text of the shop, so that nobody makes it work on megabytes.
_MOST = 5000


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _day(text: str) -> date | None:
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _GERMAN.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    return None
