"""What stands on a printed label, how large, and that all of it is on the paper."""

from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.config import Operator
from shop.origin.claims import ShownClaim
from shop.trace.label import Bag, Label, label
from shop.trace.label_sheet import SHEETS, LabelTooSmall, UnprintableSign, numeral_mm, places
from shop.trace.print_labels import draw_label, print_labels
from tests.make.trace import GTIN, codes_on, drawings_on, glyphs_on, text_on

BASE = "https://laden.example"
OPERATOR = Operator(
    "Stadtkaffee", "e. V.", "A. B.", "Musterweg 1", "12555", "Berlin", "a@b.example", "", "", ""
)
BAG = Bag("T-1", "Hausmischung", "Röstkaffee", False, "bean", 250, "Kühl lagern.", "", GTIN)
ORGANIC = ShownClaim(
    1, "organic", "Bio-Kaffee", "aus ökologischem Anbau", "DE-ÖKO-006", "Landwirtschaft Peru",
    "", "", (),
)  # fmt: skip


def made(*claims: ShownClaim, **bag: Any) -> Label:
    return label(replace(BAG, **bag), "26-118", date(2027, 10, 12), claims, OPERATOR, BASE)


def printed(size: str = "small", *claims: ShownClaim, **bag: Any) -> bytes:
    return print_labels(made(*claims, **bag), SHEETS[size], 1, 1)


@pytest.mark.parametrize("size", SHEETS)
def test_a_label_says_what_the_law_wants_on_a_bag(size: str) -> None:
    text = text_on(printed(size, grind="filter", decaf=True))
    for words in (
        "Hausmischung",
        "Röstkaffee, gemahlen für Filter, entkoffeiniert",
        "250 g",
        "mindestens haltbar bis 12.10.2027",
        "Charge 26-118",
        "Kühl lagern.",
        "Stadtkaffee, Musterweg 1, 12555 Berlin",
    ):
        assert words in text


@pytest.mark.parametrize("size", SHEETS)
def test_code_and_origin_stand_only_where_a_claim_holds(size: str) -> None:
    with_claim, without = text_on(printed(size, ORGANIC)), text_on(printed(size))
    assert "DE-ÖKO-006" in with_claim and "Landwirtschaft Peru" in with_claim
    assert "ÖKO" not in without and "Landwirtschaft" not in without


@pytest.mark.parametrize("size", SHEETS)
def test_a_code_stands_beside_the_word_it_belongs_to_and_its_specification(size: str) -> None:
    between = " · " if size == "large" else " "
    told = f"Bio-Kaffee aus ökologischem Anbau DE-ÖKO-006{between}Landwirtschaft Peru"
    assert told in text_on(printed(size, ORGANIC))


@pytest.mark.parametrize("size", SHEETS)
def test_a_label_of_the_demo_says_that_nothing_of_it_is_real(size: str) -> None:
    said = "Demodaten – kein realer Verkauf"
    demo = label(BAG, "26-118", date(2027, 10, 12), (), OPERATOR, BASE, demo=True)
    assert said in text_on(print_labels(demo, SHEETS[size], 1, 1))
    assert said not in text_on(printed(size))


@pytest.mark.parametrize(
    ("grams", "height"), [(50, 2), (51, 3), (200, 3), (201, 4), (1000, 4), (1001, 6), (5000, 6)]
)
@pytest.mark.parametrize("size", SHEETS)
def test_the_figures_of_the_weight_are_as_high_as_the_law_wants(
    size: str, grams: int, height: int
) -> None:
    assert numeral_mm(grams) == height
    highest = sorted(
        (
            glyph.height
            for glyph in glyphs_on(printed(size, net_grams=grams))
            if glyph.sign in "0123456789"
        ),
        reverse=True,
    )
    net = len([sign for sign in made(net_grams=grams).net if sign.isdigit()])
    assert min(highest[:net]) >= height


@pytest.mark.parametrize("size", SHEETS)
def test_no_letter_is_smaller_than_the_law_allows(size: str) -> None:
    long = {"name": "Filter Jaén, hell geröstet, aus zwei Genossenschaften", "storage": "x" * 30}
    found = [glyph for glyph in glyphs_on(printed(size, ORGANIC, **long)) if glyph.sign in "xz"]
    assert found
    assert min(glyph.height for glyph in found) >= 1.2


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("name", ["Kaffee", "Mikrolot Cutervo, Ernte 2025, von drei Bächen"])
def test_nothing_stands_where_printers_cannot_print_or_labels_are_cut(size: str, name: str) -> None:
    sheet = SHEETS[size]
    pdf = print_labels(made(ORGANIC, name=name), sheet, 1, sheet.places)
    columns = [(210 - sheet.columns * sheet.width) / 2 + n * sheet.width for n in range(9)]
    rows = [(297 - sheet.rows * sheet.height) / 2 + n * sheet.height for n in range(9)]
    boxes = [(one.left, one.bottom, one.right, one.top) for one in glyphs_on(pdf)]
    boxes += drawings_on(pdf)
    assert len(boxes) > 50 * sheet.places
    for left, bottom, right, top in boxes:
        assert left > 4.9 and right < 205.1 and bottom > 4.9 and top < 292.1
        for cut in columns[: sheet.columns + 1]:
            assert right < cut - 1.9 or left > cut + 1.9
        for cut in rows[: sheet.rows + 1]:
            assert top < cut - 1.9 or bottom > cut + 1.9


@settings(max_examples=25)
@given(
    st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=120),
    st.sampled_from(sorted(SHEETS)),
)
def test_a_name_is_either_whole_on_the_label_or_refused(name: str, size: str) -> None:
    sheet = SHEETS[size]
    try:
        pdf = printed(size, name=name)
    except LabelTooSmall:
        assert size == "small" or len(name) > 60
        return
    except UnprintableSign as refused:
        assert refused.sign and refused.sign in name
        return
    top = (297 + sheet.rows * sheet.height) / 2
    for glyph in glyphs_on(pdf):
        assert glyph.right <= sheet.width and glyph.bottom >= top - sheet.height


def test_what_does_not_fit_is_refused_and_the_larger_label_taken() -> None:
    long = {"name": "Kaffee " * 17, "storage": "Kühl und trocken lagern. " * 11}
    with pytest.raises(LabelTooSmall):
        printed("small", **long)
    assert "Kühl und trocken" in text_on(printed("large", **long))


@pytest.mark.parametrize(("size", "first", "count"), [("small", 1, 15), ("large", 7, 11)])
def test_every_code_on_the_sheet_can_be_read_and_says_the_same(
    size: str, first: int, count: int
) -> None:
    pages = codes_on(print_labels(made(), SHEETS[size], first, count))
    assert {code for page in pages for code in page} == {f"{BASE}/01/{GTIN}/10/26-118"}
    assert [len(page) for page in pages] == [
        len(taken) for taken in places(SHEETS[size], first, count)
    ]


def test_a_bag_without_a_number_says_the_page_of_its_batch() -> None:
    assert codes_on(printed(gtin=None)) == [[f"{BASE}/charge/26-118"]]


@given(st.sampled_from(sorted(SHEETS)), st.integers(1, 8), st.integers(1, 600))
def test_so_many_labels_have_so_many_places_without_a_gap(
    size: str, first: int, count: int
) -> None:
    pages = places(SHEETS[size], first, count)
    of_sheet = SHEETS[size].places
    flat = [number * of_sheet + at for number, page in enumerate(pages) for at in page]
    assert flat == list(range(first - 1, first - 1 + count))
    assert all(pages)


def test_the_same_labels_are_the_same_file_with_tags_for_who_cannot_see() -> None:
    once = printed("large", ORGANIC)
    assert once == printed("large", ORGANIC)
    with pypdfium2.PdfDocument(once) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == "Etiketten Hausmischung, Charge 26-118"


def test_one_label_can_be_looked_at() -> None:
    drawn = draw_label(made(), SHEETS["small"])
    assert drawn.startswith(b"<svg") and b"<script" not in drawn


def test_texts_are_printed_as_they_are_typed() -> None:
    strange = '#panic("x") *fett* <b>&amp; $x^2$ \\ @ref'
    assert strange in text_on(printed("large", name=strange))
