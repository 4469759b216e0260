"""What is owed and paid, for everybody: as a page, as a table, as JSON. All from the same sums."""

from flask import Blueprint, Response, make_response

from shop.db import reading
from shop.premium.as_json import as_json
from shop.premium.as_table import as_table
from shop.premium.queries import Account, accounts
from shop.web.kept import public_page
from shop.web.revalidated import revalidated

blueprint = Blueprint("premium", __name__)


@blueprint.get("/praemie")
def index() -> Response:
    return revalidated(make_response(public_page("premium/index.html", accounts=_accounts())))


@blueprint.get("/praemie.csv")
def table() -> Response:
    answer = Response(as_table(_accounts()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="praemie.csv"'
    return revalidated(answer)


@blueprint.get("/praemie.json")
def document() -> Response:
    return revalidated(Response(as_json(_accounts()), mimetype="application/json"))


def _accounts() -> tuple[Account, ...]:
    with reading() as connection:
        return accounts(connection)
