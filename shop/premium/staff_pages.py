"""Premiums for the staff: what is open, and what was transferred."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import Refused
from shop.premium.forms import TransferForm, UndoForm, transfer_form
from shop.premium.queries import accounts
from shop.premium.rules import (
    AlreadyBooked,
    BeforeAnyDebt,
    CannotBeUndone,
    MoreThanOpen,
    NothingToTransfer,
    NotYet,
)
from shop.premium.transfer import transfer
from shop.premium.transfers import SHOWN, transfer_by_id, transfers
from shop.premium.undo_transfer import undo_transfer
from shop.web.filters import date_de, euro

blueprint = Blueprint("premium_staff", __name__)


@blueprint.get("/lager/praemien")
@needs("staff")
def index() -> ResponseReturnValue:
    return _page(_form())


@blueprint.post("/lager/praemien")
@needs("staff")
def book() -> ResponseReturnValue:
    form = _form(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        _transfer(form)
    except AlreadyBooked:
        db.session.rollback()
        flash(_("Das war schon gebucht; es wurde nicht noch einmal gezählt."), "info")
    except (NothingToTransfer, NotYet, MoreThanOpen, BeforeAnyDebt) as refused:
        db.session.rollback()
        # What is open may have changed since the form was drawn.
        form = _form(request.form)
        form.validate()
        _say(refused, form)
        return _page(form), 422
    else:
        db.session.commit()
        flash(_("Überweisung gebucht."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/lager/praemien/<int:transfer_id>/zuruecknehmen")
@needs("staff")
def ask_undo(transfer_id: int) -> ResponseReturnValue:
    return _undo_page(transfer_id, UndoForm())


@blueprint.post("/lager/praemien/<int:transfer_id>/zuruecknehmen")
@needs("staff")
def undo(transfer_id: int) -> ResponseReturnValue:
    form = UndoForm(request.form)
    if not form.validate():
        return _undo_page(transfer_id, form), 422
    try:
        undo_transfer(transfer_id, form.reason.data or "", person_id())
    except CannotBeUndone:
        db.session.rollback()
        return _undo_page(transfer_id, form), 409
    db.session.commit()
    flash(_("Zurückgenommen: Der Betrag ist wieder offen."), "success")
    return redirect(url_for(".index"), 303)


def _form(given: object = None) -> TransferForm:
    return transfer_form(accounts(db.session.connection()), given)


def _transfer(form: TransferForm) -> None:
    assert form.amount.amount and form.paid_on.day
    transfer(
        form.green_lot_id,
        form.amount.amount,
        form.paid_on.day,
        form.document,
        form.key.data or "",
        person_id(),
    )


def _say(refused: Refused, form: TransferForm) -> None:
    """At the field, in words."""
    field: Field = form.amount
    match refused:
        case NotYet():
            field, text = form.paid_on, _("Dieser Tag liegt in der Zukunft.")
        case BeforeAnyDebt():
            text = _("Vor dem %(day)s war noch nichts geschuldet.", day=date_de(refused.since))
            field = form.paid_on
        case MoreThanOpen():
            text = _("So viel ist nicht offen, nur %(open)s.", open=euro(refused.open_cents))
        case _:
            text = _("Bitte geben Sie den Betrag ein.")
    field.errors = [text]


def _page(form: TransferForm) -> str:
    newest = transfers()
    return render_template(
        "premium/staff/index.html",
        form=form,
        accounts=accounts(db.session.connection()),
        transfers=newest,
        is_long=len(newest) == SHOWN,
    )


def _undo_page(transfer_id: int, form: UndoForm) -> str:
    return render_template(
        "premium/staff/undo.html", form=form, transfer=transfer_by_id(transfer_id)
    )
