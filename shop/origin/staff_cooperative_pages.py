"""Cooperatives: who they are, and who says so."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.origin.cooperative_forms import CooperativeFacts, cooperative_form, typed_cooperative
from shop.origin.cooperative_queries import (
    cooperative,
    cooperatives,
    lots_of_cooperative,
    sources_of,
)
from shop.origin.lot_rules import FACTS
from shop.origin.models import Cooperative
from shop.origin.rules import PROVINCES, CodeTaken
from shop.origin.save_cooperative import save_cooperative
from shop.web.numbers import small_number

blueprint = Blueprint("cooperatives_staff", __name__)


@blueprint.get("/lager/genossenschaften")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template(
        "origin/staff/cooperatives.html", rows=cooperatives(), provinces=PROVINCES
    )


@blueprint.get("/lager/genossenschaften/neu")
@needs("staff")
def ask_new() -> ResponseReturnValue:
    return _page(None, cooperative_form())


@blueprint.post("/lager/genossenschaften/neu")
@needs("staff")
def add() -> ResponseReturnValue:
    return _save(None)


@blueprint.get("/lager/genossenschaften/<slug>")
@needs("staff")
def one(slug: str) -> ResponseReturnValue:
    found = cooperative(slug)
    return _page(found, cooperative_form(data=typed_cooperative(found, sources_of(found.id))))


@blueprint.post("/lager/genossenschaften/<slug>")
@needs("staff")
def change(slug: str) -> ResponseReturnValue:
    return _save(cooperative(slug))


def _save(found: Cooperative | None) -> ResponseReturnValue:
    form = cooperative_form(formdata=request.form)
    if not form.validate():
        return _page(found, form), 422
    seen = small_number(form.seen.data or "") or 0
    try:
        saved = save_cooperative(
            form.values(), form.sources(), person_id(), found.id if found else None, seen=seen
        )
    except CodeTaken:
        db.session.rollback()
        form.name.errors = [_("Eine Genossenschaft mit diesem Namen gibt es schon.")]
        return _page(found, form), 422
    except ChangedMeanwhile:
        db.session.rollback()
        return _page(found, form, since=seen), 409
    db.session.commit()
    flash(_("Gespeichert."), "success")
    slug = db.session.get_one(Cooperative, saved).slug
    return redirect(url_for(".one", slug=slug), 303)


def _page(found: Cooperative | None, form: CooperativeFacts, since: int | None = None) -> str:
    """`since`: the change after which somebody else changed it."""
    rows = history("cooperative", found.id) if found else []
    if found and (since is not None or not request.form):
        form.seen.data = str(newest_change("cooperative", found.id))
    return render_template(
        "origin/staff/cooperative.html",
        found=found,
        form=form,
        facts=FACTS,
        rows=rows,
        meanwhile=[row for row in rows if since is not None and row.id > since],
        lots=lots_of_cooperative(found.id) if found else [],
    )
