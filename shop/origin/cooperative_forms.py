"""What the staff write about a cooperative: each fact with its source."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField

from shop.clock import today
from shop.origin.lot_rules import FACTS, Told
from shop.origin.models import Cooperative, FactSource
from shop.origin.read_by_customers import read_by_customers
from shop.origin.rules import PROVINCES
from shop.origin.web_address import web_address
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine, WholeNumber
from shop.web.measures import Day, ManyLines, day_text
from shop.web.widgets import Dropdown

_COLUMNS = ("name", "website", *(column for columns in FACTS.values() for column in columns))
_THIS_CENTURY = 2100


class CooperativeFacts(Form):
    """Without the sources: `cooperative_form` adds three fields for each fact."""

    seen = HiddenField()
    name = TextLine(_("Name"), [Needed(_("Bitte geben Sie den Namen ein.")), AtMost(120)])
    website = TextLine(_("Website"), [AtMost(200), web_address])
    place = TextLine(_("Ort"), [AtMost(80), read_by_customers])
    province = SelectField(
        _("Provinz"),
        choices=[
            SelectChoice("", _("bitte wählen")),
            *(SelectChoice(key, name) for key, name in PROVINCES.items()),
        ],
        validators=[Needed(_("Bitte wählen Sie die Provinz."))],
        widget=Dropdown(),
    )
    altitude_from = WholeNumber(_("von (Meter)"), low=0, high=6000)
    altitude_to = WholeNumber(_("bis (Meter)"), low=0, high=6000)
    members = WholeNumber(_("Anzahl"), low=1, high=999_999)
    founded = WholeNumber(_("Jahr"), low=1800, high=_THIS_CENTURY)
    partner_since = WholeNumber(_("Jahr"), low=1900, high=_THIS_CENTURY)
    description = ManyLines(_("Beschreibung"), [AtMost(2000), read_by_customers])

    def values(self) -> dict[str, Any]:
        """Columns of `Cooperative`. Only of a form that is valid."""
        return {name: self[name].data for name in _COLUMNS}

    def sources(self) -> dict[str, Told]:
        """By fact, where a source is given. Only of a form that is valid."""
        return {fact: self._told(fact) for fact in FACTS if self[f"source_{fact}"].data}

    def _told(self, fact: str) -> Told:
        on = self._day(fact).day
        assert on
        return Told(self[f"source_{fact}"].data, on, self[f"url_{fact}"].data or "")

    def _day(self, fact: str) -> Day:
        found = self[f"on_{fact}"]
        assert isinstance(found, Day)
        return found

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        self._check_altitude()
        self._check_years()
        for fact in FACTS:
            self._check_source(fact)
        return not self.errors

    def _check_altitude(self) -> None:
        low, high = self.altitude_from, self.altitude_to
        if low.errors or high.errors:
            return
        if (low.data is None) != (high.data is None):
            open_one = low if low.data is None else high
            open_one.errors = [gettext("Bitte geben Sie beide Höhen an oder keine.")]
        elif (low.data or 0) > (high.data or 0):
            high.errors = [gettext("Diese Höhe ist kleiner als die erste.")]

    def _check_years(self) -> None:
        for field in (self.founded, self.partner_since):
            if not field.errors and (field.data or 0) > today().year:
                field.errors = [gettext("Dieses Jahr liegt in der Zukunft.")]

    def _check_source(self, fact: str) -> None:
        source, on, url = self[f"source_{fact}"], self._day(fact), self[f"url_{fact}"]
        is_told = any(self[column].data for column in FACTS[fact])
        if is_told and not source.data:
            source.errors = [gettext("Bitte geben Sie an, woher diese Angabe stammt.")]
        if is_told and not on.data:
            on.errors = [gettext("Bitte geben Sie an, von wann die Quelle ist.")]
        elif on.day and on.day > today():
            on.errors = [gettext("Dieser Tag liegt in der Zukunft.")]
        if not is_told and (source.data or on.data or url.data):
            source.errors = [gettext("Zu dieser Quelle fehlt die Angabe.")]


def cooperative_form(**given: Any) -> CooperativeFacts:
    fields: dict[str, Any] = {}
    for fact in FACTS:
        fields[f"source_{fact}"] = TextLine(_("Quelle"), [AtMost(200)])
        fields[f"on_{fact}"] = Day(_("Stand"))
        fields[f"url_{fact}"] = TextLine(_("Adresse der Quelle"), [AtMost(200), web_address])
    made = type("CooperativeForm", (CooperativeFacts,), fields)(**given)
    assert isinstance(made, CooperativeFacts)
    return made


def typed_cooperative(found: Cooperative, sources: Mapping[str, FactSource]) -> dict[str, Any]:
    """What the form shows of a stored one."""
    typed = {name: getattr(found, name) for name in _COLUMNS}
    for fact, source in sources.items():
        typed[f"source_{fact}"] = source.source
        typed[f"on_{fact}"] = day_text(source.stated_on)
        typed[f"url_{fact}"] = source.url
    return typed
