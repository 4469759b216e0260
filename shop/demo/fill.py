"""Fill an empty shop with invented goods, people and orders."""

from datetime import UTC, date, datetime, time

from sqlalchemy import insert, select

from shop.accounts.add_person import add_person
from shop.accounts.one_time_codes import kept_secret
from shop.accounts.put_app import put_app
from shop.catalogue.models import Product
from shop.catalogue.publish import publish
from shop.clock import BERLIN, now, stopped_at, today
from shop.db import db
from shop.demo.data.assortment import AT_OPENING
from shop.demo.data.places import PLACES
from shop.demo.data.unlisted import DRAFT
from shop.demo.people import COLLEAGUES, PASSWORD
from shop.demo.prepare import prepare
from shop.demo.relive import relive
from shop.orders.models import PickupPlace


def fill(since: date | None = None) -> None:
    """The demo shop as if it had been open since that day, by default since last year began.

    All in one transaction, which it commits; does nothing where there are products. Mails about
    the past count as sent. Needs an app context and a migrated database.
    """
    if db.session.scalar(select(Product.id).limit(1)) is not None:
        db.session.rollback()
        return
    first_day = since or date(today().year - 1, 1, 1)
    opening = datetime.combine(first_day, time(6), BERLIN).astimezone(UTC)
    with stopped_at(opening):
        _furnish()
    relive(opening, now())
    db.session.commit()


def _furnish() -> None:
    for position, offer in enumerate(AT_OPENING, 1):
        publish(prepare(offer, position * 10))
    prepare(DRAFT, 200)
    db.session.execute(
        insert(PickupPlace),
        [dict(place, position=position) for position, place in enumerate(PLACES, 1)],
    )
    for colleague in COLLEAGUES:
        person = add_person(colleague.email, colleague.name, [colleague.role], PASSWORD)
        put_app(person.id, kept_secret(colleague.secret))
