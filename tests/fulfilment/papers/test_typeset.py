"""A paper is made apart from the shop, from data alone, and in time."""

import os
import time

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.fulfilment.papers.packing_list import packing_list
from shop.fulfilment.papers.pickup_lists import pickup_lists
from shop.fulfilment.papers.rules import MOST
from shop.fulfilment.papers.typeset import PaperFailed, typeset
from tests.fulfilment.papers.made import bag, order
from tests.make.trace import glyphs_on, text_on

STRANGE = '#panic("x") *fett* $x^2$ \\ @ref = #import "@preview/a:1.0.0" {{ 7*7 }} %(name)s'


def test_a_name_is_printed_as_it_is_typed() -> None:
    assert STRANGE in text_on(packing_list([order(1, bag(product=STRANGE), name=STRANGE)]))
    assert STRANGE in text_on(pickup_lists([order(place=STRANGE, name=STRANGE)]))


def test_a_sign_no_font_has_is_a_box_and_the_paper_says_so() -> None:
    text = text_on(packing_list([order(name="王小明 Nguyễn Łódź Иван محمد")]))
    assert "□□□ Nguyễn Łódź Иван" in text
    assert "□ steht für ein Zeichen, das sich nicht drucken lässt." in text
    assert "□ steht" not in text_on(packing_list([order()]))


def test_hundreds_of_unknown_signs_do_not_stop_a_print() -> None:
    name = "".join(map(chr, range(0x4E00, 0x4E00 + 900)))
    assert "□□□" in text_on(packing_list([order(name=name)]))


def test_a_paper_that_takes_too_long_is_given_up() -> None:
    started = time.monotonic()
    with pytest.raises(PaperFailed):
        typeset("packing_list", {}, seconds=0.001)
    assert time.monotonic() - started < 5


def test_what_went_wrong_is_told_without_anybodys_name() -> None:
    with pytest.raises(PaperFailed) as refused:
        typeset("packing_list", {"products": "Testperson 001"})
    assert "Testperson" not in f"{refused.value} {refused.value.__cause__}"
    assert str(refused.value)


def test_the_process_gets_no_setting_of_the_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PYTHONINSPECT", "1")
    monkeypatch.setitem(os.environ, "PYTHONPATH", "/nowhere")
    assert packing_list([order()]).startswith(b"%PDF")


def test_papers_have_tags_a_title_pages_that_count_and_letters_of_ten_points() -> None:
    made = packing_list([order(number) for number in range(1, 60)])
    with pypdfium2.PdfDocument(made) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == "Packliste"
        pages = len(document)
        assert [round(size) for size in document[0].get_size()] == [595, 842]
    text = text_on(made)
    assert pages > 2
    assert all(f"Seite {page} von {pages}" in text for page in range(1, pages + 1))
    assert text.count("gedruckt am") == pages
    # Figures of ten points in this font are 2.1 mm high.
    figures = [glyph.height for glyph in glyphs_on(made) if glyph.sign in "0123456789"]
    assert min(figures) > 2.1


def test_a_print_full_of_orders_is_there_before_one_looks_up() -> None:
    orders = [
        order(n, *[bag(lot=f"26-{n:03d}", variant=f"{size} g") for size in range(6)])
        for n in range(MOST)
    ]
    started = time.monotonic()
    assert packing_list(orders).startswith(b"%PDF")
    assert time.monotonic() - started < 15


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60))
@settings(max_examples=25)
def test_whatever_letters_a_name_has_there_is_a_paper(name: str) -> None:
    assert packing_list([order(name=name)]).startswith(b"%PDF")


def test_a_word_without_an_end_stays_in_its_column() -> None:
    made = pickup_lists([order(place="Rathaus", name="x" * 120, pickup_code="K7PX3M")])
    assert max(glyph.right for glyph in glyphs_on(made)) < 200
    names = [glyph.right for glyph in glyphs_on(made) if glyph.sign == "x"]
    codes = [glyph.left for glyph in glyphs_on(made) if glyph.sign == "M"]
    assert len(names) >= 120 and max(names) < max(codes)
