"""The withdrawals as the staff see them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.returns.close_withdrawal import ClosedAlready, close_withdrawal
from shop.returns.forms import CloseForm
from shop.returns.queries import withdrawal_numbered, withdrawals

blueprint = Blueprint("returns_staff", __name__)


@blueprint.get("/auftraege/widerrufe")
@needs("staff")
def index() -> ResponseReturnValue:
    """Newest first, with the day by which the money must be back."""
    found, after = withdrawals(request.args.get("nach", ""))
    return render_template("returns/staff/index.html", listed=found, after=after, form=CloseForm())


@blueprint.post("/auftraege/widerrufe/<number>/erledigt")
@needs("staff")
def close(number: str) -> ResponseReturnValue:
    """For what no refund in the shop says: paid back another way, or no withdrawal at all."""
    found, form = withdrawal_numbered(number), CloseForm(request.form)
    if not form.validate():
        flash(_("Bitte wählen Sie, womit %(number)s erledigt ist.", number=number), "warn")
        return redirect(url_for(".index"), 303)
    try:
        close_withdrawal(found.id, form.by.data, person_id())
    except ClosedAlready:
        db.session.rollback()
        flash(_("%(number)s war schon erledigt.", number=number), "info")
    else:
        db.session.commit()
        flash(_("%(number)s ist erledigt.", number=number), "success")
    return redirect(url_for(".index"), 303)
