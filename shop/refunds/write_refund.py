"""Write down what shall be given back, under the key by which the provider will know it."""

import secrets
from collections.abc import Sequence
from typing import Literal

from shop.clock import now
from shop.db import db, insert_rows
from shop.payment.models import Attempt
from shop.refunds.models import Refund, RefundLine
from shop.refunds.rules import Part, Reason

Origin = Literal["staff", "automatic", "dashboard"]


def write_refund(
    attempt: Attempt,
    amount_cents: int,
    parts: Sequence[Part],
    reason: Reason,
    origin: Origin,
    person_id: int | None = None,
    stripe_id: str | None = None,
) -> Refund:
    """A refund to be asked for; with a `stripe_id` one that exists already. Claims nothing.

    Without parts it gives back a surplus. Does not commit.
    """
    moment = now()
    refund = Refund(
        order_id=attempt.order_id,
        attempt_id=attempt.id,
        amount_cents=amount_cents,
        gives_back="goods" if parts else "surplus",
        origin=origin,
        stripe_id=stripe_id,
        reason=reason.value,
        person_id=person_id,
        requested_at=moment,
        next_try_at=moment,
    )
    db.session.add(refund)
    db.session.flush()
    if stripe_id is None:
        # The random part keeps two databases apart that were paid at one account.
        refund.idempotency_key = f"refund-{refund.id}-{secrets.token_hex(8)}"
    if parts:
        insert_rows(RefundLine, [_row(refund.id, part) for part in parts])
    db.session.flush()
    return refund


def _row(refund_id: int, part: Part) -> dict[str, object]:
    return {
        "refund_id": refund_id,
        "line_id": part.line_id,
        "units": part.units,
        "gross_cents": part.gross_cents,
        "goods": part.goods or "",
    }
