"""What the staff answer to a warning. Its list stands among the tasks about money."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.disputes.mark_seen import mark_seen
from shop.disputes.queries import disputes_of_order

blueprint = Blueprint("disputes_staff", __name__)
# The order's page stands below this package, and shows what it knows.
blueprint.add_app_template_global(disputes_of_order)


@blueprint.post("/geld/warnungen/<warning_id>/gesehen")
@needs("staff")
def seen(warning_id: str) -> ResponseReturnValue:
    if mark_seen(warning_id, person_id()):
        db.session.commit()
        flash(_("Die Warnung ist erledigt. Die Bestellung bleibt, wie sie ist."), "success")
    else:
        flash(_("Diese Warnung war schon erledigt."), "info")
    return redirect(url_for("payouts_staff.index"), 303)
