"""At the counter of a pickup place: the code on a phone, the bag, done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.fulfilment.fulfil import hand_over
from shop.fulfilment.hand_over_queries import asked_for
from shop.fulfilment.staff_order_queries import order_numbered
from shop.fulfilment.staff_step import do_step
from shop.orders.line_origin import blocked_here, origin_of_lines
from shop.orders.models import Order
from shop.orders.parcels import still_here
from shop.orders.place_queries import all_places
from shop.orders.rules import State
from shop.web.numbers import small_number, visible

blueprint = Blueprint("handover_staff", __name__)


@blueprint.get("/auftraege/uebergabe")
@needs("staff")
def show() -> ResponseReturnValue:
    """`?code=` finds the order, `?ort=` says where one stands: what lies elsewhere is told."""
    typed = " ".join(visible(request.args.get("code", "")[:200]).split())
    found = asked_for(typed) if typed else None
    if typed and found is None:
        flash(_("Zu „%(code)s“ gibt es keine Bestellung.", code=typed), "warn")
    return _page(found, typed, small_number(request.args.get("ort", "")))


@blueprint.post("/auftraege/uebergabe/<number>")
@needs("staff")
def done(number: str) -> ResponseReturnValue:
    order_id = order_numbered(number).id
    done = do_step(number, State.HANDED_OVER, lambda: hand_over(order_id, person_id()))
    here = small_number(request.form.get("ort", ""))
    if done:
        return redirect(url_for(".show", ort=here), 303)
    return redirect(url_for(".show", code=number, ort=here), 303)


def _page(found: Order | None, typed: str, here: int | None) -> str:
    origins = origin_of_lines(found.id) if found else {}
    return render_template(
        "fulfilment/staff/handover.html",
        order=found,
        typed=typed,
        stands_at=here,
        places=all_places(),
        bags=still_here(found.id) if found else (),
        blocked=blocked_here(origins.values()),
        is_elsewhere=bool(found and here and found.pickup_place_id not in (None, here)),
    )
