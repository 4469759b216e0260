"""Text as it is compared: however it was typed, what reads alike is alike."""

import unicodedata
from typing import NamedTuple


class Folded(NamedTuple):
    text: str
    #: Where each character of it comes from.
    at: tuple[int, ...]


def folded(text: str) -> Folded:
    """Compatibility forms plain (full-width, mathematical letters, „₂“), accents joined, what
    cannot be seen left out, and each white space a single blank. Capital letters stay."""
    characters: list[str] = []
    at: list[int] = []
    for place, group in _groups(text):
        for character in unicodedata.normalize("NFKC", group):
            if character.isspace():
                character = " "
                if characters and characters[-1] == " ":
                    continue
            characters.append(character)
            at.append(place)
    return Folded("".join(characters), tuple(at))


def _groups(text: str) -> list[tuple[int, str]]:
    """Each character with the accents behind it, without what cannot be seen."""
    groups: list[tuple[int, str]] = []
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Cf" or character in _UNSEEN:
            continue
        if groups and unicodedata.combining(character):
            first, before = groups.pop()
            groups.append((first, before + character))
        else:
            groups.append((place, character))
    return groups


#: Take no room, though Unicode does not call them format characters.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
