"""Where goods lie: the list of places, and what is at each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.stock import change_words as change_words
from shop.stock.add_location import add_location
from shop.stock.close_location import close_location
from shop.stock.location_forms import KINDS, LocationForm, NewLocationForm
from shop.stock.locations import location, locations, lying_at
from shop.stock.open_location import open_location
from shop.stock.rules import BeingCounted, GoodsThere, LocationNamed
from shop.stock.save_location import save_location
from shop.web.numbers import small_number

blueprint = Blueprint("locations_staff", __name__)
PER_PAGE = 200


@blueprint.get("/lager/orte")
@needs("staff")
def index() -> ResponseReturnValue:
    return _list(NewLocationForm())


@blueprint.post("/lager/orte")
@needs("staff")
def add() -> ResponseReturnValue:
    form = NewLocationForm(request.form)
    if not form.validate():
        return _list(form), 422
    name = form.name.data or ""
    try:
        added = add_location(form.kind.data, name, form.note.data or "", person_id=person_id())
    except LocationNamed:
        db.session.rollback()
        form.name.errors = [_("So heißt schon ein anderer Ort.")]
        return _list(form), 409
    db.session.commit()
    flash(_("%(name)s ist angelegt.", name=name), "success")
    return redirect(url_for(".one", location_id=added), 303)


@blueprint.get("/lager/orte/<int:location_id>")
@needs("staff")
def one(location_id: int) -> ResponseReturnValue:
    return _page(location_id)


@blueprint.post("/lager/orte/<int:location_id>")
@needs("staff")
def change(location_id: int) -> ResponseReturnValue:
    location(location_id)
    form = LocationForm(request.form)
    if not form.validate():
        return _page(location_id, form), 422
    told = form.name.data or "", form.note.data or "", person_id()
    try:
        save_location(location_id, *told, seen=small_number(form.seen.data or "") or 0)
    except LocationNamed:
        db.session.rollback()
        form.name.errors = [_("So heißt schon ein anderer Ort.")]
        return _page(location_id, form), 409
    except ChangedMeanwhile:
        db.session.rollback()
        return _page(location_id, form, since=small_number(form.seen.data or "") or 0), 409
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".one", location_id=location_id), 303)


@blueprint.post("/lager/orte/<int:location_id>/schliessen")
@needs("staff")
def close(location_id: int) -> ResponseReturnValue:
    found = location(location_id)
    try:
        close_location(location_id, person_id())
    except GoodsThere:
        db.session.rollback()
        told = _(
            "Hier liegt noch Ware. Bringen Sie sie zuerst an einen anderen Ort, oder schreiben Sie "
            "sie ab."
        )
        return _page(location_id, told=told), 409
    except BeingCounted:
        db.session.rollback()
        told = _("Hier wird gerade gezählt. Beenden Sie zuerst die Inventur.")
        return _page(location_id, told=told), 409
    db.session.commit()
    flash(_("%(name)s ist geschlossen.", name=found.name), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/lager/orte/<int:location_id>/oeffnen")
@needs("staff")
def reopen(location_id: int) -> ResponseReturnValue:
    found = location(location_id)
    open_location(location_id, person_id())
    db.session.commit()
    flash(_("%(name)s ist wieder offen.", name=found.name), "success")
    return redirect(url_for(".one", location_id=location_id), 303)


def _list(form: NewLocationForm) -> str:
    return render_template("stock/staff/locations.html", rows=locations(), kinds=KINDS, form=form)


def _page(
    location_id: int, form: LocationForm | None = None, told: str = "", since: int | None = None
) -> str:
    found = location(location_id)
    page = max(1, small_number(request.args.get("seite", "")) or 1)
    rows = lying_at(location_id, limit=PER_PAGE + 1, offset=PER_PAGE * (page - 1))
    form = form or LocationForm(data={"name": found.name, "note": found.note})
    if since is not None or not request.form:
        form.seen.data = str(newest_change("location", location_id))
    return render_template(
        "stock/staff/location.html",
        found=found,
        kinds=KINDS,
        rows=rows[:PER_PAGE],
        page=page,
        has_next=len(rows) > PER_PAGE,
        form=form,
        told=told,
        history=history("location", location_id),
        meanwhile=history("location", location_id, since) if since is not None else [],
    )
