"""Order numbers as people say them: „42“, „2026-42“, „SK-2026-00042“, or its beginning. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SAID = re.compile(r"#?(?:SK-?)?(?:(20[0-9]{2})-)?([0-9]{1,9})", re.IGNORECASE)
#: A number ends with the order's id, in five digits or more.
_WIDTHS = range(9, 4, -1)


class Said(NamedTuple):
    #: Empty if none was said.
    year: str
    digits: str

    @property
    def id(self) -> int:
        return int(self.digits)

    def may_be(self, number: str) -> bool:
        return number.startswith(f"SK-{self.year}")

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Ids whose number goes on with these digits: from, up to but without; largest first."""
        for width in _WIDTHS:
            more = width - len(self.digits)
            if more < 0 or (width > _WIDTHS[-1] and self.digits.startswith("0")):
                continue
            yield self.id * 10**more, (self.id + 1) * 10**more


def number_said(text: str) -> Said | None:
    """None if it is not the number of an order, nor the beginning of one."""
    found = _SAID.fullmatch("".join(text.split()))
    return Said(found[1] or "", found[2]) if found else None
