"""The cart: look at it, put something in, change it."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.cart.cookie import set_wanted, wanted
from shop.cart.forms import HOW_MANY, LineForm, Quantities, removed_before
from shop.cart.queries import fill
from shop.cart.rules import (
    MAX_LINES,
    MAX_QUANTITY,
    TooMany,
    TooManyLines,
    Wanted,
    put_in,
    set_units,
)
from shop.catalogue.sellable import Sellable, sellable
from shop.db import only_reading

blueprint = Blueprint("cart", __name__)


@blueprint.app_context_processor
def _count() -> dict[str, int]:
    """The number beside the cart in the header; costs no query."""
    return {"cart_count": sum(wanted().values())}


@blueprint.get("/warenkorb")
def show() -> str:
    only_reading()
    removed = removed_before(request.args.getlist("entfernt"))
    names = sellable(removed) if removed else {}
    return _page(wanted(), removed=[(names[id], n) for id, n in removed.items() if id in names])


@blueprint.post("/warenkorb")
def add() -> Response:
    """Puts `menge` units of `variante` into the cart, on top of those in it."""
    only_reading()
    typed = request.form.get("menge", "1")
    form = LineForm.of(request.form.get("variante", ""), typed)
    goods = _on_sale(form.variante.data)
    if goods is None:
        return _refuse(_unknown(), 404)
    if form.menge.errors or not form.menge.data:
        return _refuse(str(HOW_MANY), 422, goods, typed)
    if not goods.available:
        return _refuse(_("Das ist gerade ausverkauft."), 409, goods)
    try:
        return _keep(put_in(wanted(), goods.variant_id, form.menge.data), url_for("cart.show"))
    except TooMany as refused:
        return _refuse(_too_many(refused), 422, goods, typed)


@blueprint.post("/warenkorb/aendern")
def change() -> Response:
    """Sets the quantities sent; 0 takes a line out, and the page offers to put it back."""
    only_reading()
    before, sent = wanted(), Quantities(request.form)
    if sent.errors:
        return make_response(_page(before, sent=sent), 422)
    units = {id: n for id, n in sent.units.items() if id in before or n}
    if any(_on_sale(id) is None for id in units.keys() - before.keys()):
        return _refuse(_unknown(), 404)
    try:
        after = set_units(before, units)
    except TooMany as refused:
        return _refuse(_too_many(refused), 422)
    if after and request.form.get("weiter") == "kasse":
        return _keep(after, url_for("checkout.show"))
    removed = [f"{id}-{before[id]}" for id, n in units.items() if n == 0]
    return _keep(after, url_for("cart.show", entfernt=removed))


def _page(held: Wanted, **told: Any) -> str:
    filled = fill(held)
    return render_template(
        "cart/cart.html", filled=filled, cart=filled.cart, cart_count=filled.cart.units, **told
    )


def _refuse(
    sentence: str, status: int, goods: Sellable | None = None, typed: str | None = None
) -> Response:
    """The cart as it was, with the reason why nothing was put in."""
    page = _page(wanted(), refused={"sentence": sentence, "goods": goods, "typed": typed})
    return make_response(page, status)


def _keep(after: Wanted, target: str) -> Response:
    response = make_response(redirect(target, 303))
    set_wanted(response, after)
    return response


def _on_sale(variant_id: int | None) -> Sellable | None:
    goods = sellable([variant_id]).get(variant_id) if variant_id else None
    return goods if goods and goods.on_sale else None


def _unknown() -> str:
    return str(
        _("Diesen Artikel verkaufen wir nicht oder nicht mehr. Ihr Warenkorb ist unverändert.")
    )


def _too_many(refused: TooMany) -> str:
    if isinstance(refused, TooManyLines):
        return str(_("In den Warenkorb passen höchstens %(n)s verschiedene Artikel.", n=MAX_LINES))
    return str(
        _(
            "Mehr als %(n)s Stück einer Sorte legen wir gern für Sie zurück: Schreiben Sie uns "
            "bitte. Ihr Warenkorb ist unverändert.",
            n=MAX_QUANTITY,
        )
    )
