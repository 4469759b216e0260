"""The staff publish where the prices of all sizes of a batch go: all of them, or none."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.split_document import Part, write_parts
from shop.split.all_sizes_form import AllSizesForm, all_sizes_form
from shop.split.pieces import Home, Piece, batch_home, pieces
from shop.split.publish_split import publish_split
from shop.split.read_facts import last_costs, read_facts
from shop.split.rules import PriceMoved, WordsNotAllowed, older_than_contract, propose
from shop.split.staff_pages import words_told

blueprint = Blueprint("split_all_sizes", __name__)
ALL = "/lager/chargen/<code>/preis/alle"
Parts = Mapping[Piece, tuple[Part, ...]]


@blueprint.get(ALL)
@needs("staff")
def form(code: str) -> ResponseReturnValue:
    home = batch_home(code)
    found = _of_one_price(home)
    return _page(home, found, _form(found, None))


@blueprint.post(ALL)
@needs("staff")
def publish(code: str) -> ResponseReturnValue:
    # From here on nobody else changes what the parts are made of.
    begin_change()
    home = batch_home(code)
    found = _of_one_price(home)
    typed = _form(found, request.form)
    if not typed.validate():
        return _page(home, found, typed), 422
    parts = {
        piece: propose(piece.lowest_cents, read_facts(piece, typed.costs(piece))) for piece in found
    }
    if "pruefen" in request.form:
        return _page(home, found, typed, parts)
    return _publish(home, typed, parts)


def _of_one_price(home: Home) -> list[Piece]:
    """Refuses with `NotThere` where there is none."""
    found = [piece for piece in pieces(home) if piece.has_one_price]
    if not found:
        raise NotThere
    return found


def _form(found: Sequence[Piece], given: Mapping[str, str] | None) -> AllSizesForm:
    lines = []
    for piece in found:
        kinds = read_facts(piece, {}).cost_kinds
        known = last_costs(piece) if given is None else {}
        lines.append((piece, kinds, {kind: known[kind] for kind in kinds if kind in known}))
    return all_sizes_form(lines, given)


def _publish(home: Home, typed: AllSizesForm, parts: Parts) -> ResponseReturnValue:
    back = redirect(url_for("split_staff.batch", code=home.code), 303)
    changed = {piece: own for piece, own in parts.items() if not _is_published(piece, own)}
    # A button pressed twice arrives here too: its second time publishes nothing.
    if not changed:
        flash(_("Genau das ist schon veröffentlicht."), "info")
        return back
    if typed.seen.data != _seen(list(parts)):
        told = _(
            "Inzwischen hat sich ein Preis geändert, oder es wurde eine andere Fassung"
            " veröffentlicht. Bitte vergleichen Sie; veröffentlicht ist noch nichts."
        )
        return _page(home, list(parts), typed, parts, told), 409
    try:
        for piece, own in changed.items():
            price = piece.lowest_cents
            publish_split(home.batch_id, piece.product_id, piece.size, price, own, person_id())
    except PriceMoved:
        db.session.rollback()
        told = _("Ein Preis hat sich inzwischen geändert. Veröffentlicht ist noch nichts.")
        return _page(home, _of_one_price(home), typed, None, told), 409
    except WordsNotAllowed as refused:
        db.session.rollback()
        return _page(home, _of_one_price(home), typed, None, words_told(refused)), 422
    db.session.commit()
    flash(
        ngettext(
            "%(num)s Preis ist veröffentlicht.", "%(num)s Preise sind veröffentlicht.", len(changed)
        ),
        "success",
    )
    return back


def _is_published(piece: Piece, parts: tuple[Part, ...]) -> bool:
    return piece.is_shown and piece.newest is not None and piece.newest.parts == write_parts(parts)


def _seen(found: Sequence[Piece]) -> str:
    return " ".join(f"{one.variant_id}:{one.version}:{one.lowest_cents}" for one in found)


def _page(
    home: Home,
    found: Sequence[Piece],
    typed: AllSizesForm,
    parts: Parts | None = None,
    told: str = "",
) -> str:
    typed.seen.data = _seen(found)
    older = {
        kind: None
        for piece, own in (parts or {}).items()
        for kind in older_than_contract(own, read_facts(piece, {}).contracted_on)
    }
    return render_template(
        "split/staff/all_sizes.html",
        home=home,
        pieces=found,
        left_out=[piece for piece in pieces(home) if not piece.has_one_price],
        form=typed,
        parts=parts or {},
        older=list(older),
        told=told,
    )
