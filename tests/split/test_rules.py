"""Every price falls into parts that make it up, to the cent; what nobody knows stays unknown."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.origin.batch_rules import premium_micro_per_kg
from shop.origin.split_document import Part, read_parts, write_parts
from shop.split.facts import Facts
from shop.split.rules import (
    ShopBeforeOthers,
    SplitDoesNotAddUp,
    WordsNotAllowed,
    check,
    check_words,
    known_cents,
    older_than_contract,
    propose,
)
from tests.make.split import make_cost, make_facts, make_green

EVERYTHING = ("green", "premium", "project", "freight", "roasting", "packing")


def cents(parts: tuple[Part, ...]) -> dict[str, int | None]:
    return {part.kind: part.cents for part in parts}


def by_kind(parts: tuple[Part, ...], kind: str) -> Part:
    return next(part for part in parts if part.kind == kind)


def test_a_bag_for_seven_fifty_is_split_as_on_paper() -> None:
    # 250 g at 16 % loss: 297.6 g green = 0.656 lb, at 3.80 USD/lb and 1.15 USD/€.
    assert cents(propose(750, make_facts())) == {
        "green": 217,
        "premium": 11,
        "project": 19,
        "freight": 18,
        "roasting": 75,
        "packing": 32,
        "coffee_tax": 55,
        "vat": 49,
        "shop": 274,
    }


def test_every_part_says_how_it_is_known_and_since_when() -> None:
    parts = propose(750, make_facts())
    assert by_kind(parts, "green").words == (
        "Je kg Röstkaffee: 1,190 kg Rohkaffee = 2,625 lb × 3,80 USD/lb (FOB) ÷ 1,1500 USD/€"
        " = 8,67 €"
    )
    assert "Vertrag 2025/17" in by_kind(parts, "green").document
    assert "EZB-Referenzkurs vom 02.10.2025" in by_kind(parts, "green").document
    assert by_kind(parts, "coffee_tax").document == "§ 2 KaffeeStG"
    assert by_kind(parts, "roasting").document == "Rechnung der Rösterei 4711"
    assert all(part.dated_on for part in parts if part.kind != "shop")


def test_taking_the_caffeine_out_is_a_part_of_its_own() -> None:
    decaf = make_facts(green=(make_green(is_decaf=True),))
    parts = {part.kind: part for part in propose(750, decaf)}
    assert parts["decaf"].cents is None and parts["shop"].cents is None
    costs = {**decaf.costs, "decaf": make_cost(50)}
    parts = {part.kind: part for part in propose(750, replace(decaf, costs=costs))}
    assert (parts["decaf"].cents, parts["shop"].cents) == (50, 224)
    assert "decaf" not in {part.kind for part in propose(750, make_facts())}


def test_a_document_older_than_the_contract_is_noticed_but_bags_may_lie_in_store() -> None:
    parts = propose(750, make_facts())
    assert older_than_contract(parts, date(2026, 1, 15)) == ()
    assert older_than_contract(parts, date(2026, 1, 16)) == ("freight", "roasting")
    assert older_than_contract(parts, None) == ()


@pytest.mark.parametrize("text", ["klimaneutrale Bio-Fracht", "Fair gehandelt, Rechnung 3"])
def test_no_part_says_what_must_be_proven(text: str) -> None:
    check_words(propose(750, make_facts()))
    for part in (Part("freight", 18, "document", "", text), Part("freight", 18, "document", text)):
        with pytest.raises(WordsNotAllowed):
            check_words((part,))


def test_coffee_without_caffeine_pays_the_tax_too_and_a_mug_does_not() -> None:
    mug = Facts(on=make_facts().on, contents=(("standard", 1450),), costs={"goods": make_cost(700)})
    assert cents(propose(1450, mug)) == {"goods": 700, "vat": 232, "shop": 518}


def test_a_set_at_two_rates_is_taxed_by_its_single_prices() -> None:
    contents = (("reduced", 750), ("standard", 1450))
    facts = make_facts(contents=contents, costs={"goods": make_cost(600)})
    split = cents(propose(2190, facts))
    # 7.47 € at 7 % and 14.43 € at 19 %.
    assert split["vat"] == 49 + 230
    assert split["goods"] == 600
    assert split["freight"] is None


def test_several_green_lots_share_by_what_went_in() -> None:
    halves = tuple(
        make_green(code=code, green_grams=25_000, fob_usd_e4=fob, premium_micro_per_kg=228_222)
        for code, fob in (("G-25-01", 30_000), ("G-25-02", 46_000))
    )
    part = by_kind(propose(750, make_facts(green=halves)), "green")
    assert part.cents == 217
    assert "G-25-01 0,595 kg" in part.words and "zusammen" in part.words


def test_the_premium_is_the_one_that_the_books_owe() -> None:
    per_kg = premium_micro_per_kg(2_000, 11_500, 50_000, 42_000)
    assert per_kg == make_green().premium_micro_per_kg
    facts = make_facts(green=(make_green(premium_micro_per_kg=per_kg),), coffee_grams=1000)
    assert cents(propose(2750, facts))["premium"] == 46


@pytest.mark.parametrize("unknown", ["fob_usd_e4", "usd_per_eur_e4"])
def test_green_coffee_without_price_or_rate_is_unknown_and_so_is_the_rest(unknown: str) -> None:
    parts = propose(750, make_facts(green=(make_green(), make_green(**{unknown: None}))))
    assert cents(parts)["green"] is None
    assert cents(parts)["shop"] is None
    assert "nicht bekannt: G-25-01" in by_kind(parts, "green").words
    check(750, parts)


def test_a_cost_without_a_document_is_unknown_and_never_guessed() -> None:
    parts = propose(750, make_facts(costs={"packing": make_cost(32)}))
    unknown = {kind for kind, amount in cents(parts).items() if amount is None}
    assert unknown == {"freight", "roasting", "shop"}


def test_where_the_rest_costs_more_than_the_price_the_shop_adds() -> None:
    parts = propose(300, make_facts())
    assert cents(parts)["shop"] == -147
    assert "trägt der Laden" in by_kind(parts, "shop").words
    check(300, parts)


def test_a_split_with_a_wrong_cent_is_refused_with_the_difference() -> None:
    parts = propose(750, make_facts())
    one_more = tuple(replace(part, cents=275) if part.kind == "shop" else part for part in parts)
    with pytest.raises(SplitDoesNotAddUp) as refused:
        check(750, one_more)
    assert refused.value.missing_cents == -1


def test_the_shop_cannot_know_its_part_before_the_others() -> None:
    parts = propose(750, make_facts(costs={}))
    named = tuple(replace(part, cents=274) if part.kind == "shop" else part for part in parts)
    with pytest.raises(ShopBeforeOthers):
        check(750, named)


def test_every_price_up_to_a_hundred_euros_adds_up() -> None:
    facts = make_facts()
    for price in range(100, 10_000):
        parts = propose(price, facts)
        assert sum(part.cents or 0 for part in parts) == price
        assert all(part.cents is not None for part in parts)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    made = draw(st.integers(1_000, 2_000_000))
    lots = tuple(
        make_green(
            code=f"G-{number}",
            green_grams=draw(st.integers(1, 3_000_000)),
            fob_usd_e4=draw(st.none() | st.integers(0, 150_000)),
            usd_per_eur_e4=draw(st.none() | st.integers(5_000, 20_000)),
            premium_micro_per_kg=draw(st.integers(0, 3_000_000)),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    some_costs = st.builds(make_cost, st.integers(0, 9_999))
    classes = st.sampled_from(["reduced", "standard"])
    return Facts(
        on=draw(st.dates(date(2021, 1, 1), date(2030, 1, 1))),
        contents=tuple(
            draw(st.lists(st.tuples(classes, st.integers(1, 9_999)), min_size=1, max_size=3))
        ),
        coffee_grams=draw(st.integers(0, 5_000)),
        made_on=date(2026, 10, 5),
        made_grams=made,
        green=lots,
        project_micro_per_kg=draw(st.integers(0, 3_000_000)),
        costs=draw(st.dictionaries(st.sampled_from([*EVERYTHING, "goods"]), some_costs)),
    )


@given(price=st.integers(100, 9_999), facts=any_facts())
def test_no_price_and_no_facts_lose_a_cent(price: int, facts: Facts) -> None:
    parts = propose(price, facts)
    check(price, parts)
    unknown = [part for part in parts if part.cents is None]
    if not unknown:
        assert known_cents(parts) == price
    assert (parts[-1].cents is None) == bool(unknown)
    assert all(part.cents is None or part.cents >= 0 for part in parts[:-1])
    assert read_parts(write_parts(parts)) == parts
