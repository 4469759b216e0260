"""Where the coffee grows and who grows it; and the partnership it is sold for."""

from datetime import date

from flask import Blueprint, Response, make_response
from flask_babel import gettext as _

from shop.premium.queries import contribution
from shop.trace.origin_queries import origin_page
from shop.trace.year import Months, line, runs
from shop.web.filters import month_de
from shop.web.kept import public_page
from shop.web.revalidated import revalidated

blueprint = Blueprint("origin_pages", __name__)


@blueprint.get("/herkunft")
def origin() -> Response:
    return revalidated(make_response(public_page("trace/herkunft.html", page=origin_page())))


@blueprint.get("/partnerschaft")
def partnership() -> Response:
    given = contribution()
    return revalidated(make_response(public_page("trace/partnerschaft.html", given=given)))


@blueprint.app_template_filter()
def month_name(month: int) -> str:
    """The fifth of any year → „Mai“."""
    return _with_year(month).split()[0]


@blueprint.app_template_filter()
def month_runs(months: Months) -> str:
    """„April bis Juni 2025, November 2025 bis Januar 2026“."""
    return ", ".join(_run(first, last) for first, last in runs(months))


def _run(first: int, last: int) -> str:
    if first == last:
        return _with_year(first)
    begun = month_name(first) if first // 12 == last // 12 else _with_year(first)
    return str(_("%(first)s bis %(last)s", first=begun, last=_with_year(last)))


def _with_year(month: int) -> str:
    return month_de(date(month // 12, month % 12 + 1, 1))


for drawn in (line, runs):
    blueprint.add_app_template_global(drawn, f"year_{drawn.__name__}")
