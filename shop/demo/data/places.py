"""Where the demo shop hands over. The buildings exist, an agreement with them does not."""

from typing import TypedDict


class Place(TypedDict):
    name: str
    street: str
    postcode: str
    city: str
    hours: str
    instructions: str


_HOURS = "Demo-Öffnungszeiten: Mo–Fr 10–18 Uhr"


def _place(name: str, street: str, postcode: str, instructions: str) -> Place:
    return {
        "name": f"Demo-Abholort {name}",
        "street": street,
        "postcode": postcode,
        "city": "Berlin",
        "hours": _HOURS,
        "instructions": instructions,
    }


PLACES = (
    _place("Rathaus Köpenick", "Alt-Köpenick 21", "12555", "Am Empfang die Bestellnummer nennen."),
    _place("Rathaus Treptow", "Neue Krugallee 4", "12435", "Am Empfang die Bestellnummer nennen."),
    _place(
        "Bürgeramt Adlershof",
        "Rudower Chaussee 6",
        "12489",
        "An der Information die Bestellnummer nennen.",
    ),
    _place(
        "KIEZKLUB Haus der Begegnung",
        "Wendenschloßstraße 404",
        "12557",
        "Im Büro des Hauses die Bestellnummer nennen.",
    ),
)
