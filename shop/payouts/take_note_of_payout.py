"""A payout, as the provider sees it now."""

from sqlalchemy import update

from shop.db import insert_missing, rows_changed
from shop.payment.provider import PayoutSeen
from shop.payouts.models import Payout
from shop.payouts.rules import no_way_back_from


def take_note_of_payout(seen: PayoutSeen) -> None:
    """Keeps it; news in any order leave it as far as it got. Does not commit.

    Its lines are fetched by `itemise`, after this is committed.
    """
    row = {
        "id": seen.id,
        "amount_cents": seen.amount_cents,
        "status": seen.status,
        "automatic": seen.automatic,
        "reconciliation": seen.reconciliation,
        "created_at": seen.created_at,
        "arrives_on": seen.arrives_on,
    }
    insert_missing(Payout, [row])
    payout = update(Payout).where(Payout.id == seen.id)
    rows_changed(
        payout.where(Payout.status.not_in(no_way_back_from(seen.status))).values(
            status=seen.status, arrives_on=seen.arrives_on
        )
    )
    if seen.reconciliation == "completed":
        rows_changed(payout.values(reconciliation="completed"))
