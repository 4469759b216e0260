"""Giving money back: asked, shown once more, done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.fulfilment.send_parcel import has_sent
from shop.fulfilment.staff_order_queries import order_numbered
from shop.orders.hold_order import hold_order
from shop.orders.models import Order
from shop.orders.rules import State, before
from shop.refunds.forms import RefundForm, refund_form
from shop.refunds.given import given_back
from shop.refunds.models import Refund
from shop.refunds.queries import Refundable, money_left, refundable, refunds_of_order
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import NothingLeft, Part, Reason, TooMuch, parts_of
from shop.refunds.send_refund import send_refund
from shop.refunds.sent_words import sent_words
from shop.stock.sold_bags import sold_bags

blueprint = Blueprint("refunds_staff", __name__)
# The order's pages stand below this package, and show what it knows.
blueprint.add_app_template_global(refunds_of_order)
blueprint.add_app_template_global(refundable)
blueprint.add_app_template_global(given_back)
blueprint.add_app_template_global(money_left)


@blueprint.get("/auftraege/<number>/erstatten")
@needs("staff")
def ask(number: str) -> ResponseReturnValue:
    """The form; `?alles` fills in all that is left, `?grund=withdrawal` the reason."""
    found = order_numbered(number)
    offer = refundable(found.id)
    form = _form(found, offer, formdata=None)
    if "alles" in request.args:
        for line, left in offer.lines:
            if line.id in form.line_ids:
                form[f"units_{line.id}"].data = left.units
        form.shipping.data = True
    if request.args.get("grund", "") in list(Reason):
        form.reason.data = request.args["grund"]
    return _form_page(found, offer, form)


@blueprint.post("/auftraege/<number>/erstatten")
@needs("staff")
def check(number: str) -> ResponseReturnValue:
    """Shows what would happen, with the button that does it. Changes nothing."""
    found = order_numbered(number)
    offer = refundable(found.id)
    form = _form(found, offer, formdata=request.form)
    if "change" in request.form:
        return _form_page(found, offer, form)
    parts = _parts(form, offer)
    if parts is None:
        return _form_page(found, offer, form), 422
    lines = {line.id: line for line, _left in offer.lines}
    return render_template(
        "refunds/staff/confirm.html",
        order=found,
        form=form,
        parts=[(lines[part.line_id], part) for part in parts],
        codes={row.level_id: row.code for rows in form.bags.values() for row in rows},
        amount_cents=sum(part.gross_cents for part in parts),
        ends=_ends(found, offer, parts),
        seen=_seen(found, offer),
    )


@blueprint.post("/auftraege/<number>/erstatten/bestaetigt")
@needs("staff")
def refund(number: str) -> ResponseReturnValue:
    """Gives the money back, once: what was shown must be as it was."""
    found = order_numbered(number)
    hold_order(found.id)
    db.session.refresh(found)
    offer = refundable(found.id)
    form = _form(found, offer, formdata=request.form)
    if request.form.get("seen", "") != _seen(found, offer):
        return _stale(found, offer, form)
    parts = _parts(form, offer)
    if parts is None:
        return _form_page(found, offer, form), 422
    # What is left of a line's units can change its price, and is no refund.
    if request.form.get("amount", "") != str(sum(part.gross_cents for part in parts)):
        return _stale(found, offer, form)
    refund_id = request_refund(found.id, form.wanted(), Reason(form.reason.data), person_id())
    db.session.commit()
    send_refund(refund_id)
    flash(*sent_words(refund_id))
    return redirect(url_for("fulfilment_staff.order", number=number), 303)


def _form(found: Order, offer: Refundable, formdata: object) -> RefundForm:
    bags = sold_bags(found.id)
    return refund_form(offer, bags, has_left=_has_left(found), formdata=formdata)


def _has_left(found: Order) -> bool:
    """Something of it may be with the customer."""
    return found.state in (State.SHIPPED, State.HANDED_OVER) or has_sent(found.id)


def _parts(form: RefundForm, offer: Refundable) -> list[Part] | None:
    """What would be given back; None with the reason beside the form's fields."""
    if not form.validate():
        return None
    try:
        return parts_of(form.wanted(), [left for _line, left in offer.lines])
    except TooMuch:
        form.discount.errors = [_("So viel ist von der Ware nicht mehr übrig.")]
    except NothingLeft:
        form.discount.errors = [_("Bitte wählen Sie Ware, Versand oder einen Preisnachlass.")]
    return None


def _ends(found: Order, offer: Refundable, parts: list[Part]) -> bool:
    """Whether nothing is left to be packed of an order that has not left."""
    units = sum(left.units for _line, left in offer.lines) - sum(part.units for part in parts)
    cents = offer.left_cents - sum(part.gross_cents for part in parts)
    return found.state in before(State.REFUNDED) and not (units and cents)


def _seen(found: Order, offer: Refundable) -> str:
    """Another one as soon as the order has moved or money of it went back."""
    return f"{found.state}.{offer.newest_id}"


def _stale(found: Order, offer: Refundable, form: RefundForm) -> ResponseReturnValue:
    if _is_same(db.session.get(Refund, offer.newest_id)):
        flash(_("Das war schon erstattet; es ging kein zweites Mal Geld zurück."), "info")
        return redirect(url_for("fulfilment_staff.order", number=found.number), 303)
    told = _(
        "Inzwischen hat sich an dieser Bestellung etwas geändert. Bitte sehen Sie noch einmal "
        "nach; erstattet wurde nichts."
    )
    return _form_page(found, offer, form, told), 409


def _is_same(newest: Refund | None) -> bool:
    """Whether the newest refund came from the same page: a button pressed twice."""
    if newest is None or request.form.get("seen", "").endswith(f".{newest.id}"):
        return False
    shown = (request.form.get("amount", ""), request.form.get("reason", ""))
    return (str(newest.amount_cents), newest.reason) == shown and newest.person_id == person_id()


def _form_page(found: Order, offer: Refundable, form: RefundForm, told: str = "") -> str:
    return render_template("refunds/staff/ask.html", order=found, offer=offer, form=form, told=told)
