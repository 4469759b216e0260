"""Labels as PDF for the printer, or one as SVG for the screen."""

import io
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import segno
import typst

from shop.trace.label import Label
from shop.trace.label_sheet import LabelTooSmall, Sheet, UnprintableSign, places
from shop.web.assets import STATIC

_TEMPLATE = Path(__file__).with_name("label.typ")
#: What the template says when something does not fit.
_TOO_SMALL = "label too small"
#: What typst says of a sign that no font has; only a PDF is checked for it.
_NO_GLYPH = re.compile(r'the text [`"]+(.*?)[`"]+ could not be displayed', re.DOTALL)
#: Of the file: the same labels always give the same bytes.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_QUIET_ZONE = 4


def print_labels(label: Label, sheet: Sheet, first: int, count: int) -> bytes:
    """So many of the same label on sheets of A4, the first at the place `first` (from 1).

    A tagged PDF, of the same bytes for the same labels. Raises `LabelTooSmall`, `UnprintableSign`.
    """
    return _compile(label, sheet, "pdf", places(sheet, first, count))


def draw_label(label: Label, sheet: Sheet) -> bytes:
    """One label as SVG. Raises `LabelTooSmall`."""
    return _compile(label, sheet, "svg", [])


def _compile(label: Label, sheet: Sheet, kind: str, pages: list[list[int]]) -> bytes:
    given = {"label": asdict(label), "sheet": asdict(sheet), "pages": pages, "qr": _qr(label.link)}
    compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=_fonts())
    inputs = {"data": json.dumps(given), "band": _band()}
    try:
        if kind == "svg":
            made = compiler.compile(format="svg", sys_inputs=inputs)
        else:
            made = compiler.compile(
                format="pdf", sys_inputs=inputs, timestamp=_NO_TIME, pdf_standards="ua-1"
            )
    except typst.TypstError as fault:
        if _TOO_SMALL in str(fault):
            raise LabelTooSmall from None
        if missing := _NO_GLYPH.search(str(fault)):
            raise UnprintableSign(missing[1]) from None
        raise
    # Several pages of SVG come as a list, of which there is never more than one.
    assert isinstance(made, bytes)
    return made


def _qr(link: str) -> str:
    drawn = io.BytesIO()
    code = segno.make(link, error="m", micro=False, boost_error=False)
    code.save(drawn, kind="svg", border=_QUIET_ZONE, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    # Those that typst brings: the same on every machine.
    return typst.Fonts(include_system_fonts=False)


@cache
def _band() -> str:
    return (STATIC / "img" / "band.svg").read_text()
