"""What the staff note about an order, and the mail that it lies ready once more."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.fulfilment.note_order import note_order
from shop.fulfilment.ready_mail import send_ready_mail
from shop.fulfilment.rules import NoMailAgain, NotedAlready
from shop.fulfilment.staff_forms import NoteForm
from shop.fulfilment.staff_order_page import order_page
from shop.fulfilment.staff_order_queries import order_numbered

blueprint = Blueprint("notes_staff", __name__)


@blueprint.post("/auftraege/<number>/notiz")
@needs("staff")
def note(number: str) -> ResponseReturnValue:
    found, form = order_numbered(number), NoteForm(request.form)
    if not form.validate():
        return order_page(found, note=form), 422
    try:
        note_order(found.id, form.key.data or "", form.text.data or "", person_id())
        db.session.commit()
    except NotedAlready:
        db.session.rollback()
        flash(_("Diese Notiz steht schon da."), "info")
    else:
        flash(_("Notiert."), "success")
    return _to_order(number)


@blueprint.post("/auftraege/<number>/bereit-mail")
@needs("staff")
def ready_again(number: str) -> ResponseReturnValue:
    try:
        found = order_numbered(number)
        send_ready_mail(found.id, person_id())
        db.session.commit()
    except NoMailAgain:
        db.session.rollback()
        flash(
            _(
                "Diese Mail geht jetzt nicht noch einmal hinaus: Die letzte ist noch unterwegs "
                "oder keine Stunde alt, es waren schon fünf, oder die Bestellung liegt nicht mehr "
                "bereit."
            ),
            "info",
        )
    else:
        flash(_("Die Mail geht in den nächsten Sekunden noch einmal hinaus."), "success")
    return _to_order(number)


def _to_order(number: str) -> ResponseReturnValue:
    return redirect(url_for("fulfilment_staff.order", number=number), 303)
