"""Addresses of pages outside, as somebody of the staff types them."""

from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from wtforms import Field, ValidationError


def web_address(_form: Any, field: Field) -> None:
    """A validator: nothing, or the address of a page."""
    if field.data and not _is_address(field.data):
        raise ValidationError(_("Bitte geben Sie eine Adresse ein, die mit https:// beginnt."))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc and " " not in text
