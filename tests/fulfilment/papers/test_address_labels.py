"""Every address is whole, on its own label, and where printers can print."""

from typing import Any

import pypdfium2
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.fulfilment.papers.address_labels import PLACES, address_labels
from tests.fulfilment.papers.made import order
from tests.make.trace import glyphs_on, text_on

WIDTH, HEIGHT = 105, 74
TOP = (297 + 4 * HEIGHT) / 2


@pytest.fixture(autouse=True)
def _in_the_shop(app: Flask) -> object:
    with app.app_context():
        yield


def pages(made: bytes) -> int:
    with pypdfium2.PdfDocument(made) as document:
        return len(document)


def test_a_packstation_has_its_postnummer_below_the_name() -> None:
    made = address_labels([order(street="Packstation 123", extra="12345678")])
    assert "Testperson 001 12345678 Packstation 123 12555 Berlin SK-2026-00001" in text_on(made)


@given(st.integers(1, PLACES), st.integers(1, 20))
@settings(max_examples=8)
def test_no_place_on_a_sheet_is_wasted_and_none_used_twice(first: int, count: int) -> None:
    made = address_labels([order(n) for n in range(count)], first)
    assert pages(made) == (first - 1 + count + PLACES - 1) // PLACES
    assert text_on(made).count("Testperson 001") == count


@pytest.mark.parametrize("first", range(1, PLACES + 1))
def test_an_address_stands_on_the_label_that_was_free(first: int) -> None:
    column, row = (first - 1) % 2, (first - 1) // 2
    for glyph in glyphs_on(address_labels([order()], first)):
        assert column * WIDTH + 5 < glyph.left and glyph.right < (column + 1) * WIDTH - 5
        assert TOP - (row + 1) * HEIGHT < glyph.bottom and glyph.top < TOP - row * HEIGHT


LONG: dict[str, Any] = {
    "name": "Dr.-Ing. Testperson-Musterfrau von und zu Beispielhausen, Abteilung für "
    "Qualitätssicherung und Einkauf, dritter Stock",
    "extra": "Demo-Büro für Gemeinschaftsaufgaben, Hinterhaus, zweiter Aufgang rechts, bitte bei "
    "Testperson 002 abgeben, Klingel 7",
    "street": "Straße der Demonstrationsbestellungen und Probelieferungen 1234 a bis 1236 c",
    "city": "Neustadt an der erfundenen Beispielstraße",
}


def test_the_longest_address_is_whole_and_keeps_to_its_label() -> None:
    made = address_labels([order(**LONG)])
    text = text_on(made)
    assert all(words in text for words in LONG.values())
    assert all(glyph.right < WIDTH - 5 for glyph in glyphs_on(made))
    assert min(glyph.bottom for glyph in glyphs_on(made)) > TOP - HEIGHT


def test_a_word_without_an_end_is_broken_and_not_cut_off() -> None:
    made = address_labels([order(name="x" * 120)])
    glyphs = glyphs_on(made)
    assert sum(glyph.sign == "x" for glyph in glyphs) == 120
    assert max(glyph.right for glyph in glyphs) < WIDTH - 5


def test_the_order_is_named_and_the_sender_small() -> None:
    text = text_on(address_labels([order(7)]))
    assert "SK-2026-00007" in text and "Demo-Stadtkaffee, Musterweg 1, 12555 Berlin" in text
    assert "@" not in text and "€" not in text
