"""The stock: what is there, what came in, what had to be corrected."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.catalogue.models import Variant
from shop.db import db
from shop.stock.correct import correct
from shop.stock.forms import CorrectForm, ReceiveForm
from shop.stock.models import Movement
from shop.stock.queries import LevelRow, history, level, levels, newest_by_hand
from shop.stock.receive import receive
from shop.stock.rules import BelowReserved
from shop.web.numbers import small_number, visible

blueprint = Blueprint("stock_staff", __name__)
#: Two forms on one page: what each field's name begins with.
RECEIVE, CORRECT = "receive", "correct"


@blueprint.get("/lager/")
@needs("staff")
def index() -> ResponseReturnValue:
    words = visible(request.args.get("q", "")[:100]).split()[:6]
    warning = request.args.get("zeige", "")
    page = small_number(request.args.get("seite", "")) or 1
    rows, pages = levels(words, warning, page)
    return render_template(
        "stock/staff/index.html",
        rows=rows,
        page=min(page, pages),
        pages=pages,
        q=" ".join(words),
        warning=warning,
    )


@blueprint.get("/lager/<sku>")
@needs("staff")
def variant(sku: str) -> ResponseReturnValue:
    return _page(level(sku))


@blueprint.post("/lager/<sku>/wareneingang")
@needs("staff")
def book_received(sku: str) -> ResponseReturnValue:
    found, form = level(sku), ReceiveForm(request.form, prefix=RECEIVE)
    if not form.validate():
        return _page(found, receiving=form), 422
    units, reason = form.units.data or 0, form.reason.data or ""
    if answer := _met_another(found, form, units, reason):
        return answer
    receive(found.variant_id, units, reason, person_id())
    db.session.commit()
    flash(_("%(units)s Stück eingebucht.", units=units), "success")
    return redirect(url_for(".variant", sku=sku), 303)


@blueprint.post("/lager/<sku>/korrektur")
@needs("staff")
def book_correction(sku: str) -> ResponseReturnValue:
    found, form = level(sku), CorrectForm(request.form, prefix=CORRECT)
    if not form.validate():
        return _page(found, correcting=form), 422
    change, reason = form.change, form.reason.data or ""
    if answer := _met_another(found, form, change, reason):
        return answer
    try:
        correct(found.variant_id, change, reason, person_id())
    except BelowReserved:
        db.session.rollback()
        form.units.errors = [_("So viele sind nicht frei: Bestellungen warten darauf.")]
        return _page(level(sku), correcting=form), 409
    db.session.commit()
    flash(_("Bestand um %(change)s geändert.", change=f"{change:+d}"), "success")
    return redirect(url_for(".variant", sku=sku), 303)


def _met_another(
    found: LevelRow, form: ReceiveForm | CorrectForm, change: int, reason: str
) -> ResponseReturnValue | None:
    """An answer when somebody booked this variant since the form was opened; else None.

    A button pressed twice arrives here too: its second time books nothing.
    """
    # Whoever books the same variant now waits here; sales do not.
    db.session.execute(
        select(Variant.id).where(Variant.id == found.variant_id).with_for_update(key_share=True)
    )
    newest = newest_by_hand(found.variant_id)
    if newest is None or str(newest.id) == form.seen.data:
        return None
    if _is_same(newest, change, reason):
        flash(_("Das war schon gebucht; es wurde nicht noch einmal gezählt."), "info")
        return redirect(url_for(".variant", sku=found.sku), 303)
    extra = _(
        "Inzwischen wurde diese Sorte schon einmal gebucht. Bitte vergleichen Sie mit dem Verlauf, "
        "bevor Sie Ihre Buchung absenden."
    )
    db.session.rollback()
    return _page(level(found.sku), told=extra, **_again(form)), 409


def _is_same(newest: Movement, change: int, reason: str) -> bool:
    return (newest.on_hand_change, newest.reason, newest.person_id) == (
        change,
        reason,
        person_id(),
    )


def _again(form: ReceiveForm | CorrectForm) -> dict[str, ReceiveForm | CorrectForm]:
    return {"receiving" if isinstance(form, ReceiveForm) else "correcting": form}


def _page(
    found: LevelRow,
    receiving: ReceiveForm | CorrectForm | None = None,
    correcting: ReceiveForm | CorrectForm | None = None,
    told: str = "",
) -> str:
    newest = newest_by_hand(found.variant_id)
    forms = (receiving or ReceiveForm(prefix=RECEIVE), correcting or CorrectForm(prefix=CORRECT))
    for form in forms:
        form.seen.data = str(newest.id) if newest else ""
    return render_template(
        "stock/staff/variant.html",
        found=found,
        movements=history(found),
        receiving=forms[0],
        correcting=forms[1],
        told=told,
    )
