"""Transfers booked at the same moment pay what is open once."""

import threading
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.clock import today
from shop.db import db
from shop.errors import Refused
from shop.ledger.models import PremiumEntry
from shop.premium.transfer import transfer
from tests.make.origin import make_batch, make_green_lot
from tests.make.refunds import check_laws
from tests.premium.test_owe import made_from, sold_order

PEOPLE = 4


@pytest.mark.parametrize(
    ("keys", "refused"),
    [(["a" * 32] * PEOPLE, "AlreadyBooked"), ([c * 32 for c in "abcd"], "MoreThanOpen")],
)
def test_of_several_at_once_one_is_booked(app: Flask, keys: list[str], refused: str) -> None:
    lot = make_green_lot(app)
    sold_order(app, {made_from(app, make_batch(app, {lot: 50_000}), 4): 4})
    heard: Counter[str] = Counter()
    start = threading.Barrier(PEOPLE)

    def book(key: str) -> None:
        with app.app_context():
            start.wait()
            try:
                transfer(lot, 46, today(), "x", key, None)
                db.session.commit()
                heard["booked"] += 1
            except Refused as error:
                heard[type(error).__name__] += 1

    people = [threading.Thread(target=book, args=(key,)) for key in keys]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert heard == {"booked": 1, refused: PEOPLE - 1}
    with app.app_context():
        booked = select(func.sum(PremiumEntry.micro)).where(PremiumEntry.kind == "transfer")
        assert db.session.scalar(booked) == -460_000
    check_laws(app)
