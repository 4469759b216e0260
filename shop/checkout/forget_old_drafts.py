"""Forget what nobody ordered from."""

from datetime import datetime

from sqlalchemy import delete

from shop.checkout.models import Draft
from shop.checkout.rules import DRAFT_LASTS
from shop.db import db


def forget_old_drafts(moment: datetime) -> None:
    """Those untouched for a day at this moment. Does not commit."""
    db.session.execute(delete(Draft).where(Draft.changed_at < moment - DRAFT_LASTS))
