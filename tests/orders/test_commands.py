"""What an operator does with pickup places on the command line."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.db import db
from shop.orders.models import PickupPlace
from shop.orders.queries import open_places

RATHAUS = {
    "--street": "Alt-Köpenick 21",
    "--postcode": "12555",
    "--city": "Berlin",
    "--hours": "Mo–Fr 10–18 Uhr",
    "--ready-days": "2",
}


def _said(app: Flask, *arguments: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["place", *arguments])
    return found.exit_code, found.output


def _add(app: Flask, name: str, **changes: str) -> tuple[int, str]:
    options = RATHAUS | {f"--{key.replace('_', '-')}": value for key, value in changes.items()}
    return _said(app, "add", name, *(word for option in options.items() for word in option))


def _offered(app: Flask) -> list[str]:
    """What the checkout offers, in its order."""
    with app.app_context():
        return [place.name for place in open_places()]


def test_a_new_place_is_offered_behind_the_others(app: Flask) -> None:
    assert _add(app, "Rathaus Köpenick") == (0, "Rathaus Köpenick ist eröffnet.\n")
    with app.app_context():
        db.session.execute(update(PickupPlace).values(position=7))
        db.session.commit()
    assert _add(app, "Bürgeramt", instructions="Am Empfang melden.", ready_days="0")[0] == 0
    assert _offered(app) == ["Rathaus Köpenick", "Bürgeramt"]
    with app.app_context():
        place = db.session.scalars(select(PickupPlace).where(PickupPlace.name == "Bürgeramt")).one()
        assert (place.hours, place.instructions) == ("Mo–Fr 10–18 Uhr", "Am Empfang melden.")
        assert place.ready_days == 0


def test_a_closed_place_is_offered_no_more_and_may_open_again(app: Flask) -> None:
    _add(app, "Rathaus")
    assert _said(app, "close", "Rathaus") == (0, "Rathaus ist geschlossen.\n")
    assert _offered(app) == []
    assert _add(app, "Rathaus")[0] == 0
    assert _offered(app) == ["Rathaus"]


def test_two_open_places_do_not_share_a_name(app: Flask) -> None:
    _add(app, "Rathaus")
    assert _add(app, " Rathaus ") == (1, "Error: Rathaus gibt es schon.\n")
    assert _offered(app) == ["Rathaus"]


def test_only_an_open_place_is_closed(app: Flask) -> None:
    assert "gibt es nicht" in _said(app, "close", "Rathaus")[1]
    _add(app, "Rathaus")
    _said(app, "close", "Rathaus")
    assert _said(app, "close", "Rathaus")[0] == 1


def test_the_list_shows_open_and_closed_places(app: Flask) -> None:
    _add(app, "Rathaus")
    _add(app, "Bürgeramt")
    _said(app, "close", "Bürgeramt")
    assert _said(app, "list")[1].splitlines() == [
        "Rathaus (offen): Alt-Köpenick 21, 12555 Berlin; Mo–Fr 10–18 Uhr; 2 Werktage",
        "Bürgeramt (geschlossen): Alt-Köpenick 21, 12555 Berlin; Mo–Fr 10–18 Uhr; 2 Werktage",
    ]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("postcode", "1255", "Postleitzahl: Bitte fünf Ziffern"),
        ("street", " ", "Straße und Hausnummer: Bitte ausfüllen"),
        ("city", "B" * 81, "Ort: Bitte höchstens 80 Zeichen"),
        ("hours", "Mo\nDi", "Öffnungszeiten: Bitte entfernen Sie Zeilenumbrüche"),
        ("ready_days", "bald", "Werktage bis zur Abholung: Bitte geben Sie eine Zahl"),
        ("ready_days", "", "Werktage bis zur Abholung: Bitte ausfüllen"),
        ("ready_days", "61", "Werktage bis zur Abholung: Bitte geben Sie eine Zahl"),
    ],
)
def test_a_place_that_cannot_be_found_is_not_opened(
    app: Flask, key: str, value: str, said: str
) -> None:
    code, told = _add(app, "Rathaus", **{key: value})
    assert (code, said in told) == (1, True)
    assert _offered(app) == []
