"""Names of schemes in a claim's text: whose name stands there must have certified it."""

import re
from collections.abc import Collection

from shop.origin.folded import folded
from shop.origin.wording import KNOWN_SCHEMES

_IN_BRACKETS = re.compile(r"\([^)]*\)")


def foreign_schemes(text: str, own: Collection[str], known: Collection[str]) -> list[str]:
    """Names in the text of schemes none of `own` is: well-known ones, and those of `known`."""
    read, ours = folded(text).text.casefold(), [_plain(name) for name in own]
    famous = [
        found[0]
        for pattern in KNOWN_SCHEMES
        if (found := re.search(rf"\b{pattern}", read))
        and not any(re.search(rf"\b{pattern}", name) for name in ours)
    ]
    recorded = [
        name
        for name in known
        if (plain := _plain(name))
        and re.search(rf"\b{re.escape(plain)}", read)
        and not any(plain in name for name in ours)
    ]
    return [*famous, *recorded]


def _plain(name: str) -> str:
    """Without what is added in brackets."""
    return " ".join(_IN_BRACKETS.sub(" ", folded(name).text).casefold().split())
