"""Batches: what became of each kilogram, and what is wrong with one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.origin.batch_forms import CorrectForm, typed_batch
from shop.origin.batch_list import batches
from shop.origin.batch_queries import batch, parts_of_set, sets_with, sources_of_batch
from shop.origin.batch_rules import AlreadyPacked, part_bp
from shop.origin.correct_batch import correct_batch
from shop.origin.models import Batch
from shop.origin.rules import DatesOutOfOrder
from shop.web.numbers import small_number

blueprint = Blueprint("batches_staff", __name__)


@blueprint.get("/lager/chargen")
@needs("staff")
def index() -> ResponseReturnValue:
    typed, shown = request.args.get("q", "").strip(), request.args.get("zeige", "")
    rows, page, pages = batches(
        small_number(request.args.get("seite", "")) or 1, typed=typed, all_of_them=shown == "alle"
    )
    chosen = {name: text for name, text in (("q", typed), ("zeige", shown)) if text}
    return render_template(
        "origin/staff/batches.html", rows=rows, page=page, pages=pages, chosen=chosen
    )


@blueprint.get("/lager/chargen/<code>")
@needs("staff")
def one(code: str) -> ResponseReturnValue:
    found = batch(code)
    return _page(found, CorrectForm(data=typed_batch(found)))


@blueprint.post("/lager/chargen/<code>")
@needs("staff")
def correct(code: str) -> ResponseReturnValue:
    found, form = batch(code), CorrectForm(request.form)
    if not form.validate():
        return _page(found, form), 422
    seen = small_number(form.seen.data or "") or 0
    try:
        correct_batch(found.id, form.values(), person_id(), seen=seen)
    except ChangedMeanwhile:
        db.session.rollback()
        return _page(found, form, since=seen), 409
    except (AlreadyPacked, DatesOutOfOrder) as refused:
        db.session.rollback()
        form.best_before.errors = [_best_before_words(refused)]
        return _page(found, form), 422
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".one", code=found.code), 303)


def _best_before_words(refused: AlreadyPacked | DatesOutOfOrder) -> str:
    words: str
    if isinstance(refused, AlreadyPacked):
        words = _(
            "Aus dieser Charge wurde schon abgefüllt: Der Tag steht auf den Tüten und bleibt. "
            "Ist er falsch, sperren Sie bitte die Charge."
        )
    elif refused.later == "part_best_before":
        words = _("So lange ist ein Teil dieser Zusammenstellung nicht haltbar.")
    else:
        words = _("Dieser Tag muss nach dem Röstdatum liegen.")
    return words


def _page(found: Batch, form: CorrectForm, since: int | None = None) -> str:
    """`since`: the change after which somebody else changed it."""
    rows, sets = history("batch", found.id), sets_with(found.id)
    if since is not None or not request.form:
        form.seen.data = str(newest_change("batch", found.id))
    return render_template(
        "origin/staff/batch.html",
        found=found,
        form=form,
        rows=rows,
        meanwhile=[row for row in rows if since is not None and row.id > since],
        sources=sources_of_batch(found.id),
        parts=parts_of_set(found.id),
        sets=sets,
        set_grams=sum(row.grams for row in sets),
        part_bp=part_bp,
    )
