"""The table beneath the picture adds up, and says of each amount how it is known."""

import re

import pytest
from flask import Flask, render_template_string

from shop.origin.split_document import Part
from shop.split.rules import propose
from shop.split.table import Column, rows
from tests.make.split import make_cost, make_facts

OPEN = make_facts(costs={"packing": make_cost(32)})
SIZES: tuple[Column, ...] = (
    ("250 g", 750, propose(750, make_facts())),
    ("500 g", 1440, propose(1440, make_facts(coffee_grams=500))),
)


def rendered(app: Flask, macro: str, *arguments: object) -> str:
    with app.test_request_context("/"):
        source = '{% from "split/parts/picture.html" import split_picture, split_table %}'
        return render_template_string(
            f"{source}{{{{ {macro}(*arguments) }}}}", arguments=arguments
        ).replace("\u00a0", " ")


def cents(amount: str) -> int:
    return int(re.sub(r"\D", "", amount)) * (-1 if "−" in amount else 1)


@pytest.mark.parametrize("price", [100, 199, 750, 999, 9_999])
@pytest.mark.parametrize("facts", [make_facts(), OPEN], ids=["all known", "some unknown"])
def test_what_a_reader_adds_up_is_the_price(app: Flask, price: int, facts: object) -> None:
    parts = propose(price, facts)  # type: ignore[arg-type]  # a parameter of the test
    page, foot = rendered(app, "split_table", (("250 g", price, parts),)).split("<tfoot>")
    assert f"{price // 100},{price % 100:02d} €" in foot.replace(".", "")
    amounts = re.findall(r'class="split-amount">([^<]+)<', page)
    shares = re.findall(r'class="split-percent">([^<]+) %<', page)
    assert sum(map(cents, amounts)) == price
    assert round(sum(float(share.replace(",", ".").replace("−", "-")) for share in shares)) == 100


def test_sizes_stand_side_by_side_and_what_holds_for_all_is_said_once(app: Flask) -> None:
    page = rendered(app, "split_table", SIZES)
    assert page.count("2,19 € je kg Röstkaffee; § 2 KaffeeStG") == 1
    assert "0,55 €" in page and "1,10 €" in page
    assert "berechnet" in page and "gesetzlich" in page and "Frachtrechnung 2025-88" in page


def test_where_sizes_have_their_own_documents_each_is_named() -> None:
    other = make_facts(coffee_grams=500, costs={"packing": make_cost(50, "Rechnung 9")})
    columns = (SIZES[0], ("500 g", 1440, propose(1440, other)))
    packing = next(row for row in rows(columns) if row.kind == "packing")
    assert [(way.sizes, way.document) for way in packing.how] == [
        (("250 g",), "Rechnung Druckerei 12"),
        (("500 g",), "Rechnung 9"),
    ]


def test_a_size_without_such_a_part_has_an_empty_cell() -> None:
    mug: Column = ("ein Stück", 1450, (Part("goods", 700, "document"), Part("shop", 750, "rest")))
    green = next(row for row in rows((SIZES[0], mug)) if row.kind == "green")
    assert green.cells[1] is None


def test_the_unknown_is_called_so_in_table_and_picture(app: Flask) -> None:
    parts = propose(750, OPEN)
    table = rendered(app, "split_table", (("250 g", 750, parts),))
    assert table.count("unbekannt</span>") == 3
    assert "Zusammen noch nicht belegt" in table
    assert '3,67 €</span> <span class="split-percent">48,9 %' in table
    picture = rendered(app, "split_picture", "250 g", 750, parts)
    assert "3,67 €</tspan> nicht belegt" in picture
    assert "Wir schätzen nichts" in picture


def test_nothing_is_called_hatched_where_known_parts_make_up_the_whole_price(app: Flask) -> None:
    parts = (Part("goods", 750, "document"), Part("packing", None, "document"))
    picture = rendered(app, "split_picture", "", 750, (*parts, Part("shop", None, "rest")))
    assert "Schraffiert" not in picture and 'class="hatch"' not in picture


def test_the_picture_can_be_read_aloud(app: Flask) -> None:
    picture = rendered(app, "split_picture", "250 g", 750, propose(750, make_facts()))
    assert "2,28 €</strong> von 7,50 € gehen nach Peru" in picture
    told = picture.split('aria-label="')[1].split('"')[0]
    assert told.startswith("Ein Preis von 7,50 €, geteilt: 2,28 € nach Peru (Rohkaffee, Prämie),")
    assert "2,74 € für den Laden" in told
    assert "nicht der Betrag ab Hof" in picture
    # No two drawings of a page share an id, and none has a style of its own.
    assert " id=" not in picture and "style=" not in picture


def test_a_shop_that_adds_says_how_much(app: Flask) -> None:
    picture = rendered(app, "split_picture", "", 400, propose(400, make_facts()))
    assert "0,53 €</tspan> Zuschuss" in picture and "legt der Laden drauf" in picture
    assert "Zusammen kostet alles 4,53 €" in picture
    table = rendered(app, "split_table", (("250 g", 400, propose(400, make_facts())),))
    assert "−0,53 €" in table
