"""Green coffee: what was bought, from whom, at which price."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.errors import Refused
from shop.origin.batch_rules import RateMissing
from shop.origin.green_lot_forms import GreenLotForm, green_lot_form, typed_green_lot
from shop.origin.green_lot_queries import (
    batches_of_lot,
    green_lot,
    green_lots,
    names_of_cooperatives,
    shares_of,
)
from shop.origin.lot_rules import (
    AlreadyTold,
    DocumentMissing,
    LessThanRoasted,
    SharesDoNotAddUp,
)
from shop.origin.models import GreenLot
from shop.origin.rows import MORE, rows_asked
from shop.origin.rules import CodeTaken, DatesOutOfOrder
from shop.origin.save_green_lot import save_green_lot
from shop.web.measures import measure_text
from shop.web.numbers import small_number

blueprint = Blueprint("green_lots_staff", __name__)

#: Where a refused column is typed, if its field has another name.
_FIELDS = {"process": "processing", "shares": "share_0_percent"}


@blueprint.get("/lager/rohkaffee")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template("origin/staff/green_lots.html", rows=green_lots())


@blueprint.get("/lager/rohkaffee/neu")
@needs("staff")
def ask_new() -> ResponseReturnValue:
    form = green_lot_form(names_of_cooperatives(), rows_asked({}))
    return _page(None, form)


@blueprint.post("/lager/rohkaffee/neu")
@needs("staff")
def add() -> ResponseReturnValue:
    return _save(None)


@blueprint.get("/lager/rohkaffee/<code>")
@needs("staff")
def one(code: str) -> ResponseReturnValue:
    found = green_lot(code)
    shares = shares_of(found.id)
    typed = typed_green_lot(found, shares)
    rows = rows_asked({}, stored=len(shares))
    return _page(found, green_lot_form(names_of_cooperatives(), rows, data=typed))


@blueprint.post("/lager/rohkaffee/<code>")
@needs("staff")
def change(code: str) -> ResponseReturnValue:
    return _save(green_lot(code, small_number(request.form.get("record", ""))))


def _save(found: GreenLot | None) -> ResponseReturnValue:
    rows = rows_asked(request.form)
    form = green_lot_form(names_of_cooperatives(), rows, formdata=request.form)
    if MORE in request.form:
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422
    seen = small_number(form.seen.data or "") or 0
    try:
        save_green_lot(
            form.values(), form.shares(), person_id(), found.id if found else None, seen=seen
        )
    except ChangedMeanwhile:
        db.session.rollback()
        return _page(found, form, since=seen), 409
    except Refused as refused:
        db.session.rollback()
        _tell(form, refused)
        return _page(found, form), 422
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".one", code=form.code.data), 303)


def _tell(form: GreenLotForm, refused: Refused) -> None:
    """What the shop refused, at the field."""
    if isinstance(refused, SharesDoNotAddUp):
        form.tell_sum(refused.sum_bp)
    elif isinstance(refused, DocumentMissing):
        form[refused.column].errors = [_("Zu dieser Zahl gehören Tag und Quelle.")]
    elif isinstance(refused, CodeTaken):
        form.code.errors = [_("Eine Partie mit dieser Kennung gibt es schon.")]
    elif isinstance(refused, LessThanRoasted):
        roasted = measure_text(refused.roasted_grams, 3)
        form.grams.errors = [_("Verröstet sind schon %(roasted)s kg.", roasted=roasted)]
    elif isinstance(refused, AlreadyTold):
        form[_FIELDS.get(refused.column, refused.column)].errors = [
            _(
                "Das bleibt, wie es war: Aus dieser Partie sind schon Tüten abgefüllt, oder eine "
                "Preisaufteilung ist veröffentlicht."
            )
        ]
    elif isinstance(refused, RateMissing):
        form.usd_per_eur_e4.errors = [
            _("Chargen aus dieser Partie schulden eine Prämie in Dollar: Bitte den Kurs eingeben.")
        ]
    elif isinstance(refused, DatesOutOfOrder):
        column, sentence = _order_words()[refused.earlier, refused.later]
        form[column].errors = [sentence]
    else:
        raise refused


def _order_words() -> dict[tuple[str, str], tuple[str, str]]:
    """(earlier, later) → the field, and what is wrong."""
    roasted = _("Aus dieser Partie wurde schon vor diesem Tag geröstet.")
    return {
        ("harvested_from", "harvested_until"): (
            "harvested_until",
            _("Die Ernte kann nicht enden, bevor sie beginnt."),
        ),
        ("harvested_until", "arrived_on"): (
            "arrived_on",
            _("Der Kaffee kann nicht ankommen, bevor die Ernte zu Ende ist."),
        ),
        ("contracted_on", "arrived_on"): (
            "arrived_on",
            _("Der Kaffee kann nicht vor dem Vertrag ankommen."),
        ),
        ("arrived_on", "made_on"): ("arrived_on", roasted),
        ("harvested_until", "made_on"): ("harvested_until", roasted),
        ("contracted_on", "made_on"): ("contracted_on", roasted),
    }


def _page(found: GreenLot | None, form: GreenLotForm, since: int | None = None) -> str:
    """`since`: the change after which somebody else changed it."""
    rows = history("green_lot", found.id) if found else []
    if found and (since is not None or not request.form):
        form.seen.data = str(newest_change("green_lot", found.id))
    form.rows.data = str(form.count)
    form.record.data = str(found.id) if found else ""
    return render_template(
        "origin/staff/green_lot.html",
        found=found,
        form=form,
        rows=rows,
        meanwhile=[row for row in rows if since is not None and row.id > since],
        batches=batches_of_lot(found.id) if found else [],
    )
