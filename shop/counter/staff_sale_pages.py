"""What a day brought, one sale, and what came back of it."""

import secrets
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.clock import today
from shop.counter.day_report import day_report
from shop.counter.forms import ReturnForm, checked_key, return_form
from shop.counter.queries import SaleRow, lines_of, returns_of, sale, sales_of
from shop.counter.rules import MOST_DAYS, BadDay, BookedAlready
from shop.counter.take_back_sale import take_back_sale
from shop.db import db
from shop.errors import NotThere
from shop.refunds.rules import NothingLeft, TooMuch
from shop.stock.rules import AlreadyGround, LocationClosed
from shop.web.filters import euro

blueprint = Blueprint("counter_sales_staff", __name__)


@blueprint.get("/verkauf/tag/<day>")
@needs("staff")
def of_day(day: str) -> ResponseReturnValue:
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise NotThere from None
    if not date(2000, 1, 1) <= asked <= today():
        raise NotThere
    return render_template(
        "counter/staff/day.html", day=asked, places=day_report(asked), sales=sales_of(asked)
    )


@blueprint.get("/verkauf/beleg/<number>")
@needs("staff")
def one(number: str) -> ResponseReturnValue:
    return _page(sale(number))


@blueprint.post("/verkauf/beleg/<number>/zurueck")
@needs("staff")
def take_back(number: str) -> ResponseReturnValue:
    """By line, or all of it where „undo“ was pressed."""
    found = sale(number)
    is_undo = "undo" in request.form
    form = return_form(lines_of(found.order_id), request.form)
    key = checked_key(form.key)
    is_written = form.reason.validate(form) if is_undo else not form.lines or form.validate()
    if not key or not is_written:
        return _page(found, form), 422
    try:
        take_back_sale(
            found.order_id,
            None if is_undo else form.units(),
            form.reason.data or "",
            key,
            person_id(),
        )
    except (BookedAlready, NothingLeft):
        db.session.rollback()
        flash(_("Das war schon zurückgenommen; es wurde nichts doppelt gebucht."), "info")
        return redirect(url_for(".one", number=found.number), 303)
    except TooMuch:
        db.session.rollback()
        found, form = sale(number), return_form(lines_of(found.order_id))
        form.reason.errors = [
            _("Inzwischen ist schon etwas davon zurückgekommen: Bitte sehen Sie noch einmal nach.")
        ]
        return _page(found, form), 409
    except (AlreadyGround, LocationClosed) as refused:
        db.session.rollback()
        form.reason.errors = [
            _("%(place)s ist geschlossen: Dort kann nichts mehr liegen.", place=found.place)
            if isinstance(refused, LocationClosed)
            else _("Gemahlenes liegt in keinem Regal mehr und kann nur abgeschrieben werden.")
        ]
        return _page(found, form), 409
    except BadDay:
        db.session.rollback()
        flash(
            _(
                "Der Verkauf ist älter als %(days)s Tage: Nehmen Sie die Ware zurück.",
                days=MOST_DAYS,
            ),
            "warn",
        )
        return redirect(url_for(".one", number=found.number), 303)
    db.session.commit()
    cents = sale(number).back_cents - found.back_cents
    flash(_("%(amount)s sind zurückgebucht.", amount=euro(cents)), "success")
    return redirect(url_for(".one", number=found.number), 303)


def _page(found: SaleRow, form: ReturnForm | None = None) -> str:
    lines = lines_of(found.order_id)
    form = form or return_form(lines)
    form.key.data = form.key.data or secrets.token_urlsafe(12)
    return render_template(
        "counter/staff/sale.html",
        found=found,
        lines=lines,
        returns=returns_of(found.order_id),
        form=form,
        can_undo=found.day >= today() - timedelta(days=MOST_DAYS),
    )
