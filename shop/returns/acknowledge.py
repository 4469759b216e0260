"""Acknowledge a declaration of withdrawal by mail."""

from flask import current_app
from flask_babel import gettext as _

from shop.mail.queue import queue
from shop.returns.models import Withdrawal
from shop.returns.rules import without_links


def acknowledge(withdrawal: Withdrawal) -> None:
    """Queues the mail with content, date and time of receipt (§ 356a (4) BGB), once.

    A stranger may have typed the address: nothing typed becomes a link. Does not commit.
    """
    queue(
        dedupe_key=f"withdrawal-received:{withdrawal.number}",
        recipient=withdrawal.email,
        subject=_("Eingangsbestätigung: Ihr Widerruf %(number)s", number=withdrawal.number),
        text=acknowledgement(withdrawal, "txt"),
        html=acknowledgement(withdrawal, "html"),
    )


def acknowledgement(withdrawal: Withdrawal, kind: str) -> str:
    """The acknowledgement as `txt` or `html`; the same for the mail and for the file to save."""
    template = current_app.jinja_env.get_template(f"mail/withdrawal_received.{kind}")
    return template.render(withdrawal=withdrawal, shown=without_links)
