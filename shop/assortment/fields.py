"""What a product file can hold, in the words of a form and in sections that fit a phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import lazy_gettext as _

from shop.catalogue.rules import ACIDITIES, BODIES, GRINDS, ROASTS, TASTES
from shop.origin.rules import PROVINCES

Choices = Mapping[Any, Any]
_NOTHING = {"": _("keine Angabe")}


@dataclass(frozen=True, slots=True)
class Asked:
    """How one key of a product file is asked for."""

    label: Any
    how: Literal["line", "text", "number", "choice", "yes", "several"] = "line"
    hint: Any = None
    choices: Choices | None = None


DRAWINGS = {
    "bag": _("Tüte"),
    "set": _("mehrere Tüten"),
    "crate": _("Kiste"),
    "mug": _("Becher"),
    "filter": _("Filter"),
    "chocolate": _("Schokolade"),
    "gift": _("Geschenk"),
}
KINDS = {
    "coffee": _("Kaffee"),
    "chocolate": _("Schokolade"),
    "goods": _("kein Lebensmittel"),
    "set": _("Set aus mehreren Dingen"),
}
VAT = {"reduced": _("ermäßigt (7\u00a0%)"), "standard": _("voll (19\u00a0%)")}
STATES = {"draft": _("Entwurf"), "published": _("im Katalog"), "retired": _("zurückgezogen")}
_COLOUR_HINT = _("wie #5b3423")


def _scale(words: Mapping[int, str]) -> Choices:
    return {**_NOTHING, **{level: f"{level} – {name}" for level, name in words.items()}}


SECTIONS: dict[str, tuple[Any, dict[str, Asked]]] = {
    "texte": (
        _("Name und Texte"),
        {
            "name": Asked(_("Name")),
            "tagline": Asked(_("Satz unter dem Namen")),
            "description": Asked(
                _("Beschreibung"), "text", _("Absätze mit einer leeren Zeile dazwischen.")
            ),
            "flavour_notes": Asked(_("Geschmacksnoten"), hint=_("Bis zu drei, mit Komma.")),
            "taste": Asked(_("Geschmack zum Filtern"), "choice", choices={**_NOTHING, **TASTES}),
        },
    ),
    "pflichtangaben": (
        _("Pflichtangaben"),
        {
            "legal_name": Asked(
                _("Bezeichnung des Lebensmittels"),
                hint=_("Der Mahlgrad kommt von selbst dazu. In einem Set der Kaffee zuerst."),
            ),
            "storage": Asked(_("Aufbewahrung")),
            "ingredients": Asked(
                _("Zutaten"), "text", _("Allergene in Großbuchstaben. Nicht für reinen Kaffee.")
            ),
            "nutrition": Asked(
                _("Nährwerte"), "text", _("Eine Angabe pro Zeile: „Brennwert: 2300 kJ“.")
            ),
            "maker": Asked(
                _("Hersteller"),
                hint=_("Name, Postadresse und E-Mail-Adresse, wo es kein Lebensmittel ist."),
            ),
            "decaf": Asked(_("entkoffeiniert"), "yes"),
            "provinces": Asked(
                _("Woher aller Kaffee darin kommt"),
                "several",
                _("Nur, wenn der Name es sagt: Dann darf nichts anderes hinein."),
                dict(PROVINCES),
            ),
            "handling_days": Asked(_("Werktage bis zum Versand"), "number"),
        },
    ),
    "geschmack": (
        _("Geschmack und Zubereitung"),
        {
            "roast_level": Asked(_("Röstung"), "choice", choices=_scale(ROASTS)),
            "acidity": Asked(_("Säure"), "choice", choices=_scale(ACIDITIES)),
            "body": Asked(_("Körper"), "choice", choices=_scale(BODIES)),
            "suits_filter": Asked(_("geeignet für Filter"), "yes"),
            "suits_espresso": Asked(_("geeignet für Espresso"), "yes"),
            "suits_machine": Asked(_("geeignet für Vollautomaten"), "yes"),
            "brew_method": Asked(_("Zubereitung mit"), hint=_("zum Beispiel Handfilter")),
            "brew_grams": Asked(_("Kaffee (g)"), "number"),
            "brew_water_ml": Asked(_("Wasser (ml)"), "number"),
            "brew_celsius": Asked(_("Temperatur (°C)"), "number"),
            "brew_seconds": Asked(_("Zeit (Sekunden)"), "number"),
        },
    ),
    "aussehen": (
        _("Aussehen ohne Foto"),
        {
            "drawing": Asked(_("Zeichnung"), "choice", choices=DRAWINGS),
            "bag_colour": Asked(_("Farbe der Tüte"), hint=_COLOUR_HINT),
            "label_colour": Asked(_("Farbe des Etiketts"), hint=_COLOUR_HINT),
            "accent_colour": Asked(_("Farbe der Verzierung"), hint=_COLOUR_HINT),
        },
    ),
    "nachbestellen": (
        _("Wann es knapp wird"),
        {
            "reorder_grams": Asked(
                _("Knapp unter (g Röstkaffee)"), "number", _("Alle Größen und Mahlgrade zusammen.")
            ),
            "reorder_units": Asked(_("Knapp unter (Stück)"), "number", _("Für Waren ohne Kaffee.")),
        },
    ),
}
VARIANT: dict[str, Asked] = {
    "sku": Asked(_("Artikelnummer"), hint=_("Später nicht mehr zu ändern.")),
    "size": Asked(_("Größe"), hint=_("wie Kundinnen und Kunden sie wählen: 250 g, Ein Stück")),
    "grind": Asked(_("Mahlgrad"), "choice", choices={"": _("nichts zu mahlen"), **GRINDS}),
    "net_grams": Asked(
        _("Füllmenge (g)"), "number", _("Aus ihr folgt der Grundpreis. Leer bei gemischten Sets.")
    ),
    "coffee_grams": Asked(_("Röstkaffee darin (g)"), "number", _("0, wenn keiner darin ist.")),
    "shipping_grams": Asked(_("Gewicht mit Verpackung (g)"), "number"),
    "vat_class": Asked(_("Mehrwertsteuer"), "choice", choices=VAT),
    "gtin": Asked(_("GTIN (EAN)")),
    "position": Asked(_("Platz unter den Sorten"), "number", _("Die kleinste Zahl zuerst.")),
    "on_sale": Asked(_("im Verkauf"), "yes"),
    "price": Asked(_("Preis (€)"), hint=_("Bruttopreis mit Komma: 7,50")),
}
#: What only a new product is asked for; the rest follows section by section.
NEW: dict[str, Asked] = {
    "name": Asked(_("Name")),
    "slug": Asked(
        _("Adresse der Seite"),
        hint=_("Kleine Buchstaben, Ziffern, Bindestriche. Später nicht mehr zu ändern."),
    ),
    "kind": Asked(_("Was ist es?"), "choice", choices=KINDS),
    "tagline": Asked(_("Satz unter dem Namen")),
    "description": Asked(_("Beschreibung"), "text"),
}
#: Key of a product file → the section in which it is asked for.
SECTION_OF = {name: key for key, (_title, asked) in SECTIONS.items() for name in asked}
_ALL = {name: asked for _title, section in SECTIONS.values() for name, asked in section.items()}
#: Every key in words, also those no form asks for.
WORDS: dict[str, Any] = {
    **{name: asked.label for name, asked in (NEW | _ALL | VARIANT).items()},
    "parts": _("Bestandteile"),
    "variant_parts": _("Bestandteile"),
    "variants": _("eine Sorte im Verkauf"),
    "state": _("Zustand"),
    "place": _("Platz im Katalog"),
    "photo": _("Foto"),
    "photo_place": _("Platz des Fotos"),
    "announced": _("als Ermäßigung gezeigt"),
    "price_cents": _("Preis"),
    "ground_from_id": _("auf Bestellung gemahlen aus"),
}
#: Fixed values in words.
VALUES: dict[str, Choices] = {
    name: asked.choices for name, asked in (NEW | _ALL | VARIANT).items() if asked.choices
} | {"state": STATES}
