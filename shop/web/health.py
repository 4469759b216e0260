"""Whether the shop lives (the process) and is ready (its database answers)."""

from flask import Blueprint
from sqlalchemy import text

from shop.db import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> tuple[dict[str, str], int]:
    return {"state": "alive"}, 200


@blueprint.get("/readyz")
def ready() -> tuple[dict[str, str], int]:
    """200 once the database answers; its failure is the 503 of every page."""
    db.session.execute(text("select version_num from alembic_version"))
    return {"state": "ready"}, 200
