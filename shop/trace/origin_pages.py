"""Where the coffee grows and who grows it; and the partnership it is sold for."""

from datetime import date

from flask import Blueprint, Response, make_response
from flask_babel import gettext as _

from shop.premium.queries import contribution
from shop.trace.origin_queries import origin_page
from shop.trace.year import SIZE, Months, arcs, in_flower, month_at, runs
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
    """5 → „Mai“."""
    return month_de(date(2000, month, 1)).split()[0]


@blueprint.app_template_filter()
def month_runs(months: Months) -> str:
    """{4, 5, 6, 11} → „April bis Juni, November“."""
    return ", ".join(_run(first, last) for first, last in runs(months))


def _run(first: int, last: int) -> str:
    if first == last:
        return month_name(first)
    return str(_("%(first)s bis %(last)s", first=month_name(first), last=month_name(last)))


for drawn in (arcs, month_at, in_flower):
    blueprint.add_app_template_global(drawn, f"year_{drawn.__name__}")
blueprint.add_app_template_global(lambda: SIZE, "year_size")
