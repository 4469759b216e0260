"""What a variant has cost."""

from datetime import datetime, timedelta

from sqlalchemy import select

from shop.catalogue.models import Price
from shop.db import db


def lowest_price_30_days(variant_id: int, at: datetime) -> int | None:
    """The lowest price in cents of the 30 days before a reduction that begins at this moment.

    § 11 PAngV, and the percentage of a reduction counts from this price (CJEU C-330/23, BGH
    I ZR 183/24). What was valid as the 30 days began counts too. None: it had no price before.
    """
    begin = at - timedelta(days=30)
    before = select(Price.price_cents).where(Price.variant_id == variant_id)
    within = before.where(Price.valid_from > begin, Price.valid_from < at)
    at_begin = before.where(Price.valid_from <= begin)
    at_begin = at_begin.order_by(Price.valid_from.desc(), Price.id.desc()).limit(1)
    found = [*db.session.scalars(within), *db.session.scalars(at_begin)]
    return min(found, default=None)
