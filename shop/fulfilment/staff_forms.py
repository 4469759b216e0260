"""What the staff type when an order leaves the house, or about it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.validators import Regexp

from shop.orders.carriers import CARRIERS
from shop.orders.parcels import Bags
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine, WholeNumber
from shop.web.measures import ManyLines
from shop.web.numbers import small_number


class ShipForm(Form):
    """Who carries a parcel, and how it is found there."""

    carrier = SelectField(
        _("Paketdienst"),
        choices=[SelectChoice(key, _(name)) for key, name in CARRIERS.items()],
        default="dhl",
    )
    tracking = TextLine(
        _("Sendungsnummer"),
        validators=[
            AtMost(60),
            Regexp(
                r"^[A-Za-z0-9 ./-]*$",
                message=_("Eine Sendungsnummer besteht aus Buchstaben und Ziffern."),
            ),
        ],
    )


class ParcelForm(ShipForm):
    """With the units of each lot that go into this parcel; all that are here unless changed."""

    #: How many parcels the page showed.
    seen = HiddenField(default="0")
    #: Reservations that can be chosen from.
    reservation_ids: tuple[int, ...] = ()

    @property
    def parcels_seen(self) -> int:
        """-1 for what no page of ours says: it never fits."""
        number = small_number(self.seen.data or "")
        return -1 if number is None else number

    def units(self) -> dict[int, int]:
        """Reservation id → units. Only of a form that is valid."""
        return {id: self[f"units_{id}"].data or 0 for id in self.reservation_ids}


def parcel_form(here: Sequence[Bags], **given: Any) -> ParcelForm:
    fields: dict[str, Any] = {"reservation_ids": tuple(bags.reservation_id for bags in here)}
    for bags in here:
        fields[f"units_{bags.reservation_id}"] = WholeNumber(
            _("%(words)s: Stück, höchstens %(units)s", words=bags.words, units=bags.units),
            low=0,
            high=bags.units,
            default=0 if bags.is_blocked else bags.units,
        )
    # A prefix: the page has another form about parcels.
    made: ParcelForm = type("ParcelForm", (ParcelForm,), fields)(prefix="part-", **given)
    return made


class NoteForm(Form):
    """`key` is made when the form is shown: a button pressed twice notes once."""

    key = HiddenField(validators=[Regexp(r"^[A-Za-z0-9_-]{10,40}$")])
    text = ManyLines(
        _("Notiz für alle, die hier arbeiten"),
        validators=[Needed(_("Bitte schreiben Sie, was die anderen wissen sollen.")), AtMost(1000)],
    )
