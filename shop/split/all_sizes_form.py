"""What the staff know of all sizes of a batch: each document once, an amount for each size."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from shop.clock import today
from shop.origin.read_by_customers import read_by_customers
from shop.split.facts import Cost
from shop.split.forms import MOST_CENTS
from shop.split.pieces import Piece
from shop.web.forms import AtMost, Form, TextLine
from shop.web.measures import Day, Measure, day_text, measure_text

#: A piece, the kinds of its costs, and those that are known to begin with.
Line = tuple[Piece, tuple[str, ...], Mapping[str, Cost]]


class AllSizesForm(Form):
    """`all_sizes_form` gives it a document for each kind of cost, and an amount for each piece."""

    #: Kind of cost → the pieces that have it.
    sizes: Mapping[str, Sequence[Piece]] = {}
    #: Versions and prices that were shown.
    seen = HiddenField()

    def costs(self, piece: Piece) -> dict[str, Cost]:
        """What is known of one piece, by kind. Only of a form that is valid."""
        found = {}
        for kind, pieces in self.sizes.items():
            day = self[f"{kind}_day"]
            assert isinstance(day, Day)
            if piece in pieces and day.day and not self[f"{kind}_unknown"].data:
                amount = self.amount(kind, piece).amount
                assert amount is not None
                found[kind] = Cost(amount, self[f"{kind}_document"].data, day.day)
        return found

    def amount(self, kind: str, piece: Piece) -> Measure:
        field = self[f"{kind}_{piece.variant_id}"]
        assert isinstance(field, Measure)
        return field

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        for kind, pieces in self.sizes.items():
            amounts = [self.amount(kind, piece) for piece in pieces]
            if self[f"{kind}_unknown"].data:
                self._check_unknown(kind, amounts)
            else:
                self._check_known(kind, amounts)
        return not self.errors

    def _check_unknown(self, kind: str, amounts: Sequence[Measure]) -> None:
        if any(amount.data for amount in amounts):
            self[f"{kind}_unknown"].errors = [
                gettext("Ein Betrag und „unbekannt“ schließen sich aus.")
            ]

    def _check_known(self, kind: str, amounts: Sequence[Measure]) -> None:
        document, day = self[f"{kind}_document"], self[f"{kind}_day"]
        for amount in amounts:
            if not amount.data:
                amount.errors = [gettext("Bitte geben Sie den Betrag ein.")]
        if not document.data:
            document.errors = [gettext("Bitte nennen Sie den Beleg. Ohne ihn ist es unbekannt.")]
        if not day.data:
            day.errors = [gettext("Bitte geben Sie das Datum des Belegs ein.")]
        elif isinstance(day, Day) and day.day and day.day > today():
            day.errors = [gettext("Dieser Tag liegt in der Zukunft.")]


def all_sizes_form(lines: Sequence[Line], given: Mapping[str, str] | None) -> AllSizesForm:
    """With what was typed, or with known costs to begin with."""
    sizes: dict[str, list[Piece]] = {}
    for piece, kinds, _known in lines:
        for kind in kinds:
            sizes.setdefault(kind, []).append(piece)
    fields: dict[str, Any] = {"sizes": sizes}
    for kind, pieces in sizes.items():
        fields |= {
            f"{kind}_document": TextLine(_("Beleg"), [AtMost(120), read_by_customers]),
            f"{kind}_day": Day(_("Datum des Belegs")),
            f"{kind}_unknown": BooleanField(_("unbekannt")),
            **{f"{kind}_{piece.variant_id}": _amount(piece) for piece in pieces},
        }
    data = _data(lines) if given is None else {}
    made: AllSizesForm = type("BatchForm", (AllSizesForm,), fields)(given, data=data)
    return made


def _amount(piece: Piece) -> Measure:
    label = f"{piece.product}, {piece.size} (€)"
    return Measure(label, places=2, most=MOST_CENTS, like="0,75")


def _data(lines: Sequence[Line]) -> dict[str, str]:
    data: dict[str, str] = {}
    for piece, _kinds, known in lines:
        for kind, cost in known.items():
            data[f"{kind}_{piece.variant_id}"] = measure_text(cost.cents, 2, 2)
            data.setdefault(f"{kind}_document", cost.document)
            data.setdefault(f"{kind}_day", day_text(cost.dated_on))
    return data
