"""The withdrawals as the staff see them."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from shop.accounts.access import needs
from shop.returns.queries import withdrawals

blueprint = Blueprint("returns_staff", __name__)


@blueprint.get("/auftraege/widerrufe")
@needs("staff")
def index() -> ResponseReturnValue:
    """Newest first, with the day by which the money must be back."""
    found, after = withdrawals(request.args.get("nach", ""))
    return render_template("returns/staff/index.html", listed=found, after=after)
