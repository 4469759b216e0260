"""What somebody is told about a refund that was just sent."""

from flask_babel import gettext as _

from shop.db import db
from shop.refunds.models import Refund
from shop.web.filters import euro


def sent_words(refund_id: int) -> tuple[str, str]:
    """The sentence, and which kind of notice it is."""
    refund = db.session.get_one(Refund, refund_id, populate_existing=True)
    amount = euro(refund.amount_cents)
    match refund.state:
        case "requested":
            return _(
                "%(amount)s sind angefordert. Stripe antwortet gerade nicht; der Laden versucht es "
                "von selbst weiter.",
                amount=amount,
            ), "info"
        case "failed":
            return _(
                "Stripe hat die Erstattung von %(amount)s abgelehnt. Was jetzt zu tun ist, steht "
                "unten bei den Erstattungen.",
                amount=amount,
            ), "warn"
        case "replaced":
            return _(
                "Stripe hat die Erstattung von %(amount)s abgelehnt: Das Geld ging schon im "
                "Stripe-Dashboard zurück.",
                amount=amount,
            ), "info"
        case "pending" if refund.waits_for_customer:
            return _(
                "Die Erstattung von %(amount)s ist angewiesen; die Bank wartet auf die Kundin oder "
                "den Kunden.",
                amount=amount,
            ), "info"
        case "pending":
            return _("%(amount)s sind angewiesen und unterwegs zur Bank.", amount=amount), "success"
        case _:
            return _("%(amount)s sind erstattet.", amount=amount), "success"
