"""Prices: what they are, will be and were, and who said so."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.assortment.as_file import NoSuchArticle, as_file, price_text
from shop.assortment.change_prices import change_prices
from shop.assortment.price_forms import PriceForm, by_percent, price_input, typed_prices
from shop.assortment.rules import AlreadyBegun, NotADay, PlannedAlready
from shop.assortment.variant_queries import Offered, newest_price, offered, price_history
from shop.assortment.withdraw_price import withdraw_price
from shop.audit.rules import ChangedMeanwhile
from shop.catalogue.end_reduction import end_reduction
from shop.catalogue.set_price import NotAReduction
from shop.clock import today
from shop.db import db
from shop.web.filters import date_de, euro

blueprint = Blueprint("assortment_price_staff", __name__)


@blueprint.get("/artikel/<slug>/preise")
@needs("staff")
def prices(slug: str) -> ResponseReturnValue:
    return _page(slug, PriceForm())


@blueprint.post("/artikel/<slug>/preise")
@needs("staff")
def change(slug: str) -> ResponseReturnValue:
    now, form = as_file(slug), PriceForm(request.form)
    offers = offered(now.id)
    typed, cents, wrong = typed_prices(request.form, offers)
    if "ausrechnen" in request.form:
        counted = by_percent(form, offers)
        return _page(slug, form, typed=counted or typed), 200 if counted else 422
    if not form.validate() or wrong:
        return _page(slug, form, typed=typed, wrong=wrong), 422
    day, announced = form.from_day.day, form.announced.data
    try:
        changed = change_prices(
            slug,
            cents,
            form.reason.data or "",
            person_id(),
            from_day=day,
            announced=announced,
            seen=form.seen.data,
        )
    except (NotADay, PlannedAlready) as refused:
        db.session.rollback()
        form.from_day.errors = [_day_words(refused)]
        return _page(slug, form, typed=typed), 422
    except NotAReduction as refused:
        db.session.rollback()
        form.announced.errors = [_reduction_words(refused)]
        return _page(slug, form, typed=typed), 422
    except ChangedMeanwhile:
        db.session.rollback()
        return _page(slug, form, typed=typed, meanwhile=True), 409
    db.session.commit()
    later = day if day and day > today() else None
    if not changed and later:
        flash(_("Es bleibt alles, wie es ist: Diese Preise gelten dann schon."), "info")
    elif not changed:
        flash(_("Es bleibt alles, wie es ist: Diese Preise gelten schon."), "info")
    elif later:
        flash(_("Geplant: Die neuen Preise gelten ab %(day)s.", day=date_de(later)), "success")
    else:
        flash(_("Die neuen Preise gelten."), "success")
    return redirect(url_for(".prices", slug=slug), 303)


@blueprint.post("/artikel/<slug>/preise/geplant/<int:planned_id>/zuruecknehmen")
@needs("staff")
def withdraw(slug: str, planned_id: int) -> ResponseReturnValue:
    try:
        withdraw_price(planned_id, person_id())
    except AlreadyBegun:
        db.session.rollback()
        flash(_("Dieser Preis gilt schon oder ist schon zurückgenommen."), "info")
    else:
        db.session.commit()
        flash(_("Zurückgenommen: Der geplante Preis kommt nicht."), "success")
    return redirect(url_for(".prices", slug=slug), 303)


@blueprint.post("/artikel/<slug>/preise/<sku>/ermaessigung-beenden")
@needs("staff")
def end(slug: str, sku: str) -> ResponseReturnValue:
    found = next((one for one in offered(as_file(slug).id) if one.sku == sku), None)
    if found is None:
        raise NoSuchArticle
    end_reduction(found.id, person_id())
    db.session.commit()
    flash(_("Der Preis bleibt; als Ermäßigung wird er nicht mehr gezeigt."), "success")
    return redirect(url_for(".prices", slug=slug), 303)


@blueprint.get("/artikel/<slug>/preise/<sku>")
@needs("staff")
def past(slug: str, sku: str) -> ResponseReturnValue:
    return render_template("assortment/staff/past_prices.html", found=price_history(slug, sku))


def _day_words(refused: Exception) -> str:
    if isinstance(refused, PlannedAlready):
        return str(_("Für diesen Tag ist schon ein Preis geplant. Nehmen Sie ihn erst zurück."))
    return str(_("Bitte heute oder einen späteren Tag, höchstens zwei Jahre im Voraus."))


def _reduction_words(refused: NotAReduction) -> str:
    if refused.lowest_cents is None:
        return str(_("Ohne früheren Preis ist das keine Ermäßigung."))
    return str(
        _(
            "Das ist keine Ermäßigung: In den 30 Tagen davor kostete es schon %(price)s. Ohne "
            "dieses Häkchen können Sie den Preis ändern.",
            price=euro(refused.lowest_cents),
        )
    )


def _prefilled(offer: Offered) -> str:
    """Nothing where something is planned: what is sent untouched must not end it."""
    return "" if offer.planned else price_text(offer.price_cents)


def _page(
    slug: str, form: PriceForm, *, typed: Any = None, wrong: Any = None, meanwhile: bool = False
) -> str:
    now = as_file(slug)
    offers = offered(now.id)
    if meanwhile or not request.form:
        form.seen.data = newest_price(now.id)
    return render_template(
        "assortment/staff/prices.html",
        now=now,
        form=form,
        offers=offers,
        typed=typed or {offer.sku: _prefilled(offer) for offer in offers},
        wrong=wrong or {},
        meanwhile=meanwhile,
        price_input=price_input,
    )
