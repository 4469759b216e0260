"""The table beneath the picture adds up, and says of each amount how it is known."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string

from shop.origin.published_split import PublishedSplit
from shop.origin.split_document import Part
from shop.split.facts import Facts
from shop.split.rules import propose
from shop.split.table import row_groups
from tests.make.split import make_cost, make_facts, make_green

OPEN = make_facts(costs={"packing": make_cost(32)})
KNOWN = propose(750, make_facts())
IMPORTS = (
    '{% from "split/parts/picture.html" import split_picture %}'
    '{% from "split/parts/table.html" import split_table %}'
    '{% from "split/parts/sizes.html" import split_of_sizes, split_teaser %}'
)


def rendered(app: Flask, macro: str, *arguments: object) -> str:
    with app.test_request_context("/"):
        return render_template_string(
            f"{IMPORTS}{{{{ {macro}(*arguments) }}}}", arguments=arguments
        ).replace("\u00a0", " ")


def published(size: str, cents: int, *variant_ids: int, number: int = 7) -> PublishedSplit:
    parts = propose(cents, make_facts())
    moment = datetime(2026, 10, 6, 12, tzinfo=UTC)
    return PublishedSplit(number, size, cents, parts, 1, moment, "26-009", variant_ids)


def cents(amount: str) -> int:
    return int(re.sub(r"\D", "", amount)) * (-1 if "−" in amount else 1)


@pytest.mark.parametrize("price", [100, 199, 750, 999, 9_999])
@pytest.mark.parametrize("facts", [make_facts(), OPEN], ids=["all known", "some unknown"])
def test_what_a_reader_adds_up_is_the_price(app: Flask, price: int, facts: Facts) -> None:
    parts = propose(price, facts)
    page, foot = rendered(app, "split_table", "250 g", price, parts).split("<tfoot>")
    assert f"{price // 100},{price % 100:02d} €" in foot.replace(".", "")
    amounts = re.findall(r'split-amount">([^<]+)<', page)
    shares = re.findall(r'split-percent">([^<]+) %<', page)
    assert sum(map(cents, amounts)) == price
    assert round(sum(float(share.replace(",", ".").replace("−", "-")) for share in shares)) == 100


def test_each_amount_has_the_number_of_its_evidence(app: Flask) -> None:
    page = rendered(app, "split_table", "250 g", 750, KNOWN)
    assert "250 g: alle Teile des Preises" in page
    named = re.findall(r'<th scope="row">([^<&]+)&nbsp;<sup>(\d+)</sup>', page)
    told = re.findall(r"<li><strong>([^<]+):</strong>", page)
    assert named == [(name, str(number)) for number, name in enumerate(told, 1)]
    assert len(named) == len(KNOWN)
    assert "<em>gesetzlich</em>. 2,19 € je kg Röstkaffee; § 2 KaffeeStG" in page
    assert "<em>Beleg</em>; Frachtrechnung 2025-88" in page


def test_parts_stand_together_as_the_layers_of_the_picture_do() -> None:
    groups = row_groups(750, KNOWN)
    assert [[row.kind for row in rows] for rows in groups] == [
        ["green", "premium"],
        ["project"],
        ["freight", "roasting", "packing"],
        ["coffee_tax", "vat"],
        ["shop"],
    ]


def test_the_unknown_is_called_so_in_table_and_picture(app: Flask) -> None:
    parts = propose(750, OPEN)
    table = rendered(app, "split_table", "250 g", 750, parts)
    assert table.count(">unbekannt</td>") == 3
    assert "Zusammen noch nicht belegt" in table
    assert re.search(r"3,67 €</td><td [^>]*>48,9 %", table)
    assert table.count("<em>fehlt noch</em>") == 2
    picture = rendered(app, "split_picture", "250 g", 750, parts)
    assert "3,67 €</tspan> nicht belegt" in picture
    assert "Wir schätzen nichts" in picture


def test_each_size_has_its_picture_and_the_chosen_one_is_open(app: Flask) -> None:
    sizes = [published("250 g", 750, 11, 12), published("500 g", 1440, 13, number=8)]
    page = rendered(app, "split_of_sizes", sizes, 13)
    small, large = page.split('<details class="split-size"')[1:]
    # All behind one name: opening one closes the others, without a script.
    assert ' name="preis-7" data-variants="11 12">' in small
    assert ' name="preis-7" data-variants="13" open>' in large
    assert "<summary>250 g: 7,50 €</summary>" in small
    assert "<summary>500 g: 14,40 €</summary>" in large
    assert page.count("<svg") == page.count("<table") == 2
    # With nothing chosen the first is open.
    assert rendered(app, "split_of_sizes", sizes).count(" open>") == 1


def test_a_single_size_needs_no_button(app: Flask) -> None:
    page = rendered(app, "split_of_sizes", [published("250 g", 750, 11)], 11)
    assert "split-size" not in page and page.count("<svg") == 1


def test_each_picture_names_its_batch_and_its_version(app: Flask) -> None:
    page = rendered(app, "split_of_sizes", [published("250 g", 750)])
    assert '<a href="/preis/7">Charge 26-009, Fassung 1 vom 6. Oktober 2026</a>' in page
    page = rendered(app, "split_of_sizes", [replace(published("1 Stück", 750), batch="")])
    assert '<a href="/preis/7">Fassung 1 vom 6. Oktober 2026</a>' in page


def test_a_line_elsewhere_says_the_same_as_the_picture(app: Flask) -> None:
    page = rendered(app, "split_teaser", published("250 g", 750), "#preis")
    assert "2,28 €</strong> von 7,50 € für Rohkaffee ab Hafen in Peru, mit Prämie" in page
    assert '<a href="#preis">' in page


def test_nothing_is_called_hatched_where_known_parts_make_up_the_whole_price(app: Flask) -> None:
    parts = (Part("goods", 750, "document"), Part("packing", None, "document"))
    picture = rendered(app, "split_picture", "", 750, (*parts, Part("shop", None, "rest")))
    assert "Schraffiert" not in picture and 'class="hatch"' not in picture


def test_the_picture_can_be_read_aloud(app: Flask) -> None:
    picture = rendered(app, "split_picture", "250 g", 750, propose(750, make_facts()))
    assert "2,28 €</strong> von 7,50 € für Rohkaffee ab Hafen in Peru, mit Prämie" in picture
    assert "Laut Vertrag: der Preis im Hafen (FOB) und die Prämie." in picture
    told = picture.split('aria-label="')[1].split('"')[0]
    assert told.startswith(
        "Ein Preis von 7,50 €, geteilt: 2,28 € ab Hafen Peru (Rohkaffee, Prämie),"
    )
    assert "2,74 € alles Übrige" in told
    assert "nicht der Betrag ab Hof" in picture
    # No two drawings of a page share an id, and none has a style of its own.
    assert " id=" not in picture and "style=" not in picture


def test_a_coffee_without_a_premium_is_not_told_to_have_one(app: Flask) -> None:
    parts = propose(750, make_facts(green=(make_green(premium_usd_e4=0, premium_micro_per_kg=0),)))
    picture = rendered(app, "split_picture", "", 750, parts)
    assert "von 7,50 € für den Rohkaffee ab Hafen in Peru" in picture
    assert "Eine Prämie ist nicht vereinbart." in picture
    assert "und die Prämie" not in picture and "mit Prämie" not in picture


def test_a_shop_that_adds_says_how_much(app: Flask) -> None:
    picture = rendered(app, "split_picture", "", 400, propose(400, make_facts()))
    assert "0,53 €</tspan> Zuschuss" in picture and "legt der Laden drauf" in picture
    assert "Zusammen kostet alles 4,53 €" in picture
    table = rendered(app, "split_table", "250 g", 400, propose(400, make_facts()))
    assert "−0,53 €" in table
