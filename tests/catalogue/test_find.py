"""The listing: search, filters, paging."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.catalogue import find as finding
from shop.catalogue import statements
from shop.catalogue.find import Query, find
from tests.make.catalogue import make_product


def _names(app: Flask, query: Query, page: int = 1) -> list[str]:
    with app.test_request_context():
        return [card.name for card in find(query, page).cards]


def test_products_stand_in_the_order_the_shop_gave_them(app: Flask) -> None:
    make_product(app, "Zweiter", position=2)
    make_product(app, "Erster", position=1)
    assert _names(app, Query()) == ["Erster", "Zweiter"]


def test_drafts_and_retired_products_are_not_listed(app: Flask) -> None:
    make_product(app, "Entwurf", state="draft")
    make_product(app, "Vorbei", state="retired")
    assert _names(app, Query()) == []
    assert _names(app, Query("Entwurf")) == []


def test_every_word_of_a_search_must_be_found(app: Flask) -> None:
    make_product(app, "Filter Jaén", flavour_notes="Apfel, Haselnuss")
    make_product(app, "Espresso Jaén", flavour_notes="Zartbitter")
    assert _names(app, Query("jaen")) == ["Filter Jaén", "Espresso Jaén"]
    assert _names(app, Query("nuss JAÉN")) == ["Filter Jaén"]
    assert _names(app, Query("nuss pfirsich")) == []


def test_a_search_for_signs_finds_nothing(app: Flask) -> None:
    make_product(app)
    assert _names(app, Query("%")) == []
    assert _names(app, Query("_")) == []


def test_filters_are_combined(app: Flask) -> None:
    make_product(app, "A", suits_filter=True, taste="nutty", decaf=True)
    make_product(app, "B", suits_filter=False, suits_espresso=True, taste="nutty")
    make_product(app, "C", suits_filter=True, taste="fruity")
    assert _names(app, Query(use="filter")) == ["A", "C"]
    assert _names(app, Query(taste="nutty")) == ["A", "B"]
    assert _names(app, Query(use="filter", taste="nutty", decaf=True)) == ["A"]
    assert _names(app, Query("Kakao", use="espresso")) == ["B"]


def test_a_size_is_found_only_where_it_is_for_sale(app: Flask) -> None:
    big = {"size": "1 kg", "net_grams": 1000}
    make_product(app, "Klein und groß", variants=[{}, big])
    make_product(app, "Nur klein")
    make_product(app, "Groß nicht mehr", variants=[{}, big | {"on_sale": False}])
    assert _names(app, Query(net_grams=1000)) == ["Klein und groß"]


def test_a_card_tells_the_lowest_price_with_its_grundpreis(app: Flask) -> None:
    make_product(
        app,
        variants=[
            {"size": "1 kg", "net_grams": 1000, "price_cents": 2750},
            {"price_cents": 750},
            {"size": "Muster", "net_grams": 10, "price_cents": 100, "on_sale": False},
        ],
    )
    with app.test_request_context():
        card = find(Query(), 1).cards[0]
    assert (card.price, card.kg_price, card.is_from) == (
        "7,50\u00a0€",
        "30,00\u00a0€/kg",
        True,
    )


def test_a_product_is_sold_out_when_every_variant_is(app: Flask) -> None:
    make_product(app, "Leer", variants=[{"units": 0}, {"units": 0}])
    make_product(app, "Noch da", variants=[{"units": 0}, {"units": 1}])
    with app.test_request_context():
        cards = find(Query(), 1).cards
    assert [card.is_sold_out for card in cards] == [True, False]


def test_pages_follow_each_other_without_gap_or_overlap(app: Flask) -> None:
    names = [f"Kaffee {number:02d}" for number in range(30)]
    for name in names:
        make_product(app, name)
    pages = [_names(app, Query(), page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [12, 12, 6]
    assert [name for page in pages for name in page] == names


def test_counting_stops_where_nobody_pages_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (finding, statements):
        monkeypatch.setattr(module, "COUNTED", 12)
    statements.statements.cache_clear()
    for _ in range(14):
        make_product(app)
    with app.test_request_context():
        found = find(Query(), 1)
    statements.statements.cache_clear()
    assert (found.count, found.is_uncounted, found.has_next) == (12, True, True)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=120))
def test_any_text_at_all_can_be_searched_for(client: FlaskClient, text: str) -> None:
    answer = client.get("/kaffee/", query_string={"q": text.encode("utf-8", "replace")})
    # Nobody can type a NUL: who sends one is refused in one place.
    assert answer.status_code == (400 if "\0" in text else 200)
