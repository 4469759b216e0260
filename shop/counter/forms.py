"""What the staff write of a sale at a counter, and of what comes back."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, ValidationError

from shop.clock import today
from shop.counter.queries import Goods, SaleLine
from shop.counter.rules import (
    MOST_DAYS,
    MOST_UNITS,
    BadDay,
    MoreThanThere,
    PaidBy,
    refuse_day,
    sold_of,
)
from shop.refunds.rules import Goods as Where
from shop.stock.rules import summed_up
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine, WholeNumber
from shop.web.measures import Day, day_text

COUNT = "count"


#: What the page gives out as the key of a form.
_KEY = re.compile(r"[A-Za-z0-9_-]{1,30}")


def checked_key(field: HiddenField) -> str:
    """What a form is known by when it comes twice; empty, and given anew, where it is not ours."""
    field.data = field.data if _KEY.fullmatch(field.data or "") else ""
    return str(field.data)


class SaleForm(Form):
    """With a number for each thing that lies there, which `sale_form` adds."""

    goods: Sequence[Goods] = ()
    #: `count`: the numbers are what is still there; else what was sold.
    mode = HiddenField()
    key = HiddenField()
    #: The newest movement there, as it was counted; and the total shown before booking.
    seen = HiddenField()
    shown = HiddenField()
    day = Day(_("Verkauft am"), [Needed(_("Bitte geben Sie den Tag ein."))])
    paid_by = RadioField(
        _("Bezahlt"),
        choices=[
            SelectChoice(PaidBy.CASH.value, _("bar")),
            SelectChoice(PaidBy.SETTLEMENT.value, _("Abrechnung")),
        ],
        validators=[Needed(_("Bitte wählen Sie, wie das Geld kam."))],
        validate_choice=False,
    )
    reference = TextLine(_("Nummer der Abrechnung"), [AtMost(120)])

    @property
    def is_count(self) -> bool:
        return bool(self.mode.data == COUNT)

    def validate_day(self, field: Day) -> None:
        if field.day:
            try:
                refuse_day(field.day, today())
            except BadDay:
                sentence = gettext(
                    "Bitte einen Tag von heute bis vor %(days)s Tagen.", days=MOST_DAYS
                )
                raise ValidationError(sentence) from None

    def validate_paid_by(self, field: RadioField) -> None:
        if field.data not in set(PaidBy):
            raise ValidationError(gettext("Bitte wählen Sie, wie das Geld kam."))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        if self.paid_by.data == PaidBy.SETTLEMENT and not self.reference.data:
            self.reference.errors = [gettext("Bitte geben Sie die Nummer der Abrechnung an.")]
        if not self.errors and self.goods:
            self._check_units()
        return not self.errors

    def sold(self) -> dict[int, int]:
        """Variant id → units. Raises `MoreThanThere`."""
        typed = {one.variant_id: self[f"n_{one.variant_id}"].data for one in self.goods}
        numbers = {id: units for id, units in typed.items() if units is not None}
        if self.is_count:
            return sold_of({one.variant_id: one.there for one in self.goods}, numbers)
        return {id: units for id, units in numbers.items() if units}

    def tell(self, variant_ids: Mapping[int, str]) -> None:
        for id, sentence in variant_ids.items():
            self[f"n_{id}"].errors = [sentence]

    def step(self, variant_id: int, by: int) -> None:
        """What the buttons beside a number do: one more or one less, and never less than none."""
        field = self[f"n_{variant_id}"]
        there = {one.variant_id: one.there for one in self.goods}
        start = there[variant_id] if self.is_count else 0
        now = start if field.data is None else field.data
        field.data = min(max(now + by, 0), MOST_UNITS)
        # What was typed is shown again as long as it is there.
        field.raw_data = None

    def _check_units(self) -> None:
        try:
            sold = self.sold()
        except MoreThanThere as refused:
            sentence = gettext(
                "So viele sollten nicht da sein. Bitte zählen Sie nach, oder korrigieren Sie erst "
                "den Bestand."
            )
            self.tell(dict.fromkeys(refused.variant_ids, sentence))
            return
        self._check_free(sold)
        if not sold:
            first = self.goods[0].variant_id
            self.tell({first: gettext("Bitte geben Sie ein, was verkauft wurde.")})

    def _check_free(self, sold: Mapping[int, int]) -> None:
        """What is ground is of the beans: together they are not more than there are."""
        of = {one.variant_id: one for one in self.goods}
        together = summed_up(sold, {id: one.drawn_from for id, one in of.items()})
        for id in sold:
            beans, free = of[id].drawn_from, of[id].free
            if together[beans] > free:
                is_shared = sold[id] < together[beans]
                self.tell({id: too_many_together(free) if is_shared else too_many(free)})


_PLACES = {
    Where.BACK: _("wieder an seinem Ort"),
    Where.WRITTEN_OFF: _("nicht mehr verkäuflich"),
}


def _places(line: SaleLine) -> tuple[Where, ...]:
    """Ground bags are no beans again, and nobody else buys them."""
    return (Where.WRITTEN_OFF,) if line.is_ground else tuple(_PLACES)


class ReturnForm(Form):
    """With a number and a place for each line, which `return_form` adds."""

    lines: Sequence[SaleLine] = ()
    key = HiddenField()
    reason = TextLine(_("Grund"), [AtMost(200)])

    def units(self) -> dict[int, tuple[int, Where]]:
        """Line id → how many came back, and where they are."""
        return {
            line.id: (units, Where(self[f"where_{line.id}"].data))
            for line in self.lines
            if (units := self[f"n_{line.id}"].data)
        }

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        for line in self.lines:
            if self[f"where_{line.id}"].data not in _places(line):
                self[f"where_{line.id}"].errors = [gettext("Bitte wählen Sie, wo es ist.")]
        if not self.errors and not self.units():
            first = self[f"n_{self.lines[0].id}"]
            first.errors = [gettext("Bitte geben Sie ein, was zurückkam.")]
        return not self.errors


def sale_form(goods: Sequence[Goods], formdata: Any = None, **data: Any) -> SaleForm:
    fields: dict[str, Any] = {"goods": goods}
    for one in goods:
        fields[f"n_{one.variant_id}"] = WholeNumber(one.name, low=0, high=MOST_UNITS)
    given = {"day": day_text(today())} | data
    made = type("SaleFormWithGoods", (SaleForm,), fields)(formdata, data=given)
    assert isinstance(made, SaleForm)
    return made


def return_form(lines: Sequence[SaleLine], formdata: Any = None) -> ReturnForm:
    fields: dict[str, Any] = {"lines": [line for line in lines if line.left]}
    for line in fields["lines"]:
        fields[f"n_{line.id}"] = WholeNumber(_("zurück"), low=0, high=line.left)
        fields[f"where_{line.id}"] = RadioField(
            _("Wo ist es?"),
            choices=[SelectChoice(where.value, _PLACES[where]) for where in _places(line)],
            default=_places(line)[0].value,
            validators=[Needed(_("Bitte wählen Sie, wo es ist."))],
            validate_choice=False,
        )
    made = type("ReturnFormWithLines", (ReturnForm,), fields)(formdata)
    assert isinstance(made, ReturnForm)
    return made


def too_many(free: int) -> str:
    told: str = gettext("Davon sind hier nur %(units)s verkäuflich.", units=free)
    return told


def too_many_together(free: int) -> str:
    told: str = gettext("Bohnen und Gemahlenes zusammen sind hier nur %(units)s.", units=free)
    return told
