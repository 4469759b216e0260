"""How recovery codes look: sixteen letters and digits that nobody mistakes, 80 bits."""

COUNT = 10
LENGTH = 16
#: 32 of them: without i, l, o and u.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain(typed: str) -> str:
    """As it was written, from what somebody read off the paper."""
    small = typed.casefold().replace("o", "0").replace("i", "1").replace("l", "1")
    return "".join(letter for letter in small if letter in ALPHABET)
