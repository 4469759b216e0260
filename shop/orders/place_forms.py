"""What is asked about a pickup place."""

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Regexp

from shop.web.forms import AtMost, Form, Needed, TextLine, WholeNumber

_MISSING = _("Bitte ausfüllen.")


class PlaceForm(Form):
    """The fields are columns of `pickup_places`."""

    name = TextLine(_("Name"), validators=[Needed(_MISSING), AtMost(120)])
    street = TextLine(_("Straße und Hausnummer"), validators=[Needed(_MISSING), AtMost(120)])
    postcode = TextLine(
        _("Postleitzahl"),
        validators=[
            Needed(_MISSING),
            Regexp(r"^[0-9]{5}$", message=_("Bitte fünf Ziffern, etwa 12555.")),
        ],
    )
    city = TextLine(_("Ort"), validators=[Needed(_MISSING), AtMost(80)])
    hours = TextLine(_("Öffnungszeiten"), validators=[Needed(_MISSING), AtMost(300)])
    instructions = TextLine(_("Hinweis zur Abholung"), validators=[AtMost(300)])
    ready_days = WholeNumber(
        # Not `Needed`: no days at all are an answer.
        _("Werktage bis zur Abholung"),
        low=0,
        high=60,
        validators=[InputRequired(_MISSING)],
    )
