"""What is told when a receipt is not booked as it was typed."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.db import db


def booked_already(number: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("Das war schon gebucht; es wurde nicht noch einmal gezählt."), "info")
    return redirect(url_for("purchase_receipts_staff.one", number=number), 303)


def meanwhile() -> str:
    told: str = _(
        "Davon wurde inzwischen schon etwas gebucht. Bitte sehen Sie nach, ob Ihre Lieferung "
        "dabei ist, bevor Sie sie absenden."
    )
    return told


def too_much() -> str:
    told: str = _("Das ist mehr, als bestellt wurde. Stimmt es, bestätigen Sie es bitte unten.")
    return told
