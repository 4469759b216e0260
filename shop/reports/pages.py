"""What the partnership coffee does, in figures that can be cited and show no person."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from shop.accounts.access import needs
from shop.clock import now, today
from shop.ledger.queries import Sold, first_business_date, sold
from shop.reports.period import (
    BadPeriod,
    Period,
    last_quarter,
    last_year,
    months_between,
    period_of,
    this_year,
)
from shop.reports.rules import bars, report
from shop.web import csv_file

blueprint = Blueprint("reports", __name__)


@blueprint.get("/berichte/")
@needs("report")
def sales() -> ResponseReturnValue:
    try:
        period = _asked()
    except BadPeriod as error:
        return _page(None, []), error.status
    return _page(period, sold(period.first, period.last_day))


@blueprint.get("/berichte/verkauf.csv")
@needs("report")
def sales_file() -> ResponseReturnValue:
    try:
        period = _asked()
    except BadPeriod as error:
        return _page(None, []), error.status
    name = f"verkauf_{period.first:%Y-%m}_{period.last:%Y-%m}.csv"
    return Response(
        csv_file.csv_file(_HEAD, map(_cells, sold(period.first, period.last_day))),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.app_template_filter("kilograms")
def kilograms_de(grams: int) -> str:
    """12250 → „12,25“, with a point between thousands; the third digit only where it counts."""
    whole, rest = divmod(abs(grams), 1000)
    sign = "−" if grams < 0 else ""
    digits = f"{rest:03d}" if rest % 10 else f"{rest // 10:02d}"
    return f"{sign}{whole:,}".replace(",", ".") + f",{digits}"


def _asked() -> Period:
    whole = this_year(today())
    first = request.args.get("von") or f"{whole.first:%Y-%m}"
    last = request.args.get("bis") or f"{whole.last:%Y-%m}"
    return period_of(first, last)


def _page(period: Period | None, rows: list[Sold]) -> str:
    shown = period or this_year(today())
    found = report(shown, rows)
    return render_template(
        "reports/sales.html",
        period=shown,
        refused=period is None,
        report=found,
        bars=bars(found),
        months=_months_to_choose(shown),
        shortcuts=_shortcuts(),
        made_at=now(),
        last_booked_at=max((row.last_booked_at for row in rows), default=None),
    )


def _months_to_choose(shown: Period) -> list[date]:
    this_month = this_year(today()).last
    begin = first_business_date() or this_month
    first = min(shown.first, date(begin.year, 1, 1))
    return months_between(first, max(shown.last, this_month))[::-1]


@dataclass(frozen=True, slots=True)
class Shortcut:
    name: str
    period: Period


def _shortcuts() -> list[Shortcut]:
    day = today()
    return [
        Shortcut("this_year", this_year(day)),
        Shortcut("last_quarter", last_quarter(day)),
        Shortcut("last_year", last_year(day)),
    ]


_WAYS = {"shipping": "Versand", "pickup": "Abholung", "counter": "Verkauf vor Ort"}
_HEAD = (
    "Monat",
    "Produkt",
    "Art",
    "Weg",
    "Stück",
    "Kaffee in kg",
    "Brutto in EUR",
    "Netto in EUR",
    "Umsatzsteuer in EUR",
    "Steuersatz in Prozent",
)


def _cells(row: Sold) -> list[str]:
    return [
        csv_file.text(f"{row.month:%Y-%m}"),
        csv_file.text(row.product),
        csv_file.text("Versand" if row.is_shipping else "Ware"),
        csv_file.text(_WAYS[row.channel]),
        csv_file.number(row.units),
        csv_file.kilograms(row.coffee_grams),
        csv_file.amount(row.gross_cents),
        csv_file.amount(row.net_cents),
        csv_file.amount(row.vat_cents),
        csv_file.rate(row.rate_bp),
    ]
