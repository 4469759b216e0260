"""What the staff write about green coffee: its contract, its prices, whose it is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, ValidationError

from shop.clock import today
from shop.origin.change_words import EUDR_ROLES
from shop.origin.models import GreenLot, GreenShare
from shop.origin.read_by_customers import read_by_customers
from shop.origin.rules import PROCESSES, is_code
from shop.origin.share_rows import ShareRows, share_fields, typed_shares
from shop.web.forms import AtMost, Needed, SelectChoice, TextLine, WholeNumber
from shop.web.measures import Day, ManyLines, Measure, day_text, measure_text
from shop.web.widgets import Dropdown

#: Columns that are typed as they are stored.
_PLAIN = (
    *("code", "contract", "supplier", "supplier_address", "supplier_mail"),
    *("varieties", "altitude_from", "altitude_to"),
    *("reference_name", "rate_source", "eudr_role", "eudr_reference", "eudr_verification", "note"),
)
_DAYS = (
    *("contracted_on", "harvested_from", "harvested_until", "arrived_on"),
    *("fob_on", "reference_on", "rate_on"),
)
_PRICES = (
    *("fob_usd_e4", "reference_usd_e4", "premium_usd_e4", "organic_usd_e4"),
    "usd_per_eur_e4",
)
#: A tonne is usual, a container has twenty.
MOST_GRAMS = 100_000_000


def _day(label: Any, sentence: Any = None) -> Day:
    return Day(label, [Needed(sentence)] if sentence else [])


def _price(label: Any, least: int = 1) -> Measure:
    return Measure(label, places=4, least=least, most=1_000_000, like="3,80")


class GreenLotForm(ShareRows):
    seen = HiddenField()
    #: Its id: the address has a code that somebody may change.
    record = HiddenField()
    code = TextLine(_("Kennung"), [Needed(_("Bitte geben Sie eine Kennung ein."))])
    contract = TextLine(
        _("Vertragsnummer"), [Needed(_("Bitte geben Sie die Vertragsnummer ein.")), AtMost(60)]
    )
    contracted_on = _day(_("Vertrag vom"), _("Bitte geben Sie das Datum des Vertrags ein."))
    supplier = TextLine(
        _("Lieferant"),
        [Needed(_("Bitte geben Sie an, wer den Rohkaffee verkauft hat.")), AtMost(120)],
    )
    supplier_address = TextLine(
        _("Postadresse des Lieferanten"),
        [Needed(_("Bitte geben Sie die Postadresse des Lieferanten ein.")), AtMost(200)],
    )
    supplier_mail = TextLine(
        _("E-Mail-Adresse des Lieferanten"),
        [Needed(_("Bitte geben Sie die E-Mail-Adresse des Lieferanten ein.")), AtMost(254)],
    )
    grams = Measure(
        _("Gekauft (kg)"),
        places=3,
        least=1,
        most=MOST_GRAMS,
        like="690 oder 69,5",
        validators=[Needed(_("Bitte geben Sie das Gewicht ein."))],
    )
    harvested_from = _day(_("Ernte von"), _("Bitte geben Sie ein, wann die Ernte begann."))
    harvested_until = _day(_("Ernte bis"), _("Bitte geben Sie ein, wann die Ernte endete."))
    arrived_on = _day(_("Angekommen am"))
    varieties = TextLine(
        _("Varietäten"),
        [Needed(_("Bitte geben Sie die Varietäten ein.")), AtMost(120), read_by_customers],
    )
    # `process` is a method of forms.
    processing = SelectField(
        _("Aufbereitung"),
        choices=[
            SelectChoice("", _("bitte wählen")),
            *(SelectChoice(key, words) for key, words in PROCESSES.items()),
        ],
        validators=[Needed(_("Bitte wählen Sie die Aufbereitung."))],
        widget=Dropdown(),
    )
    altitude_from = WholeNumber(
        _("Höhe von (Meter)"),
        low=1,
        high=6000,
        validators=[Needed(_("Bitte geben Sie die kleinste Höhe ein."))],
    )
    altitude_to = WholeNumber(
        _("bis (Meter)"),
        low=1,
        high=6000,
        validators=[Needed(_("Bitte geben Sie die größte Höhe ein."))],
    )
    fob_usd_e4 = _price(_("FOB-Preis (USD/lb)"))
    fob_on = _day(_("FOB-Preis vom"))
    reference_usd_e4 = _price(_("Vergleichspreis (USD/lb)"))
    reference_name = TextLine(_("Welcher Vergleichspreis"), [AtMost(120), read_by_customers])
    reference_on = _day(_("Vergleichspreis vom"))
    premium_usd_e4 = _price(_("Prämie (USD/lb)"), least=0)
    organic_usd_e4 = _price(_("Davon Aufschlag für zertifizierten Anbau (USD/lb)"), least=0)
    usd_per_eur_e4 = Measure(
        _("Wechselkurs (USD je Euro)"), places=4, least=1000, most=100_000, like="1,15"
    )
    rate_on = _day(_("Kurs vom"))
    rate_source = TextLine(_("Quelle des Kurses"), [AtMost(120)])
    eudr_role = RadioField(
        _("Unsere Rolle für diese Partie"),
        choices=[SelectChoice(role, words) for role, words in EUDR_ROLES.items()],
        default="",
    )
    eudr_reference = TextLine(_("Referenznummer der Sorgfaltserklärung"), [AtMost(14)])
    eudr_verification = TextLine(_("Prüfnummer"), [AtMost(35)])
    note = ManyLines(_("Notiz"), [AtMost(500)])

    def validate_code(self, field: TextLine) -> None:
        if not is_code(field.data or ""):
            raise ValidationError(
                gettext("Bitte 2 bis 20 Zeichen: Buchstaben A bis Z, Ziffern, Bindestrich.")
            )

    def validate_supplier_mail(self, field: TextLine) -> None:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", field.data or ""):
            raise ValidationError(gettext("Bitte geben Sie eine Adresse ein wie name@firma.de."))

    def validate_altitude_to(self, field: WholeNumber) -> None:
        if (self.altitude_from.data or 0) > (field.data or 0):
            raise ValidationError(gettext("Diese Höhe ist kleiner als die erste."))

    def validate_organic_usd_e4(self, field: Measure) -> None:
        if field.amount and field.amount > (self.fob_usd_e4.amount or 0):
            raise ValidationError(gettext("Der Aufschlag ist Teil des FOB-Preises."))

    def values(self) -> dict[str, Any]:
        """Columns of `GreenLot`. Only of a form that is valid."""
        prices = {name: self._measure(name).amount for name in _PRICES}
        for name in ("premium_usd_e4", "organic_usd_e4"):
            prices[name] = prices[name] or 0
        return (
            {name: self[name].data for name in _PLAIN}
            | {name: self._typed_day(name).day for name in _DAYS}
            | prices
            | {"grams": self.grams.amount, "process": self.processing.data}
        )

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        for name in _DAYS:
            field, is_harvest = self._typed_day(name), name.startswith("harvested")
            # Some coffee is bought before it is picked.
            if field.day and field.day > today() and not is_harvest and not field.errors:
                field.errors = [gettext("Dieser Tag liegt in der Zukunft.")]
        return not self.errors

    def _measure(self, name: str) -> Measure:
        found = self[name]
        assert isinstance(found, Measure)
        return found

    def _typed_day(self, name: str) -> Day:
        found = self[name]
        assert isinstance(found, Day)
        return found


def green_lot_form(cooperatives: Mapping[int, str], rows: int, **given: Any) -> GreenLotForm:
    """With so many rows for shares; `cooperatives` are those to choose from."""
    fields = share_fields(cooperatives, rows)
    made = type("GreenLotFormWithRows", (GreenLotForm,), fields)(**given)
    assert isinstance(made, GreenLotForm)
    return made


def typed_green_lot(lot: GreenLot, shares: Sequence[GreenShare]) -> dict[str, Any]:
    """What the form shows of a stored one."""
    days = {name: getattr(lot, name) for name in _DAYS}
    return (
        {name: getattr(lot, name) for name in _PLAIN}
        | {name: day_text(day) for name, day in days.items()}
        | {name: measure_text(getattr(lot, name) or None, 4, 2) for name in _PRICES}
        | {"grams": measure_text(lot.grams, 3), "processing": lot.process}
        | typed_shares(shares)
    )
