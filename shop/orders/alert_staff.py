"""Tell the staff by mail what cannot wait until somebody looks."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from shop.config import settings
from shop.db import db
from shop.mail.queue import queue
from shop.orders.models import Order
from shop.orders.rules import Note


def alert_staff(order_id: int, note: Note, occasion: str) -> None:
    """Queues a mail to the operator, once per order, note and occasion (the provider's id).

    Names the order and says nothing of its customer. Does not commit.
    """
    number = db.session.scalars(select(Order.number).where(Order.id == order_id)).one()
    address = f"{settings().base_url}/auftraege/{number}"
    queue(
        dedupe_key=f"staff-{note}:{order_id}:{occasion}"[:120],
        recipient=settings().operator.email,
        subject=_("Bestellung %(number)s braucht Sie", number=number),
        text=_written("txt", number, note, address),
        html=_written("html", number, note, address),
    )


def _written(kind: str, number: str, note: Note, address: str) -> str:
    template = current_app.jinja_env.get_template(f"mail/staff_alert.{kind}")
    return template.render(number=number, note=note, address=address)
