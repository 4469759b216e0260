"""One purchase: what of it has come, what comes now, and what was booked wrongly."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere, Refused
from shop.origin.batch_rules import AlreadyUsed
from shop.purchasing.models import Purchase, Receipt
from shop.purchasing.queries import lines_of, purchase, receipts_of
from shop.purchasing.receipt_answers import booked_already, meanwhile, too_much
from shop.purchasing.receive_forms import GoodsForm, TakeBackForm, goods_form
from shop.purchasing.receive_goods import receive_goods
from shop.purchasing.rules import (
    BookedAlready,
    NotOpen,
    Overdelivered,
    ReceivedMeanwhile,
    TakenBackAlready,
)
from shop.purchasing.take_back_receipt import take_back_receipt
from shop.stock.models import Location
from shop.stock.rules import BelowReserved, LocationClosed

blueprint = Blueprint("purchase_receipts_staff", __name__)


@blueprint.get("/einkauf/<number>")
@needs("staff")
def one(number: str) -> ResponseReturnValue:
    return _page(purchase(number))


@blueprint.post("/einkauf/<number>/wareneingang")
@needs("staff")
def receive(number: str) -> ResponseReturnValue:
    found = purchase(number)
    lines = lines_of(found.id)
    if not any(line.kind == "goods" for line in lines):
        raise NotThere
    form = goods_form(lines, _locations(), request.form)
    if not form.validate():
        return _page(found, form), 422
    try:
        receive_goods(
            found.id,
            form.came(),
            form.delivery_note.data or "",
            (form.key.data or "")[:40],
            person_id(),
            location_id=int(form.location.data),
            more_is_right=form.more_is_right.data,
        )
    except Refused as refused:
        db.session.rollback()
        return _told(refused, number, form)
    db.session.commit()
    flash(_("Eingebucht."), "success")
    return redirect(url_for(".one", number=found.number), 303)


def _told(refused: Refused, number: str, form: GoodsForm) -> ResponseReturnValue:
    """Raises it again if it has no words."""
    match refused:
        case BookedAlready():
            return booked_already(number)
        case ReceivedMeanwhile():
            form.tell(refused.line_ids, meanwhile())
            for line in lines_of(purchase(number).id):
                if line.kind == "goods":
                    form[f"seen_{line.id}"].data = str(line.received)
        case Overdelivered():
            form.tell(refused.line_ids, too_much())
        case LocationClosed():
            form.location.errors = [_("Dieser Ort nimmt keine Ware mehr an.")]
        case NotOpen():
            flash(_("Der Einkauf war schon beendet."), "info")
            return redirect(url_for(".one", number=number), 303)
        case _:
            raise refused
    return _page(purchase(number), form), 409


@blueprint.post("/einkauf/<number>/wareneingang/<int:receipt_id>/zurueck")
@needs("staff")
def take_back(number: str, receipt_id: int) -> ResponseReturnValue:
    found, form = purchase(number), TakeBackForm(request.form)
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None or receipt.order_id != found.id:
        raise NotThere
    if not form.validate():
        return _page(found, taking_back=(receipt_id, form)), 422
    try:
        take_back_receipt(receipt_id, form.because.data or "", person_id())
    except TakenBackAlready:
        db.session.rollback()
        flash(_("Das war schon zurückgenommen."), "info")
        return redirect(url_for(".one", number=number), 303)
    except (BelowReserved, AlreadyUsed) as refused:
        db.session.rollback()
        form.because.errors = [
            _("Davon ist schon etwas verkauft, zurückgelegt oder an einem anderen Ort.")
            if isinstance(refused, BelowReserved)
            else _("Aus der Charge ist schon etwas abgefüllt oder veröffentlicht.")
        ]
        return _page(purchase(number), taking_back=(receipt_id, form)), 409
    db.session.commit()
    flash(_("Zurückgenommen."), "success")
    return redirect(url_for(".one", number=number), 303)


def _locations() -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(Location.id, Location.name).where(Location.open).order_by(Location.id)
    )
    return [(id, name) for id, name in rows]


def _page(
    found: Purchase,
    form: GoodsForm | None = None,
    taking_back: tuple[int, TakeBackForm] | None = None,
) -> str:
    lines = lines_of(found.id)
    form = form or goods_form(lines, _locations())
    form.key.data = form.key.data or secrets.token_urlsafe(12)
    return render_template(
        "purchasing/staff/purchase.html",
        found=found,
        lines=lines,
        receipts=receipts_of(found.id),
        form=form,
        taking_back=taking_back,
        back_form=TakeBackForm(),
    )
