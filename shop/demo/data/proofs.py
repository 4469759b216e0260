"""What is proved in the demo shop, and what it says for that; all of it invented.

Claims stand here as data, and nowhere else in the demo.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shop.demo.data.cooperatives import FLOR_DE_NIEBLA, VALLE_CLARO
from shop.demo.data.recipes import ROASTER, SHOP

CONTROL_BODY = "Demo-Kontrollstelle Musterprüfung (erfunden)"
#: What it is about: all lots but the micro lot's and the decaffeinated ones, these, and one
#: cooperative's.
WASHED, DECAF, FLOR = "washed", "decaf", "flor"


@dataclass(frozen=True, slots=True)
class Rules:
    """A scheme; the names are those of `schemes`."""

    name: str
    kind: str
    criteria_url: str
    permitted_because: str


ORGANIC = Rules(
    name="Demo-Ökoregeln (erfunden)",
    kind="organic",
    criteria_url="https://oekoregeln.example/",
    permitted_because=(
        "Erfunden für die Vorführung. Im wirklichen Laden stünde hier die Verordnung (EU) 2018/848 "
        "als staatliches Recht."
    ),
)
FAIR = Rules(
    name="Demo-Handelsregeln (erfunden)",
    kind="fair",
    criteria_url="https://handelsregeln.example/",
    permitted_because=(
        "Erfunden für die Vorführung. Im wirklichen Laden stünde hier, dass die Regeln öffentlich "
        "sind, allen offenstehen, unabhängig geprüft werden und ein Entzug möglich ist."
    ),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate, and which claims need it."""

    number: str
    rules: Rules
    holder_kind: str
    holder: str
    scope: str
    valid_from: date
    valid_until: date
    needed_for: frozenset[str]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim, about the lots named so."""

    about: str
    rules: Rules
    text: str
    specification: str
    origin_line: str = ""


SAYINGS = (
    Saying(
        about=WASHED,
        rules=ORGANIC,
        text="Bio-Kaffee (Demo)",
        specification="Kaffee aus erfundenem ökologischem Anbau nach Demo-Ökoregeln",
        origin_line="Landwirtschaft Peru",
    ),
    Saying(
        about=DECAF,
        rules=ORGANIC,
        text="Bio-Kaffee, entkoffeiniert (Demo)",
        specification=(
            "Kaffee aus erfundenem ökologischem Anbau, entkoffeiniert, beides nach Demo-Ökoregeln"
        ),
        origin_line="Landwirtschaft Peru",
    ),
    Saying(
        about=FLOR,
        rules=FAIR,
        text="Fair gehandelt nach Demo-Handelsregeln",
        specification=(
            "Rohkaffee mit Mindestpreis und Prämie gekauft; Regeln und Prüfung sind erfunden"
        ),
    ),
)


def papers(first_year: int, until: date) -> Iterator[Paper]:
    """Of a shop that opened in that year and is shown on that day.

    What proves the decaffeinated coffee ended 50 days before it, what proves the trade ends 60 days
    after it.
    """
    begin = date(first_year - 1, 11, 1)
    yield from _organic(1, begin, date(first_year + 1, 1, 31))
    yield from _organic(5, date(first_year, 11, 1), date(first_year + 2, 12, 31))
    yield Paper(
        number="DEMO-0009",
        rules=ORGANIC,
        holder_kind="importer",
        holder="Demo-Entkoffeinierung Nordhafen (erfunden)",
        scope="Entkoffeinieren von Rohkaffee",
        valid_from=begin,
        valid_until=until - timedelta(days=50),
        needed_for=frozenset({DECAF}),
    )
    yield Paper(
        number="DEMO-0010",
        rules=FAIR,
        holder_kind="cooperative",
        holder=FLOR_DE_NIEBLA.name,
        scope="Erzeugung und Verkauf von Rohkaffee",
        valid_from=begin,
        valid_until=until + timedelta(days=60),
        needed_for=frozenset({FLOR}),
    )


def _organic(number: int, valid_from: date, valid_until: date) -> Iterator[Paper]:
    holders = (
        ("shop", SHOP, "Verkauf von Kaffee", "DE-ÖKO-000", (WASHED, DECAF)),
        ("roaster", ROASTER, "Rösten und Abfüllen von Kaffee", "DE-ÖKO-000", (WASHED, DECAF)),
        ("cooperative", FLOR_DE_NIEBLA.name, "Anbau von Kaffee", "PE-BIO-000", (WASHED,)),
        ("cooperative", VALLE_CLARO.name, "Anbau von Kaffee", "PE-BIO-000", (WASHED, DECAF)),
    )
    for following, (kind, holder, scope, code, needed_for) in enumerate(holders):
        yield Paper(
            number=f"DEMO-{number + following:04}",
            rules=ORGANIC,
            holder_kind=kind,
            holder=holder,
            scope=scope,
            valid_from=valid_from,
            valid_until=valid_until,
            needed_for=frozenset(needed_for),
            code=code,
        )
