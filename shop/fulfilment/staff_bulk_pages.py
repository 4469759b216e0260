"""One step for all orders that are ticked, each by itself."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere
from shop.fulfilment.filters import read_filters
from shop.fulfilment.fulfil import hand_over, pack, ship, unpack
from shop.fulfilment.ready_mail import send_ready_mail
from shop.fulfilment.rules import NoMailAgain
from shop.fulfilment.staff_order_queries import order_numbered
from shop.fulfilment.staff_queries import LISTS, PER_PAGE
from shop.fulfilment.staff_step import Outcome, outcome_of
from shop.orders.rules import State
from shop.web.numbers import visible

blueprint = Blueprint("fulfilment_bulk_staff", __name__)

#: By the word in the form: what it does, and the state it leads to.
STEPS: dict[str, tuple[Callable[[int, int | None], None], State]] = {
    "gepackt": (pack, State.PACKED),
    "doch-nicht-gepackt": (unpack, State.PAID),
    "versandt": (ship, State.SHIPPED),
    "uebergeben": (hand_over, State.HANDED_OVER),
}


@blueprint.post("/auftraege/auf-einmal")
@needs("staff")
def all_at_once() -> ResponseReturnValue:
    """Each order in a transaction of its own; the page says of each what was done, or why not."""
    numbers = list(dict.fromkeys(visible(one[:20]) for one in request.form.getlist("nr")))
    numbers = numbers[:PER_PAGE]
    wanted = request.form.get("was", "")
    if wanted == "papiere" and numbers:
        return redirect(url_for("papers_staff.index", nr=numbers), 303)
    back = request.form.get("back", "")
    back = back if back in LISTS else "packen"
    in_address: dict[str, Any] = {**read_filters(request.form).in_address()}
    if not numbers:
        flash(
            _("Es war nichts gewählt. Setzen Sie Häkchen vor die Bestellungen, die gemeint sind."),
            "warn",
        )
        return redirect(url_for("fulfilment_staff.index", liste=back, **in_address), 303)
    outcomes = [_one(number, wanted) for number in numbers]
    return render_template(
        "fulfilment/staff/done.html",
        outcomes=outcomes,
        back=back,
        in_address=in_address,
    )


def _one(number: str, wanted: str) -> Outcome:
    try:
        order_id = order_numbered(number).id
    except NotThere:
        return Outcome(number, False, _("Eine solche Bestellung gibt es nicht."))
    if wanted == "bereit-mail":
        return _mail(number, order_id)
    if wanted not in STEPS:
        return Outcome(number, False, _("Bitte wählen Sie, was geschehen soll."))
    act, to = STEPS[wanted]
    return outcome_of(number, to, lambda: act(order_id, person_id()))


def _mail(number: str, order_id: int) -> Outcome:
    try:
        send_ready_mail(order_id, person_id())
        db.session.commit()
    except NoMailAgain:
        db.session.rollback()
        return Outcome(
            number,
            False,
            _("Keine Mail: Sie liegt nicht bereit, oder die letzte Mail ist keine Stunde alt."),
        )
    return Outcome(number, True, _("Die Mail geht gleich hinaus."))
