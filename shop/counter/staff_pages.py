"""What was sold at a counter, a stall or the door of the stockroom: typed, shown, then booked."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.counter.day_report import days_with_sales
from shop.counter.forms import COUNT, SaleForm, checked_key, sale_form, too_many
from shop.counter.price_sale import price_sale
from shop.counter.queries import Goods, Place, goods_at, offered_at, place, places
from shop.counter.rules import BookedAlready, PaidBy, PriceChanged
from shop.counter.sell_over_counter import sell_over_counter
from shop.db import db
from shop.errors import Refused
from shop.orders.models import Order
from shop.stock.rules import LocationClosed, MovedMeanwhile, OutOfStock
from shop.stock.sell_at_counter import newest_movement
from shop.web.numbers import small_number, visible

blueprint = Blueprint("counter_staff", __name__)
#: Days on the first page.
_DAYS = 14
#: With more goods than this one searches.
_LONG = 12
#: Names of the buttons beside a number.
_STEPS = {"mehr": 1, "weniger": -1}


@blueprint.get("/verkauf/")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template("counter/staff/index.html", places=places(), days=days_with_sales(_DAYS))


@blueprint.get("/verkauf/<int:location_id>")
@needs("staff")
def ask(location_id: int) -> ResponseReturnValue:
    found = place(location_id)
    counts = "zaehlen" in request.args and found.can_be_counted
    paid_by = PaidBy.SETTLEMENT if found.kind == "consignment" else PaidBy.CASH
    form = sale_form(
        _goods(location_id, COUNT if counts else ""),
        mode=COUNT if counts else "",
        paid_by=paid_by.value,
        seen=str(newest_movement(location_id)),
    )
    return _form_page(found, form)


@blueprint.post("/verkauf/<int:location_id>")
@needs("staff")
def review(location_id: int) -> ResponseReturnValue:
    """Shows what would be booked. The buttons beside a number and the search come here too."""
    found, form = place(location_id), _sent(location_id)
    for name, by in _STEPS.items():
        variant_id = small_number(request.form.get(name, ""))
        if variant_id in {one.variant_id for one in form.goods}:
            form.step(variant_id, by)
            return _form_page(found, form)
    if "zurueck" in request.form or "suchen" in request.form:
        return _form_page(found, form)
    if not form.validate() or not form.goods:
        return _form_page(found, form), 422
    return _review_page(found, form)


@blueprint.post("/verkauf/<int:location_id>/buchen")
@needs("staff")
def book(location_id: int) -> ResponseReturnValue:
    found, form = place(location_id), _sent(location_id)
    key = checked_key(form.key)
    if known := _booked(key):
        return _twice(known)
    if not form.validate() or not form.day.day or not form.goods or not key:
        return _form_page(found, form), 422
    seen = (small_number(form.seen.data or "") or 0) if form.is_count else None
    try:
        made = sell_over_counter(
            *(location_id, form.sold(), form.day.day, PaidBy(form.paid_by.data)),
            *(form.reference.data or "", key, person_id()),
            shown_cents=small_number(form.shown.data or "") or 0,
            seen=seen,
        )
    except BookedAlready as refused:
        db.session.rollback()
        return _twice(refused.number)
    except Refused as refused:
        db.session.rollback()
        return _told(refused, location_id, form)
    db.session.commit()
    number = db.session.get_one(Order, made).number
    flash(_("Gebucht als %(number)s.", number=number), "success")
    return redirect(url_for("counter_sales_staff.one", number=number), 303)


def _goods(location_id: int, mode: str) -> list[Goods]:
    """What is counted lies there; what is sold can be ground from it."""
    return goods_at(location_id) if mode == COUNT else offered_at(location_id)


def _sent(location_id: int) -> SaleForm:
    return sale_form(_goods(location_id, request.form.get("mode", "")), request.form)


def _told(refused: Refused, location_id: int, form: SaleForm) -> ResponseReturnValue:
    """Raises it again if it has no words."""
    found = place(location_id)
    match refused:
        case OutOfStock():
            form.tell({id: too_many(units) for id, units in refused.shortages.items()})
            return _form_page(found, form), 409
        case MovedMeanwhile():
            form.seen.data = str(newest_movement(location_id))
            told = _(
                "Seit Sie gezählt haben, ist hier etwas gebucht worden. Bitte vergleichen Sie noch "
                "einmal, was da ist."
            )
            return _form_page(found, form, told), 409
        case PriceChanged():
            told = _("Inzwischen gilt ein anderer Preis. Bitte prüfen Sie die Summe noch einmal.")
            return _review_page(found, form, told), 409
        case LocationClosed():
            return _form_page(found, form, _("Dieser Ort ist inzwischen geschlossen.")), 409
        case _:
            raise refused


def _booked(key: str) -> str | None:
    """The number of the order this form has made already."""
    return db.session.scalar(select(Order.number).where(Order.draft_key == f"counter:{key}"))


def _twice(number: str) -> ResponseReturnValue:
    flash(_("Das war schon gebucht; es wurde nicht noch einmal gezählt."), "info")
    return redirect(url_for("counter_sales_staff.one", number=number), 303)


def _form_page(found: Place, form: SaleForm, told: str = "") -> str:
    return render_template(
        "counter/staff/sell.html",
        found=found,
        form=form,
        told=told,
        is_long=len(form.goods) > _LONG,
        # Also with a step beside a number: what was searched stays found.
        words=visible(request.form.get("q", "")[:60]).lower().split(),
    )


def _review_page(found: Place, form: SaleForm, told: str = "") -> str:
    assert form.day.day
    cart = price_sale(form.sold(), form.day.day)
    form.shown.data = str(cart.total_cents)
    form.key.data = form.key.data or secrets.token_urlsafe(12)
    return render_template(
        "counter/staff/review.html", found=found, form=form, cart=cart, told=told
    )
