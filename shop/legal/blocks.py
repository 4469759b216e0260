"""The four kinds of block a legal text is made of, read from plain text and written back to it.

There is no inline markup on purpose: a value filled in from the settings can then never turn into
markup, and the text a customer gets by mail is the text the page is made from.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

WIDTH = 76  # columns of the plain text; fits a quoted mail


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Items:
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    """Lines that stay lines, such as an address. Indented by four spaces in plain text."""

    texts: tuple[str, ...]


Block = Heading | Paragraph | Items | Lines


class BadText(ValueError):
    """The plain text is not made of the four kinds of block."""


def parse(plain: str) -> tuple[Block, ...]:
    """The blocks of a plain text. `parse(as_plain(blocks))` gives the same blocks again."""
    chunks = re.split(r"\n(?:[ \t]*\n)+", plain.strip("\n"))
    return tuple(_block(chunk.split("\n")) for chunk in chunks if chunk.strip())


def _block(lines: list[str]) -> Block:
    if len(lines) == 2 and re.fullmatch(r"={3,}|-{3,}", lines[1]):
        return _heading(*lines)
    if all(line.startswith("    ") for line in lines):
        return Lines(tuple(line.strip() for line in lines))
    if lines[0].startswith("- "):
        return Items(tuple(_items(lines)))
    if any(line != line.strip() for line in lines):
        raise BadText(f"A paragraph must not be indented: {lines[0]!r}")
    return Paragraph(" ".join(lines))


def _heading(text: str, underline: str) -> Heading:
    if len(text) != len(underline):
        raise BadText(f"The line under a heading is as long as the heading: {text!r}")
    return Heading(1 if underline[0] == "=" else 2, text)


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:].strip())
        elif line.startswith("  "):
            items[-1] += " " + line.strip()
        else:
            raise BadText(f"Neither a new item nor an indented line: {line!r}")
    return items


def as_plain(blocks: tuple[Block, ...]) -> str:
    """Readable plain text, wrapped at 76 columns, ending in one newline."""
    return "\n\n".join(_plain(block) for block in blocks) + "\n"


def _plain(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{text}\n{('=' if level == 1 else '-') * len(text)}"
        case Paragraph(text):
            return _wrapped(text)
        case Items(texts):
            return "\n".join(_wrapped(text, first="- ", then="  ") for text in texts)
        case Lines(texts):
            return "\n".join("    " + text for text in texts)


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,  # an address on the web must stay in one piece
        break_on_hyphens=False,
    )


def with_texts(block: Block, change: Callable[[str], str | None]) -> Block | None:
    """The block with each of its texts changed; a text changed to None is left out."""
    match block:
        case Heading(level, text):
            changed = change(text)
            return None if changed is None else Heading(level, changed)
        case Paragraph(text):
            changed = change(text)
            return None if changed is None else Paragraph(changed)
        case Items(texts) | Lines(texts):
            kept = tuple(new for text in texts if (new := change(text)) is not None)
            return type(block)(kept) if kept else None
