"""How numbers, dates and countries are written in German pages and mails. Plain values in."""

from datetime import date, datetime

from flask import Flask

from shop.clock import berlin
from shop.money.cents import grundpreis_cents
from shop.web.countries import country_name

NBSP = "\u00a0"
_MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_DAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]


def euro(cents: int) -> str:
    """750 → „7,50 €“, with a point between thousands."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02d}{NBSP}€"


def kg_price(price_cents: int, net_grams: int) -> str:
    """The Grundpreis: (750, 250) → „30,00 €/kg“."""
    return f"{euro(grundpreis_cents(price_cents, net_grams))}/kg"


def weight(grams: int) -> str:
    """250 → „250 g“, 1000 → „1 kg“, 1500 → „1,5 kg“."""
    if grams < 1000:
        return f"{grams}{NBSP}g"
    return f"{grams / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ",") + f"{NBSP}kg"


def percent_bp(rate_bp: int) -> str:
    """700 → „7 %“."""
    return f"{rate_bp / 100:g}".replace(".", ",") + f"{NBSP}%"


def date_de(day: date) -> str:
    """„24. November 2026“."""
    return f"{day.day}.{NBSP}{_MONTHS[day.month - 1]} {day.year}"


def weekday_de(day: date) -> str:
    """„Dienstag, 24. November“: for days near at hand."""
    return f"{_DAYS[day.weekday()]}, {day.day}.{NBSP}{_MONTHS[day.month - 1]}"


def datetime_de(moment: datetime) -> str:
    """„24. November 2026, 17:05 Uhr“, Berlin time."""
    here = berlin(moment)
    return f"{date_de(here.date())}, {here:%H:%M}{NBSP}Uhr"


def time_de(moment: datetime) -> str:
    """„17:05 Uhr“, Berlin time: for moments of today."""
    return f"{berlin(moment):%H:%M}{NBSP}Uhr"


def month_de(first: date) -> str:
    return f"{_MONTHS[first.month - 1]} {first.year}"


def init_app(app: Flask) -> None:
    for function in (
        euro,
        kg_price,
        weight,
        percent_bp,
        date_de,
        weekday_de,
        datetime_de,
        time_de,
        month_de,
        country_name,
    ):
        app.jinja_env.filters[function.__name__] = function
