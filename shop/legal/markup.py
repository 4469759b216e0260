"""The blocks of a legal text as safe HTML."""

import re

from markupsafe import Markup, escape

from shop.legal.blocks import Block, Heading, Items, Lines, Paragraph

#: The sentence that marks a text nobody has had checked yet; see `LegalText.is_template`.
TEMPLATE_NOTICE = "Vorlage: vor dem Einsatz anwaltlich prüfen lassen"

_LINK = re.compile(
    r"(?P<address>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)


def as_html(blocks: tuple[Block, ...]) -> Markup:
    """HTML of everything below the title. Addresses become links, everything else is escaped."""
    return Markup("\n").join(_html(block) for block in blocks if not _is_title(block))


def _is_title(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def _html(block: Block) -> Markup:
    match block:
        case Heading(_, text):
            return Markup("<h2>{}</h2>").format(text)
        case Paragraph(text) if text.startswith(TEMPLATE_NOTICE):
            return Markup('<p class="notice" role="note">{}</p>').format(text)
        case Paragraph(text):
            return Markup("<p>{}</p>").format(_linked(text))
        case Items(texts):
            items = Markup("").join(Markup("<li>{}</li>").format(_linked(text)) for text in texts)
            return Markup("<ul>{}</ul>").format(items)
        case Lines(texts):
            lines = Markup("<br>").join(_linked(text) for text in texts)
            return Markup("<p>{}</p>").format(lines)


def _linked(text: str) -> Markup:
    parts: list[Markup] = []
    end = 0
    for found in _LINK.finditer(text):
        href = found["address"] or f"mailto:{found['mail']}"
        parts += [escape(text[end : found.start()]), _link(href, found[0])]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _link(href: str, shown: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, shown)
