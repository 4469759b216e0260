"""Papers of the orders: chosen on a page, or by the orders ticked in a list (`nr` in the address).

Printing addresses is noted: what, how many and by whom, never whose.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.accounts.access import needs, person_id
from shop.audit.note_change import note_change
from shop.clock import BERLIN, today
from shop.db import db, start_writing
from shop.fulfilment.papers.address_file import FORMS, NotWritable, address_file
from shop.fulfilment.papers.address_labels import address_labels
from shop.fulfilment.papers.change_words import EXPORT
from shop.fulfilment.papers.forms import PaperForm
from shop.fulfilment.papers.packing_list import packing_list
from shop.fulfilment.papers.packing_slips import packing_slips
from shop.fulfilment.papers.pickup_lists import pickup_lists
from shop.fulfilment.papers.queries import Wish, choose, places, print_orders
from shop.fulfilment.papers.rules import MOST, PrintedOrder
from shop.fulfilment.papers.transport_sheets import transport_sheets
from shop.fulfilment.staff_order_queries import order_numbered
from shop.orders.rules import STILL_HERE, State

blueprint = Blueprint("papers_staff", __name__)

_TO_PACK = frozenset({State.PAID})
_READY = frozenset({State.PACKED})
#: Of an order that is asked for by its number, also once it has left.
_SOLD = STILL_HERE | {State.SHIPPED, State.HANDED_OVER}

Printed = Callable[[Sequence[PrintedOrder], list[str]], Response]


@blueprint.get("/auftraege/papiere/")
@needs("staff")
def index() -> ResponseReturnValue:
    return _page(_form())


@blueprint.get("/auftraege/papiere/packliste.pdf")
@needs("staff")
def packlist() -> ResponseReturnValue:
    def made(orders: Sequence[PrintedOrder], notes: list[str]) -> Response:
        return _pdf(packing_list(orders, notes), "packliste")

    return _answer(made, _TO_PACK, without_packed=True)


@blueprint.get("/auftraege/papiere/packzettel.pdf")
@needs("staff")
def slips() -> ResponseReturnValue:
    def made(orders: Sequence[PrintedOrder], notes: list[str]) -> Response:
        paper = packing_slips(orders)
        _note("packzettel.pdf", len(orders))
        name = f"packzettel-{orders[0].number}" if len(orders) == 1 else "packzettel"
        return _pdf(paper, name)

    # What is packed has its slip in it.
    return _answer(made, _SOLD if request.args.getlist("nr") else _TO_PACK)


@blueprint.get("/auftraege/<number>/packzettel")
@needs("staff")
def slip(number: str) -> ResponseReturnValue:
    return redirect(url_for(".slips", nr=order_numbered(number).number))


@blueprint.get("/auftraege/papiere/abholliste.pdf")
@needs("staff")
def pickups() -> ResponseReturnValue:
    def made(orders: Sequence[PrintedOrder], notes: list[str]) -> Response:
        return _pdf(pickup_lists(orders, notes), "abholliste")

    return _answer(made, _READY, delivery="pickup")


@blueprint.get("/auftraege/papiere/uebergabe.pdf")
@needs("staff")
def transport() -> ResponseReturnValue:
    """What was packed today, unless orders were ticked."""

    def made(orders: Sequence[PrintedOrder], notes: list[str]) -> Response:
        return _pdf(transport_sheets(orders, notes), "uebergabe")

    since = (
        None
        if request.args.getlist("nr")
        else datetime.combine(today(), time(), BERLIN).astimezone(UTC)
    )
    return _answer(made, _READY, delivery="pickup", packed_since=since)


@blueprint.get("/auftraege/papiere/adressen.pdf")
@needs("staff")
def labels() -> ResponseReturnValue:
    first = _form().platz.data or 1

    def made(orders: Sequence[PrintedOrder], notes: list[str]) -> Response:
        paper = address_labels(orders, first)
        _note("adressen.pdf", len(orders))
        return _pdf(paper, "adressen")

    return _answer(made, STILL_HERE, delivery="shipping")


@blueprint.get("/auftraege/papiere/adressen.csv")
@needs("staff")
def addresses() -> ResponseReturnValue:
    name = request.args.get("form", "dhl")
    form = FORMS.get(name)
    if form is None:
        return Response(status=404)

    def made(orders: Sequence[PrintedOrder], notes: list[str]) -> Response:
        written = address_file(orders, form)
        _note(f"adressen.csv ({name})", len(orders))
        charset = form.encoding.removesuffix("-sig").replace("latin-1", "iso-8859-1")
        answer = Response(written, content_type=f"text/csv; charset={charset}")
        return _named(answer, "attachment", f"adressen-{name}", "csv")

    try:
        return _answer(made, STILL_HERE, delivery="shipping")
    except NotWritable as refused:
        return _page(_form(), unwritable=refused.numbers), 422


def _answer(
    made: Printed,
    states: Collection[State],
    *,
    delivery: str = "",
    packed_since: datetime | None = None,
    without_packed: bool = False,
) -> ResponseReturnValue:
    """The paper of the orders that are asked for; without any, back to the page that chooses."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    wish = form.wish(request.args.getlist("nr"))
    wish = replace(wish, delivery=delivery or wish.delivery, packed_since=packed_since)
    chosen = choose(wish, states)
    if not chosen.ids:
        flash(_("Dazu gibt es gerade keine Bestellung. Es wurde nichts gedruckt."), "info")
        return redirect(url_for(".index"), 303)
    orders = print_orders(chosen.ids, without_packed=without_packed)
    notes = _notes(wish, len(orders), chosen.left_over)
    # Nobody waits for the printer.
    db.session.rollback()
    return made(orders, notes)


def _notes(wish: Wish, printed: int, left_over: int) -> list[str]:
    """What the paper does not hold, in sentences for its top."""
    notes = []
    if left_over:
        notes.append(
            _(
                "Auf einmal werden höchstens %(most)s Bestellungen gedruckt, die dringendsten "
                "zuerst. %(left)s weitere stehen nicht dabei.",
                most=MOST,
                left=left_over,
            )
        )
    missing = len(wish.numbers) - printed - left_over
    if missing > 0:
        notes.append(
            ngettext(
                "Eine der gewählten Bestellungen steht nicht dabei: Sie ist schon weiter, oder "
                "gehört nicht auf dieses Papier.",
                "%(num)s der gewählten Bestellungen stehen nicht dabei: Sie sind schon weiter, "
                "oder gehören nicht auf dieses Papier.",
                missing,
            )
        )
    return notes


def _note(what: str, orders: int) -> None:
    """That addresses were printed, in the book of changes."""
    person = person_id()
    start_writing()
    note_change(EXPORT, 0, {}, {"what": what, "orders": orders}, person)
    db.session.commit()


def _form() -> PaperForm:
    # Orders ticked in a list bring no choice of their own.
    chosen = request.args.keys() & {"art", "ort", "bis", "platz"}
    return PaperForm(request.args if chosen else None).offer(places())


def _page(form: PaperForm, unwritable: Sequence[str] = ()) -> str:
    return render_template(
        "fulfilment/staff/papers/index.html",
        form=form,
        numbers=request.args.getlist("nr")[:MOST],
        unwritable=unwritable,
        most=MOST,
    )


def _pdf(paper: bytes, name: str) -> Response:
    # Shown first: the browser's own window has the printer.
    return _named(Response(paper, mimetype="application/pdf"), "inline", name, "pdf")


def _named(answer: Response, how: str, name: str, kind: str) -> Response:
    file = f"{name}-{today():%Y-%m-%d}.{kind}"
    answer.headers["Content-Disposition"] = f'{how}; filename="{file}"'
    return answer
