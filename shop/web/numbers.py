"""Read what somebody wrote into an address: a number, a few words. Never refuses."""

#: So many digits fit every whole number the database holds.
_DIGITS = 9


def small_number(text: str) -> int | None:
    """The whole number written in plain digits, from 0 to 999 999 999; None for anything else."""
    plain = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if plain else None


def visible(text: str) -> str:
    """The same text with a blank for each character that cannot be seen, NUL among them."""
    return "".join(character if character.isprintable() else " " for character in text)
