"""Goods leave a shelf: brought to another location, or written off."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.catalogue.models import Variant
from shop.db import db
from shop.stock.history import ByHand, newest_of_variant
from shop.stock.location_forms import MoveForm, WriteOffForm, move_form
from shop.stock.locations import Lying, location, locations, lying_level
from shop.stock.models import STOCKROOM, Level
from shop.stock.movable import PER_PAGE, movable, movable_levels
from shop.stock.move import move
from shop.stock.refuse_unseen import BookedAlready, BookedMeanwhile, refuse_unseen
from shop.stock.rules import BelowReserved, LocationClosed, MovedAlready, NotGood
from shop.stock.write_off import write_off
from shop.web.numbers import small_number, visible

blueprint = Blueprint("stock_move_staff", __name__)


@blueprint.get("/lager/umlagern")
@needs("staff")
def ask() -> ResponseReturnValue:
    """`?von` and `?nach` are locations, `?regal` one level, `?q` words of what shall be shown,
    `?seite` the page of it."""
    asked = _asked()
    form = move_form(asked.rows, asked.from_id, locations())
    if wanted := small_number(request.args.get("nach", "")):
        form.to.data = str(wanted)
    return _move_page(asked, form)


@blueprint.post("/lager/umlagern")
@needs("staff")
def book() -> ResponseReturnValue:
    """All lines or none of them, once."""
    asked = _asked()
    form = move_form(asked.rows, asked.from_id, locations(), request.form)
    if not form.validate():
        return _move_page(asked, form), 422
    if _typed() - {row.level_id for row in form.levels}:
        return _refused(BelowReserved(), form)
    units = form.units()
    if not units:
        told = _("Bitte tragen Sie bei mindestens einer Zeile ein, wie viele umgelagert werden.")
        return _move_page(asked, form, told), 422
    to = location(form.to_id or STOCKROOM)
    key = "".join(sign for sign in form.key.data or "" if sign.isalnum())[:40]
    try:
        move(units, to.id, form.reason.data or "", person_id(), key)
    except MovedAlready:
        db.session.rollback()
        flash(_("Das war schon gebucht; es wurde nicht noch einmal umgelagert."), "info")
    except (BelowReserved, LocationClosed, NotGood) as refused:
        db.session.rollback()
        return _refused(refused, form)
    else:
        db.session.commit()
        told = _("%(units)s Stück nach %(name)s.", units=sum(units.values()), name=to.name)
        flash(told, "success")
    return redirect(url_for("locations_staff.one", location_id=to.id), 303)


@blueprint.get("/lager/regal/<int:level_id>/abschreiben")
@needs("staff")
def ask_write_off(level_id: int) -> ResponseReturnValue:
    row, form = lying_level(level_id), WriteOffForm()
    if row.is_too_old:
        form.units.data, form.why.data = row.free or None, "expired"
    return _write_off_page(row, form)


@blueprint.post("/lager/regal/<int:level_id>/abschreiben")
@needs("staff")
def book_write_off(level_id: int) -> ResponseReturnValue:
    row, form = lying_level(level_id), WriteOffForm(request.form)
    if not form.validate():
        return _write_off_page(row, form), 422
    # Whoever books the same variant now waits here; sales do not.
    db.session.execute(
        select(Variant.id).where(Variant.id == row.variant_id).with_for_update(key_share=True)
    )
    units, done = form.units.data or 0, redirect(url_for("stock_staff.variant", sku=row.sku), 303)
    batch_id = db.session.scalars(select(Level.batch_id).where(Level.id == level_id)).one()
    wanted = ByHand(0, row.variant_id, batch_id, -units, form.reason, person_id())
    try:
        refuse_unseen(newest_of_variant(row.variant_id), form.seen.data, wanted)
        write_off(level_id, units, form.reason, person_id())
    except BookedAlready:
        flash(_("Das war schon gebucht; es wurde nicht noch einmal abgeschrieben."), "info")
        return done
    except BookedMeanwhile:
        db.session.rollback()
        told = _(
            "Inzwischen wurde diese Sorte schon einmal gebucht. Bitte sehen Sie nach, was jetzt da "
            "ist, bevor Sie Ihre Buchung absenden."
        )
        return _write_off_page(lying_level(level_id), form, told), 409
    except BelowReserved:
        db.session.rollback()
        form.units.errors = [_("So viele sind nicht frei: Bestellungen warten darauf.")]
        return _write_off_page(lying_level(level_id), form), 409
    db.session.commit()
    flash(_("%(units)s Stück abgeschrieben.", units=units), "success")
    return done


class _Asked(NamedTuple):
    """The location goods come from, and a page of what lies there."""

    from_id: int
    rows: list[Lying]
    page: int = 1
    has_next: bool = False


def _asked() -> _Asked:
    """With a number typed, a row stays on its page, whatever was sold meanwhile."""
    if level_id := small_number(request.args.get("regal", "")):
        row = lying_level(level_id)
        return _Asked(row.location_id, [row])
    from_id = small_number(request.args.get("von", "")) or STOCKROOM
    location(from_id)
    words = visible(request.args.get("q", "")[:100]).lower().split()[:6]
    page = max(1, small_number(request.args.get("seite", "")) or 1)
    rows, has_next = movable(from_id, words, page)
    if others := _typed() - {row.level_id for row in rows}:
        rows = [*movable_levels(from_id, others), *rows]
    return _Asked(from_id, rows, page, has_next)


def _typed() -> set[int]:
    """Levels for which the form says something else than none; as many as a page has."""
    named = (
        small_number(name.removeprefix("units_"))
        for name, value in request.form.items()
        if name.startswith("units_") and value.strip().strip("0")
    )
    return set(list(filter(None, named))[: 2 * PER_PAGE])


def _refused(
    refused: BelowReserved | LocationClosed | NotGood, form: MoveForm
) -> ResponseReturnValue:
    """The page as it is now, with what was typed."""
    told = {
        BelowReserved: _(
            "So viele sind nicht mehr frei: Inzwischen wurde davon verkauft oder umgelagert. "
            "Umgelagert wurde nichts."
        ),
        LocationClosed: _("Dieser Ort ist inzwischen geschlossen. Umgelagert wurde nichts."),
        NotGood: _(
            "Gesperrte und zu alte Ware kommt nur ins Lager zurück. Umgelagert wurde nichts."
        ),
    }[type(refused)]
    asked = _asked()
    again = move_form(asked.rows, asked.from_id, locations(), request.form)
    again.key.data = form.key.data
    return _move_page(asked, again, told), 409


def _move_page(asked: _Asked, form: MoveForm, told: str = "") -> str:
    return render_template(
        "stock/staff/move.html",
        place=location(asked.from_id),
        form=form,
        told=told,
        q=request.args.get("q", ""),
        only=request.args.get("regal", ""),
        # What orders hold stays; of a level there may be nothing else.
        nothing=not form.levels,
        rows=asked.rows,
        page=asked.page,
        has_next=asked.has_next,
    )


def _write_off_page(row: Lying, form: WriteOffForm, told: str = "") -> str:
    newest = newest_of_variant(row.variant_id)
    form.seen.data = str(newest.id) if newest else ""
    return render_template("stock/staff/write_off.html", row=row, form=form, told=told)
