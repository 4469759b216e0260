"""What somebody of the staff says about money that goes back: made for one order."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, ValidationError
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from shop.orders.models import Line
from shop.refunds.queries import Refundable
from shop.refunds.rules import Goods, LineLeft, Reason, Wanted
from shop.stock.sold_bags import SoldBags
from shop.web.forms import Form, SelectChoice, TextLine, WholeNumber

#: Variant id → what the order has of it.
Bags = Mapping[int, tuple[SoldBags, ...]]
_AMOUNT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?\s*€?")
_BACK = SelectChoice(Goods.BACK.value, _("zurück, wieder ins Regal"))
_GONE = SelectChoice(Goods.WRITTEN_OFF.value, _("nicht mehr verkäuflich"))
_HERE = SelectChoice(Goods.NEVER_LEFT.value, _("noch hier, wieder ins Regal"))


class Euros(TextLine):
    """An amount of money; `cents` is what was typed, 0 for nothing."""

    cents = 0

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        found = _AMOUNT.fullmatch(self.data)
        if found is None:
            raise ValidationError(_("Bitte schreiben Sie den Betrag wie 2,50."))
        self.cents = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


class _Asked:
    """Says that a question must be answered; `GoodsForm` sees to it where there are units."""

    field_flags = {"required": True}

    def __call__(self, form: PlainForm, field: Field) -> None:
        pass


_asked = _Asked()


class GoodsForm(Form):
    """Units of each line, and where they are; nothing is chosen for anybody."""

    #: Ids of the lines that have units left.
    line_ids: tuple[int, ...] = ()
    #: Where goods of each line can be.
    places: Mapping[int, frozenset[str]] = {}
    #: What each line has of each batch; of those lines that have several, one is asked for.
    bags: Mapping[int, tuple[SoldBags, ...]] = {}

    def told(self) -> dict[int, tuple[int, Goods]]:
        """Line id → units, and where they are. Only of a form that is valid."""
        return {
            line_id: (units, Goods(self[f"goods_{line_id}"].data))
            for line_id in self.line_ids
            if (units := self[f"units_{line_id}"].data)
        }

    def first(self) -> dict[int, int]:
        """Line id → the level whose bags came back, where somebody knows. Only of a valid form."""
        return {
            line_id: int(self[f"batch_{line_id}"].data)
            for line_id in self.told()
            if self.asks_batch(line_id) and self[f"batch_{line_id}"].data
        }

    def asks_batch(self, line_id: int) -> bool:
        return f"batch_{line_id}" in self

    def spoilt(self, line_id: int) -> int:
        """Units of the line that are ground already, and go back to no shelf."""
        return sum(row.spoilt for row in self.bags[line_id])

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        good = super().validate(extra_validators)
        return all([self._validate_line(line_id) for line_id in self.line_ids]) and good

    def _validate_line(self, line_id: int) -> bool:
        where, units = self[f"goods_{line_id}"], self[f"units_{line_id}"].data
        if not units:
            return True
        if where.data not in self.places[line_id]:
            where.errors = [_("Bitte wählen Sie, wo diese Ware ist.")]
            return False
        whole = sum(row.units - row.spoilt for row in self.bags[line_id])
        if where.data != Goods.WRITTEN_OFF and units > whole:
            where.errors = [_("So viele sind noch nicht gemahlen: höchstens %(n)s.", n=whole)]
            return False
        if not self.asks_batch(line_id) or not self[f"batch_{line_id}"].data:
            return True
        batch = self[f"batch_{line_id}"]
        known = {str(row.level_id): row for row in self.bags[line_id]}
        if batch.data not in known:
            batch.errors = [_("Bitte wählen Sie die Charge, oder dass Sie sie nicht kennen.")]
        elif known[batch.data].units < units:
            batch.errors = [
                _("Von dieser Charge sind nur %(n)s Stück draußen.", n=known[batch.data].units)
            ]
        return not batch.errors


class RefundForm(GoodsForm):
    reason = RadioField(
        _("Warum?"),
        choices=[
            SelectChoice(Reason.WITHDRAWAL.value, _("Widerruf")),
            SelectChoice(Reason.DEFECT.value, _("Mangel oder Schaden")),
            SelectChoice(Reason.NOT_DELIVERABLE.value, _("nicht lieferbar")),
            SelectChoice(Reason.GOODWILL.value, _("Kulanz")),
            SelectChoice(Reason.DISPUTE.value, _("Rückbuchung droht")),
        ],
        validators=[InputRequired(_("Bitte wählen Sie einen Grund."))],
    )
    shipping = BooleanField()
    discount = Euros(_("Preisnachlass auf das, was behalten wird"))

    def wanted(self) -> Wanted:
        """Only of a form that is valid."""
        return Wanted(
            self.told(),
            bool(self.shipping.data),
            self.discount.cents,
            self.first(),
        )


def refund_form(found: Refundable, bags: Bags, *, has_left: bool, **given: Any) -> RefundForm:
    """For the lines of which units are left; `has_left`: the order has left the house."""
    made = _with_lines(RefundForm, found.lines, bags, has_left=has_left)(**given)
    assert isinstance(made, RefundForm)
    return made


def goods_form(found: Refundable, bags: Bags, *, has_left: bool, **given: Any) -> GoodsForm:
    """Only the question where the goods are."""
    return _with_lines(GoodsForm, found.lines, bags, has_left=has_left)(**given)


def _with_lines(
    base: type[GoodsForm],
    lines: tuple[tuple[Line, LineLeft], ...],
    bags: Bags,
    *,
    has_left: bool,
) -> type[GoodsForm]:
    with_units = [(line, left) for line, left in lines if left.units and not left.is_shipping]
    of_line = {line.id: bags.get(line.variant_id or 0, ()) for line, _left in with_units}
    choices = {id: _choices(rows, has_left=has_left) for id, rows in of_line.items()}
    fields: dict[str, Any] = {
        "line_ids": tuple(of_line),
        "bags": of_line,
        "places": {
            id: frozenset(str(choice.value) for choice in offered)
            for id, offered in choices.items()
        },
    }
    for line, left in with_units:
        fields[f"units_{line.id}"] = WholeNumber(
            _("Stück, höchstens %(units)s", units=left.units), low=0, high=left.units
        )
        fields[f"goods_{line.id}"] = RadioField(
            _("Wo ist die Ware?"),
            choices=choices[line.id],
            validators=[_asked],
            validate_choice=False,
        )
        if len(of_line[line.id]) > 1:
            fields[f"batch_{line.id}"] = RadioField(
                _("Welche Charge steht auf der Tüte?"),
                choices=_batches(of_line[line.id]),
                default="",
                validate_choice=False,
            )
    return type(base.__name__, (base,), fields)


def _choices(rows: tuple[SoldBags, ...], *, has_left: bool) -> list[SelectChoice]:
    if rows and all(row.spoilt == row.units for row in rows):
        return [_GONE]
    return [_BACK, _GONE, _HERE] if has_left else [_HERE, _GONE]


def _batches(rows: tuple[SoldBags, ...]) -> list[SelectChoice]:
    unknown = (
        _("weiß ich nicht: die gesperrte")
        if rows[0].is_blocked
        else _("weiß ich nicht: die zuletzt verkaufte")
    )
    return [SelectChoice("", unknown), *(SelectChoice(str(x.level_id), x.code) for x in rows)]
