"""A published split for everybody: also when the price has changed since."""

from flask import Blueprint, Response, make_response

from shop.db import reading
from shop.split.queries import split_versions
from shop.web.kept import public_page
from shop.web.revalidated import revalidated

blueprint = Blueprint("split", __name__)


@blueprint.get("/preis/<int:split_id>")
def version(split_id: int) -> Response:
    """This version, and the others of the same size from the same batch."""
    with reading() as connection:
        versions = split_versions(connection, split_id)
    shown = next(version for version in versions if version.id == split_id)
    page = public_page("split/version.html", shown=shown, versions=versions)
    return revalidated(make_response(page))
