"""What the staff want printed."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from shop.fulfilment.papers.address_labels import PLACES
from shop.fulfilment.papers.queries import Wish
from shop.fulfilment.papers.rules import MOST
from shop.orders.models import PickupPlace
from shop.web.forms import Form, SelectChoice, WholeNumber
from shop.web.measures import Day
from shop.web.numbers import visible
from shop.web.widgets import Dropdown

_DELIVERIES = {"versand": "shipping", "abholung": "pickup"}


class PaperForm(Form):
    """`nr` of the orders is no field: it stands in the address as often as there are orders."""

    art = SelectField(
        _("Lieferart"),
        choices=[
            SelectChoice("", _("alle")),
            SelectChoice("versand", _("nur Versand")),
            SelectChoice("abholung", _("nur Abholung")),
        ],
        default="",
        widget=Dropdown(),
    )
    ort = SelectField(_("Abholort"), default="", widget=Dropdown())
    bis = Day(_("zugesagt bis"))
    platz = WholeNumber(_("Erster freier Aufkleber auf dem Bogen"), low=1, high=PLACES, default=1)

    def offer(self, places: Sequence[PickupPlace]) -> "PaperForm":
        self.ort.choices = [
            SelectChoice("", _("alle")),
            *(SelectChoice(str(place.id), place.name) for place in places),
        ]
        return self

    def wish(self, numbers: Sequence[str]) -> Wish:
        """After `validate`. Of the numbers as many as a print holds, and some more."""
        typed = (visible(number[:40]).strip().upper() for number in numbers[: 2 * MOST])
        return Wish(
            numbers=tuple(dict.fromkeys(typed)),
            delivery=_DELIVERIES.get(self.art.data or "", ""),
            place_id=int(self.ort.data) if self.ort.data else None,
            until=self.bis.day,
        )
