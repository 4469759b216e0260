"""A new batch: green coffee is roasted, or batches are put together."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.clock import today
from shop.db import db
from shop.errors import Refused
from shop.origin.batch_forms import NewBatch, SetForm, roast_form, set_form
from shop.origin.batch_queries import (
    batches_to_put_together,
    lots_to_roast,
    newest_roast,
    suggested_code,
)
from shop.origin.batch_refusals import tell_roast, tell_set
from shop.origin.put_together import put_together
from shop.origin.roast_as_typed import roast_as_typed
from shop.origin.rows import MORE, rows_asked
from shop.origin.weight_rows import chosen_records
from shop.web.measures import day_text, measure_text

blueprint = Blueprint("new_batches_staff", __name__)


@blueprint.get("/lager/chargen/neu")
@needs("staff")
def ask_roast() -> ResponseReturnValue:
    before = newest_roast()
    typed = {"code": suggested_code(), "made_on": day_text(today())}
    if before:
        project = before.project_micro_per_kg
        typed |= {
            "roaster": before.roaster,
            "project_micro_per_kg": measure_text(project, 6, 2) if project else "",
        }
    return _page(roast_form(lots_to_roast(), rows_asked({}), data=typed))


@blueprint.post("/lager/chargen/neu")
@needs("staff")
def roast() -> ResponseReturnValue:
    lots = lots_to_roast(chosen_records(request.form))
    form = roast_form(lots, rows_asked(request.form), formdata=request.form)
    return _save(
        form, lambda: roast_as_typed(form, person_id()), lambda refused: tell_roast(form, refused)
    )


@blueprint.get("/lager/chargen/neu/zusammenstellung")
@needs("staff")
def ask_set() -> ResponseReturnValue:
    typed = {"code": suggested_code(), "made_on": day_text(today())}
    return _page(set_form(batches_to_put_together(), rows_asked({}), data=typed))


@blueprint.post("/lager/chargen/neu/zusammenstellung")
@needs("staff")
def make_set() -> ResponseReturnValue:
    parts = batches_to_put_together(chosen_records(request.form))
    form = set_form(parts, rows_asked(request.form), formdata=request.form)
    return _save(form, lambda: _put_together(form), lambda refused: tell_set(form, refused))


def _save(
    form: NewBatch, make: Callable[[], int], tell: Callable[[Refused], None]
) -> ResponseReturnValue:
    if MORE in request.form:
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        make()
    except Refused as refused:
        db.session.rollback()
        tell(refused)
        return _page(form), 422
    db.session.commit()
    flash(_("Charge %(code)s ist eingetragen.", code=form.code.data), "success")
    return redirect(url_for("batches_staff.one", code=form.code.data), 303)


def _put_together(form: SetForm) -> int:
    assert form.made_on.day
    return put_together(
        form.code.data or "",
        form.maker.data or "",
        form.made_on.day,
        form.grams(),
        lab_note=form.lab_note.data or "",
        person_id=person_id(),
    )


def _page(form: NewBatch) -> str:
    form.rows.data = str(form.count)
    is_set = isinstance(form, SetForm)
    return render_template("origin/staff/new_batch.html", form=form, is_set=is_set)
