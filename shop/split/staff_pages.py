"""The staff say where the price of each size goes, and publish it."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.origin.begin_change import begin_change
from shop.origin.split_document import Part, write_parts
from shop.split.forms import SplitForm, split_form
from shop.split.pieces import (
    Home,
    Piece,
    batch_home,
    goods_home,
    goods_homes,
    piece,
    pieces,
    versions,
)
from shop.split.publish_split import publish_split
from shop.split.queries import prices
from shop.split.read_facts import last_costs, read_facts
from shop.split.rules import (
    PriceMoved,
    ShopBeforeOthers,
    SplitDoesNotAddUp,
    WordsNotAllowed,
    check,
    known_cents,
    older_than_contract,
    propose,
)
from shop.web.filters import euro

blueprint = Blueprint("split_staff", __name__)
BATCH, GOODS = "/lager/chargen/<code>/preis", "/lager/preis/<slug>"


@blueprint.get("/lager/preis")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template("split/staff/index.html", prices=prices(), goods=goods_homes())


@blueprint.get(BATCH)
@needs("staff")
def batch(code: str) -> ResponseReturnValue:
    return _overview(batch_home(code))


@blueprint.get(GOODS)
@needs("staff")
def goods(slug: str) -> ResponseReturnValue:
    return _overview(goods_home(slug))


@blueprint.get(f"{BATCH}/<sku>")
@needs("staff")
def batch_piece(code: str, sku: str) -> ResponseReturnValue:
    return _begin(batch_home(code), sku)


@blueprint.get(f"{GOODS}/<sku>")
@needs("staff")
def goods_piece(slug: str, sku: str) -> ResponseReturnValue:
    return _begin(goods_home(slug), sku)


@blueprint.post(f"{BATCH}/<sku>")
@needs("staff")
def publish_batch_piece(code: str, sku: str) -> ResponseReturnValue:
    return _book(batch_home(code), sku)


@blueprint.post(f"{GOODS}/<sku>")
@needs("staff")
def publish_goods_piece(slug: str, sku: str) -> ResponseReturnValue:
    return _book(goods_home(slug), sku)


def _overview(home: Home) -> str:
    return render_template("split/staff/overview.html", home=home, pieces=pieces(home))


def _begin(home: Home, sku: str) -> str:
    found = piece(home, sku)
    costs = last_costs(found)
    form = split_form(read_facts(found, {}).cost_kinds, None, costs)
    return _page(home, found, form, propose(found.lowest_cents, read_facts(found, costs)))


def _book(home: Home, sku: str) -> ResponseReturnValue:
    # From here on nobody else changes what the parts are made of.
    begin_change()
    found = piece(home, sku)
    form = split_form(read_facts(found, {}).cost_kinds, request.form, {})
    if not form.validate():
        return _page(home, found, form), 422
    parts = _parts(found, form)
    try:
        check(found.lowest_cents, parts)
    except (SplitDoesNotAddUp, ShopBeforeOthers) as refused:
        form.shop.errors = [_wrong(refused, found.lowest_cents, parts)]
        return _page(home, found, form, parts), 422
    if "pruefen" in request.form:
        return _page(home, found, form, parts)
    return _publish(home, found, form, parts)


def _publish(
    home: Home, found: Piece, form: SplitForm, parts: tuple[Part, ...]
) -> ResponseReturnValue:
    version, price = _seen(form)
    newest = found.newest
    # A button pressed twice arrives here too: its second time publishes nothing.
    if newest and (newest.price_cents, newest.parts) == (price, write_parts(parts)):
        flash(_("Genau das ist schon veröffentlicht."), "info")
        return redirect(_address(home), 303)
    if version != found.version:
        told = _("Inzwischen wurde eine andere Fassung veröffentlicht. Bitte vergleichen Sie.")
        return _page(home, found, form, parts, told), 409
    try:
        publish_split(found.batch_id, found.product_id, found.size, price, parts, person_id())
    except PriceMoved:
        db.session.rollback()
        told = _(
            "Der Preis hat sich inzwischen geändert. Bitte prüfen Sie die Anteile noch einmal."
        )
        return _page(home, piece(home, found.sku), form, told=told), 409
    except WordsNotAllowed as refused:
        return _page(home, found, form, parts, words_told(refused)), 422
    db.session.commit()
    flash(_("Veröffentlicht: Alle sehen jetzt, wohin dieser Preis geht."), "success")
    return redirect(_address(home), 303)


def _parts(found: Piece, form: SplitForm) -> tuple[Part, ...]:
    """What is calculated is taken as it is; the shop's part is the rest, unless it was typed."""
    parts = propose(found.lowest_cents, read_facts(found, form.costs()))
    typed = form.shop.amount
    if typed is None:
        return parts
    return tuple(replace(part, cents=typed) if part.kind == "shop" else part for part in parts)


def _wrong(
    refused: SplitDoesNotAddUp | ShopBeforeOthers, price_cents: int, parts: tuple[Part, ...]
) -> str:
    if isinstance(refused, ShopBeforeOthers):
        return str(
            _("Solange etwas unbekannt ist, ist es auch der Anteil des Ladens. Bitte leer lassen.")
        )
    missing_cents = refused.missing_cents
    difference = euro(abs(missing_cents))
    sentence = _("Es fehlen %(difference)s.", difference=difference)
    if missing_cents < 0:
        sentence = _("Das sind %(difference)s zu viel.", difference=difference)
    sums = _(
        "Die Teile ergeben %(sum)s, der Preis ist %(price)s.",
        sum=euro(known_cents(parts)),
        price=euro(price_cents),
    )
    return f"{sentence} {sums}"


def words_told(refused: WordsNotAllowed) -> str:
    """What is typed is refused at its field; this stands in what contracts and lots are called."""
    return str(
        _(
            "Nicht veröffentlicht: „%(words)s“ darf hier nicht stehen. Das Wort kommt aus dem"
            " Vertrag oder der Partie des Rohkaffees; bitte ändern Sie es dort.",
            words="“, „".join(refused.words),
        )
    )


def _seen(form: SplitForm) -> tuple[int, int]:
    version, _colon, price = (form.seen.data or "").partition(":")
    numbers = [int(one) if one.isdecimal() and len(one) < 9 else -1 for one in (version, price)]
    return numbers[0], numbers[1]


def _page(
    home: Home,
    found: Piece,
    form: SplitForm,
    parts: tuple[Part, ...] | None = None,
    told: str = "",
) -> str:
    form.seen.data = f"{found.version}:{found.lowest_cents}"
    facts = read_facts(found, {})
    calculated = propose(found.lowest_cents, facts)
    return render_template(
        "split/staff/piece.html",
        home=home,
        piece=found,
        form=form,
        parts=parts,
        calculated=[part for part in calculated if part.basis in ("law", "formula")],
        known=known_cents(parts or ()),
        older=older_than_contract(parts or (), facts.contracted_on),
        versions=versions(found.batch_id, found.product_id, found.size),
        told=told,
        back=_address(home),
    )


def _address(home: Home) -> str:
    if home.batch_id is None:
        return url_for("split_staff.goods", slug=home.code)
    return url_for("split_staff.batch", code=home.code)
