"""A file of text or markup as a reader sees it, and where in the file that stands."""

import html
import re
from collections.abc import Callable

#: A text, and the place in the file of each of its characters.
Read = tuple[str, list[int]]
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
#: Tags that do not part a word.
_INSIDE_WORDS = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "mark", "q", "s", "small"}
    | {"span", "strong", "sub", "sup", "tspan", "u", "var", "wbr"}
)
#: Where other tags stand; it belongs to no word.
_APART = "|"


def written(text: str) -> Read:
    """With its tags, so that what stands in their attributes is read too."""
    return _replaced(text, _ENTITY, lambda found: html.unescape(found[0]))


def without_tags(text: str) -> Read:
    """Words that tags part are whole again."""
    bare, tags_at = _replaced(text, _TAG, lambda found: _instead(found[1]))
    read, at = _replaced(bare, _ENTITY, lambda found: html.unescape(found[0]))
    return read, [tags_at[place] for place in at]


def _instead(tag: str) -> str:
    return "" if tag.lower() in _INSIDE_WORDS else _APART


def _replaced(text: str, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> Read:
    parts: list[str] = []
    at: list[int] = []
    done = 0
    for found in pattern.finditer(text):
        instead = by(found)
        parts += text[done : found.start()], instead
        at += range(done, found.start())
        at += [found.start()] * len(instead)
        done = found.end()
    return "".join((*parts, text[done:])), [*at, *range(done, len(text))]
