"""What the staff write about batches."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, ValidationError

from shop.clock import today
from shop.origin.models import Batch
from shop.origin.read_by_customers import read_by_customers
from shop.origin.rules import is_code
from shop.origin.weight_rows import MOST_GRAMS, WeightRows, weight_fields
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine
from shop.web.measures import Day, ManyLines, Measure, day_text


def _kilograms(label: Any, like: str) -> Measure:
    return Measure(
        label,
        places=3,
        least=1,
        most=MOST_GRAMS,
        like=like,
        validators=[Needed(_("Bitte geben Sie das Gewicht ein."))],
    )


def _note() -> ManyLines:
    return ManyLines(_("Labornotiz"), [AtMost(500), read_by_customers])


class NewBatch(WeightRows):
    """What a roast and a set have in common."""

    code = TextLine(_("Chargennummer"), [Needed(_("Bitte geben Sie eine Nummer ein."))])
    made_on = Day(_("Am"), [Needed(_("Bitte geben Sie den Tag ein."))])
    lab_note = _note()

    def validate_code(self, field: TextLine) -> None:
        if not is_code(field.data or ""):
            raise ValidationError(
                gettext("Bitte 2 bis 20 Zeichen: Buchstaben A bis Z, Ziffern, Bindestrich.")
            )

    def validate_made_on(self, field: Day) -> None:
        if field.day and field.day > today():
            raise ValidationError(gettext("Dieser Tag liegt in der Zukunft."))


class RoastForm(NewBatch):
    roaster = TextLine(
        _("Geröstet von"),
        [Needed(_("Bitte geben Sie an, wer geröstet hat.")), AtMost(120), read_by_customers],
    )
    best_before = Day(
        _("Mindestens haltbar bis"), [Needed(_("Bitte geben Sie an, wie lange er haltbar ist."))]
    )
    made_grams = _kilograms(_("Röstkaffee (kg)"), like="50,4")
    loss_is_right = BooleanField(_("Die Gewichte stimmen, auch wenn der Röstverlust auffällt"))
    project_micro_per_kg = Measure(
        _("Beitrag zu den Projekten der Partnerschaft (€ je kg Röstkaffee)"),
        places=6,
        most=100_000_000,
        like="0,76",
    )


class SetForm(NewBatch):
    maker = TextLine(
        _("Zusammengestellt von"),
        [
            Needed(_("Bitte geben Sie an, wer sie zusammengestellt hat.")),
            AtMost(120),
            read_by_customers,
        ],
    )


class CorrectForm(Form):
    seen = HiddenField()
    roaster = TextLine(
        _("Geröstet oder zusammengestellt von"),
        [Needed(_("Bitte geben Sie an, wer geröstet hat.")), AtMost(120), read_by_customers],
    )
    best_before = Day(
        _("Mindestens haltbar bis"), [Needed(_("Bitte geben Sie an, wie lange er haltbar ist."))]
    )
    lab_note = _note()

    def values(self) -> dict[str, Any]:
        """Only of a form that is valid."""
        return {
            "roaster": self.roaster.data,
            "best_before": self.best_before.day,
            "lab_note": self.lab_note.data or "",
        }


class BlockForm(Form):
    blocked_as = RadioField(
        _("Warum wird sie gesperrt?"),
        choices=[
            SelectChoice("precaution", _("vorsorglich, bis es geklärt ist")),
            SelectChoice("recall", _("Rückruf: Tüten gegen den Kaufpreis zurück")),
        ],
        validators=[Needed(_("Bitte wählen Sie, was Kunden lesen sollen."))],
    )
    because = TextLine(
        _("Grund"),
        [
            Needed(_("Bitte geben Sie den Grund an: Kunden lesen ihn.")),
            AtMost(300),
            read_by_customers,
        ],
    )


class UnblockForm(Form):
    seen = HiddenField()
    reason = TextLine(
        _("Warum sie wieder verkauft werden darf"),
        [Needed(_("Bitte geben Sie an, warum sie wieder verkauft werden darf.")), AtMost(200)],
    )


class WriteOffForm(Form):
    seen = HiddenField()
    kilograms = _kilograms(_("Gewicht (kg)"), like="0,25")
    reason = TextLine(_("Grund"), [Needed(_("Bitte geben Sie einen Grund an.")), AtMost(200)])


def roast_form(lots: Mapping[int, str], rows: int, **given: Any) -> RoastForm:
    """With so many rows; `lots` are the green lots to choose from."""
    fields = weight_fields(_("Rohkaffee"), lots, rows)
    made = type("RoastFormWithRows", (RoastForm,), fields)(**given)
    assert isinstance(made, RoastForm)
    return made


def set_form(batches: Mapping[int, str], rows: int, **given: Any) -> SetForm:
    """With so many rows; `batches` are those to choose from."""
    fields = weight_fields(_("Charge"), batches, rows)
    made = type("SetFormWithRows", (SetForm,), fields)(**given)
    assert isinstance(made, SetForm)
    return made


def typed_batch(batch: Batch) -> dict[str, str]:
    """What the form shows of a stored one."""
    return {
        "roaster": batch.roaster,
        "best_before": day_text(batch.best_before),
        "lab_note": batch.lab_note,
    }
