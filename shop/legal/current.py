"""The legal texts valid today, with the operator's data in them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from shop.clock import today
from shop.config import settings
from shop.legal.blocks import Block, Heading, as_plain, parse, with_texts
from shop.legal.facts import facts
from shop.legal.markup import TEMPLATE_NOTICE, as_html

TEXTS = Path(__file__).parent / "texts"
NAMES = (
    "agb",
    "widerrufsbelehrung",
    "datenschutz",
    "versand",
    "impressum",
    "barrierefreiheit",
)

#: What the confirmation of a contract carries in the mail itself (§ 312f (2) BGB, Art. 246a
#: EGBGB). The Muster-Widerrufsformular is the second half of the Widerrufsbelehrung.
OF_A_CONTRACT = ("agb", "widerrufsbelehrung")


@dataclass(frozen=True)
class LegalText:
    """One wording. `text` is what a mail carries and what `sha256` is taken of."""

    name: str
    version: date
    title: str
    text: str
    sha256: str

    @property
    def html(self) -> Markup:
        """Safe HTML of everything below the title."""
        return _html(self.text)

    @property
    def is_template(self) -> bool:
        """Says of itself that no lawyer has checked it yet."""
        return TEMPLATE_NOTICE in self.text


@lru_cache(maxsize=64)
def _html(text: str) -> Markup:
    # Every confirmation mail carries the same few texts.
    return as_html(parse(text))


def current_texts(*names: str) -> tuple[LegalText, ...]:
    """The texts valid today, all of them or those named, in the order of `NAMES` or as named."""
    return tuple(current_text(name) for name in names or NAMES)


def current_text(name: str) -> LegalText:
    """The newest version not dated in the future. KeyError for a name there is no text of."""
    return _text(name, _version(name, today()), tuple(facts(settings()).items()))


def _version(name: str, day: date) -> date:
    """The version valid on a day; before the first version there was, the first."""
    versions = _versions()[name]
    return max((version for version in versions if version <= day), default=min(versions))


@lru_cache
def _versions() -> dict[str, list[date]]:
    return {
        name: [date.fromisoformat(file.stem) for file in (TEXTS / name).glob("*.txt")]
        for name in NAMES
    }


@lru_cache(maxsize=64)
def _text(name: str, version: date, values: tuple[tuple[str, str], ...]) -> LegalText:
    source = (TEXTS / name / f"{version}.txt").read_text(encoding="utf-8")
    blocks = fill(parse(source), dict(values))
    plain = as_plain(blocks)
    digest = sha256(plain.encode()).hexdigest()
    return LegalText(name, version, _title(blocks), plain, digest)


def fill(blocks: tuple[Block, ...], values: dict[str, str]) -> tuple[Block, ...]:
    """The blocks with every `{name}` replaced; a line whose value is empty is left out.

    KeyError for a name without a value: a legal text must not be shown with a hole in it.
    """

    def filled(text: str) -> str | None:
        names = re.findall(r"\{(\w+)\}", text)
        if any(not values[name] for name in names):
            return None
        return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)

    return tuple(new for block in blocks if (new := with_texts(block, filled)) is not None)


def _title(blocks: tuple[Block, ...]) -> str:
    first = blocks[0]
    if not isinstance(first, Heading):
        raise ValueError("a legal text begins with its title")
    return first.text
