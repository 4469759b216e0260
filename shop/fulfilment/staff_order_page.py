"""One order as the staff see it."""

import secrets

from flask import render_template

from shop.fulfilment.history import history_of
from shop.fulfilment.ready_mail import ready_mails
from shop.fulfilment.staff_forms import NoteForm, ParcelForm, ShipForm, parcel_form
from shop.fulfilment.staff_order_queries import lines_of, payments_of, timeline
from shop.orders.line_origin import blocked_here, origin_of_lines
from shop.orders.models import Order
from shop.orders.parcels import parcels_of, still_here
from shop.orders.rules import STILL_HERE, Note, State, last_step


def order_page(
    found: Order,
    *,
    ship: ShipForm | None = None,
    parcel: ParcelForm | None = None,
    note: NoteForm | None = None,
) -> str:
    """With the form that was refused, as it was filled in, and empty ones for the others."""
    happened, origins = timeline(found.id), origin_of_lines(found.id)
    state, parcels = State(found.state), parcels_of(found.id)
    here = still_here(found.id) if state in STILL_HERE else ()
    return render_template(
        "fulfilment/staff/order.html",
        order=found,
        state=state,
        leaves=last_step(found.delivery),
        lines=lines_of(found.id),
        origins=origins,
        blocked=blocked_here(origins.values()) if state in STILL_HERE else (),
        payments=payments_of(found.id),
        timeline=happened,
        history=history_of(found.id),
        is_withdrawn=any(one.note is Note.WITHDRAWAL_RECEIVED for one in happened),
        was_packed=any(one.moved and one.state is State.PACKED for one in happened),
        parcels=parcels,
        parcel_forms={
            one.number: ShipForm(carrier=one.carrier, tracking=one.tracking) for one in parcels
        },
        still_here=here,
        ready=ready_mails(found.id) if found.delivery == "pickup" else None,
        form=ship or ShipForm(),
        parcel=parcel or parcel_form(here, seen=str(len(parcels))),
        note=note or NoteForm(key=secrets.token_urlsafe(12)),
        refused=next((one for one in (ship, parcel, note) if one and one.errors), None),
    )
