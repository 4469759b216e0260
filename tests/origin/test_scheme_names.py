import pytest

from shop.origin.scheme_names import foreign_schemes

OWN = ["Demo-Handelsregeln (erfunden)"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fair gehandelt nach Demo-Handelsregeln", []),
        ("Naturland-zertifiziert", ["naturland"]),
        ("FAIR TRADE", ["fair trade"]),
        ("nach Demo-Ökoregeln", ["Demo-Ökoregeln (erfunden)"]),
        ("fair gehandelt", []),
    ],
)
def test_only_a_scheme_that_certified_it_is_named(text: str, found: list[str]) -> None:
    assert foreign_schemes(text, OWN, [*OWN, "Demo-Ökoregeln (erfunden)"]) == found


def test_a_scheme_with_the_name_in_its_own_may_be_named() -> None:
    assert foreign_schemes("Fairtrade-zertifiziert", ["Fairtrade (FLOCERT)"], []) == []
