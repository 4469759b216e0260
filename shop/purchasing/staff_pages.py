"""Orders to suppliers: what is awaited, new ones, and what is expected no more."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.clock import today
from shop.db import db
from shop.origin.rows import MORE, rows_asked
from shop.purchasing.awaited import awaited
from shop.purchasing.change_purchase import change_purchase
from shop.purchasing.choices import choices
from shop.purchasing.end_purchase import end_purchase
from shop.purchasing.forms import PurchaseForm, purchase_form, typed_purchase, typed_wishes
from shop.purchasing.models import Purchase, PurchaseLine
from shop.purchasing.on_order import on_order
from shop.purchasing.place_purchase import place_purchase
from shop.purchasing.proposal import proposal
from shop.purchasing.queries import lines_of, purchase, purchases, receipts_of
from shop.purchasing.rules import NotOpen, SomethingCame
from shop.web.measures import day_text
from shop.web.numbers import small_number

blueprint = Blueprint("purchasing_staff", __name__)
# The pages of the stock stand below this package, and show what it knows.
blueprint.add_app_template_global(awaited)
blueprint.add_app_template_global(on_order)
#: As the address has them → states.
_LISTS = {"": "open", "abgeschlossen": "closed", "storniert": "cancelled"}


@blueprint.get("/einkauf/")
@needs("staff")
def index() -> ResponseReturnValue:
    shown = request.args.get("zeige", "")
    shown = shown if shown in _LISTS else ""
    page = small_number(request.args.get("seite", "")) or 1
    rows, pages = purchases(_LISTS[shown], page)
    return render_template(
        "purchasing/staff/index.html", rows=rows, shown=shown, page=min(page, pages), pages=pages
    )


@blueprint.get("/einkauf/neu")
@needs("staff")
def ask_new() -> ResponseReturnValue:
    typed = {"ordered_on": day_text(today()), "key": secrets.token_urlsafe(12)}
    product_id = small_number(request.args.get("produkt", ""))
    wishes = proposal(product_id) if product_id or "vorschlag" in request.args else []
    rows = rows_asked({}, len(wishes))
    form = purchase_form(choices(), rows, data=typed | typed_wishes(wishes[:rows]))
    return _form_page(None, form)


@blueprint.post("/einkauf/neu")
@needs("staff")
def add() -> ResponseReturnValue:
    form = _typed()
    if MORE in request.form:
        return _form_page(None, form)
    if not form.validate():
        return _form_page(None, form), 422
    made = place_purchase(form.terms(), form.wishes(), (form.key.data or "")[:40], person_id())
    db.session.commit()
    number = db.session.get_one(Purchase, made).number
    flash(_("%(number)s ist angelegt.", number=number), "success")
    return redirect(url_for("purchase_receipts_staff.one", number=number), 303)


@blueprint.get("/einkauf/<number>/aendern")
@needs("staff")
def ask_change(number: str) -> ResponseReturnValue:
    found = purchase(number)
    lines = _stored_lines(found.id)
    form = purchase_form(choices(), rows_asked({}, len(lines)), data=typed_purchase(found, lines))
    form.seen.data = str(newest_change("purchase_order", found.id))
    return _form_page(found, form)


@blueprint.post("/einkauf/<number>/aendern")
@needs("staff")
def change(number: str) -> ResponseReturnValue:
    found, form = purchase(number), _typed()
    if MORE in request.form:
        return _form_page(found, form)
    if not form.validate():
        return _form_page(found, form), 422
    seen = small_number(form.seen.data or "") or 0
    try:
        change_purchase(found.id, form.terms(), form.wishes(), person_id(), seen=seen)
    except ChangedMeanwhile:
        db.session.rollback()
        form.seen.data = str(newest_change("purchase_order", found.id))
        told = _(
            "Inzwischen hat jemand anderes diesen Einkauf geändert. Bitte vergleichen Sie, bevor "
            "Sie Ihre Angaben speichern."
        )
        return _form_page(purchase(number), form, told), 409
    except (NotOpen, SomethingCame):
        db.session.rollback()
        flash(_("Davon ist schon etwas gekommen: Der Einkauf bleibt, wie er ist."), "info")
        return redirect(url_for("purchase_receipts_staff.one", number=number), 303)
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for("purchase_receipts_staff.one", number=found.number), 303)


@blueprint.get("/einkauf/<number>/drucken")
@needs("staff")
def printed(number: str) -> ResponseReturnValue:
    found = purchase(number)
    lines = lines_of(found.id)
    costs = [line.total_cents for line in lines]
    total = sum(cost for cost in costs if cost is not None) if None not in costs else None
    return render_template(
        "purchasing/staff/printed.html", found=found, lines=lines, total_cents=total
    )


@blueprint.post("/einkauf/<number>/beenden")
@needs("staff")
def end(number: str) -> ResponseReturnValue:
    found = purchase(number)
    try:
        state = end_purchase(found.id, person_id())
    except NotOpen:
        db.session.rollback()
        flash(_("Der Einkauf war schon beendet."), "info")
        return redirect(url_for("purchase_receipts_staff.one", number=number), 303)
    db.session.commit()
    told = (
        _("Storniert: Es wird nichts mehr erwartet.")
        if state == "cancelled"
        else _("Abgeschlossen: Der Rest wird nicht mehr erwartet.")
    )
    flash(told, "success")
    return redirect(url_for("purchase_receipts_staff.one", number=number), 303)


def _typed() -> PurchaseForm:
    return purchase_form(choices(), rows_asked(request.form), formdata=request.form)


def _stored_lines(purchase_id: int) -> list[PurchaseLine]:
    return list(
        db.session.scalars(
            select(PurchaseLine)
            .where(PurchaseLine.order_id == purchase_id)
            .order_by(PurchaseLine.position)
        )
    )


def _form_page(found: Purchase | None, form: PurchaseForm, told: str = "") -> str:
    form.rows.data = str(form.count)
    has_receipts = bool(found and receipts_of(found.id))
    return render_template(
        "purchasing/staff/form.html",
        found=found,
        form=form,
        told=told,
        is_fixed=has_receipts or bool(found and found.state != "open"),
    )
