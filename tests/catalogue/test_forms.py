"""What the address of the catalogue is understood as."""

from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.find import Query
from shop.catalogue.forms import asked


def test_known_filters_become_what_the_database_knows() -> None:
    given_address = {"zubereitung": "vollautomat", "geschmack": "nussig", "groesse": "500"}
    found = asked(given_address | {"entkoffeiniert": "1", "q": " Jaén "})
    assert found.query == Query("Jaén", "machine", "nutty", True, 500)


def test_unknown_filters_are_left_out() -> None:
    assert asked({"zubereitung": "tee", "groesse": "-1", "seite": "1e9"}) == asked({})


def test_an_address_leads_to_the_same_question_again() -> None:
    found = asked({"q": "Nuss & mehr", "zubereitung": "filter", "seite": "3"})
    assert found.address() == "/kaffee/?q=Nuss+%26+mehr&zubereitung=filter"
    assert found.address(without="q") == "/kaffee/?zubereitung=filter"
    assert asked({}).address() == "/kaffee/"


@given(
    st.dictionaries(
        st.sampled_from(["q", "zubereitung", "geschmack", "groesse", "entkoffeiniert", "seite"]),
        st.text(max_size=200),
    )
)
def test_any_input_is_understood_as_far_as_it_goes(arguments: dict[str, str]) -> None:
    found = asked(arguments)
    assert found.text.isprintable() and len(found.text) <= 80
    assert 1 <= found.page <= 9999
    assert found.use in {"", "filter", "espresso", "vollautomat"}
