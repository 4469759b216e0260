"""What Stripe tells us by itself."""

from flask import Blueprint, g, request

from shop.config import settings
from shop.payment.provider import WrongMode
from shop.payment.stripe_events import read_notice
from shop.reconcile.handle_event import handle_event

blueprint = Blueprint("webhook", __name__)

#: An event carries one object and little else.
MAX_BYTES = 200_000


@blueprint.post("/stripe/ereignisse")
def receive() -> tuple[dict[str, str], int]:
    """200 once it is booked (or was before, or is of no interest); 400 for what Stripe did not
    sign or another mode sent; any failure of ours is a 5xx, so that Stripe sends it again."""
    g.machine = True
    request.max_content_length = MAX_BYTES
    notice = read_notice(request.get_data(), request.headers.get("Stripe-Signature", ""))
    if notice.livemode != settings().livemode:
        raise WrongMode
    handle_event(notice)
    return {"received": notice.id}, 200
