"""What the staff write when they order from a supplier."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, ValidationError

from shop.clock import today
from shop.purchasing.choices import ANY_COFFEE
from shop.purchasing.models import Purchase, PurchaseLine
from shop.purchasing.rules import Terms, Wish
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine
from shop.web.measures import Day, Measure, day_text, measure_text
from shop.web.widgets import Dropdown

#: A lorry full; of goods a unit counts as a kilogram does.
_MOST = 99_999_000


class PurchaseForm(Form):
    """With rows of lines, which `purchase_form` adds; empty ones do not count."""

    count = 0
    words: Mapping[str, str] = {}
    rows = HiddenField()
    seen = HiddenField()
    key = HiddenField()
    supplier = TextLine(
        _("Lieferant"),
        [Needed(_("Bitte geben Sie an, bei wem bestellt wird.")), AtMost(120)],
    )
    supplier_contact = TextLine(_("E-Mail oder Anschrift"), [AtMost(300)])
    ordered_on = Day(_("Bestellt am"), [Needed(_("Bitte geben Sie den Tag ein."))])
    expected_on = Day(_("Erwartet am"))
    note = TextLine(_("Notiz"), [AtMost(300)])

    def validate_ordered_on(self, field: Day) -> None:
        if field.day and field.day > today():
            raise ValidationError(gettext("Dieser Tag liegt in der Zukunft."))

    def validate_expected_on(self, field: Day) -> None:
        if field.day and self.ordered_on.day and field.day < self.ordered_on.day:
            raise ValidationError(gettext("Dieser Tag liegt vor dem Bestelltag."))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        told = self._told()
        for row in told:
            self._check(row)
        if not told:
            self["row_0_of"].errors = [gettext("Bitte wählen Sie, was bestellt wird.")]
        return not self.errors

    def terms(self) -> Terms:
        """Only of a form that is valid."""
        assert self.ordered_on.day
        return Terms(
            self.supplier.data or "",
            self.supplier_contact.data or "",
            self.ordered_on.day,
            self.expected_on.day,
            self.note.data or "",
        )

    def wishes(self) -> list[Wish]:
        """Only of a form that is valid."""
        return [self._wish(row) for row in self._told()]

    def _wish(self, row: int) -> Wish:
        chosen = str(self[f"row_{row}_of"].data)
        text = self[f"row_{row}_text"].data or self.words[chosen]
        amount, cost = self[f"row_{row}_amount"], self[f"row_{row}_cost"]
        assert isinstance(amount, Measure) and isinstance(cost, Measure) and amount.amount
        if chosen.startswith("v"):
            units, id = amount.amount // 1000, int(chosen[1:])
            return Wish(text, units, variant_id=id, cost_cents=cost.amount)
        product = int(chosen[1:]) if chosen != ANY_COFFEE else None
        return Wish(text, amount.amount, product_id=product, cost_cents=cost.amount)

    def _told(self) -> list[int]:
        parts = ("of", "text", "amount", "cost")
        return [
            row
            for row in range(self.count)
            if any(self[f"row_{row}_{part}"].data for part in parts)
        ]

    def _check(self, row: int) -> None:
        chosen, amount = self[f"row_{row}_of"], self[f"row_{row}_amount"]
        assert isinstance(amount, Measure)
        if not chosen.data:
            chosen.errors = [gettext("Bitte wählen Sie, was bestellt wird.")]
        if not amount.data:
            amount.errors = [gettext("Bitte geben Sie die Menge ein.")]
        elif str(chosen.data).startswith("v") and (amount.amount or 0) % 1000:
            amount.errors = [gettext("Davon gibt es nur ganze Stück.")]
        if chosen.data == ANY_COFFEE and not self[f"row_{row}_text"].data:
            self[f"row_{row}_text"].errors = [gettext("Bitte beschreiben Sie den Kaffee.")]


def purchase_form(words: Mapping[str, str], rows: int, **given: Any) -> PurchaseForm:
    """With so many rows; `words` are what can be ordered."""
    choices = [
        SelectChoice("", gettext("bitte wählen")),
        *(SelectChoice(key, _in_list(key, name)) for key, name in words.items()),
        SelectChoice(ANY_COFFEE, gettext("anderer Röstkaffee (kg)")),
    ]
    fields: dict[str, Any] = {"count": rows, "words": words}
    for row in range(rows):
        fields[f"row_{row}_of"] = SelectField(
            _("Was"), choices=choices, default="", widget=Dropdown()
        )
        fields[f"row_{row}_text"] = TextLine(_("Bezeichnung beim Lieferanten"), [AtMost(200)])
        fields[f"row_{row}_amount"] = Measure(
            _("Menge (Stück oder kg)"), places=3, least=1, most=_MOST, like="24 oder 20,5"
        )
        fields[f"row_{row}_cost"] = Measure(
            _("Nettopreis (€ je Stück oder kg)"), places=2, most=9_999_999, like="6,80"
        )
    made = type("PurchaseFormWithRows", (PurchaseForm,), fields)(**given)
    assert isinstance(made, PurchaseForm)
    return made


def typed_wishes(wishes: Sequence[Wish]) -> dict[str, str]:
    """What the rows show of these lines."""
    typed: dict[str, str] = {}
    for row, wish in enumerate(wishes):
        goods = wish.variant_id is not None
        product = f"c{wish.product_id or ''}"
        typed |= {
            f"row_{row}_of": f"v{wish.variant_id}" if goods else product,
            f"row_{row}_text": wish.text,
            f"row_{row}_amount": measure_text(wish.amount * (1000 if goods else 1), 3),
            f"row_{row}_cost": measure_text(wish.cost_cents, 2, 2),
        }
    return typed


def typed_purchase(found: Purchase, lines: Sequence[PurchaseLine]) -> dict[str, str]:
    """What the form shows of a stored one."""
    wishes = [
        Wish(line.text, line.ordered, line.variant_id, line.product_id, line.cost_cents)
        for line in lines
    ]
    return typed_wishes(wishes) | {
        "supplier": found.supplier,
        "supplier_contact": found.supplier_contact,
        "ordered_on": day_text(found.ordered_on),
        "expected_on": day_text(found.expected_on),
        "note": found.note,
    }


def _in_list(key: str, name: str) -> str:
    if key.startswith("v"):
        return name
    told: str = gettext("Röstkaffee: %(name)s (kg)", name=name)
    return told
