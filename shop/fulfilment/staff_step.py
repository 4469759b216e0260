"""One step somebody of the staff takes with an order, and the words that answer it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.db import db
from shop.fulfilment.filters import Filters, read_filters
from shop.fulfilment.staff_order_queries import order_numbered, timeline
from shop.fulfilment.staff_queries import LISTS
from shop.orders.models import Order
from shop.orders.rules import LotBlocked, MoveRefused, State


class Outcome(NamedTuple):
    """What became of one order, in words."""

    number: str
    is_done: bool
    words: str
    #: It was refused for a reason to act on, not because somebody was faster.
    is_warning: bool = False


def take_step(number: str, to: State, step: Callable[[], None]) -> ResponseReturnValue:
    """Does and commits the step, or says why it is not to be done any more.

    Leads back to today's page or to the list, where the button stood, else to the order.
    """
    do_step(number, to, step)
    back = request.form.get("back", "")
    if back == "heute":
        return redirect("/heute", 303)
    if back in LISTS:
        return redirect(
            url_for("fulfilment_staff.index", liste=back, **in_url(read_filters(request.form))),
            303,
        )
    return redirect(url_for("fulfilment_staff.order", number=number), 303)


def do_step(number: str, to: State, step: Callable[[], None]) -> bool:
    """Whether it was done; the next page says so."""
    outcome = outcome_of(number, to, step)
    kind = "success" if outcome.is_done else "warn" if outcome.is_warning else "info"
    flash(outcome.words, kind)
    return outcome.is_done


def outcome_of(number: str, to: State, step: Callable[[], None]) -> Outcome:
    """Does and commits the step, in a transaction of its own."""
    try:
        step()
        db.session.commit()
    except MoveRefused:
        db.session.rollback()
        return Outcome(number, False, _refusal(order_numbered(number), to))
    except LotBlocked as refused:
        db.session.rollback()
        return Outcome(number, False, _blocked(number, refused.codes), is_warning=True)
    return Outcome(number, True, _told(to, number))


def _refusal(found: Order, to: State) -> str:
    person = _who_did_it(found, to)
    sentence: str = (
        _(
            "%(number)s war schon erledigt: von %(person)s. Es wurde nichts doppelt gebucht.",
            number=found.number,
            person=person,
        )
        if person
        else _(
            "%(number)s lässt sich jetzt so nicht weiterführen. Es wurde nichts geändert.",
            number=found.number,
        )
    )
    return sentence


def _blocked(number: str, codes: tuple[str, ...]) -> str:
    sentence: str = _(
        "%(number)s darf so nicht hinaus: Gesperrt ist Charge %(codes)s. Erstatten Sie die Tüten "
        "daraus; was übrig bleibt, lässt sich dann packen und übergeben.",
        number=number,
        codes=", ".join(codes),
    )
    return sentence


def _who_did_it(found: Order, to: State) -> str:
    """Empty if nobody did, or if the order has been paid and has gone on since."""
    if to is State.PAID and found.state != to:
        return ""
    done = [one.person for one in timeline(found.id) if one.moved and one.state is to]
    return done[-1] if done else ""


def _told(to: State, number: str) -> str:
    words: dict[State, str] = {
        State.PAID: _("%(number)s ist zu packen.", number=number),
        State.PACKED: _("%(number)s ist gepackt.", number=number),
        State.SHIPPED: _("%(number)s ist unterwegs.", number=number),
        State.HANDED_OVER: _("%(number)s ist übergeben.", number=number),
    }
    return words[to]


def in_url(filters: Filters) -> dict[str, Any]:
    return dict(filters.in_address())
