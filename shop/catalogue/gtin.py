"""Trade item numbers by the General Specifications of GS1. Pure."""

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
