from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shop.money.vat import take_out
from shop.reports.period import Period
from shop.reports.rules import bars, figures, report

PERIOD = Period(date(2026, 1, 1), date(2026, 12, 1))


@dataclass(frozen=True)
class Row:
    month: date
    product: str
    is_shipping: bool
    channel: str
    rate_bp: int
    units: int
    coffee_grams: int
    gross_cents: int
    net_cents: int
    vat_cents: int


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Refunds are negative rows, so sums below zero are fine too."""
    gross, rate = draw(st.integers(-(10**7), 10**7)), draw(st.sampled_from([700, 1900]))
    vat = take_out(gross, rate)
    return Row(
        month=date(2026, draw(st.integers(1, 12)), 1),
        product=draw(st.sampled_from(["Hausmischung", "Becher", "Versand"])),
        is_shipping=draw(st.booleans()),
        channel=draw(st.sampled_from(["shipping", "pickup", "counter"])),
        rate_bp=rate,
        units=draw(st.integers(-50, 50)),
        coffee_grams=draw(st.integers(-9999, 9999)),
        gross_cents=gross,
        net_cents=vat.net_cents,
        vat_cents=vat.vat_cents,
    )


@given(st.lists(rows()))
def test_months_products_ways_and_rates_each_add_up_to_the_total(sold: list[Row]) -> None:
    found = report(PERIOD, sold)
    shipping = [("Versand", found.shipping)] if found.shipping else []
    for parts in (found.months, [*found.products, *shipping], found.channels, found.rates):
        for name in ("units", "coffee_grams", "gross_cents", "net_cents"):
            assert sum(getattr(own, name) for _, own in parts) == getattr(found.total, name)
        for rate, vat in found.total.vat_cents.items():
            assert sum(own.vat_cents.get(rate, 0) for _, own in parts) == vat


@given(st.lists(rows()))
def test_the_months_of_each_product_add_up_to_it(sold: list[Row]) -> None:
    found = report(PERIOD, sold)
    assert [name for name, _ in found.months_of_products] == [name for name, _ in found.products]
    whole = [own for _, own in found.products] + ([found.shipping] if found.shipping else [])
    parts = [own for _, own in found.months_of_products]
    if found.shipping:
        parts.append(found.months_of_shipping)
    for own, months in zip(whole, parts, strict=True):
        assert [month for month, _ in months] == sorted({month for month, _ in months})
        for name in ("units", "coffee_grams", "gross_cents", "net_cents"):
            assert sum(getattr(part, name) for _, part in months) == getattr(own, name)
        for rate, vat in own.vat_cents.items():
            assert sum(part.vat_cents.get(rate, 0) for _, part in months) == vat


@given(st.lists(rows()))
def test_net_and_vat_make_up_the_gross_in_every_row(sold: list[Row]) -> None:
    found = report(PERIOD, sold)
    for own in (found.total, *(own for _, own in [*found.months, *found.products, *found.rates])):
        assert own.net_cents + sum(own.vat_cents.values()) == own.gross_cents


@given(st.lists(rows()))
def test_the_picture_shows_all_the_coffee(sold: list[Row]) -> None:
    long = Period(date(2020, 1, 1), date(2026, 12, 1))
    for period, kind, count in ((PERIOD, "month", 12), (long, "year", 7)):
        drawn = bars(report(period, sold))
        assert {bar[0] for bar in drawn} == {kind} and len(drawn) == count
        assert sum(bar[2] for bar in drawn) == figures(sold).coffee_grams
