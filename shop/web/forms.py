"""The base of every form: German messages, bounded input, no invisible characters."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, StringField, ValidationError
from wtforms import Form as PlainForm

# Every form with choices takes it from here: it is newer than the stubs.
from wtforms import SelectChoice as SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from shop.web.widgets import OneLine

MAX_TEXT = 2000


class Form(PlainForm):
    """WTForms without tokens: `web/origin.py` decides whether a request is ours."""

    class Meta:
        locales = ["de_DE", "de"]


class TextLine(StringField):
    """One line of text: NFC, without outer blanks.

    Refuses control characters, line breaks and characters that change the reading direction;
    letters of every script are welcome.
    """

    widget = OneLine()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if len(self.data or "") > MAX_TEXT:
            # Refused below as it is: normalising takes time by the square of the length.
            return
        text = unicodedata.normalize("NFC", self.data or "").strip()
        # A line break stays and is refused below; other white space is only a blank.
        self.data = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text)

    def pre_validate(self, form: Any) -> None:
        if len(self.data or "") > MAX_TEXT:
            raise StopValidation(_("Das ist zu lang."))
        for character in self.data or "":
            if is_unseen(character):
                raise StopValidation(
                    _(
                        "Bitte entfernen Sie Zeilenumbrüche und unsichtbare Zeichen aus "
                        "dieser Zeile."
                    )
                )


def is_unseen(character: str) -> bool:
    """Whether a character of a text cannot be seen, or turns the reading direction around it."""
    # The two joiners are letters' business: some Persian and Indic names need them.
    return character not in "\u200c\u200d" and unicodedata.category(character) in {
        *("Cc", "Cf", "Cs", "Co"),
        *("Zl", "Zp"),
    }


class WholeNumber(IntegerField):
    """A whole number written in plain digits. `1_0`, `1e3` and Arabic digits are refused."""

    def __init__(self, label: str, *, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.low, self.high = low, high

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = str(valuelist[0]).strip() if valuelist else ""
        if not raw:
            self.data = None
            return
        digits = raw.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            self.data = None
            raise ValueError(self._range())
        self.data = int(raw)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.low <= self.data <= self.high:
            raise StopValidation(self._range())

    def _range(self) -> str:
        low, high = self.low, self.high
        return str(_("Bitte geben Sie eine Zahl von %(low)s bis %(high)s ein.", low=low, high=high))


class Needed:
    """The field must be filled; the sentence says what to do, not that something is wrong."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: PlainForm, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(self.sentence)


class AtMost:
    """At most so many characters; also told to the browser."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.field_flags = {"maxlength": length}

    def __call__(self, form: PlainForm, field: Field) -> None:
        if len(field.data or "") > self.length:
            raise ValidationError(_("Bitte höchstens %(length)s Zeichen.", length=self.length))
