"""The keys of a product file, and what each of them may hold."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shop.catalogue.gtin import gtin14
from shop.catalogue.rules import GRINDS, TASTES
from shop.catalogue.set_price import DEAREST_CENTS
from shop.money.vat import VatClass
from shop.origin.rules import PROVINCES
from shop.web.bag import KINDS as DRAWINGS
from shop.web.colours import is_colour
from shop.web.filters import euro
from shop.web.forms import is_unseen

Reader = Callable[[object], object]

#: Beyond these it is a slip of the keys.
_MOST_GRAMS = 100_000
_MOST_POSITIONS = 1_000_000
_LONGEST_TEXT = 10_000
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SKU = re.compile(r"[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*")
_PRICE = re.compile(r"([0-9]{1,7}),([0-9]{2})")


class Wrong(ValueError):
    """The sentence says what to write instead; `on_page` leaves out how it is written in a file."""

    def __init__(self, on_page: str, in_file: str = "") -> None:
        super().__init__(in_file or on_page)
        self.on_page = on_page


@dataclass(frozen=True, slots=True)
class Key:
    """How a key is read; `column` where the table calls it otherwise."""

    read: Reader
    needed: bool = False
    column: str = ""
    #: Customers read it, so no word may stand in it that only a claim may say.
    is_read: bool = False


def _text(most: int, *, lines: bool = False, filled: bool = False) -> Reader:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise Wrong("Bitte als Text in Anführungszeichen.")
        text = unicodedata.normalize("NFC", value).strip()
        if any(is_unseen(sign) for sign in (text.replace("\n", "") if lines else text)):
            where = "unsichtbare Zeichen" if lines else "Zeilenumbrüche und unsichtbare Zeichen"
            raise Wrong(f"Bitte {where} entfernen.")
        if len(text) > most:
            raise Wrong(f"Bitte höchstens {most} Zeichen, es sind {len(text)}.")
        if filled and not text:
            raise Wrong("Bitte ausfüllen.")
        return text

    return read


def _like(pattern: re.Pattern[str], most: int, sentence: str) -> Reader:
    def read(value: object) -> str:
        if isinstance(value, str) and len(value) <= most and pattern.fullmatch(value):
            return value
        raise Wrong(f"{sentence}, höchstens {most} Zeichen.")

    return read


def _number(low: int, high: int) -> Reader:
    def read(value: object) -> int:
        # True is a number to Python, but not to whoever wrote it.
        if type(value) is int and low <= value <= high:
            return value
        whole = f"Bitte eine ganze Zahl von {low} bis {high}"
        raise Wrong(f"{whole}.", f"{whole}, ohne Anführungszeichen.")

    return read


def _one_of(known: Iterable[str]) -> Reader:
    choices = tuple(known)

    def read(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise Wrong("Bitte eines von diesen: " + ", ".join(f'"{one}"' for one in choices) + ".")

    return read


def _or_none(reader: Reader) -> Reader:
    """TOML has no word for nothing; the empty text stands for it."""
    return lambda value: None if value == "" else reader(value)


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Wrong("Bitte true oder false, ohne Anführungszeichen.")


def _gtin(value: object) -> str:
    if isinstance(value, str) and (found := gtin14(value)):
        return found
    digits, check = "Bitte eine GTIN (EAN) aus 8, 12, 13 oder 14 Ziffern", "; die letzte ist ihre"
    raise Wrong(f"{digits}{check} Prüfziffer.", f"{digits} in Anführungszeichen{check} Prüfziffer.")


def _colour(value: object) -> str:
    if isinstance(value, str) and is_colour(value):
        return value
    raise Wrong("Bitte eine Farbe wie #5b3423.", 'Bitte eine Farbe wie "#5b3423".')


def _provinces(value: object) -> str:
    keys = [key.strip() for key in value.split(",")] if isinstance(value, str) else [""]
    if value == "":
        return ""
    if set(keys) - PROVINCES.keys():
        raise Wrong('Bitte mit Komma, was davon stimmt: "' + ", ".join(PROVINCES) + '".')
    return ",".join(key for key in PROVINCES if key in keys)


def _price(value: object) -> int:
    written = _PRICE.fullmatch(value) if isinstance(value, str) else None
    if written is None:
        raise Wrong(
            "Bitte mit Komma und zwei Stellen: 7,50.",
            'Bitte in Anführungszeichen mit Komma und zwei Stellen: "7,50".',
        )
    cents = int(written[1]) * 100 + int(written[2])
    if not 0 < cents <= DEAREST_CENTS:
        raise Wrong(f"Der Preis muss zwischen 0,01\u00a0€ und {euro(DEAREST_CENTS)} liegen.")
    return cents


_SCALE = _or_none(_number(1, 5))
_VAT = _one_of(VatClass)

PRODUCT: Mapping[str, Key] = {
    "slug": Key(_like(_SLUG, 80, "Bitte kleine Buchstaben a–z, Ziffern, Bindestriche"), True),
    "kind": Key(_one_of(("coffee", "chocolate", "goods", "set")), True),
    "position": Key(_number(0, _MOST_POSITIONS)),
    "name": Key(_text(120, filled=True), True, is_read=True),
    "tagline": Key(_text(200, filled=True), True, is_read=True),
    "description": Key(_text(_LONGEST_TEXT, lines=True, filled=True), True, is_read=True),
    "legal_name": Key(_text(120), is_read=True),
    "flavour_notes": Key(_text(120), is_read=True),
    "taste": Key(_or_none(_one_of(TASTES))),
    "roast_level": Key(_SCALE),
    "acidity": Key(_SCALE),
    "body": Key(_SCALE),
    "suits_filter": Key(_yes_no),
    "suits_espresso": Key(_yes_no),
    "suits_machine": Key(_yes_no),
    "decaf": Key(_yes_no),
    "provinces": Key(_provinces),
    "ingredients": Key(_text(_LONGEST_TEXT, lines=True), is_read=True),
    "nutrition": Key(_text(_LONGEST_TEXT, lines=True), is_read=True),
    "maker": Key(_text(300)),
    "storage": Key(_text(200), is_read=True),
    "brew_method": Key(_text(60), is_read=True),
    "brew_grams": Key(_or_none(_number(1, 10_000))),
    "brew_water_ml": Key(_or_none(_number(1, 100_000))),
    "brew_celsius": Key(_or_none(_number(1, 100))),
    "brew_seconds": Key(_or_none(_number(1, 1_000_000))),
    "handling_days": Key(_number(0, 60)),
    "reorder_grams": Key(_or_none(_number(0, _MOST_POSITIONS))),
    "reorder_units": Key(_or_none(_number(0, _MOST_POSITIONS))),
    "drawing": Key(_one_of(DRAWINGS)),
    "bag_colour": Key(_colour),
    "label_colour": Key(_colour),
    "accent_colour": Key(_colour),
}
VARIANT: Mapping[str, Key] = {
    "sku": Key(_like(_SKU, 40, "Bitte Buchstaben A–Z, Ziffern, dazwischen - . oder _"), True),
    "position": Key(_number(0, _MOST_POSITIONS)),
    "size": Key(_text(40, filled=True), True, is_read=True),
    "grind": Key(_or_none(_one_of(GRINDS))),
    "gtin": Key(_or_none(_gtin)),
    "net_grams": Key(_or_none(_number(1, _MOST_GRAMS))),
    "coffee_grams": Key(_number(0, _MOST_GRAMS)),
    "shipping_grams": Key(_number(0, _MOST_GRAMS)),
    "vat_class": Key(_VAT, True),
    "price": Key(_price, True, "price_cents"),
    "on_sale": Key(_yes_no),
}
PART: Mapping[str, Key] = {
    "name": Key(_text(120, filled=True), True, is_read=True),
    "vat_class": Key(_VAT, True),
    "single_price": Key(_price, True, "single_price_cents"),
}
