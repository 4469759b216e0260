"""What is owed and paid, for everybody: as a page, as a table, as JSON. All from the same sums."""

from flask import Blueprint, Response, make_response

from shop.premium.as_json import as_json
from shop.premium.as_table import as_table
from shop.premium.queries import accounts_for_all
from shop.web.kept import public_page
from shop.web.revalidated import revalidated

blueprint = Blueprint("premium", __name__)


@blueprint.get("/praemie")
def index() -> Response:
    page = public_page("premium/index.html", accounts=accounts_for_all())
    return revalidated(make_response(page))


@blueprint.get("/praemie.csv")
def table() -> Response:
    answer = Response(as_table(accounts_for_all()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="praemie.csv"'
    return revalidated(answer)


@blueprint.get("/praemie.json")
def document() -> Response:
    return revalidated(Response(as_json(accounts_for_all()), mimetype="application/json"))
