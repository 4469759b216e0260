"""The worker's part of forgotten passwords."""

from sqlalchemy import select, update

from shop.accounts.link_rules import Purpose
from shop.accounts.models import AccountLink, Person
from shop.accounts.send_link import send_link
from shop.clock import now
from shop.db import db, rows_changed


def answer_recoveries() -> None:
    """Sends a link to each address that was asked for and is somebody's. Commits after each.

    Wishes about an address nobody has, or somebody who left, end here without a mail.
    """
    asked = db.session.scalars(
        select(AccountLink.id).where(AccountLink.answered_at.is_(None)).order_by(AccountLink.id)
    ).all()
    db.session.rollback()
    for link_id in asked:
        _answer(link_id)
        db.session.commit()


def _answer(link_id: int) -> None:
    mine = rows_changed(
        update(AccountLink)
        .where(AccountLink.id == link_id, AccountLink.answered_at.is_(None))
        .values(answered_at=now())
    )
    wish = db.session.get_one(AccountLink, link_id)
    if not mine or wish.expires_at <= now():
        return
    person = db.session.scalar(select(Person).where(Person.email == wish.email, Person.active))
    if person:
        send_link(Purpose.RECOVERY, person.id, person.email)
