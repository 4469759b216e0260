"""What a single answer of the checkout must look like, in sentences that say what to do."""

import re
import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from wtforms import Field, ValidationError

#: Signs of their category that stand in real addresses.
_HARMLESS = {"№", "°"}
_MOST_LINES = 10


def readable(form: Any, field: Field) -> None:
    """Letters of every script are welcome; pictures cannot be printed on a parcel."""
    for sign in field.data or "":
        if unicodedata.category(sign) in {"So", "Cn"} and sign not in _HARMLESS:
            sentence = _(
                "Bitte lassen Sie „%(sign)s“ weg: Das lässt sich nicht auf den Aufkleber drucken."
            )
            raise ValidationError(sentence % {"sign": sign})


def few_lines(form: Any, field: Field) -> None:
    """What is printed below the goods, and not instead of them."""
    if (field.data or "").count("\n") >= _MOST_LINES:
        sentence = _("Bitte höchstens %(lines)s Zeilen.")
        raise ValidationError(sentence % {"lines": _MOST_LINES})


def email_address(form: Any, field: Field) -> None:
    """An address mail can be sent to; an umlaut domain is kept in the form mail servers know."""
    try:
        found = validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValidationError(
            _("Bitte geben Sie eine E-Mail-Adresse wie name@anbieter.de ein.")
        ) from None
    field.data = found.ascii_email or found.normalized


def german_postcode(form: Any, field: Field) -> None:
    plain = re.sub(r"(?i)^D[-\s]?(?=\d)", "", field.data or "")
    if not re.fullmatch(r"[0-9]{5}", plain) or not 1_001 <= int(plain) <= 99_998:
        raise ValidationError(
            _("Bitte geben Sie eine deutsche Postleitzahl mit fünf Ziffern ein, etwa 12555.")
        )
    field.data = plain


def telephone(form: Any, field: Field) -> None:
    plain = field.data or ""
    if plain and not (re.fullmatch(r"\+?[0-9 ()/.-]+", plain) and sum(map(str.isdigit, plain)) > 4):
        raise ValidationError(
            _("Bitte geben Sie die Telefonnummer in Ziffern ein, etwa 030 1234567.")
        )
