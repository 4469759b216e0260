"""The overview of origin: what ends soon, and what waits for somebody."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from shop.accounts.access import needs
from shop.clock import today
from shop.origin.expiring import DAYS, expiring
from shop.origin.overview_queries import (
    batches_without_split,
    blocked_batches,
    expiring_batches,
    loose_batches,
    lots_without_papers,
)

blueprint = Blueprint("origin_staff", __name__)


@blueprint.get("/lager/herkunft")
@needs("staff")
def overview() -> ResponseReturnValue:
    return render_template(
        "origin/staff/overview.html",
        today=today(),
        days=DAYS,
        certificates=expiring(DAYS),
        ending=expiring_batches(DAYS),
        loose=loose_batches(),
        blocked=blocked_batches(),
        without_split=batches_without_split(),
        without_papers=lots_without_papers(),
    )
