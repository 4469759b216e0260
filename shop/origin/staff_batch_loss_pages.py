"""A batch is blocked, unblocked, taken back, or part of it written off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.origin.batch_forms import BlockForm, UnblockForm, WriteOffForm
from shop.origin.batch_queries import batch, sets_with
from shop.origin.batch_rules import AlreadyUsed, Bought, PartBlocked
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.rules import BatchTooSmall
from shop.origin.take_back_batch import take_back_batch
from shop.origin.unblock_batch import unblock_batch
from shop.origin.write_off import write_off
from shop.web.measures import measure_text
from shop.web.numbers import small_number

blueprint = Blueprint("batch_losses_staff", __name__)


@blueprint.get("/lager/chargen/<code>/sperren")
@needs("staff")
def ask_block(code: str) -> ResponseReturnValue:
    found = batch(code)
    return _block_page(found, BlockForm(data={"because": found.blocked_because}))


@blueprint.post("/lager/chargen/<code>/sperren")
@needs("staff")
def block(code: str) -> ResponseReturnValue:
    found, form = batch(code), BlockForm(request.form)
    if not form.validate():
        return _block_page(found, form), 422
    is_recall = form.blocked_as.data == "recall"
    blocked = block_batch(found.id, form.because.data or "", person_id(), is_recall=is_recall)
    db.session.commit()
    if blocked:
        codes = ", ".join(blocked)
        words = ngettext(
            "Gesperrt: Charge %(codes)s.", "Gesperrt: Chargen %(codes)s.", len(blocked), codes=codes
        )
        flash(words, "success")
    else:
        flash(_("Diese Charge war schon gesperrt; der weitere Grund ist vermerkt."), "info")
    return redirect(url_for("batches_staff.one", code=found.code), 303)


@blueprint.get("/lager/chargen/<code>/freigeben")
@needs("staff")
def ask_unblock(code: str) -> ResponseReturnValue:
    return _unblock_page(batch(code), UnblockForm())


@blueprint.post("/lager/chargen/<code>/freigeben")
@needs("staff")
def unblock(code: str) -> ResponseReturnValue:
    found, form = batch(code), UnblockForm(request.form)
    if not form.validate():
        return _unblock_page(found, form), 422
    seen = small_number(form.seen.data or "") or 0
    try:
        was_blocked = unblock_batch(found.id, person_id(), form.reason.data or "", seen=seen)
    except ChangedMeanwhile:
        db.session.rollback()
        return _unblock_page(found, form, since=seen), 409
    except PartBlocked as refused:
        db.session.rollback()
        flash(
            _(
                "Charge %(code)s steckt darin und ist gesperrt. Bitte geben Sie zuerst sie frei.",
                code=refused.code,
            ),
            "warn",
        )
        return redirect(url_for("batches_staff.one", code=code), 303)
    db.session.commit()
    if was_blocked:
        flash(_("Charge %(code)s wird wieder verkauft.", code=found.code), "success")
    return redirect(url_for("batches_staff.one", code=found.code), 303)


@blueprint.get("/lager/chargen/<code>/abschreiben")
@needs("staff")
def ask_write_off(code: str) -> ResponseReturnValue:
    return _write_off_page(batch(code), WriteOffForm())


@blueprint.post("/lager/chargen/<code>/abschreiben")
@needs("staff")
def book_write_off(code: str) -> ResponseReturnValue:
    found, form = batch(code), WriteOffForm(request.form)
    if not form.validate():
        return _write_off_page(found, form), 422
    grams, seen = form.kilograms.amount or 0, small_number(form.seen.data or "") or 0
    try:
        write_off(found.id, grams, form.reason.data or "", person_id(), seen=seen)
    except BatchTooSmall as refused:
        db.session.rollback()
        left = measure_text(refused.left_grams, 3)
        form.kilograms.errors = [_("In dieser Charge sind nur noch %(left)s kg.", left=left)]
        return _write_off_page(found, form), 422
    except ChangedMeanwhile:
        db.session.rollback()
        return _write_off_page(found, form, since=seen), 409
    db.session.commit()
    flash(_("%(kg)s kg abgeschrieben.", kg=form.kilograms.data), "success")
    return redirect(url_for("batches_staff.one", code=found.code), 303)


@blueprint.get("/lager/chargen/<code>/zuruecknehmen")
@needs("staff")
def ask_take_back(code: str) -> ResponseReturnValue:
    found = batch(code)
    return render_template("origin/staff/take_back_batch.html", found=found)


@blueprint.post("/lager/chargen/<code>/zuruecknehmen")
@needs("staff")
def take_back(code: str) -> ResponseReturnValue:
    found = batch(code)
    try:
        take_back_batch(found.id, person_id())
    except AlreadyUsed:
        db.session.rollback()
        flash(
            _(
                "Aus dieser Charge ist schon etwas abgefüllt oder abgeschrieben, oder ihr Preis "
                "ist veröffentlicht. Zurücknehmen lässt sie sich nicht mehr, nur noch sperren."
            ),
            "warn",
        )
        return redirect(url_for("batches_staff.one", code=code), 303)
    except Bought as refused:
        db.session.rollback()
        flash(
            _(
                "Charge %(code)s kam mit diesem Einkauf. Nehmen Sie die Lieferung zurück.",
                code=code,
            ),
            "warn",
        )
        return redirect(url_for("purchase_receipts_staff.one", number=refused.number), 303)
    db.session.commit()
    flash(_("Charge %(code)s ist zurückgenommen.", code=code), "success")
    return redirect(url_for("batches_staff.index"), 303)


def _block_page(found: Batch, form: BlockForm) -> str:
    return render_template(
        "origin/staff/block_batch.html", found=found, form=form, sets=sets_with(found.id)
    )


def _unblock_page(found: Batch, form: UnblockForm, since: int | None = None) -> str:
    if since is not None or not request.form:
        form.seen.data = str(newest_change("batch", found.id))
    return render_template(
        "origin/staff/unblock_batch.html",
        found=found,
        form=form,
        changes=history("batch", found.id),
        meanwhile=history("batch", found.id, after=since) if since is not None else [],
    )


def _write_off_page(found: Batch, form: WriteOffForm, since: int | None = None) -> str:
    """`since`: the change after which somebody else changed it, or the button was pressed twice."""
    if since is not None or not request.form:
        form.seen.data = str(newest_change("batch", found.id))
    return render_template(
        "origin/staff/write_off.html",
        found=found,
        form=form,
        left_grams=found.made_grams - found.packed_grams - found.written_off_grams,
        meanwhile=history("batch", found.id, after=since) if since is not None else [],
    )
