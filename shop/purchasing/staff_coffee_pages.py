"""Roasted coffee of a purchase has come: it is a batch from here on."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere, Refused
from shop.origin.batch_forms import RoastForm, roast_form
from shop.origin.batch_queries import lots_to_roast, newest_roast, suggested_code
from shop.origin.batch_refusals import tell_roast
from shop.origin.roast_as_typed import roast_as_typed
from shop.origin.rows import MORE, rows_asked
from shop.origin.weight_rows import chosen_records
from shop.purchasing.models import Purchase
from shop.purchasing.queries import LineRow, lines_of, purchase
from shop.purchasing.receipt_answers import booked_already, meanwhile, too_much
from shop.purchasing.receive_coffee import receive_coffee
from shop.purchasing.receive_forms import CoffeeExtra
from shop.purchasing.rules import (
    BookedAlready,
    Came,
    NotOpen,
    Overdelivered,
    ReceivedMeanwhile,
)
from shop.web.measures import measure_text
from shop.web.numbers import small_number

blueprint = Blueprint("purchased_coffee_staff", __name__)
#: Two forms on one page: what the second one's names begin with.
EXTRA = "receipt"


@blueprint.get("/einkauf/<number>/roestkaffee/<int:line_id>")
@needs("staff")
def ask_coffee(number: str, line_id: int) -> ResponseReturnValue:
    found, line = _coffee_line(number, line_id)
    before = newest_roast()
    project = before.project_micro_per_kg if before else 0
    typed = {
        "code": suggested_code(),
        "roaster": found.supplier,
        "made_grams": measure_text(line.open, 3) if line.open else "",
        "project_micro_per_kg": measure_text(project, 6, 2) if project else "",
    }
    extra = CoffeeExtra(prefix=EXTRA)
    extra.seen.data = str(line.received)
    return _coffee_page(found, line, roast_form(lots_to_roast(), rows_asked({}), data=typed), extra)


@blueprint.post("/einkauf/<number>/roestkaffee/<int:line_id>")
@needs("staff")
def receive_roasted(number: str, line_id: int) -> ResponseReturnValue:
    found, line = _coffee_line(number, line_id)
    lots = lots_to_roast(chosen_records(request.form))
    form = roast_form(lots, rows_asked(request.form), formdata=request.form)
    extra = CoffeeExtra(request.form, prefix=EXTRA)
    if MORE in request.form:
        return _coffee_page(found, line, form, extra)
    # Both, so that everything is told at once.
    if not all([form.validate(), extra.validate()]):
        return _coffee_page(found, line, form, extra), 422
    came = Came(form.made_grams.amount or 0, small_number(extra.seen.data or "") or 0)
    try:
        receive_coffee(
            *(found.id, line_id, came, lambda: roast_as_typed(form, person_id())),
            *(extra.delivery_note.data or "", (extra.key.data or "")[:40], person_id()),
            more_is_right=extra.more_is_right.data,
        )
    except BookedAlready:
        return booked_already(number)
    except NotOpen:
        db.session.rollback()
        flash(_("Der Einkauf war schon beendet."), "info")
        return redirect(url_for("purchase_receipts_staff.one", number=number), 303)
    except Refused as refused:
        db.session.rollback()
        found, line = _coffee_line(number, line_id)
        _tell_coffee(refused, form, extra, line)
        return _coffee_page(found, line, form, extra), 409
    db.session.commit()
    flash(_("Charge %(code)s ist eingetragen.", code=form.code.data), "success")
    return redirect(url_for("purchase_receipts_staff.one", number=number), 303)


def _tell_coffee(refused: Refused, form: RoastForm, extra: CoffeeExtra, line: LineRow) -> None:
    """Raises it again if it has no words."""
    match refused:
        case ReceivedMeanwhile():
            form.made_grams.errors = [meanwhile()]
            extra.seen.data = str(line.received)
        case Overdelivered():
            form.made_grams.errors = [too_much()]
        case _:
            tell_roast(form, refused)


def _coffee_line(number: str, line_id: int) -> tuple[Purchase, LineRow]:
    found = purchase(number)
    for line in lines_of(found.id):
        if line.id == line_id and line.kind == "coffee":
            return found, line
    raise NotThere


def _coffee_page(found: Purchase, line: LineRow, form: RoastForm, extra: CoffeeExtra) -> str:
    form.rows.data = str(form.count)
    extra.key.data = extra.key.data or secrets.token_urlsafe(12)
    return render_template(
        "purchasing/staff/receive_coffee.html", found=found, line=line, form=form, extra=extra
    )
