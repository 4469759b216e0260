"""Schemes: what a certificate attests, and why its mark may be shown."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.origin.change_words import KINDS
from shop.origin.evidence_answer import evidence_answer
from shop.origin.evidence_files import MOST_SENT, BadFile, image_type, keep_mark
from shop.origin.evidence_words import evidence_words
from shop.origin.proof_forms import SchemeForm
from shop.origin.proof_lists import schemes
from shop.origin.proof_models import Scheme
from shop.origin.rules import CodeTaken
from shop.origin.save_scheme import UnknownScheme, save_scheme
from shop.web.numbers import small_number

blueprint = Blueprint("origin_schemes", __name__)


@blueprint.get("/lager/zeichen")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template("origin/staff/schemes.html", rows=schemes(), kinds=KINDS)


@blueprint.get("/lager/zeichen/neu")
@needs("staff")
def new() -> ResponseReturnValue:
    return _page(SchemeForm())


@blueprint.post("/lager/zeichen/neu")
@needs("staff")
def add() -> ResponseReturnValue:
    return _save(None)


@blueprint.get("/lager/zeichen/<int:scheme_id>")
@needs("staff")
def scheme(scheme_id: int) -> ResponseReturnValue:
    found = _found(scheme_id)
    return _page(SchemeForm(obj=found), found)


@blueprint.post("/lager/zeichen/<int:scheme_id>")
@needs("staff")
def change(scheme_id: int) -> ResponseReturnValue:
    return _save(_found(scheme_id))


@blueprint.get("/lager/zeichen/<int:scheme_id>/datei")
@needs("staff")
def file(scheme_id: int) -> ResponseReturnValue:
    mark = _found(scheme_id).mark_sha256
    return evidence_answer(mark, "", image_type(mark))


def _save(found: Scheme | None) -> ResponseReturnValue:
    request.max_content_length = MOST_SENT
    form = SchemeForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate():
        return _page(form, found), 422
    values = {name: form[name].data for name in _COLUMNS}
    seen = small_number(form.seen.data or "") or 0
    try:
        if form.mark.data:
            values["mark_sha256"] = keep_mark(form.mark.data.content)
        scheme_id = save_scheme(values, person_id(), found.id if found else None, seen=seen)
    except BadFile as refused:
        form.mark.errors = [evidence_words(refused)]
    except ChangedMeanwhile:
        db.session.rollback()
        return _page(form, found, since=seen), 409
    except CodeTaken:
        db.session.rollback()
        form.name.errors = [_("Ein Zeichen mit diesem Namen gibt es schon.")]
    else:
        db.session.commit()
        flash(_("„%(name)s“ ist gespeichert.", name=values["name"]), "success")
        return redirect(url_for(".scheme", scheme_id=scheme_id), 303)
    return _page(form, found), 422


def _page(form: SchemeForm, found: Scheme | None = None, since: int | None = None) -> str:
    """With `since`, also what somebody else changed after this change."""
    record = ("scheme", found.id if found else 0)
    form.seen.data = str(newest_change(*record))
    return render_template(
        "origin/staff/scheme.html",
        form=form,
        found=found,
        meanwhile=() if since is None else history(*record, after=since),
        history=history(*record) if found else (),
    )


def _found(scheme_id: int) -> Scheme:
    found = db.session.get(Scheme, scheme_id)
    if found is None:
        raise UnknownScheme
    return found


_COLUMNS = ("name", "kind", "criteria_url", "permitted_because")
