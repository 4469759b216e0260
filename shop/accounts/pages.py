"""The way from the sign-in to one's own pages."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from shop.accounts.access import landing, roles_of_visitor

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/konto/")
def home() -> ResponseReturnValue:
    """Who works here goes to their first page, a customer to the overview of theirs."""
    roles = roles_of_visitor()
    return redirect(landing(roles) if roles else url_for("security.login"))
