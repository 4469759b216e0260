"""What a cart costs, for carts of every kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.cart.rules import (
    MAX_LINES,
    MAX_QUANTITY,
    CartLine,
    Delivery,
    PricedCart,
    Shortage,
    TooMany,
    TooManyLines,
    price,
    put_in,
    set_units,
    shortage,
)

SHIPPING_CENTS, FREE_FROM_CENTS = 490, 4000

single_prices = st.tuples(st.sampled_from([700, 1900]), st.integers(1, 20_000))
units = st.integers(1, MAX_QUANTITY)


@st.composite
def lines(draw: st.DrawFn) -> list[CartLine]:
    """Goods at one rate and sets of both, each in some quantity."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.lists(single_prices, min_size=1, max_size=3), units, st.integers(1, 9_999)
            ),
            max_size=8,
        )
    )
    return [
        line(number, cents, count, tuple(parts))
        for number, (parts, count, cents) in enumerate(drawn, 1)
    ]


def line(
    variant_id: int = 1,
    cents: int = 750,
    quantity: int = 1,
    parts: tuple[tuple[int, int], ...] | None = None,
    handling_days: int = 2,
    said: tuple[str, ...] = (),
) -> CartLine:
    return CartLine(
        variant_id=variant_id,
        sku=f"T-{variant_id}",
        slug="kaffee",
        product_name="Kaffee",
        variant_name="250 g",
        legal_name="Röstkaffee",
        quantity=quantity,
        unit_price_cents=cents,
        net_grams=250,
        coffee_grams=250,
        parts=parts or ((700, cents),),
        handling_days=handling_days,
        said=said,
    )


def priced(found: list[CartLine], delivery: Delivery = Delivery.SHIPPING) -> PricedCart:
    return price(found, delivery, shipping_cents=SHIPPING_CENTS, free_from_cents=FREE_FROM_CENTS)


@given(lines(), st.sampled_from(Delivery))
def test_the_rates_add_up_to_the_total(found: list[CartLine], delivery: Delivery) -> None:
    cart = priced(found, delivery)
    assert sum(vat.gross_cents for vat in cart.vat) == cart.total_cents
    assert cart.total_cents == cart.goods_cents + cart.shipping_cents


@given(lines(), st.sampled_from(Delivery))
def test_net_and_vat_of_the_lines_add_up_to_those_of_the_document(
    found: list[CartLine], delivery: Delivery
) -> None:
    cart = priced(found, delivery)
    of_lines = [vat for group in cart.vat_of_lines() for vat in group]
    for total in cart.vat:
        same = [vat for vat in of_lines if vat.rate_bp == total.rate_bp]
        assert sum(vat.net_cents for vat in same) == total.net_cents
        assert sum(vat.vat_cents for vat in same) == total.vat_cents


@given(lines())
def test_each_line_keeps_its_own_gross(found: list[CartLine]) -> None:
    cart = priced(found)
    groups = cart.vat_of_lines()
    for line_of_cart, group in zip(cart.lines, groups, strict=False):
        assert sum(vat.gross_cents for vat in group) == line_of_cart.total_cents
    if cart.shipping_cents:
        assert sum(vat.gross_cents for vat in groups[-1]) == cart.shipping_cents


@given(lines())
def test_shipping_costs_until_the_goods_reach_the_limit(found: list[CartLine]) -> None:
    cart = priced(found)
    if not found or cart.goods_cents >= FREE_FROM_CENTS:
        assert (cart.shipping_cents, cart.missing_for_free_cents) == (0, 0)
    else:
        assert cart.shipping_cents == SHIPPING_CENTS
        assert cart.missing_for_free_cents == FREE_FROM_CENTS - cart.goods_cents


@given(lines())
def test_pickup_costs_nothing(found: list[CartLine]) -> None:
    cart = priced(found, Delivery.PICKUP)
    assert (cart.shipping_cents, cart.missing_for_free_cents) == (0, 0)


def test_shipping_follows_the_goods_it_carries() -> None:
    cart = priced([line(1, 1500), line(2, 1500, parts=((1900, 1500),))])
    assert [(vat.rate_bp, vat.gross_cents) for vat in cart.vat] == [(700, 1745), (1900, 1745)]


def test_a_set_is_shared_out_by_the_single_prices_of_its_parts() -> None:
    coffee_and_mug = line(1, 2000, parts=((700, 750), (1900, 1500)))
    assert coffee_and_mug.amounts == ((700, 667), (1900, 1333))


def test_the_slowest_line_decides_when_the_parcel_leaves() -> None:
    assert priced([line(1, handling_days=2), line(2, handling_days=5)]).handling_days == 5
    assert priced([]).handling_days == 0


@pytest.mark.parametrize(
    "other",
    [
        priced([line(1, 751, 2)]),
        priced([line(1, 750, 3)]),
        priced([line(2, 750, 2)]),
        priced([line(1, 750, 2, parts=((1900, 750),))]),
        priced([line(1, 750, 2, said=("Kaffee aus Anbau nach Regeln",))]),
        priced([line(1, 750, 2)], Delivery.PICKUP),
        price([line(1, 750, 2)], Delivery.SHIPPING, shipping_cents=590, free_from_cents=4000),
    ],
    ids=["price", "quantity", "goods", "rate", "claims", "delivery", "shipping"],
)
def test_the_fingerprint_changes_with_whatever_was_agreed(other: PricedCart) -> None:
    assert other.fingerprint != priced([line(1, 750, 2)]).fingerprint


def test_the_fingerprint_of_the_same_cart_stays() -> None:
    assert priced([line(1, 750, 2)]).fingerprint == priced([line(1, 750, 2)]).fingerprint


@given(st.dictionaries(st.integers(1, 99), units, max_size=5), st.integers(1, 99), units)
def test_putting_in_adds_to_what_is_there(wanted: dict[int, int], which: int, count: int) -> None:
    sum_of_both = wanted.get(which, 0) + count
    if sum_of_both > MAX_QUANTITY:
        with pytest.raises(TooMany):
            put_in(wanted, which, count)
    else:
        assert put_in(wanted, which, count) == wanted | {which: sum_of_both}


def test_zero_takes_a_line_out() -> None:
    assert set_units({1: 2, 2: 3}, {1: 0}) == {2: 3}


def test_a_cart_takes_only_so_many_different_things() -> None:
    full = dict.fromkeys(range(1, MAX_LINES + 1), 1)
    with pytest.raises(TooManyLines):
        put_in(full, MAX_LINES + 1, 1)


@given(units, st.integers(0, MAX_QUANTITY))
def test_a_shortage_is_named_exactly_when_something_is_missing(wanted: int, there: int) -> None:
    why = shortage(wanted, there, on_sale=True)
    assert (why is None) == (there >= wanted)
    assert (why is Shortage.SOLD_OUT) == (there == 0)
    assert shortage(wanted, there, on_sale=False) is Shortage.RETIRED
