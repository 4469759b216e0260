"""The money as the staff see it: what is to be done about it, and what reached the bank."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.fulfilment.staff_order_queries import order_numbered
from shop.payment.provider import PaymentRejected, PaymentUnavailable
from shop.payouts.close_claim import close_claim
from shop.payouts.note_payout import note_payout
from shop.payouts.payout_file import payout_file
from shop.payouts.queries import payout_view, payouts
from shop.payouts.task_queries import MOST, open_tasks
from shop.payouts.words import category_words, group_words

blueprint = Blueprint("payouts_staff", __name__)
blueprint.add_app_template_filter(category_words)
blueprint.add_app_template_filter(group_words)

_NEWEST = 5


@blueprint.get("/geld/")
@needs("staff")
def index() -> ResponseReturnValue:
    tasks = open_tasks()
    newest, more = payouts(limit=_NEWEST)
    return render_template(
        "payouts/staff/index.html",
        tasks=tasks,
        most=MOST,
        money_tasks=tasks.count,
        payouts=newest,
        more=more,
    )


@blueprint.get("/geld/auszahlungen")
@needs("staff")
def listed() -> ResponseReturnValue:
    """Newest first."""
    found, after = payouts(request.args.get("nach", ""))
    return render_template("payouts/staff/payouts.html", payouts=found, after=after)


@blueprint.get("/geld/auszahlungen/<payout_id>")
@needs("staff")
def payout(payout_id: str) -> ResponseReturnValue:
    return render_template("payouts/staff/payout.html", found=payout_view(payout_id))


@blueprint.get("/geld/auszahlungen/<payout_id>.csv")
@needs("staff")
def payout_table(payout_id: str) -> ResponseReturnValue:
    found = payout_view(payout_id)
    name = f"auszahlung_{found.payout.arrives_on:%Y-%m-%d}_{found.payout.id}.csv"
    return Response(
        payout_file(found.lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.post("/geld/zurueckgeholt/<number>/bezahlt")
@needs("staff")
def claim_paid(number: str) -> ResponseReturnValue:
    return _close_claim(number, _("%(number)s ist als anders bezahlt gebucht.", number=number))


@blueprint.post("/geld/zurueckgeholt/<number>/aufgegeben")
@needs("staff")
def claim_given_up(number: str) -> ResponseReturnValue:
    told = _("%(number)s ist aufgegeben. Bitte sagen Sie es der Buchhaltung.", number=number)
    return _close_claim(number, told, was_paid=False)


@blueprint.post("/geld/auszahlungen/<payout_id>/nachsehen")
@needs("staff")
def look_again(payout_id: str) -> ResponseReturnValue:
    """Asks the provider once more what the payout is made of."""
    payout_view(payout_id)
    try:
        note_payout(payout_id)
    except (PaymentUnavailable, PaymentRejected):
        db.session.rollback()
        flash(_("Stripe antwortet gerade nicht. Es wurde nichts geändert."), "warn")
    else:
        flash(_("Bei Stripe nachgesehen: So steht es dort jetzt."), "info")
    return redirect(url_for(".payout", payout_id=payout_id), 303)


def _close_claim(number: str, told: str, *, was_paid: bool = True) -> ResponseReturnValue:
    if close_claim(order_numbered(number).id, person_id(), was_paid=was_paid):
        db.session.commit()
        flash(told, "success")
    else:
        db.session.rollback()
        flash(_("%(number)s war schon erledigt.", number=number), "info")
    return redirect(url_for(".index"), 303)
