"""Bags are filled from a batch and put on the shelf."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.origin.models import Batch
from shop.origin.rules import BatchBlocked, BatchTooSmall
from shop.stock.bags_on_shelf import bags_on_shelf
from shop.stock.forms import PackForm
from shop.stock.history import ByHand, newest_of_batch
from shop.stock.pack import pack
from shop.stock.packing import BatchToPack, Packable, batch_to_pack, packables
from shop.stock.refuse_unseen import BookedAlready, BookedMeanwhile, refuse_unseen
from shop.stock.rules import DoesNotFit
from shop.web.filters import weight
from shop.web.forms import SelectChoice

blueprint = Blueprint("stock_pack_staff", __name__)
# The overview of origin stands below this package, and shows what it knows.
blueprint.add_app_template_global(bags_on_shelf)


@blueprint.get("/lager/chargen/<code>/abfuellen")
@needs("staff")
def bags(code: str) -> ResponseReturnValue:
    offered = packables(batch_to_pack(code).id)
    return _page(code, _with_choices(PackForm(), offered.fitting))


@blueprint.post("/lager/chargen/<code>/abfuellen")
@needs("staff")
def book_bags(code: str) -> ResponseReturnValue:
    batch = batch_to_pack(code)
    offered = packables(batch.id).fitting
    form = _with_choices(PackForm(request.form), offered)
    if not form.validate():
        return _page(code, form), 422
    chosen = next(one for one in offered if str(one.variant_id) == form.variant.data)
    units = form.units.data or 0
    if answer := _met_another(batch, form, chosen, units):
        return answer
    try:
        pack(batch.id, chosen.variant_id, units, person_id=person_id())
    except BatchTooSmall as refused:
        db.session.rollback()
        form.units.errors = [_too_small(refused.left_grams, chosen)]
        return _page(code, form), 409
    except (BatchBlocked, DoesNotFit):
        db.session.rollback()
        return _page(code, form), 409
    db.session.commit()
    flash(_("%(units)s × %(name)s eingebucht.", units=units, name=chosen.name), "success")
    return redirect(url_for(".bags", code=code), 303)


def _too_small(left_grams: int, chosen: Packable) -> str:
    told: str = _(
        "Die Charge enthält noch %(left)s; das reicht für %(units)s Stück zu %(size)s.",
        left=weight(left_grams),
        units=left_grams // chosen.coffee_grams,
        size=weight(chosen.coffee_grams),
    )
    return told


def _met_another(
    batch: BatchToPack, form: PackForm, chosen: Packable, units: int
) -> ResponseReturnValue | None:
    """An answer when somebody packed from the batch since the form was opened; else None."""
    # Whoever packs from it now waits here.
    db.session.execute(select(Batch.id).where(Batch.id == batch.id).with_for_update(key_share=True))
    wanted = ByHand(0, chosen.variant_id, batch.id, units, "", person_id())
    try:
        refuse_unseen(newest_of_batch(batch.id), form.seen.data, wanted)
    except BookedAlready:
        flash(_("Das war schon gebucht; es wurde nicht noch einmal gezählt."), "info")
        return redirect(url_for(".bags", code=batch.code), 303)
    except BookedMeanwhile:
        db.session.rollback()
        told = _(
            "Inzwischen wurde aus dieser Charge schon einmal abgefüllt. Bitte sehen Sie nach, was "
            "sie noch enthält, bevor Sie Ihre Buchung absenden."
        )
        return _page(batch.code, form, told), 409
    return None


def _with_choices(form: PackForm, offered: Sequence[Packable]) -> PackForm:
    chosen = [SelectChoice(str(one.variant_id), f"{one.name} ({one.sku})") for one in offered]
    form.variant.choices = [SelectChoice("", _("Bitte wählen")), *chosen]
    return form


def _page(code: str, form: PackForm, told: str = "") -> str:
    batch = batch_to_pack(code)
    newest = newest_of_batch(batch.id)
    form.seen.data = str(newest.id) if newest else ""
    others = packables(batch.id).others
    return render_template(
        "stock/staff/pack.html", batch=batch, form=form, told=told, others=others
    )
