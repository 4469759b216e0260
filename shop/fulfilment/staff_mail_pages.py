"""Mails that did not reach their customers: what is wrong, and one more try."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.audit.note_change import note_change
from shop.db import db
from shop.mail.queries import failed_mails
from shop.mail.try_again import try_again

blueprint = Blueprint("mails_staff", __name__)


@blueprint.get("/auftraege/mails")
@needs("staff")
def index() -> ResponseReturnValue:
    found = failed_mails()
    return render_template("fulfilment/staff/mails.html", mails=found, failed_mails=len(found))


@blueprint.post("/auftraege/mails/<int:mail_id>")
@needs("staff")
def again(mail_id: int) -> ResponseReturnValue:
    if try_again(mail_id):
        note_change("mail", mail_id, {}, {"tried_again": True}, person_id())
        db.session.commit()
        flash(_("Die Mail geht in den nächsten Sekunden noch einmal hinaus."), "success")
    else:
        flash(_("Diese Mail ist schon unterwegs."), "info")
    return redirect(url_for(".index"), 303)
