"""What is left to decide or to say about refunds."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere
from shop.fulfilment.staff_order_queries import order_numbered
from shop.orders.models import Order
from shop.orders.rules import MoveRefused, State
from shop.payment.provider import PaymentRejected, PaymentUnavailable
from shop.refunds.accept_loss import accept_loss
from shop.refunds.ask_again import ask_again
from shop.refunds.find_refund import find_refund
from shop.refunds.forms import GoodsForm, goods_form
from shop.refunds.models import Refund
from shop.refunds.queries import is_money_gone, refundable
from shop.refunds.refund_order import refund_order
from shop.refunds.rules import NotOwed, TooMuch
from shop.refunds.send_refund import send_refund
from shop.refunds.sent_words import sent_words
from shop.refunds.settle_by_hand import settle_by_hand
from shop.refunds.tell_goods import tell_goods
from shop.refunds.why_stopped import why_stopped
from shop.stock.rules import AlreadyGround, NotAmongThem
from shop.stock.sold_bags import sold_bags

blueprint = Blueprint("refund_tasks_staff", __name__)
blueprint.add_app_template_global(is_money_gone)


@blueprint.post("/auftraege/<number>/alles-zurueck")
@needs("staff")
def everything(number: str) -> ResponseReturnValue:
    """One click for an order that waits for a decision: all that is left of its money goes back."""
    found = order_numbered(number)
    try:
        refund_ids = refund_order(found.id, why_stopped(found.id), person_id())
        db.session.commit()
    except MoveRefused:
        db.session.rollback()
        flash(_already_done(number), "info")
        return _to_order(number)
    flash(_("%(number)s ist abgeschlossen, die Ware ist frei.", number=number), "success")
    for refund_id in refund_ids:
        send_refund(refund_id)
        flash(*sent_words(refund_id))
    return _to_order(number)


@blueprint.post("/auftraege/<number>/erstattungen/<int:refund_id>/nochmal")
@needs("staff")
def again(number: str, refund_id: int) -> ResponseReturnValue:
    _refund(number, refund_id)
    try:
        find_refund(refund_id)
        sent = ask_again(refund_id, person_id())
        db.session.commit()
    except (NotOwed, TooMuch):
        db.session.rollback()
        flash(_already_done(number), "info")
    except (PaymentUnavailable, PaymentRejected):
        db.session.rollback()
        flash(_("Stripe antwortet gerade nicht. Es wurde nichts angefordert."), "warn")
    else:
        send_refund(sent)
        flash(*sent_words(sent))
    return _to_order(number)


@blueprint.post("/auftraege/<number>/erstattungen/<int:refund_id>/von-hand")
@needs("staff")
def by_hand(number: str, refund_id: int) -> ResponseReturnValue:
    _refund(number, refund_id)
    try:
        settle_by_hand(refund_id, person_id())
        db.session.commit()
    except (NotOwed, TooMuch):
        db.session.rollback()
        flash(_already_done(number), "info")
    else:
        flash(_("Gebucht: von Hand ausgezahlt."), "success")
    return _to_order(number)


@blueprint.post("/auftraege/<number>/erstattungen/<int:refund_id>/hingenommen")
@needs("staff")
def loss_accepted(number: str, refund_id: int) -> ResponseReturnValue:
    _refund(number, refund_id)
    try:
        sent = accept_loss(refund_id, person_id())
        db.session.commit()
    except NotOwed:
        db.session.rollback()
        flash(_already_done(number), "info")
        return _to_order(number)
    flash(_("Storniert: Die Bank hat das Geld zurückgeholt."), "success")
    for one in sent:
        send_refund(one)
        flash(*sent_words(one))
    return _to_order(number)


@blueprint.get("/auftraege/<number>/erstattungen/<int:refund_id>/ware")
@needs("staff")
def ask_goods(number: str, refund_id: int) -> ResponseReturnValue:
    refund = _refund(number, refund_id)
    return _goods_page(number, refund, _goods_form(number, formdata=None))


@blueprint.post("/auftraege/<number>/erstattungen/<int:refund_id>/ware")
@needs("staff")
def goods(number: str, refund_id: int) -> ResponseReturnValue:
    refund = _refund(number, refund_id)
    form = _goods_form(number, formdata=request.form)
    if not form.validate():
        return _goods_page(number, refund, form), 422
    try:
        tell_goods(refund_id, form.told(), person_id(), first=form.first())
        db.session.commit()
    except (NotOwed, TooMuch, AlreadyGround, NotAmongThem):
        db.session.rollback()
        flash(_already_done(number), "info")
    else:
        is_excess = refund.gives_back == "excess"
        flash(_("Als geklärt vermerkt.") if is_excess else _("Die Ware ist gebucht."), "success")
    return _to_order(number)


def _refund(number: str, refund_id: int) -> Refund:
    refund = db.session.get(Refund, refund_id)
    if refund is None or refund.order_id != order_numbered(number).id:
        raise NotThere
    return refund


def _already_done(number: str) -> str:
    words: str = _(
        "Bei %(number)s war das schon erledigt. Es wurde nichts doppelt gebucht.", number=number
    )
    return words


def _goods_form(number: str, formdata: object) -> GoodsForm:
    found = order_numbered(number)
    has_left = found.state in (State.SHIPPED, State.HANDED_OVER)
    bags = sold_bags(found.id)
    return goods_form(refundable(found.id), bags, has_left=has_left, formdata=formdata)


def _goods_page(number: str, refund: Refund, form: GoodsForm) -> str:
    found: Order = order_numbered(number)
    return render_template(
        "refunds/staff/goods.html",
        order=found,
        refund=refund,
        offer=refundable(found.id),
        form=form,
    )


def _to_order(number: str) -> ResponseReturnValue:
    return redirect(url_for("fulfilment_staff.order", number=number), 303)
