"""Batches with all there is to say of them, statements that were asked, labels read back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pypdfium2
import zxingcpp
from flask import Flask
from sqlalchemy import event, insert

from shop.clock import now
from shop.db import db
from shop.origin.models import FactSource
from shop.origin.proof_models import Split
from shop.origin.split_document import Part, write_parts
from shop.stock.pack import pack
from tests.make.catalogue import MadeProduct, make_product
from tests.make.origin import make_batch, make_cooperative, make_green_lot

#: A number whose check digit is right.
GTIN = "04006381333931"
PDF_DPI = 300
_POINTS = 72
MM = _POINTS / 25.4


@dataclass(frozen=True)
class MadeBatch:
    """A batch of one green lot of two cooperatives, packed into one product."""

    batch_id: int
    green_lot_id: int
    product: MadeProduct
    code: str = "26-118"


def make_packed(app: Flask, code: str = "26-118", *, units: int = 20, **lot: Any) -> MadeBatch:
    """50 kg of green coffee, 42 kg roasted, of them so many bags of 250 g."""
    first = make_cooperative(app, "Cooperativa Demo Valle Claro", members=1080, founded=2008)
    second = make_cooperative(app, "Cooperativa Demo Flor de Niebla", province="san_ignacio")
    green = make_green_lot(app, {first: 6_000, second: 4_000}, **_PAID | lot)
    batch = make_batch(app, {green: 50_000}, code=code, best_before=date(2027, 10, 12))
    product = make_product(app, variants=[{"units": 0, "gtin": GTIN}])
    with app.app_context():
        told = {"source": "Jahresbericht 2024", "url": "", "stated_on": date(2025, 3, 1)}
        row = told | {"cooperative_id": first, "fact": "members"}
        db.session.execute(insert(FactSource).values(**row))
        if units:
            pack(batch, product.variant.id, units)
        db.session.commit()
    return MadeBatch(batch, green, product, code)


def make_split(
    app: Flask, made: MadeBatch, price_cents: int = 750, version: int = 1, size: str = "250 g"
) -> int:
    """Published for a size of the product: taxes known, the rest the shop's."""
    vat = Part("vat", 49, "law", "7 % aus dem Preis", "§ 12 UStG")
    parts = [vat, Part("shop", price_cents - 49, "rest")]
    with app.app_context():
        split_id = db.session.scalars(
            insert(Split)
            .values(
                batch_id=made.batch_id,
                product_id=made.product.id,
                size=size,
                version=version,
                price_cents=price_cents,
                known_cents=49,
                unknown_cents=price_cents - 49,
                parts=write_parts(parts),
                published_at=now(),
            )
            .returning(Split.id)
        ).one()
        db.session.commit()
    return split_id


@contextmanager
def statements_of(app: Flask) -> Iterator[list[str]]:
    """The SELECTs asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip("( ").startswith("SELECT"):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def codes_on(pdf: bytes) -> list[list[str]]:
    """What the QR codes of each page say, as a scanner reads the printed sheet."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            [found.text for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
            for page in document
        ]


def text_on(pdf: bytes) -> str:
    """All the words, each run of blanks one blank, words hyphenated at the end of a line whole."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(re.sub("[\u00ad\u0002\ufffe]\\s*", "", text).split())


@dataclass(frozen=True)
class Glyph:
    """A sign on a page, millimetres from its bottom left corner."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def glyphs_on(pdf: bytes) -> list[Glyph]:
    """The visible signs of the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        signs = page.get_text_range()
        boxes = [page.get_charbox(at) for at in range(page.count_chars())]
    return [
        Glyph(sign, *(edge / MM for edge in box))
        for sign, box in zip(signs, boxes, strict=False)
        if sign.isprintable() and not sign.isspace()
    ]


def drawings_on(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """What else is drawn on the first page: left, bottom, right and top in millimetres."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = [
            one.get_bounds()
            for one in document[0].get_objects(max_depth=1)
            if one.type != pypdfium2.raw.FPDF_PAGEOBJ_TEXT
        ]
    return [(left / MM, bottom / MM, right / MM, top / MM) for left, bottom, right, top in found]


_PAID: dict[str, Any] = {
    "code": "G-25-01",
    "contract": "2025/17",
    "reference_usd_e4": 18_000,
    "reference_name": "Mindestpreis der Standardorganisation",
    "reference_on": date(2023, 8, 1),
}
