"""Orders are found by whatever somebody says on the phone."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from shop.db import db
from shop.fulfilment import find_orders as search
from shop.fulfilment.find_orders import find_orders
from shop.fulfilment.fulfil import pack, ship
from shop.fulfilment.numbers import number_said
from shop.orders.models import Order
from shop.orders.words import Span, order_words, spans
from tests.make.catalogue import MadeProduct, make_product
from tests.make.fulfilment import paid_order, place
from tests.make.orders import ANSWERS, MadeOrder, make_order
from tests.make.people import signed_in
from tests.make.queries import queries_of


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Filter Jaén", variants=[{"units": 500}])


def named(app: Flask, coffee: MadeProduct, name: str, email: str = "") -> MadeOrder:
    known = replace(ANSWERS, name=name, email=email or f"{abs(hash(name))}@example.org")
    return make_order(app, {coffee.variant.id: 1}, known)


def found(app: Flask, text: str) -> tuple[int, ...]:
    with app.app_context():
        return find_orders(text).ids


@pytest.mark.parametrize(
    "said", ["{id}", "#{id}", "SK-{year}-{id:05d}", "sk{year}-{id}", "{year}-{id}"]
)
def test_the_number_is_enough_however_it_is_said(
    app: Flask, coffee: MadeProduct, said: str
) -> None:
    order = named(app, coffee, "Testperson Eins")
    named(app, coffee, "Testperson Zwei")
    year = int(order.number[3:7])
    assert found(app, said.format(id=order.id, year=year)) == (order.id,)


def test_a_number_of_another_year_is_another_number(app: Flask, coffee: MadeProduct) -> None:
    order = named(app, coffee, "Testperson Eins")
    assert found(app, f"SK-2001-{order.id:05d}") == ()


def ranges_of(typed: str) -> list[tuple[int, int]]:
    said = number_said(typed)
    return list(said.ranges()) if said else []


def test_the_beginning_of_a_number_stands_for_all_that_go_on_with_it() -> None:
    assert ranges_of("9004")[-2:] == [(900_400, 900_500), (90_040, 90_050)]
    assert ranges_of("SK-2026-00042") == [(42, 43)] and ranges_of("0004") == [(40, 50)]
    assert ranges_of("K7PX") == []


def test_the_beginning_of_a_number_finds_its_orders(app: Flask, coffee: MadeProduct) -> None:
    orders = [named(app, coffee, f"Testperson {n}").id for n in range(2)]
    assert found(app, "0000") == tuple(orders[::-1])


@pytest.mark.parametrize(
    "typed",
    ["Müller", "mueller", "MULLER", "Mül", "gerda müller", "müller gerda", "Gérda", "ger mue"],
)
def test_a_name_is_found_however_it_is_spelt(app: Flask, coffee: MadeProduct, typed: str) -> None:
    order = named(app, coffee, "Gerda Müller-Öztürk")
    named(app, coffee, "Testperson Zwei")
    assert found(app, typed) == (order.id,)


@pytest.mark.parametrize("typed", ["Mü", "er", "anna müller", "---", "%", "_", "xyz"])
def test_what_is_not_there_finds_nothing(app: Flask, coffee: MadeProduct, typed: str) -> None:
    named(app, coffee, "Gerda Müller-Öztürk")
    assert found(app, typed) == ()


@pytest.mark.parametrize("typed", ["gerda.m@example.org", "Gerda.M@", "gerda.m", "gerda"])
def test_a_mail_address_is_found_whole_or_by_its_beginning(
    app: Flask, coffee: MadeProduct, typed: str
) -> None:
    order = named(app, coffee, "Testperson Drei", "gerda.m@example.org")
    assert found(app, typed) == (order.id,)


def test_codes_batches_and_tracking_numbers_lead_to_their_orders(
    app: Flask, coffee: MadeProduct
) -> None:
    fetched = paid_order(app, {coffee.variant.id: 1}, pickup_at=place(app), name="Eins Erste")
    sent = paid_order(app, {coffee.variant.id: 1}, name="Zwei Zweite")
    unsold = named(app, coffee, "Drei Dritte")
    with app.app_context():
        pack(sent.id, None)
        ship(sent.id, None, "0034 0434 77a")
        db.session.commit()
        code = db.session.get_one(Order, fetched.id).pickup_code
    assert found(app, code.lower()) == (fetched.id,)
    assert found(app, f"{code[:4]}-{code[4:]}") == (fetched.id,)
    assert found(app, "0034043477A") == (sent.id,) == found(app, "0034 0434")
    assert found(app, "T-endless") == ()  # without a digit it is a name
    assert unsold.id not in found(app, code)


def test_a_search_goes_on_without_gaps_or_repeats(
    app: Flask, coffee: MadeProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [named(app, coffee, f"Testperson Müller {n}").id for n in range(7)]
    monkeypatch.setattr(search, "PER_PAGE", 3)
    for cached in (search._from_the_rarest, search._from_the_newest):
        cached.cache_clear()
    seen: list[int] = []
    with app.app_context():
        page = find_orders("müller")
        while True:
            seen += page.ids
            if not page.after:
                break
            page = find_orders("müller", page.after)
    for cached in (search._from_the_rarest, search._from_the_newest):
        cached.cache_clear()
    assert seen == orders[::-1]


@pytest.mark.parametrize(("many", "very_many"), [(50_000, 200_000), (1, 200_000), (50_000, 1)])
def test_words_of_many_are_found_as_well_as_those_of_few(
    app: Flask,
    coffee: MadeProduct,
    monkeypatch: pytest.MonkeyPatch,
    many: int,
    very_many: int,
) -> None:
    monkeypatch.setattr(search, "MANY", many)
    monkeypatch.setattr(search, "VERY_MANY", very_many)
    search._how_often.cache_clear()
    both = [named(app, coffee, f"Anna Müller {n}").id for n in range(3)]
    named(app, coffee, "Anna Meier")
    named(app, coffee, "Otto Müller")
    assert found(app, "anna müller") == tuple(both[::-1])
    search._how_often.cache_clear()


def test_one_that_is_found_alone_is_opened_and_nobody_else_may_search(
    app: Flask, coffee: MadeProduct, client: FlaskClient
) -> None:
    staff = signed_in(app, "staff")
    first, second = named(app, coffee, "Gerda Müller"), named(app, coffee, "Otto Müller")
    answer = staff.get("/auftraege/suche", query_string={"q": "gerda"})
    assert answer.location == f"/auftraege/{first.number}"
    page = staff.get("/auftraege/suche", query_string={"q": "müller"}).text
    assert first.number in page and page.index(second.number) < page.index(first.number)
    assert client.get("/auftraege/suche?q=gerda").status_code == 302


def test_a_search_takes_no_more_queries_for_more_orders(app: Flask, coffee: MadeProduct) -> None:
    counted = []
    for _ in range(2):
        for n in range(4):
            named(app, coffee, f"Testperson Müller {n}")
        with app.app_context(), queries_of(app) as queries:
            find_orders("müller test")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 3


@given(st.text(max_size=40), st.text(max_size=40))
def test_every_word_of_a_name_is_found_by_itself(name: str, other: str) -> None:
    kept = order_words((name, other), "")
    for word in name.split():
        for low, high in spans(word):
            assert any(low <= one < high for one in kept)


@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(text: str) -> None:
    asked = spans(text)
    assert len(asked) <= 6 and all(isinstance(one, Span) and one.low < one.high for one in asked)
