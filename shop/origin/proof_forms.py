"""What the staff enter about schemes, certificates and claims."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import (
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)

from shop.origin.change_words import HOLDERS, KINDS
from shop.origin.web_address import web_address
from shop.origin.wording import findings
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine
from shop.web.measures import Day, ManyLines

ORIGIN_LINES = ("Landwirtschaft Peru", "Nicht-EU-Landwirtschaft", "EU-/Nicht-EU-Landwirtschaft")


class SentFile(NamedTuple):
    content: bytes
    name: str


class Upload(FileField):
    """`data` is a `SentFile`, or None; text under the name of a file is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        for one in valuelist:
            if isinstance(one, FileStorage) and one.filename:
                self.data = SentFile(one.read(), one.filename)
                one.close()


class SayableText:
    """No word that nobody may say, whatever the evidence (`wording.py`)."""

    def __call__(self, form: Form, field: TextLine) -> None:
        found = findings(field.data or "", claims_allowed=True)
        if found:
            raise ValidationError(
                _("„%(word)s“ darf im Laden nirgends stehen, auch nicht mit Zertifikat.")
                % {"word": found[0].word}
            )


def _choices(words: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class SchemeForm(Form):
    seen = HiddenField()
    name = TextLine(
        _("Name"),
        validators=[
            Needed(_("Bitte geben Sie den Namen des Zeichens an.")),
            AtMost(80),
            SayableText(),
        ],
    )
    kind = RadioField(
        _("Worum geht es?"),
        choices=_choices(KINDS),
        validators=[Needed(_("Bitte wählen Sie, worum es geht."))],
    )
    criteria_url = TextLine(
        _("Wo die Kriterien stehen"),
        validators=[
            Needed(_("Bitte geben Sie an, wo jeder die Kriterien lesen kann.")),
            AtMost(200),
            web_address,
        ],
    )
    permitted_because = ManyLines(
        _("Warum es gezeigt werden darf"),
        validators=[
            Needed(_("Bitte schreiben Sie auf, warum es gezeigt werden darf und wer das sagt.")),
            AtMost(500),
        ],
    )
    mark = Upload(_("Zeichen als Bild"))


class HolderForm(Form):
    #: Names of the cooperatives to choose from.
    growers: Mapping[int, str]

    scheme_id = SelectField(
        _("Zeichen"), coerce=int, validators=[Needed(_("Bitte wählen Sie das Zeichen."))]
    )
    holder_kind = RadioField(
        _("Ausgestellt für"),
        choices=_choices(HOLDERS),
        validators=[Needed(_("Bitte wählen Sie, für wen es ausgestellt ist."))],
    )
    holder = TextLine(_("Name laut Zertifikat"), validators=[AtMost(120), SayableText()])
    cooperative_id = SelectField(_("Genossenschaft"), coerce=int)

    def validate_holder(self, field: TextLine) -> None:
        if self.holder_kind.data != "cooperative" and not field.data:
            raise ValidationError(_("Bitte geben Sie den Namen an, wie er im Zertifikat steht."))

    def validate_cooperative_id(self, field: SelectField) -> None:
        if self.holder_kind.data == "cooperative" and not field.data:
            raise ValidationError(_("Bitte wählen Sie die Genossenschaft."))


class CertificateForm(Form):
    #: Values of `Certificate` as typed, without scheme, holder and file.
    number = TextLine(
        _("Nummer"),
        validators=[Needed(_("Bitte geben Sie die Nummer an.")), AtMost(80), SayableText()],
    )
    certifier = TextLine(
        _("Ausgestellt von"),
        validators=[
            Needed(_("Bitte geben Sie an, wer es ausgestellt hat.")),
            AtMost(120),
            SayableText(),
        ],
    )
    control_body_code = TextLine(_("Code der Kontrollstelle"), validators=[AtMost(20)])
    valid_from = Day(_("Gültig ab"), validators=[Needed(_("Bitte geben Sie an, ab wann es gilt."))])
    valid_until = Day(
        _("Gültig bis"), validators=[Needed(_("Bitte geben Sie an, bis wann es gilt."))]
    )
    scope = TextLine(
        _("Wofür es gilt"),
        validators=[Needed(_("Bitte geben Sie an, wofür es gilt.")), AtMost(300), SayableText()],
    )
    verify_url = TextLine(_("Wo man es nachprüfen kann"), validators=[AtMost(300), web_address])
    file = Upload(
        _("Zertifikat als Datei"),
        validators=[Needed(_("Bitte wählen Sie die Datei des Zertifikats aus."))],
    )

    @property
    def values(self) -> dict[str, Any]:
        return {
            "number": self.number.data,
            "certifier": self.certifier.data,
            "control_body_code": (self.control_body_code.data or "").upper(),
            "valid_from": self.valid_from.day,
            "valid_until": self.valid_until.day,
            "scope": self.scope.data,
            "verify_url": self.verify_url.data or "",
        }


class RenewForm(CertificateForm):
    claims = SelectMultipleField(_("Aussagen, die darauf beruhen sollen"), coerce=int)


class NewCertificateForm(HolderForm, CertificateForm):
    @property
    def values(self) -> dict[str, Any]:
        is_of_growers = self.holder_kind.data == "cooperative"
        return super().values | {
            "scheme_id": self.scheme_id.data,
            "holder_kind": self.holder_kind.data,
            "cooperative_id": self.cooperative_id.data if is_of_growers else None,
            "holder": self.growers[self.cooperative_id.data] if is_of_growers else self.holder.data,
        }


class RevokeForm(Form):
    because = TextLine(
        _("Grund"),
        validators=[
            Needed(_("Bitte schreiben Sie auf, warum es nicht mehr gilt.")),
            AtMost(200),
        ],
    )


class ExtendForm(Form):
    certificates = SelectMultipleField(_("Worauf sie beruht"), coerce=int)
    green_lots = SelectMultipleField(_("Für welchen Rohkaffee sie gilt"), coerce=int)


class ClaimForm(Form):
    kind = RadioField(
        _("Worum geht es?"),
        choices=_choices(KINDS),
        validators=[Needed(_("Bitte wählen Sie, worum es geht."))],
    )
    text = TextLine(
        _("Aussage"),
        validators=[
            Needed(_("Bitte schreiben Sie, was die Kundschaft lesen soll.")),
            AtMost(120),
            SayableText(),
        ],
    )
    specification = TextLine(
        _("Was genau gemeint ist"),
        validators=[
            Needed(_("Bitte schreiben Sie, was genau gemeint ist: es steht immer daneben.")),
            AtMost(300),
            SayableText(),
        ],
    )
    origin_line = SelectField(
        _("Herkunft der Zutaten"),
        choices=[
            SelectChoice("", _("keine Angabe")),
            *(SelectChoice(one, one) for one in ORIGIN_LINES),
        ],
    )
    certificates = SelectMultipleField(
        _("Worauf sie beruht"),
        coerce=int,
        validators=[Needed(_("Ohne Nachweis keine Aussage: Bitte wählen Sie ein Zertifikat."))],
    )
    green_lots = SelectMultipleField(
        _("Für welchen Rohkaffee sie gilt"),
        coerce=int,
        validators=[Needed(_("Bitte wählen Sie, für welchen Rohkaffee die Aussage gilt."))],
    )

    def validate_origin_line(self, field: SelectField) -> None:
        if self.kind.data == "organic" and not field.data:
            raise ValidationError(
                _("Neben einer Bio-Aussage muss stehen, woher die Zutaten kommen.")
            )
