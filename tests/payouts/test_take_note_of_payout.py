"""A payout is kept as far as it got, in whatever order its news arrive."""

import itertools
from datetime import date

import pytest
from flask import Flask

from shop.db import db
from shop.payment.provider import PayoutSeen
from shop.payouts.models import Payout
from shop.payouts.take_note_of_payout import take_note_of_payout
from tests.make.money import payout_seen


def tell(app: Flask, seen: PayoutSeen) -> None:
    with app.app_context():
        take_note_of_payout(seen)
        db.session.commit()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_news_in_any_order_lead_to_the_same(app: Flask, order: tuple[int, ...]) -> None:
    news = [
        payout_seen(5000, "in_transit", reconciliation="in_progress"),
        payout_seen(5000, "paid", reconciliation="completed"),
        payout_seen(5000, "failed", reconciliation="in_progress"),
    ]
    for place in order:
        tell(app, news[place])
    with app.app_context():
        found = db.session.get_one(Payout, "po_1")
        assert (found.status, found.reconciliation) == ("failed", "completed")
        assert (found.amount_cents, found.arrives_on) == (5000, date(2026, 11, 2))
        assert found.itemised_at is None
