"""How a calculated part came about, with its figures, as German readers read them. Pure.

All of it is for one kilogram of roasted coffee, so that it holds for every size of a batch.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from shop.money.cents import half_up
from shop.money.vat import Vat
from shop.split.facts import GRAMS_PER_POUND, Green


def green(lots: Sequence[Green], made_grams: int, cents_per_kg: Fraction) -> str:
    """„je kg Röstkaffee 1,190 kg Rohkaffee = 2,625 lb, × 3,80 USD/lb ab Hafen …“"""
    told = "; ".join(_one_green(lot, made_grams, len(lots) > 1) for lot in lots)
    together = "; zusammen" if len(lots) > 1 else ""
    return f"Je kg Röstkaffee: {told}{together} = {_number(cents_per_kg / 100, 2)} €"


def _one_green(lot: Green, made_grams: int, name_it: bool) -> str:
    kilograms = Fraction(lot.green_grams, made_grams)
    pounds = kilograms * 1000 / GRAMS_PER_POUND
    name = f"{lot.code} " if name_it else ""
    return (
        f"{name}{_number(kilograms, 3)} kg Rohkaffee = {_number(pounds, 3)} lb"
        f" × {_e4(lot.fob_usd_e4)} USD/lb (FOB) ÷ {_e4(lot.usd_per_eur_e4, 4)} USD/€"
    )


def green_unknown(lots: Sequence[Green]) -> str:
    codes = [lot.code for lot in lots if lot.fob_usd_e4 is None or not lot.usd_per_eur_e4]
    return f"Preis ab Hafen oder Wechselkurs nicht bekannt: {', '.join(codes)}" if codes else ""


def contracts(lots: Sequence[Green]) -> tuple[str, date | None]:
    """The documents behind green coffee and premium, and the day of the newest price."""
    named = dict.fromkeys(f"Vertrag {lot.contract}" for lot in lots)
    rates = dict.fromkeys(_rate(lot) for lot in lots if lot.usd_per_eur_e4)
    days = [lot.fob_on for lot in lots if lot.fob_on]
    return ", ".join((*named, *rates)), max(days, default=None)


def _rate(lot: Green) -> str:
    day = f" vom {lot.rate_on:%d.%m.%Y}" if lot.rate_on else ""
    return f"{lot.rate_source or 'Wechselkurs'}{day}"


def premium(lots: Sequence[Green]) -> str:
    owed = Fraction(sum(lot.premium_micro_per_kg for lot in lots), 1_000_000)
    agreed = dict.fromkeys(_e4(lot.premium_usd_e4) for lot in lots if lot.premium_usd_e4)
    return f"{_number(owed, 4)} € je kg Röstkaffee, vereinbart {' und '.join(agreed)} USD/lb"


def project(micro_per_kg: int) -> tuple[str, str]:
    owed = _number(Fraction(micro_per_kg, 1_000_000), 2)
    return f"{owed} € je kg Röstkaffee", "Zusage für diese Charge, abgerechnet unter /praemie"


def coffee_tax(cents_per_kg: int) -> tuple[str, str]:
    return f"{_number(Fraction(cents_per_kg, 100), 2)} € je kg Röstkaffee", "§ 2 KaffeeStG"


def vat(rates: Sequence[Vat]) -> tuple[str, str]:
    if len(rates) == 1:
        rate, whole = _percent(rates[0].rate_bp), _percent(10_000 + rates[0].rate_bp)
        return f"{rate} %, im Preis enthalten: Preis × {rate} ÷ {whole}", "§ 12 UStG"
    told = ", ".join(
        f"{_percent(vat.rate_bp)} % aus {_number(Fraction(vat.gross_cents, 100), 2)} €"
        for vat in rates
    )
    return f"Im Preis enthalten, nach Einzelpreisen geteilt: {told}", "§ 12 UStG"


def shop(left_cents: int | None) -> str:
    if left_cents is None:
        return "Bleibt unbekannt, solange ein anderer Teil unbekannt ist"
    if left_cents < 0:
        return "Alles andere kostet mehr als den Preis; die Differenz trägt der Laden"
    return (
        "Was vom Preis bleibt, wenn alles andere bezahlt ist: für Einfuhr und Finanzierung, Lager,"
        " Zahlung, Beratung, Miete und Arbeit"
    )


def _percent(rate_bp: int) -> str:
    return f"{rate_bp / 100:g}".replace(".", ",")


def _e4(value: int | None, places: int = 2) -> str:
    """Ten-thousandths, with more places than asked for where they are needed."""
    exact = Fraction(value or 0, 10_000)
    while exact * 10**places % 1:
        places += 1
    return _number(exact, places)


def _number(exact: Fraction, places: int) -> str:
    scaled = half_up(*(exact * 10**places).as_integer_ratio())
    whole, rest = divmod(scaled, 10**places)
    return f"{whole},{rest:0{places}d}"
