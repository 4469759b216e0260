"""A mail with a link that opens one door of an account."""

import secrets

from flask_babel import gettext as _

from shop.accounts.link_rules import VALID, Purpose
from shop.accounts.models import AccountLink
from shop.clock import now
from shop.db import db
from shop.mail.queue_news import queue_news


def send_link(purpose: Purpose, person_id: int, email: str) -> AccountLink:
    """Queues it; the link is good for the time in `VALID`, once, at this address only.

    Does not commit.
    """
    moment = now()
    link = AccountLink(
        purpose=purpose,
        email=email,
        person_id=person_id,
        nonce=secrets.token_urlsafe(32),
        made_at=moment,
        expires_at=moment + VALID[purpose],
        answered_at=moment,
    )
    db.session.add(link)
    db.session.flush()
    queue_news(f"person-{purpose}", link.id, recipient=email, subject=_subject(purpose))
    return link


def _subject(purpose: Purpose) -> str:
    words: dict[Purpose, str] = {
        Purpose.RECOVERY: _("Neues Passwort für Ihr Konto"),
        Purpose.INVITATION: _("Ihr Zugang zum Laden"),
        Purpose.EMAIL: _("Bitte bestätigen Sie Ihre neue E-Mail-Adresse"),
    }
    return words[purpose]
