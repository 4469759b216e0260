"""The checkout form: who orders, and where to; a part that is not asked for is not checked."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, SelectField, ValidationError

from shop.cart.rules import Delivery
from shop.checkout.address_hints import (
    is_packstation,
    lacks_house_number,
    lacks_postnummer,
    probably_meant,
)
from shop.checkout.fields import (
    email_address,
    few_lines,
    german_postcode,
    readable,
    telephone,
)
from shop.checkout.rules import Answers
from shop.web import countries
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine
from shop.web.measures import ManyLines
from shop.web.widgets import Dropdown

_DELIVERIES = [
    SelectChoice(Delivery.SHIPPING.value, _("Nach Hause liefern")),
    SelectChoice(Delivery.PICKUP.value, _("Im Bezirk abholen")),
]


class ContactForm(Form):
    delivery = RadioField(
        _("Wie möchten Sie Ihre Bestellung bekommen?"),
        choices=_DELIVERIES,
        default=Delivery.SHIPPING.value,
        validators=[Needed(_("Bitte wählen Sie Lieferung oder Abholung."))],
        validate_choice=True,
    )
    email = TextLine(
        _("E-Mail"),
        [Needed(_("Bitte geben Sie Ihre E-Mail-Adresse ein.")), AtMost(254), email_address],
    )
    name = TextLine(
        _("Vor- und Nachname"),
        [Needed(_("Bitte geben Sie Ihren Namen ein.")), AtMost(120), readable],
    )


class ShippingForm(Form):
    street = TextLine(
        _("Straße und Hausnummer"),
        [Needed(_("Bitte geben Sie Straße und Hausnummer ein.")), AtMost(120), readable],
    )
    extra = TextLine(_("Adresszusatz"), [AtMost(120), readable])
    postcode = TextLine(
        _("Postleitzahl"), [Needed(_("Bitte geben Sie die Postleitzahl ein.")), german_postcode]
    )
    city = TextLine(_("Ort"), [Needed(_("Bitte geben Sie den Ort ein.")), AtMost(80), readable])
    phone = TextLine(_("Telefon"), [AtMost(40), telephone])

    def validate_extra(self, field: Field) -> None:
        if lacks_postnummer(self.street.data or "", field.data or ""):
            raise ValidationError(
                gettext(
                    "Für eine Packstation braucht DHL Ihre Postnummer: Bitte tragen Sie die sechs "
                    "bis zehn Ziffern hier ein."
                )
            )


class PickupForm(Form):
    open_places: frozenset[int] = frozenset()
    pickup_place_id = RadioField(
        _("Wo holen Sie ab?"),
        coerce=int,
        validators=[Needed(_("Bitte wählen Sie einen Abholort."))],
        validate_choice=False,
    )

    def validate_pickup_place_id(self, field: Field) -> None:
        if field.data not in self.open_places:
            raise ValidationError(
                gettext("Dort kann man gerade nicht abholen. Bitte wählen Sie einen anderen Ort.")
            )


class BillingForm(Form):
    """Asked for as soon as anything is filled in."""

    billing_name = TextLine(
        _("Name oder Firma"),
        [Needed(_("Bitte geben Sie an, auf wen die Rechnung lauten soll.")), AtMost(120), readable],
    )
    billing_street = TextLine(
        _("Straße und Hausnummer"),
        [
            Needed(_("Bitte geben Sie die Straße der Rechnungsanschrift ein.")),
            AtMost(120),
            readable,
        ],
    )
    billing_postcode = TextLine(
        _("Postleitzahl"),
        [
            Needed(_("Bitte geben Sie die Postleitzahl der Rechnungsanschrift ein.")),
            AtMost(10),
            readable,
        ],
    )
    billing_city = TextLine(
        _("Ort"),
        [Needed(_("Bitte geben Sie den Ort der Rechnungsanschrift ein.")), AtMost(80), readable],
    )
    billing_country = SelectField(
        _("Land"),
        choices=[SelectChoice(code, name) for code, name in countries.CHOICES],
        default=countries.GERMANY,
        widget=Dropdown(),
        validators=[Needed(_("Bitte wählen Sie das Land."))],
    )

    @property
    def is_filled(self) -> bool:
        return any(field.data for field in self if field.name != "billing_country")


class GiftForm(Form):
    """Whoever writes a greeting means a gift, with or without the tick."""

    is_gift = BooleanField(_("Das ist ein Geschenk"))
    greeting = ManyLines(_("Ihr Gruß"), [AtMost(300), few_lines, readable])

    @property
    def is_filled(self) -> bool:
        return bool(self.is_gift.data or self.greeting.data)


class CheckoutForm:
    """All parts of the page. `errors` and iteration cover only the parts that are asked for."""

    def __init__(
        self,
        places: Sequence[tuple[int, str]],
        sent: MultiDict[str, str] | None = None,
        answers: Answers | None = None,
        delivery: Delivery = Delivery.SHIPPING,
    ) -> None:
        known = answers.to_json() if answers else {"delivery": delivery.value}
        self.contact = ContactForm(sent, data=known)
        if not places:
            self.contact.delivery.choices = _DELIVERIES[:1]
        self.shipping = ShippingForm(sent, data=known)
        self.pickup = PickupForm(sent, data=known)
        self.pickup.open_places = frozenset(id for id, _name in places)
        self.pickup.pickup_place_id.choices = [SelectChoice(str(id), name) for id, name in places]
        self.billing = BillingForm(sent, data={k: v for k, v in known.items() if v})
        self.gift = GiftForm(sent, data=known)
        self._confirmed = set(sent.getlist("stimmt")) if sent else set()

    @property
    def is_pickup(self) -> bool:
        return bool(self.contact.delivery.data == Delivery.PICKUP)

    def validate(self) -> bool:
        return all([part.validate() for part in self._asked()])

    @property
    def errors(self) -> dict[str, Any]:
        return {field.name: field.errors for field in self if field.errors}

    def __iter__(self) -> Iterator[Field]:
        for part in self._asked():
            yield from part

    def doubts(self) -> list[tuple[str, str, str]]:
        """(field, what was typed, question) to be asked once; „stimmt“ answers each."""
        found = []
        email, street = self.contact.email.data or "", self.shipping.street.data or ""
        if meant := probably_meant(email):
            found.append(("email", email, gettext("Meinten Sie %(meant)s?", meant=meant)))
        if not self.is_pickup and lacks_house_number(street):
            question = (
                gettext("Welche Nummer hat die Packstation?")
                if is_packstation(street)
                else gettext("Fehlt bei „%(street)s“ die Hausnummer?", street=street)
            )
            found.append(("street", street, question))
        return [doubt for doubt in found if doubt[1] not in self._confirmed]

    def answers(self) -> Answers:
        """What was asked for and checked; the other parts stay empty."""
        given = {field.name: field.data for field in self}
        if not self.billing.is_filled:
            given["billing_country"] = ""
        given["is_gift"] = self.gift.is_filled
        return Answers.from_json(given)

    def _asked(self) -> list[Form]:
        where: Form = self.pickup if self.is_pickup else self.shipping
        return [self.contact, where, *([self.billing] if self.billing.is_filled else []), self.gift]
