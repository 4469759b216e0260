"""The orders as the staff work through them: find, pack, send off, hand over."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.fulfilment.filters import DELIVERIES, read_filters
from shop.fulfilment.find_orders import find_orders
from shop.fulfilment.fulfil import hand_over, pack, ship, unpack
from shop.fulfilment.staff_forms import ShipForm
from shop.fulfilment.staff_order_page import order_page
from shop.fulfilment.staff_order_queries import order_numbered
from shop.fulfilment.staff_queries import LISTS, PAST, tasks, waiting
from shop.fulfilment.staff_step import take_step
from shop.fulfilment.staff_task_queries import tasks_of
from shop.mail.queries import count_failed
from shop.orders.place_queries import all_places
from shop.orders.rules import State
from shop.web.numbers import small_number, visible

blueprint = Blueprint("fulfilment_staff", __name__)


@blueprint.get("/auftraege/")
@needs("staff")
def index() -> ResponseReturnValue:
    chosen = request.args.get("liste", "")
    chosen = chosen if chosen in LISTS else "packen"
    filters = read_filters(request.args)
    found = tasks(chosen, filters, request.args.get("nach", ""))
    return render_template(
        "fulfilment/staff/index.html",
        tasks=found.tasks,
        after=found.after,
        waiting=waiting(),
        chosen=chosen,
        is_past=chosen in PAST,
        filters=filters,
        deliveries=DELIVERIES,
        in_address=filters.in_address(),
        places=all_places(),
        # Without JavaScript one ticks all of a page by asking for it ticked.
        all_ticked=request.args.get("alle", "") == "1",
        failed_mails=count_failed(),
    )


@blueprint.get("/auftraege/suche")
@needs("staff")
def search() -> ResponseReturnValue:
    """One that is found alone is opened at once."""
    typed = " ".join(visible(request.args.get("q", "")[:100]).split())
    if not typed:
        return redirect(url_for(".index"))
    after = small_number(request.args.get("nach", "")) or 0
    found = find_orders(typed, after)
    rows = tasks_of(found.ids)
    if len(rows) == 1 and not after:
        return redirect(url_for(".order", number=rows[0].number))
    if not rows:
        flash(_("Zu „%(text)s“ ist keine Bestellung zu finden.", text=typed), "warn")
    return render_template(
        "fulfilment/staff/found.html",
        tasks=rows,
        after=found.after,
        typed=typed,
        failed_mails=count_failed(),
    )


@blueprint.get("/auftraege/<number>")
@needs("staff")
def order(number: str) -> ResponseReturnValue:
    return order_page(order_numbered(number))


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
    # From a list it is one tap: what is known of the parcel is added later.
    if not form.validate():
        return order_page(found, ship=form), 422
    order_id, tracking, carrier = found.id, form.tracking.data or "", form.carrier.data or "dhl"
    return take_step(
        number, State.SHIPPED, lambda: ship(order_id, person_id(), tracking, carrier=carrier)
    )


@blueprint.post("/auftraege/<number>/uebergeben")
@needs("staff")
def handed_over(number: str) -> ResponseReturnValue:
    order_id = order_numbered(number).id
    return take_step(number, State.HANDED_OVER, lambda: hand_over(order_id, person_id()))
