"""What the counts say beside the books, decided, booked, and kept as a report."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.accounts.access import needs, person_id
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.stock.rules import LocationClosed
from shop.stocktake.ask_again import ask_again
from shop.stocktake.book_stocktake import book_stocktake
from shop.stocktake.decide import Decision, decide
from shop.stocktake.discard_stocktake import discard_stocktake
from shop.stocktake.hindrances import hindrances
from shop.stocktake.queries import StocktakeRow, stocktake
from shop.stocktake.report_file import report_file
from shop.stocktake.review import compared, promised, uncounted
from shop.stocktake.rules import (
    BelowPromised,
    CountedAlready,
    Hindered,
    StocktakeEnded,
    Undecided,
)
from shop.web.numbers import small_number

blueprint = Blueprint("stocktake_review", __name__)
_ONE = "/lager/inventur/<int:stocktake_id>"


@blueprint.get(_ONE + "/pruefen")
@needs("staff")
def review(stocktake_id: int) -> ResponseReturnValue:
    found = stocktake(stocktake_id)
    if found.state != "open":
        return redirect(url_for(".report", stocktake_id=stocktake_id))
    return _page(found)


@blueprint.post(_ONE + "/entscheiden")
@needs("staff")
def settle(stocktake_id: int) -> ResponseReturnValue:
    """Of each row nobody counted: „nicht da“, „bleibt“, or nothing yet; `rest` is for all of
    which nothing was chosen."""
    wanted: dict[int, Decision] = {}
    for goods in uncounted(stocktake_id, stocktake(stocktake_id).location_id):
        chosen = request.form.get(f"level-{goods.level_id}") or request.form.get("rest")
        if chosen in ("missing", "left"):
            wanted[goods.level_id] = "missing" if chosen == "missing" else "left"
    try:
        decided = decide(stocktake_id, wanted, person_id())
    except StocktakeEnded:
        return _ended(stocktake_id)
    db.session.commit()
    if decided < len(wanted):
        flash(_("Einiges davon wurde inzwischen gezählt; das gilt."), "info")
    told = ngettext("Eine Zeile entschieden.", "%(num)s Zeilen entschieden.", decided)
    flash(told, "success" if decided else "info")
    return redirect(url_for(".review", stocktake_id=stocktake_id), 303)


@blueprint.post(_ONE + "/nachzaehlen")
@needs("staff")
def recount(stocktake_id: int) -> ResponseReturnValue:
    level_id = small_number(request.form.get("level", "")) or 0
    try:
        ask_again(
            stocktake_id, level_id, small_number(request.form.get("seen", "")) or 0, person_id()
        )
    except StocktakeEnded:
        return _ended(stocktake_id)
    except CountedAlready:
        db.session.rollback()
        flash(_("Das wurde inzwischen noch einmal gezählt."), "info")
        return redirect(url_for(".review", stocktake_id=stocktake_id), 303)
    db.session.commit()
    flash(_("Es steht wieder auf der Liste. Gezählt wird, ohne die alte Zahl zu sehen."), "success")
    return redirect(url_for(".review", stocktake_id=stocktake_id), 303)


@blueprint.post(_ONE + "/buchen")
@needs("staff")
def book(stocktake_id: int) -> ResponseReturnValue:
    found = stocktake(stocktake_id)
    leave_out = {number for text in request.form.getlist("ohne") if (number := small_number(text))}
    seen = small_number(request.form.get("seen", "")) or 0
    try:
        book_stocktake(stocktake_id, person_id(), seen=seen, leave_out=leave_out)
    except StocktakeEnded:
        return _ended(stocktake_id)
    except ChangedMeanwhile:
        db.session.rollback()
        told = _(
            "Inzwischen hat noch jemand gezählt oder entschieden. Bitte sehen Sie die Unterschiede "
            "noch einmal durch; gebucht wurde nichts."
        )
        return _page(found, told=told), 409
    except Undecided:
        db.session.rollback()
        told = _("Einiges ist noch nicht gezählt und nicht entschieden. Gebucht wurde nichts.")
        return _page(found, told=told), 409
    except LocationClosed:
        db.session.rollback()
        told = _(
            "Der Ort ist geschlossen, dorthin kommt nichts. Bitte öffnen Sie ihn wieder, oder "
            "verwerfen Sie die Inventur. Gebucht wurde nichts."
        )
        return _page(found, told=told), 409
    except Hindered:
        db.session.rollback()
        told = _(
            "Einiges wurde seit der Zählung anders. Bitte lesen Sie unten; gebucht wurde nichts."
        )
        return _page(found, told=told, short=sorted(leave_out)), 409
    except BelowPromised as refused:
        db.session.rollback()
        return _page(found, short=sorted({*refused.level_ids, *leave_out})), 409
    db.session.commit()
    flash(_("Die Inventur ist gebucht."), "success")
    return redirect(url_for(".report", stocktake_id=stocktake_id), 303)


@blueprint.post(_ONE + "/verwerfen")
@needs("staff")
def discard(stocktake_id: int) -> ResponseReturnValue:
    stocktake(stocktake_id)
    if "sicher" not in request.form:
        told = _("Bitte bestätigen Sie, dass nichts von dem Gezählten gelten soll.")
        return _page(stocktake(stocktake_id), told=told), 422
    try:
        discard_stocktake(stocktake_id, person_id())
    except StocktakeEnded:
        return _ended(stocktake_id)
    db.session.commit()
    flash(_("Die Inventur ist verworfen. Am Bestand hat sich nichts geändert."), "success")
    return redirect(url_for("stocktake.index"), 303)


@blueprint.get(_ONE + "/bericht")
@needs("staff")
def report(stocktake_id: int) -> ResponseReturnValue:
    found = stocktake(stocktake_id)
    if found.state == "open":
        return redirect(url_for(".review", stocktake_id=stocktake_id))
    rows = compared(stocktake_id)
    return render_template(
        "stocktake/staff/report.html",
        found=found,
        rows=rows,
        differing=[row for row in rows if row.change],
        units=sum(row.booked_change or 0 for row in rows),
        cents=sum((row.booked_change or 0) * row.price_cents for row in rows),
    )


@blueprint.get(_ONE + "/bericht.csv")
@needs("staff")
def report_csv(stocktake_id: int) -> ResponseReturnValue:
    found = stocktake(stocktake_id)
    name = f"inventur_{stocktake_id}.csv"
    if found.state == "open":
        return redirect(url_for(".review", stocktake_id=stocktake_id))
    return Response(
        report_file(compared(stocktake_id)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _ended(stocktake_id: int) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("Diese Inventur ist schon beendet; es wurde nichts noch einmal gebucht."), "info")
    return redirect(url_for(".report", stocktake_id=stocktake_id), 303)


def _page(found: StocktakeRow, told: str = "", short: Sequence[int] = ()) -> str:
    rows = compared(found.id)
    differing = [row for row in rows if row.change]
    again = [row for row in rows if row.recount]
    hindered = hindrances(found.id)
    for row in again:
        hindered.pop(row.goods.level_id, None)
    return render_template(
        "stocktake/staff/review.html",
        found=found,
        rows=rows,
        differing=differing,
        again=again,
        uncounted=uncounted(found.id, found.location_id),
        units=sum(row.change for row in differing),
        cents=sum(row.value_cents for row in differing),
        seen=newest_change("stocktake", found.id),
        told=told,
        short=set(short),
        hindered=hindered,
        held_back=sorted({*short, *hindered}),
        promised=promised(short) if short else {},
    )
