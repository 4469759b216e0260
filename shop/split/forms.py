"""What the staff know of a price: an amount and its document, or that nobody knows."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from shop.clock import today
from shop.origin.read_by_customers import read_by_customers
from shop.split.facts import Cost
from shop.web.forms import AtMost, Form, TextLine
from shop.web.measures import Day, Measure, day_text, measure_text

#: No piece of this shop costs more.
MOST_CENTS = 100_000
COST_NAMES = {
    "freight": _("Transport"),
    "decaf": _("Entkoffeinieren"),
    "roasting": _("Rösten"),
    "packing": _("Verpackung"),
    "goods": _("Ware"),
}


class SplitForm(Form):
    """Costs of one piece; `split_form` gives it a group of fields for each kind of cost."""

    kinds: tuple[str, ...] = ()
    #: Version and price that were shown, „2:750“.
    seen = HiddenField()
    shop = Measure(_("Anteil des Ladens (€)"), places=2, most=MOST_CENTS, like="2,74")

    def costs(self) -> dict[str, Cost]:
        """What is known, by kind. Only of a form that is valid."""
        found = {}
        for kind in self.kinds:
            amount, day = self[f"{kind}_amount"], self[f"{kind}_day"]
            assert isinstance(amount, Measure) and isinstance(day, Day)
            if amount.amount is not None and day.day:
                found[kind] = Cost(amount.amount, self[f"{kind}_document"].data, day.day)
        return found

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        for kind in self.kinds:
            self._check(kind)
        return not self.errors

    def _check(self, kind: str) -> None:
        amount, document, day, unknown = (
            self[f"{kind}_{name}"] for name in ("amount", "document", "day", "unknown")
        )
        if unknown.data and amount.data:
            unknown.errors = [gettext("Ein Betrag und „unbekannt“ schließen sich aus.")]
        elif not unknown.data and not amount.data:
            amount.errors = [
                gettext("Bitte geben Sie den Betrag ein, oder kreuzen Sie „unbekannt“ an.")
            ]
        if amount.data and not document.data:
            document.errors = [gettext("Bitte nennen Sie den Beleg. Ohne ihn ist es unbekannt.")]
        if amount.data and not day.data:
            day.errors = [gettext("Bitte geben Sie das Datum des Belegs ein.")]
        if isinstance(day, Day) and day.day and day.day > today():
            day.errors = [gettext("Dieser Tag liegt in der Zukunft.")]


def split_form(
    kinds: tuple[str, ...], given: Mapping[str, str] | None, known: Mapping[str, Cost]
) -> SplitForm:
    """With what was typed, or with known costs to begin with."""
    fields: dict[str, Any] = {"kinds": kinds}
    for kind in kinds:
        fields |= {
            f"{kind}_amount": Measure(_("Betrag (€)"), places=2, most=MOST_CENTS, like="0,75"),
            f"{kind}_unknown": BooleanField(_("unbekannt")),
            f"{kind}_document": TextLine(_("Beleg"), [AtMost(120), read_by_customers]),
            f"{kind}_day": Day(_("Datum des Belegs")),
        }
    made: SplitForm = type("PieceForm", (SplitForm,), fields)(given, data=_data(known))
    return made


def _data(known: Mapping[str, Cost]) -> dict[str, str]:
    data = {}
    for kind, cost in known.items():
        data[f"{kind}_amount"] = measure_text(cost.cents, 2, 2)
        data[f"{kind}_document"] = cost.document
        data[f"{kind}_day"] = day_text(cost.dated_on)
    return data
