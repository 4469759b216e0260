"""The orders as the staff work through them: pack, send off, hand over."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.errors import NotThere
from shop.fulfilment.fulfil import hand_over, pack, ship, unpack
from shop.fulfilment.packing_slip import packing_slip
from shop.fulfilment.staff_forms import ShipForm
from shop.fulfilment.staff_order_queries import lines_of, order_numbered, payments_of, timeline
from shop.fulfilment.staff_queries import DELIVERIES, LISTS, tasks, waiting
from shop.fulfilment.staff_step import take_step
from shop.mail.queries import count_failed
from shop.orders.line_origin import blocked_among, origin_of_lines
from shop.orders.models import Order
from shop.orders.rules import STILL_HERE, Note, State, last_step
from shop.web.numbers import visible

blueprint = Blueprint("fulfilment_staff", __name__)


@blueprint.get("/auftraege/")
@needs("staff")
def index() -> ResponseReturnValue:
    chosen = request.args.get("liste", "")
    chosen = chosen if chosen in LISTS else "packen"
    delivery = request.args.get("art", "")
    delivery = delivery if delivery in DELIVERIES else ""
    found = tasks(chosen, delivery, request.args.get("nach", ""))
    return render_template(
        "fulfilment/staff/index.html",
        tasks=found.tasks,
        after=found.after,
        waiting=waiting(),
        chosen=chosen,
        delivery=delivery,
        failed_mails=count_failed(),
    )


@blueprint.get("/auftraege/suche")
@needs("staff")
def search() -> ResponseReturnValue:
    number = visible(request.args.get("nummer", "")[:40]).strip().upper()
    try:
        found = order_numbered(number)
    except NotThere:
        flash(_("Eine Bestellung „%(number)s“ gibt es nicht.", number=number), "warn")
        return redirect(url_for(".index"))
    return redirect(url_for(".order", number=found.number))


@blueprint.get("/auftraege/<number>")
@needs("staff")
def order(number: str) -> ResponseReturnValue:
    return _page(order_numbered(number))


@blueprint.get("/auftraege/<number>/packzettel")
@needs("staff")
def slip(number: str) -> ResponseReturnValue:
    found = order_numbered(number)
    packed = packing_slip(lines_of(found.id), origin_of_lines(found.id))
    return render_template("fulfilment/staff/slip.html", order=found, packed=packed)


@blueprint.post("/auftraege/<number>/gepackt")
@needs("staff")
def packed(number: str) -> ResponseReturnValue:
    order_id = order_numbered(number).id
    return take_step(number, State.PACKED, lambda: pack(order_id, person_id()))


@blueprint.post("/auftraege/<number>/doch-nicht-gepackt")
@needs("staff")
def unpacked(number: str) -> ResponseReturnValue:
    order_id = order_numbered(number).id
    return take_step(number, State.PAID, lambda: unpack(order_id, person_id()))


@blueprint.post("/auftraege/<number>/versandt")
@needs("staff")
def shipped(number: str) -> ResponseReturnValue:
    found, form = order_numbered(number), ShipForm(request.form)
    if not form.validate():
        return _page(found, form), 422
    order_id, tracking = found.id, form.tracking.data or ""
    return take_step(number, State.SHIPPED, lambda: ship(order_id, person_id(), tracking))


@blueprint.post("/auftraege/<number>/uebergeben")
@needs("staff")
def handed_over(number: str) -> ResponseReturnValue:
    order_id = order_numbered(number).id
    return take_step(number, State.HANDED_OVER, lambda: hand_over(order_id, person_id()))


def _page(found: Order, form: ShipForm | None = None) -> str:
    happened, origins = timeline(found.id), origin_of_lines(found.id)
    return render_template(
        "fulfilment/staff/order.html",
        order=found,
        state=State(found.state),
        leaves=last_step(found.delivery),
        lines=lines_of(found.id),
        origins=origins,
        blocked=blocked_among(origins.values()) if State(found.state) in STILL_HERE else (),
        payments=payments_of(found.id),
        timeline=happened,
        is_withdrawn=any(one.note is Note.WITHDRAWAL_RECEIVED for one in happened),
        was_packed=any(one.moved and one.state is State.PACKED for one in happened),
        form=form or ShipForm(),
    )
