"""Somebody wants an account, and has chosen a password on the page of their order."""

import secrets

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from shop.accounts.add_person import BadEmail, checked_email
from shop.accounts.sessions import hash_of
from shop.clock import now
from shop.config import settings
from shop.customers.models import AccountRequest
from shop.customers.rules import REQUEST_LASTS, REQUESTS_PER_MAILBOX
from shop.db import db
from shop.mail.queue import queue
from shop.orders.models import Order


def ask_for_account(order_id: int, hashed_password: str) -> None:
    """The mailbox of the order is asked; nobody is a customer before it has answered.

    Does the same, and as much, whether the mailbox has an account: then the mail says that. A
    mailbox that was asked too often is not asked again. Does not commit.
    """
    email = db.session.scalars(select(Order.email).where(Order.id == order_id)).one()
    if not email or _asked_too_often(email.lower()):
        return
    code = secrets.token_urlsafe(24)
    db.session.add(
        AccountRequest(
            token_hash=hash_of(code),
            order_id=order_id,
            email=email.lower(),
            password=hashed_password,
            asked_at=now(),
        )
    )
    db.session.flush()
    _write(email, code, is_known=_has_account(email))


def _asked_too_often(email: str) -> bool:
    asked = select(func.count()).where(
        AccountRequest.email == email, AccountRequest.asked_at > now() - REQUEST_LASTS
    )
    return (db.session.scalar(asked) or 0) >= REQUESTS_PER_MAILBOX


def _has_account(email: str) -> bool:
    try:
        checked_email(email)
    except BadEmail:
        return True
    return False


def _write(email: str, code: str, *, is_known: bool) -> None:
    name = "account_known" if is_known else "account_confirm"
    known = {"base": settings().base_url, "code": code, "settings": settings()}
    queue(
        # Of the hash: the key of a mail stays.
        dedupe_key=f"account-asked:{hash_of(code)}",
        recipient=email,
        subject=_("Sie haben schon ein Konto bei uns")
        if is_known
        else _("Bitte bestätigen Sie Ihr Konto"),
        text=current_app.jinja_env.get_template(f"mail/{name}.txt").render(known),
        html=current_app.jinja_env.get_template(f"mail/{name}.html").render(known),
    )
