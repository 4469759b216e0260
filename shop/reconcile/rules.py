"""How far back the reconciliation looks."""

from datetime import datetime, timedelta

#: Longer than Stripe repeats an event, and than a bank needs for a debit.
LOOK_BACK = timedelta(days=14)


def since(last_round: datetime | None, first_order: datetime | None, moment: datetime) -> datetime:
    """From when on everything is compared: with a margin, and the first time from the beginning."""
    beginning = last_round or first_order or moment
    return min(beginning, moment) - LOOK_BACK
