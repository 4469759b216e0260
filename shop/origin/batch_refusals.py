"""What is refused of a batch, in words at the field."""

from flask_babel import gettext as _

from shop.errors import Refused
from shop.origin.batch_forms import NewBatch, RoastForm, SetForm
from shop.origin.batch_rules import (
    LEAST_USUAL_LOSS,
    MOST_USUAL_LOSS,
    LotTooSmall,
    MadeMoreThanGreen,
    PartBlocked,
    PartTooSmall,
    RateMissing,
    UnusualLoss,
)
from shop.origin.rules import CodeTaken, DatesOutOfOrder
from shop.web.filters import percent_bp
from shop.web.measures import measure_text


def tell_roast(form: RoastForm, refused: Refused) -> None:
    """Raises it again if it has no words."""
    match refused:
        case LotTooSmall():
            left = measure_text(refused.left_grams, 3)
            sentence = _("Von dieser Partie sind nur noch %(left)s kg da.", left=left)
            form.tell(refused.green_lot_id, "kg", sentence)
        case RateMissing():
            sentence = _(
                "Für diese Partie ist eine Prämie vereinbart, aber kein Wechselkurs eingetragen: "
                "Ohne ihn lässt sich nicht sagen, was geschuldet ist."
            )
            form.tell(refused.green_lot_id, "of", sentence)
        case UnusualLoss():
            sentence = _(
                "Das wären %(loss)s Röstverlust, üblich sind %(least)s bis %(most)s %%. Bitte "
                "prüfen Sie beide Gewichte; stimmen sie, bestätigen Sie es unter diesem Feld.",
                loss=percent_bp(refused.loss_bp),
                least=LEAST_USUAL_LOSS,
                most=MOST_USUAL_LOSS,
            )
            form.made_grams.errors = [sentence]
        case MadeMoreThanGreen():
            sentence = _("Das ist mehr, als Rohkaffee hineinging.")
            form.made_grams.errors = [sentence]
        case DatesOutOfOrder(later="best_before"):
            form.best_before.errors = [_("Dieser Tag muss nach dem Röstdatum liegen.")]
        case DatesOutOfOrder():
            form.made_on.errors = [_roasted_too_early(refused.earlier)]
        case _:
            _tell_code(form, refused)


def tell_set(form: SetForm, refused: Refused) -> None:
    """Raises it again if it has no words."""
    match refused:
        case PartTooSmall():
            left = measure_text(refused.left_grams, 3)
            sentence = _("Von dieser Charge sind nur noch %(left)s kg da.", left=left)
            form.tell(refused.batch_id, "kg", sentence)
        case PartBlocked():
            form.tell(refused.batch_id, "of", _("Diese Charge ist gesperrt."))
        case DatesOutOfOrder(later="best_before"):
            form.made_on.errors = [_("An diesem Tag war ein Teil schon nicht mehr haltbar.")]
        case DatesOutOfOrder():
            form.made_on.errors = [_("An diesem Tag war ein Teil noch nicht geröstet.")]
        case _:
            _tell_code(form, refused)


def _tell_code(form: NewBatch, refused: Refused) -> None:
    if not isinstance(refused, CodeTaken):
        raise refused
    form.code.errors = [_("Eine Charge mit dieser Nummer gibt es schon.")]


def _roasted_too_early(earlier: str) -> str:
    words: dict[str, str] = {
        "harvested_until": _("An diesem Tag war der Kaffee noch nicht geerntet."),
        "contracted_on": _("An diesem Tag war der Rohkaffee noch nicht gekauft."),
        "arrived_on": _("An diesem Tag war der Rohkaffee noch nicht angekommen."),
    }
    return words[earlier]
