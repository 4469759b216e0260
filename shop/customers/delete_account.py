"""A customer wants to be forgotten."""

import secrets

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from shop.accounts.address_models import SavedAddress
from shop.accounts.delete_access import delete_access
from shop.accounts.models import AccountLink, Person
from shop.accounts.rules import WORKING
from shop.checkout.models import Draft
from shop.config import settings
from shop.customers.forget_orders import forget_orders
from shop.customers.models import AccountRequest
from shop.customers.queries import orders_known_as
from shop.db import db, rows_changed
from shop.errors import Refused
from shop.mail.forget_mails import forget_mails
from shop.mail.models import OutboxMail
from shop.mail.queue import queue


class WorksHere(Refused):
    """The books name colleagues by their account."""


def delete_account(person: Person) -> None:
    """The account, its addresses, passkeys and sessions are gone; so is what its orders may forget.

    Of the person an empty row stays, so that no number is given out twice. Guests' orders that
    went to the mailbox before it answered are meant too. A last mail says that it is done.
    Nothing of it can be taken back. Raises `WorksHere`. Does not commit.
    """
    if WORKING & {role.name for role in person.roles}:
        raise WorksHere
    person_id, email = person.id, person.email
    _forget_notices(email)
    _forget_links(person_id)
    _say_goodbye(person_id, email)
    orders = orders_known_as(person)
    delete_access(person_id)
    rows_changed(delete(SavedAddress).where(SavedAddress.person_id == person_id))
    forget_mailbox(email)
    forget_orders(orders)
    rows_changed(
        update(Person)
        .where(Person.id == person_id)
        .values(
            email=f"{secrets.token_hex(16)}@geloescht.invalid",
            name="",
            password="",
            active=False,
            confirmed_at=None,
            fs_uniquifier=secrets.token_hex(32),
        )
    )
    db.session.expire_all()


def forget_mailbox(email: str) -> None:
    """What somebody with this mailbox began and did not end. Does not commit."""
    rows_changed(delete(AccountRequest).where(AccountRequest.email == email))
    rows_changed(delete(AccountLink).where(func.lower(AccountLink.email) == email))
    rows_changed(delete(Draft).where(func.lower(Draft.answers["email"].as_string()) == email))


def _forget_links(person_id: int) -> None:
    """Also those on their way to another address: without the link there is nothing to write."""
    links = select(AccountLink.id).where(AccountLink.person_id == person_id)
    forget_mails(OutboxMail.news.startswith("person-"), OutboxMail.about.in_(links))


def _forget_notices(email: str) -> None:
    """Links, new devices. Letters about orders are kept with the orders."""
    forget_mails(
        func.lower(OutboxMail.recipient) == email,
        OutboxMail.news.not_like("order-%"),
        OutboxMail.dedupe_key.not_like("withdrawal-%"),
    )


def _say_goodbye(person_id: int, email: str) -> None:
    known = {"settings": settings()}
    queue(
        dedupe_key=f"account-deleted:{person_id}",
        recipient=email,
        subject=_("Ihr Konto ist gelöscht"),
        text=current_app.jinja_env.get_template("mail/account_deleted.txt").render(known),
        html=current_app.jinja_env.get_template("mail/account_deleted.html").render(known),
    )
