"""What the staff type when an order leaves the house."""

from flask_babel import lazy_gettext as _
from wtforms.validators import Regexp

from shop.web.forms import AtMost, Form, TextLine


class ShipForm(Form):
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
