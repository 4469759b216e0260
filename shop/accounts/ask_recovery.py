"""Somebody forgot a password."""

import secrets

from shop.accounts.link_rules import VALID, Purpose
from shop.accounts.models import AccountLink
from shop.clock import now
from shop.db import db


def ask_recovery(email: str) -> None:
    """Notes the wish; the worker looks whose address it is (`answer_recoveries`).

    So a page takes exactly as long for an address that nobody has. Does not commit.
    """
    moment = now()
    db.session.add(
        AccountLink(
            purpose=Purpose.RECOVERY,
            email=email.strip().lower()[:254],
            nonce=secrets.token_urlsafe(32),
            made_at=moment,
            expires_at=moment + VALID[Purpose.RECOVERY],
        )
    )
    db.session.flush()
