"""The orders as the staff work through them: pack, send off, hand over."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.orders.fulfil import hand_over, pack, ship
from shop.orders.models import Order
from shop.orders.rules import MoveRefused, State, last_step
from shop.orders.staff_forms import ShipForm
from shop.orders.staff_queries import (
    DELIVERIES,
    LISTS,
    lines_of,
    order_numbered,
    tasks,
    timeline,
    waiting,
)

blueprint = Blueprint("orders_staff", __name__)


@blueprint.get("/auftraege/")
@needs("staff")
def index() -> ResponseReturnValue:
    chosen = request.args.get("liste", "")
    chosen = chosen if chosen in LISTS else "packen"
    delivery = request.args.get("art", "")
    delivery = delivery if delivery in DELIVERIES else ""
    found = tasks(chosen, delivery, request.args.get("nach", ""))
    return render_template(
        "orders/staff/index.html",
        tasks=found.tasks,
        after=found.after,
        waiting=waiting(),
        chosen=chosen,
        delivery=delivery,
    )


@blueprint.get("/auftraege/suche")
@needs("staff")
def search() -> ResponseReturnValue:
    number = request.args.get("nummer", "")[:40].strip().upper()
    if number.isprintable() and order_numbered(number):
        return redirect(url_for(".order", number=number))
    flash(_("Eine Bestellung „%(number)s“ gibt es nicht.", number=number), "warn")
    return redirect(url_for(".index"))


@blueprint.get("/auftraege/<number>")
@needs("staff")
def order(number: str) -> ResponseReturnValue:
    return _page(_known(number))


@blueprint.post("/auftraege/<number>/gepackt")
@needs("staff")
def packed(number: str) -> ResponseReturnValue:
    found = _known(number)
    return _moved(found, State.PACKED, lambda: pack(found.id, person_id()))


@blueprint.post("/auftraege/<number>/versandt")
@needs("staff")
def shipped(number: str) -> ResponseReturnValue:
    found, form = _known(number), ShipForm(request.form)
    if not form.validate():
        return _page(found, form), 422
    tracking = form.tracking.data or ""
    return _moved(found, State.SHIPPED, lambda: ship(found.id, person_id(), tracking))


@blueprint.post("/auftraege/<number>/uebergeben")
@needs("staff")
def handed_over(number: str) -> ResponseReturnValue:
    found = _known(number)
    return _moved(found, State.HANDED_OVER, lambda: hand_over(found.id, person_id()))


def _moved(found: Order, to: State, step: Callable[[], None]) -> ResponseReturnValue:
    """Does the step, or says why it is not to be done any more; both lead back to the work."""
    number = found.number
    try:
        step()
        db.session.commit()
    except MoveRefused:
        db.session.rollback()
        _tell_refusal(_known(number), to)
    else:
        flash(_told(to, number), "success")
    if request.form.get("zurueck") in LISTS:
        delivery = request.form.get("art", "")
        return redirect(url_for(".index", liste=request.form["zurueck"], art=delivery or None), 303)
    return redirect(url_for(".order", number=number), 303)


def _tell_refusal(found: Order, to: State) -> None:
    done = next((h for h in timeline(found.id) if h.state is to), None)
    if done is None:
        sentence = _(
            "%(number)s lässt sich jetzt so nicht weiterführen. Es wurde nichts geändert.",
            number=found.number,
        )
    elif done.person:
        sentence = _(
            "%(number)s war schon erledigt: von %(person)s. Es wurde nichts doppelt gebucht.",
            number=found.number,
            person=done.person,
        )
    else:
        sentence = _("%(number)s war schon erledigt.", number=found.number)
    flash(sentence, "info")


def _told(to: State, number: str) -> str:
    words: dict[State, str] = {
        State.PACKED: _("%(number)s ist gepackt.", number=number),
        State.SHIPPED: _("%(number)s ist unterwegs.", number=number),
        State.HANDED_OVER: _("%(number)s ist übergeben.", number=number),
    }
    return words[to]


def _page(found: Order, form: ShipForm | None = None) -> str:
    return render_template(
        "orders/staff/order.html",
        order=found,
        state=State(found.state),
        leaves=last_step(found.delivery),
        lines=lines_of(found.id),
        timeline=timeline(found.id),
        form=form or ShipForm(),
    )


def _known(number: str) -> Order:
    found = order_numbered(number) if number.isprintable() else None
    if found is None:
        abort(404)
    return found
