"""Recall, for the staff: who has bags of a batch, and where the coffee of an order comes from."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.accounts.access import needs, person_id
from shop.audit.note_change import note_change
from shop.db import db
from shop.fulfilment.staff_order_queries import order_numbered
from shop.trace.recall import Recall, recall_of_batch, recall_of_green_lot
from shop.trace.recall_file import recall_file
from shop.trace.recall_mails import send_recall_mails, still_to_tell
from shop.trace.recall_origin import origin_of_order

blueprint = Blueprint("recall_staff", __name__)


@blueprint.get("/lager/chargen/<code>/rueckruf")
@needs("staff")
def of_batch(code: str) -> ResponseReturnValue:
    return _page(recall_of_batch(code), code, is_green=False)


@blueprint.get("/lager/chargen/<code>/rueckruf.csv")
@needs("staff")
def file_of_batch(code: str) -> ResponseReturnValue:
    return _file(recall_of_batch(code), code)


@blueprint.post("/lager/chargen/<code>/rueckruf/mails")
@needs("staff")
def mails_of_batch(code: str) -> ResponseReturnValue:
    return _send(recall_of_batch(code), url_for(".of_batch", code=code))


@blueprint.get("/lager/rohkaffee/<code>/rueckruf")
@needs("staff")
def of_green_lot(code: str) -> ResponseReturnValue:
    return _page(recall_of_green_lot(code), code, is_green=True)


@blueprint.get("/lager/rohkaffee/<code>/rueckruf.csv")
@needs("staff")
def file_of_green_lot(code: str) -> ResponseReturnValue:
    return _file(recall_of_green_lot(code), code)


@blueprint.post("/lager/rohkaffee/<code>/rueckruf/mails")
@needs("staff")
def mails_of_green_lot(code: str) -> ResponseReturnValue:
    return _send(recall_of_green_lot(code), url_for(".of_green_lot", code=code))


@blueprint.get("/auftraege/<number>/herkunft")
@needs("staff")
def of_order(number: str) -> ResponseReturnValue:
    order = order_numbered(number)
    return render_template(
        "trace/staff/recall_order.html", order=order, origins=origin_of_order(number)
    )


def _page(recall: Recall, code: str, *, is_green: bool) -> str:
    return render_template(
        "trace/staff/recall.html",
        recall=recall,
        code=code,
        is_green=is_green,
        to_tell=len(still_to_tell(recall)),
    )


def _send(recall: Recall, back: str) -> ResponseReturnValue:
    sent = send_recall_mails(recall)
    if sent:
        for batch in recall.batches:
            note_change("batch", batch.id, {}, {"recall_mails": sent}, person_id())
    db.session.commit()
    told = ngettext("%(num)s Mail geht jetzt hinaus.", "%(num)s Mails gehen jetzt hinaus.", sent)
    flash(told if sent else _("Alle haben die Mail schon bekommen."), "success")
    return redirect(back, 303)


def _file(recall: Recall, code: str) -> Response:
    return Response(
        recall_file(recall),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="rueckruf_{code}.csv"'},
    )
