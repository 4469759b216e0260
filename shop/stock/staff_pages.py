"""The stock: what is there, what came in, what had to be corrected."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.catalogue.models import Variant
from shop.db import db
from shop.stock.beans_for import beans_for
from shop.stock.correct import correct
from shop.stock.forms import CorrectForm, ReceiveForm
from shop.stock.history import ByHand, history, newest_of_variant
from shop.stock.locations import Lying
from shop.stock.models import Level
from shop.stock.queries import LevelRow, level, levels
from shop.stock.receive import receive
from shop.stock.refuse_unseen import BookedAlready, BookedMeanwhile, refuse_unseen
from shop.stock.rules import BelowReserved, GroundToOrder, LocationClosed, NeedsBatch
from shop.stock.shelf import shelf
from shop.web.filters import date_de
from shop.web.forms import SelectChoice
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
    if answer := _met_another(found, form, None, units, reason):
        return answer
    try:
        receive(found.variant_id, units, reason, person_id())
    except (NeedsBatch, GroundToOrder):
        db.session.rollback()
        return _page(found, told=_("Kaffee wird aus einer Charge abgefüllt.")), 409
    db.session.commit()
    flash(_("%(units)s Stück eingebucht.", units=units), "success")
    return redirect(url_for(".variant", sku=sku), 303)


@blueprint.post("/lager/<sku>/korrektur")
@needs("staff")
def book_correction(sku: str) -> ResponseReturnValue:
    found = level(sku)
    rows = shelf(found.variant_id)
    form = _to_correct(rows, CorrectForm(request.form, prefix=CORRECT))
    if not form.validate():
        return _page(found, correcting=form), 422
    change, reason = form.change, form.reason.data or ""
    wanted = next(row for row in rows if str(row.level_id) == form.level.data)
    batch_id = db.session.get_one(Level, wanted.level_id).batch_id
    if answer := _met_another(found, form, batch_id, change, reason):
        return answer
    try:
        correct(wanted.level_id, change, reason, person_id())
    except BelowReserved:
        db.session.rollback()
        form.units.errors = [_("So viele sind nicht frei: Bestellungen warten darauf.")]
        return _page(level(sku), correcting=form), 409
    except (GroundToOrder, LocationClosed):
        db.session.rollback()
        told = _(
            "Hier liegt davon nichts mehr: Der Ort ist zu, oder es wird auf Bestellung gemahlen."
        )
        return _page(level(sku), correcting=form, told=told), 409
    db.session.commit()
    flash(_("Bestand um %(change)s geändert.", change=f"{change:+d}"), "success")
    return redirect(url_for(".variant", sku=sku), 303)


def _met_another(
    found: LevelRow,
    form: ReceiveForm | CorrectForm,
    batch_id: int | None,
    change: int,
    reason: str,
) -> ResponseReturnValue | None:
    """An answer when somebody booked this variant since the form was opened; else None.

    A button pressed twice arrives here too: its second time books nothing.
    """
    # Whoever books the same variant now waits here; sales do not.
    db.session.execute(
        select(Variant.id).where(Variant.id == found.variant_id).with_for_update(key_share=True)
    )
    wanted = ByHand(0, found.variant_id, batch_id, change, reason, person_id())
    try:
        refuse_unseen(newest_of_variant(found.variant_id), form.seen.data, wanted)
    except BookedAlready:
        flash(_("Das war schon gebucht; es wurde nicht noch einmal gezählt."), "info")
        return redirect(url_for(".variant", sku=found.sku), 303)
    except BookedMeanwhile:
        db.session.rollback()
        extra = _(
            "Inzwischen wurde diese Sorte schon einmal gebucht. Bitte vergleichen Sie mit dem "
            "Verlauf, bevor Sie Ihre Buchung absenden."
        )
        again = {"receiving" if isinstance(form, ReceiveForm) else "correcting": form}
        return _page(level(found.sku), told=extra, **again), 409
    return None


def _to_correct(rows: list[Lying], form: CorrectForm) -> CorrectForm:
    """With a choice of what is there; chosen already where there is but one."""
    there = [SelectChoice(str(row.level_id), _words(row)) for row in rows]
    form.level.choices = [SelectChoice("", _("Bitte wählen")), *there]
    if len(rows) == 1:
        form.level.data = str(rows[0].level_id)
    elif not form.level.data:
        form.level.data = request.args.get("regal", "")
    return form


def _words(row: Lying) -> str:
    if row.best_before is None:
        told: str = _("%(place)s: %(units)s im Regal", place=row.location, units=row.on_hand)
        return told
    told = _(
        "%(place)s: %(code)s, haltbar bis %(day)s, %(units)s im Regal",
        place=row.location,
        code=row.code,
        day=date_de(row.best_before),
        units=row.on_hand,
    )
    return told


def _page(
    found: LevelRow,
    receiving: ReceiveForm | CorrectForm | None = None,
    correcting: ReceiveForm | CorrectForm | None = None,
    told: str = "",
) -> str:
    newest = newest_of_variant(found.variant_id)
    rows = shelf(found.variant_id)
    receiving = receiving or ReceiveForm(prefix=RECEIVE)
    correcting = correcting or _to_correct(rows, CorrectForm(prefix=CORRECT))
    for form in (receiving, correcting):
        form.seen.data = str(newest.id) if newest else ""
    return render_template(
        "stock/staff/variant.html",
        found=found,
        shelf=rows,
        movements=history(found.variant_id, found.on_hand),
        beans=beans_for(found.variant_id),
        receiving=receiving,
        correcting=correcting,
        told=told,
    )
