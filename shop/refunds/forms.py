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
from shop.web.forms import Form, SelectChoice, TextLine, WholeNumber

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
    #: Where goods of this order can be.
    places: frozenset[str] = frozenset()

    def told(self) -> dict[int, tuple[int, Goods]]:
        """Line id → units, and where they are. Only of a form that is valid."""
        return {
            line_id: (units, Goods(self[f"goods_{line_id}"].data))
            for line_id in self.line_ids
            if (units := self[f"units_{line_id}"].data)
        }

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        good = super().validate(extra_validators)
        for line_id in self.line_ids:
            where = self[f"goods_{line_id}"]
            if self[f"units_{line_id}"].data and where.data not in self.places:
                where.errors = [_("Bitte wählen Sie, wo diese Ware ist.")]
                good = False
        return good


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
        return Wanted(self.told(), bool(self.shipping.data), self.discount.cents)


def refund_form(found: Refundable, *, has_left: bool, **given: Any) -> RefundForm:
    """For the lines of which units are left; `has_left`: the order has left the house."""
    made = _with_lines(RefundForm, found.lines, has_left=has_left)(**given)
    assert isinstance(made, RefundForm)
    return made


def goods_form(found: Refundable, *, has_left: bool, **given: Any) -> GoodsForm:
    """Only the question where the goods are."""
    return _with_lines(GoodsForm, found.lines, has_left=has_left)(**given)


def _with_lines(
    base: type[GoodsForm], lines: tuple[tuple[Line, LineLeft], ...], *, has_left: bool
) -> type[GoodsForm]:
    choices = [_BACK, _GONE, _HERE] if has_left else [_HERE, _GONE]
    with_units = [(line, left) for line, left in lines if left.units and not left.is_shipping]
    fields: dict[str, Any] = {
        "line_ids": tuple(line.id for line, _left in with_units),
        "places": frozenset(str(choice.value) for choice in choices),
    }
    for line, left in with_units:
        fields[f"units_{line.id}"] = WholeNumber(
            _("Stück, höchstens %(units)s", units=left.units), low=0, high=left.units
        )
        fields[f"goods_{line.id}"] = RadioField(
            _("Wo ist die Ware?"), choices=choices, validators=[_asked], validate_choice=False
        )
    return type(base.__name__, (base,), fields)
