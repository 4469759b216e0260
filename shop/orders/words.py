"""The words by which orders are found, however a name is spelt. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

#: As `order_words.word`.
LONGEST = 60
#: Beginnings of words are found from so many letters on.
SHORTEST_BEGINNING = 3
#: Further words of a search are not looked at.
MOST_WORDS = 6
_LAST_CHARACTER = "\U0010ffff"
#: Comes before every sign of a word.
_FIRST_CHARACTER = "\x01"
_LETTERS = str.maketrans({"æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})
_SPELT_OUT = re.compile("([aou])e")
_OF_MAILS = frozenset("@._+")


class Span(NamedTuple):
    """Words from `low` on, up to but without `high`."""

    low: str
    high: str


def folded(text: str) -> str:
    """Small letters without accents; „Müller“, „Mueller“ and „Muller“ are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _SPELT_OUT.sub(r"\1", letters.translate(_LETTERS))


def order_words(names: Iterable[str], email: str) -> set[str]:
    """What an order is found by: each word of its names, and its mail address."""
    words = {word for name in names for word in _words(folded(name))}
    # „Dr.Müller“ is asked for like a mail address.
    words |= {folded(token)[:LONGEST] for name in names for token in _tokens(name) if _mails(token)}
    return words | ({folded(email)[:LONGEST]} if email else set())


def spans(text: str) -> list[Span]:
    """What a search asks for: an order has a word in each of them.

    Beginnings of words from three letters on, shorter words whole; of a mail address its beginning.
    """
    found: list[Span] = []
    for token in _tokens(text):
        if _mails(token):
            found.append(_beginning(folded(token)))
            continue
        for word in _words(unicodedata.normalize("NFKC", token)):
            shape = _beginning if len(word) >= SHORTEST_BEGINNING else _whole
            found += [shape(one) for one in _words(folded(word))]
    return [span for span in dict.fromkeys(found) if span.low][:MOST_WORDS]


def _tokens(text: str) -> list[str]:
    return [token.strip(".,;:()<>\"'„“") for token in text.split()]


def _mails(token: str) -> bool:
    """Whether it may be the beginning of a mail address, rather than words."""
    return bool(_OF_MAILS & set(token)) and any(sign.isalnum() for sign in token)


def _words(text: str) -> list[str]:
    spaced = "".join(sign if sign.isalnum() else " " for sign in text)
    return [word[:LONGEST] for word in spaced.split()]


def _beginning(word: str) -> Span:
    return Span(word[:LONGEST], word[:LONGEST] + _LAST_CHARACTER)


def _whole(word: str) -> Span:
    return Span(word, word + _FIRST_CHARACTER)
