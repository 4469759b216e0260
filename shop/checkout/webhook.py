"""What Stripe tells us. An event is only a hint: what it is about is fetched again."""

from flask import Blueprint, current_app, g, request

from shop.checkout.settle import settle
from shop.clock import now
from shop.config import settings
from shop.db import db, insert_missing
from shop.payment.models import PaymentEvent
from shop.payment.provider import Notice, WrongMode
from shop.payment.stripe_events import read_notice

blueprint = Blueprint("webhook", __name__)

#: A Checkout event carries a session and little else.
MAX_BYTES = 200_000
_ABOUT_SESSIONS = "checkout.session."


@blueprint.post("/stripe/ereignisse")
def receive() -> tuple[dict[str, str], int]:
    """200 once it is booked (or was before, or is of no interest); 400 for what Stripe did not
    sign or another mode sent; any failure of ours is a 5xx, so that Stripe sends it again."""
    g.machine = True
    request.max_content_length = MAX_BYTES
    notice = read_notice(request.get_data(), request.headers.get("Stripe-Signature", ""))
    if notice.livemode != settings().livemode:
        raise WrongMode
    if db.session.get(PaymentEvent, notice.id) is None:
        _handle(notice)
    return {"received": notice.id}, 200


def _handle(notice: Notice) -> None:
    if notice.kind.startswith(_ABOUT_SESSIONS) and not settle(notice.object_id):
        current_app.logger.warning("event about a session that is not ours: %s", notice.kind)
    insert_missing(
        PaymentEvent,
        [
            {
                "id": notice.id,
                "kind": notice.kind,
                "object_id": notice.object_id,
                "received_at": now(),
            }
        ],
    )
    db.session.commit()
