"""Tell somebody by mail that something about their account changed."""

import secrets
from typing import Literal

from flask import current_app
from flask_babel import gettext as _

from shop.config import settings
from shop.mail.queue import queue

What = Literal[
    "password",
    "email",
    "email_wanted",
    "app",
    "passkey",
    "factor_removed",
    "recovery_codes",
    "recovery_code_used",
    "factors_reset",
    "second_factor_refused",
]


def notify(email: str, what: What, once: str = "") -> None:
    """So that whoever did not do it themselves learns of it. Names nothing but the fact.

    `once`: of mails with the same words here only the first one leaves. A change of address is
    told to the old one. Does not commit.
    """
    known = {"what": what, "address": f"{settings().base_url}/konto/passwort-vergessen"}
    queue(
        dedupe_key=f"person-notice:{f'{what}:{once}' if once else secrets.token_hex(12)}",
        recipient=email,
        subject=_("Änderung an Ihrem Konto"),
        text=_filled("txt", known),
        html=_filled("html", known),
    )


def _filled(kind: str, known: dict[str, str]) -> str:
    template = current_app.jinja_env.get_template(f"mail/person_notice.{kind}")
    return template.render(known)
