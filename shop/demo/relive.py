"""Let an invented past happen, by the verbs the shop itself uses."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update

from shop.accounts.models import Person
from shop.cart.rules import Delivery
from shop.catalogue.models import Variant
from shop.clock import stopped_at
from shop.db import db
from shop.demo.buy_green import buy_green
from shop.demo.buyers import MAIL_DOMAIN
from shop.demo.customers import open_accounts
from shop.demo.found_cooperatives import found_cooperatives
from shop.demo.half_way import half_way
from shop.demo.house import house
from shop.demo.invent_orders import Fate, Invented, invent_orders
from shop.demo.pay_premiums import pay_premiums
from shop.demo.people import PASSWORD, STAFF
from shop.demo.plan_prices import plan_prices
from shop.demo.prove import prove
from shop.demo.roastery import Roastery
from shop.demo.shelves import set_up_shelves, shelves
from shop.demo.stalls import stalls
from shop.demo.stocktakes import stocktakes
from shop.demo.story import Shop, Step, Story
from shop.demo.suppliers import suppliers
from shop.mail.models import OutboxMail
from shop.orders.models import PickupPlace

#: The youngest orders are left for the staff: so many to pack, so many more to send off.
TO_PACK = 4
TO_SEND = 3
#: Placed before, and not fetched, it has lain there longer than the staff let it lie.
TOO_LONG = timedelta(days=30)

_unsent_to_buyers = update(OutboxMail).where(
    OutboxMail.recipient.endswith(f"@{MAIL_DOMAIN}"), OutboxMail.sent_at.is_(None)
)


def relive(opening: datetime, until: datetime) -> None:
    """Everything from the opening until now, each step at its own moment. Does not commit.

    Mails about the past count as sent at that moment: nobody is to get them.
    """
    shop = _shop()
    roastery = Roastery(shop.staff_id)
    with stopped_at(opening):
        growers = found_cooperatives(shop.staff_id)
        set_up_shelves(shop)
    steps = [
        *buy_green(opening, growers, roastery, shop.staff_id),
        *prove(opening, until, shop.staff_id),
        *_orders(opening, until, shop),
        *house(opening, until, shop, roastery),
        *suppliers(opening, until, shop),
        *shelves(opening, until, shop),
        *stalls(opening, until, shop),
        *stocktakes(opening, until, shop),
        *pay_premiums(opening, until, shop.staff_id),
        Step(until, partial(open_accounts, PASSWORD)),
        Step(until, partial(plan_prices, shop.staff_id)),
        Step(until, partial(half_way, shop.staff_id)),
    ]
    for moment, act in sorted(steps, key=lambda step: step.moment):
        if moment <= until:
            with stopped_at(moment):
                act()
                db.session.execute(_unsent_to_buyers.values(sent_at=moment))


def _shop() -> Shop:
    skus = db.session.execute(select(Variant.sku, Variant.id)).all()
    places = db.session.scalars(select(PickupPlace.id).order_by(PickupPlace.position)).all()
    staff_id = db.session.scalars(select(Person.id).where(Person.email == STAFF.email)).one()
    return Shop({sku: variant_id for sku, variant_id in skus}, list(places), staff_id)


def _orders(opening: datetime, until: datetime, shop: Shop) -> Iterator[Step]:
    invented = invent_orders(opening, until)
    waiting = _not_fetched(invented[: -TO_PACK - TO_SEND], until)
    for number, told in enumerate(invented, 1):
        steps = list(Story(number, told, shop).steps())
        youth = len(invented) - number
        to_send = youth < TO_PACK + TO_SEND or told in waiting
        yield from steps[: 2 if youth < TO_PACK else 3 if to_send else None]


def _not_fetched(older: list[Invented], until: datetime) -> list[Invented]:
    """The youngest that lies ready, and the youngest that has lain there too long."""
    ready = [told for told in older if told.delivery is Delivery.PICKUP and told.fate is Fate.PAID]
    long = [told for told in ready if told.placed_at < until - TOO_LONG]
    return [*ready[-1:], *long[-1:]]
