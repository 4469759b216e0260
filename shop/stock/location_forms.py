"""What the staff say of a location, and of goods that leave a shelf."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, SelectField, ValidationError

from shop.stock.locations import LocationRow, Lying
from shop.stock.models import STOCKROOM
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine, WholeNumber
from shop.web.widgets import Dropdown

KINDS = {
    "stockroom": _("Lager"),
    "pickup": _("Abholort"),
    "consignment": _("Kommission"),
    "market": _("Marktstand"),
}
#: Why units can be sold to nobody any more; what is noted with the movement.
LOSSES = {
    "expired": _("abgelaufen"),
    "damaged": _("beschädigt"),
    "sample": _("Verkostung oder Muster"),
    "given": _("verschenkt"),
    "lost": _("nicht auffindbar"),
    "other": _("etwas anderes"),
}


class LocationForm(Form):
    seen = HiddenField()
    name = TextLine(
        _("Name"), validators=[Needed(_("Bitte geben Sie dem Ort einen Namen.")), AtMost(120)]
    )
    note = TextLine(_("Notiz"), validators=[AtMost(300)])


class NewLocationForm(LocationForm):
    # Pickup places come with a location of their own (`orders/add_place.py`).
    kind = RadioField(
        _("Was für ein Ort?"),
        choices=[SelectChoice(kind, KINDS[kind]) for kind in ("market", "consignment")],
        validators=[Needed(_("Bitte wählen Sie, was für ein Ort es ist."))],
    )


class WriteOffForm(Form):
    seen = HiddenField()
    units = WholeNumber(
        _("Stück"),
        low=1,
        high=9999,
        validators=[Needed(_("Bitte geben Sie ein, wie viele Stück abgeschrieben werden."))],
    )
    why = RadioField(
        _("Warum?"),
        choices=[SelectChoice(key, words) for key, words in LOSSES.items()],
        validators=[Needed(_("Bitte wählen Sie einen Grund."))],
    )
    text = TextLine(_("Was genau?"), validators=[AtMost(150)])

    def validate_text(self, field: Field) -> None:
        if self.why.data == "other" and not field.data:
            raise ValidationError(_("Bitte schreiben Sie, was damit geschehen ist."))

    @property
    def reason(self) -> str:
        """„beschädigt: Tüte gerissen“"""
        words = [str(LOSSES[self.why.data])] if self.why.data != "other" else []
        return ": ".join([*words, *filter(None, [self.text.data])])


class MoveForm(Form):
    """Units of each level to move; made for what lies at one location."""

    #: Anew with each page shown, so that a button pressed twice moves once.
    key = HiddenField()
    to = SelectField(
        _("Wohin?"),
        validators=[Needed(_("Bitte wählen Sie, wohin die Ware kommt."))],
        validate_choice=False,
        widget=Dropdown(),
    )
    reason = TextLine(_("Notiz"), validators=[AtMost(200)])
    levels: tuple[Lying, ...] = ()

    def units(self) -> dict[int, int]:
        """Level id → units."""
        told = {row.level_id: self[f"units_{row.level_id}"].data or 0 for row in self.levels}
        return {level_id: units for level_id, units in told.items() if units}

    @property
    def to_id(self) -> int | None:
        """Only of what was offered."""
        # The stubs still know the tuples of older releases.
        choices: Iterable[Any] = self.to.iter_choices()
        offered = {choice.value for choice in choices if choice.value}
        return int(self.to.data) if self.to.data in offered else None

    def validate_to(self, field: Field) -> None:
        if self.to_id is None:
            raise ValidationError(_("Bitte wählen Sie, wohin die Ware kommt."))


def move_form(
    levels: Sequence[Lying], from_id: int, places: Sequence[LocationRow], given: Any = None
) -> MoveForm:
    """For the units that are free; what must not be sold goes to the stockroom only."""
    can_move = tuple(row for row in levels if row.free)
    fields: dict[str, Any] = {"levels": can_move}
    for row in can_move:
        fields[f"units_{row.level_id}"] = WholeNumber(
            _("Stück, höchstens %(units)s", units=row.free), low=0, high=row.free
        )
    made = type("MoveForm", (MoveForm,), fields)(given)
    assert isinstance(made, MoveForm)
    open_ones = [place for place in places if place.open and place.id != from_id]
    made.to.choices = [
        SelectChoice("", _("Bitte wählen")),
        *(SelectChoice(str(place.id), place.name) for place in open_ones),
    ]
    if not made.key.data:
        made.key.data = secrets.token_hex(8)
    if not made.to.data and from_id != STOCKROOM:
        made.to.data = str(STOCKROOM)
    return made
