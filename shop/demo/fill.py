"""Fill an empty shop with invented goods, people and orders."""

from datetime import date, datetime, time

from sqlalchemy import insert, select

from shop.accounts.add_person import add_person
from shop.catalogue.models import Product, Variant
from shop.clock import BERLIN, stopped_at, today
from shop.db import db
from shop.demo.data.assortment import AT_OPENING
from shop.demo.data.places import PLACES
from shop.demo.data.unlisted import DRAFT
from shop.demo.people import COLLEAGUES, PASSWORD
from shop.demo.put_on_sale import put_on_sale
from shop.orders.models import PickupPlace
from shop.stock.receive import receive


def fill(since: date | None = None) -> None:
    """The demo shop as if it had been open since that day, by default since last year began.

    All in one transaction, which it commits; does nothing where there are products. Mails about
    the past are thrown away, not sent. Needs an app context and a migrated database.
    """
    if db.session.scalar(select(Product.id).limit(1)) is not None:
        db.session.rollback()
        return
    opening = datetime.combine(since or date(today().year - 1, 1, 1), time(6), BERLIN)
    with stopped_at(opening):
        _furnish()
    db.session.commit()


def _furnish() -> None:
    for position, offer in enumerate(AT_OPENING, 1):
        put_on_sale(offer, position * 10)
    put_on_sale(DRAFT, 200, state="draft")
    db.session.execute(
        insert(PickupPlace),
        [dict(place, position=position) for position, place in enumerate(PLACES, 1)],
    )
    for colleague in COLLEAGUES:
        add_person(colleague.email, colleague.name, [colleague.role], PASSWORD)
    for variant_id in db.session.scalars(select(Variant.id).order_by(Variant.id)).all():
        receive(variant_id, 40, "Erste Lieferung")
