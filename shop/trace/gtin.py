"""Trade item numbers and links by the standards of GS1 (General Specifications; Digital Link)."""

from urllib.parse import quote

_LENGTHS = frozenset({8, 12, 13, 14})


def check_digit(digits: str) -> int:
    """What follows these digits of a GTIN: from the right they weigh three and one by turns, and
    the sum with the check digit is a multiple of ten."""
    total = sum(int(d) * (1 if place % 2 else 3) for place, d in enumerate(reversed(digits)))
    return -total % 10


def gtin14(text: str) -> str | None:
    """A GTIN of 8, 12, 13 or 14 digits in the form of 14; None if it is none."""
    if len(text) not in _LENGTHS or not (text.isascii() and text.isdigit()):
        return None
    return text.zfill(14) if check_digit(text[:-1]) == int(text[-1]) else None


def batch_link(base_url: str, code: str, gtin: str | None = None) -> str:
    """What the QR code of a bag says: its GS1 Digital Link, or without a GTIN its page.

    GTIN as application identifier 01 in 14 digits, the lot as 10, both in the path.
    """
    lot = quote(code, safe="")
    found = gtin14(gtin) if gtin else None
    return f"{base_url}/01/{found}/10/{lot}" if found else f"{base_url}/charge/{lot}"
