"""An address to keep, checked as the checkout checks it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectField, ValidationError

from shop.accounts.save_address import Address
from shop.checkout.address_hints import lacks_postnummer
from shop.checkout.fields import german_postcode, readable, telephone
from shop.web import countries
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine
from shop.web.widgets import Dropdown

_STREET = _("Bitte geben Sie Straße und Hausnummer ein.")
_CITY = _("Bitte geben Sie den Ort ein.")


class DeliveryForm(Form):
    name = TextLine(
        _("Vor- und Nachname"),
        [Needed(_("Bitte geben Sie einen Namen ein.")), AtMost(120), readable],
    )
    street = TextLine(_("Straße und Hausnummer"), [Needed(_STREET), AtMost(120), readable])
    extra = TextLine(_("Adresszusatz"), [AtMost(120), readable])
    postcode = TextLine(
        _("Postleitzahl"), [Needed(_("Bitte geben Sie die Postleitzahl ein.")), german_postcode]
    )
    city = TextLine(_("Ort"), [Needed(_CITY), AtMost(80), readable])
    phone = TextLine(_("Telefon"), [AtMost(40), telephone])
    is_default = BooleanField(_("Damit an der Kasse beginnen"))

    def validate_extra(self, field: Field) -> None:
        if lacks_postnummer(self.street.data or "", field.data or ""):
            raise ValidationError(
                gettext(
                    "Für eine Packstation braucht DHL Ihre Postnummer: Bitte tragen Sie die sechs "
                    "bis zehn Ziffern hier ein."
                )
            )

    def address(self) -> Address:
        return {
            "kind": "delivery",
            "name": self.name.data or "",
            "extra": self.extra.data or "",
            "phone": self.phone.data or "",
            "street": self.street.data or "",
            "postcode": self.postcode.data or "",
            "city": self.city.data or "",
            "country": countries.GERMANY,
        }


class BillingAddressForm(Form):
    name = TextLine(
        _("Name oder Firma"),
        [Needed(_("Bitte geben Sie einen Namen ein.")), AtMost(120), readable],
    )
    street = TextLine(_("Straße und Hausnummer"), [Needed(_STREET), AtMost(120), readable])
    postcode = TextLine(
        _("Postleitzahl"),
        [Needed(_("Bitte geben Sie die Postleitzahl ein.")), AtMost(10), readable],
    )
    city = TextLine(_("Ort"), [Needed(_CITY), AtMost(80), readable])
    country = SelectField(
        _("Land"),
        choices=[SelectChoice(code, name) for code, name in countries.CHOICES],
        default=countries.GERMANY,
        widget=Dropdown(),
        validators=[Needed(_("Bitte wählen Sie das Land."))],
    )
    is_default = BooleanField(_("Damit an der Kasse beginnen"))

    def address(self) -> Address:
        return {
            "kind": "billing",
            "name": self.name.data or "",
            "extra": "",
            "phone": "",
            "street": self.street.data or "",
            "postcode": self.postcode.data or "",
            "city": self.city.data or "",
            "country": self.country.data or countries.GERMANY,
        }


#: What is kept → its form.
FORMS: dict[str, type[DeliveryForm] | type[BillingAddressForm]] = {
    "delivery": DeliveryForm,
    "billing": BillingAddressForm,
}
