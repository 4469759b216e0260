"""Parcels with a part of an order, and the numbers they are found by."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere
from shop.fulfilment.correct_parcel import correct_parcel
from shop.fulfilment.rules import NotHere, NothingToSend, SentMeanwhile
from shop.fulfilment.send_parcel import next_number, send_parcel
from shop.fulfilment.staff_forms import ParcelForm, ShipForm, parcel_form
from shop.fulfilment.staff_order_page import order_page
from shop.fulfilment.staff_order_queries import order_numbered
from shop.orders.parcels import parcels_of, still_here
from shop.orders.rules import LotBlocked, MoveRefused

blueprint = Blueprint("parcels_staff", __name__)


@blueprint.post("/auftraege/<number>/paket")
@needs("staff")
def send(number: str) -> ResponseReturnValue:
    """Sends what was chosen; one of two who send the same bags is told who was first."""
    found = order_numbered(number)
    form = parcel_form(still_here(found.id), formdata=request.form)
    try:
        # First: what another parcel took is no mistake of whoever typed.
        next_number(found.id, form.parcels_seen)
        if not form.validate():
            return order_page(found, parcel=form), 422
        send_parcel(
            found.id,
            form.units(),
            person_id(),
            carrier=form.carrier.data or "dhl",
            tracking=form.tracking.data or "",
            seen=form.parcels_seen,
        )
        db.session.commit()
    except (MoveRefused, SentMeanwhile, NotHere) as refused:
        db.session.rollback()
        flash(_meanwhile(number, refused), "info")
        return _to_order(number)
    except LotBlocked as blocked:
        db.session.rollback()
        codes = ", ".join(blocked.codes)
        return _again(number, form, _("Gesperrt ist Charge %(codes)s.", codes=codes))
    except NothingToSend:
        db.session.rollback()
        return _again(number, form, _("Bitte geben Sie an, was in die Sendung kommt."))
    flash(_("Die Sendung zu %(number)s ist unterwegs.", number=number), "success")
    return _to_order(number)


@blueprint.post("/auftraege/<number>/paket/<int:parcel>")
@needs("staff")
def correct(number: str, parcel: int) -> ResponseReturnValue:
    found, form = order_numbered(number), ShipForm(request.form)
    if parcel not in {one.number for one in parcels_of(found.id)}:
        raise NotThere
    if not form.validate():
        for message in (error for field in form for error in field.errors):
            flash(message, "warn")
        return _to_order(number)
    told = "mail" in request.form
    carrier, tracking = form.carrier.data or "dhl", form.tracking.data or ""
    changed = correct_parcel(found.id, parcel, carrier, tracking, person_id(), tell=told)
    db.session.commit()
    if told:
        flash(_("Die Mail mit der Sendungsnummer geht gleich hinaus."), "success")
    elif changed:
        flash(_("Sendung %(number)s ist korrigiert.", number=parcel), "success")
    else:
        flash(_("Das stand schon so da."), "info")
    return _to_order(number)


def _meanwhile(number: str, refused: Exception) -> str:
    if isinstance(refused, SentMeanwhile) and refused.person:
        sentence: str = _(
            "Zu %(number)s ging inzwischen eine andere Sendung hinaus: von %(person)s. Diese wurde "
            "nicht gebucht; bitte sehen Sie nach, was noch hier ist.",
            number=number,
            person=refused.person,
        )
        return sentence
    other: str = _(
        "Zu %(number)s hat sich inzwischen etwas geändert; diese Sendung wurde nicht gebucht. "
        "Bitte sehen Sie nach, was noch hier ist.",
        number=number,
    )
    return other


def _again(number: str, form: ParcelForm, sentence: str) -> ResponseReturnValue:
    form.tracking.errors = [sentence]
    return order_page(order_numbered(number), parcel=form), 422


def _to_order(number: str) -> ResponseReturnValue:
    return redirect(url_for("fulfilment_staff.order", number=number), 303)
