from collections import Counter
from datetime import UTC, datetime

from shop.cart.rules import Delivery
from shop.clock import berlin
from shop.demo.invent_orders import Fate, Invented, invent_orders

OPENING = datetime(2025, 1, 1, 5, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)


def test_the_past_is_the_same_every_time() -> None:
    assert invent_orders(OPENING, NOW) == invent_orders(OPENING, NOW)


def test_a_longer_past_begins_like_a_shorter_one() -> None:
    shorter = invent_orders(OPENING, datetime(2025, 6, 1, tzinfo=UTC))
    assert invent_orders(OPENING, NOW)[: len(shorter)] == shorter


def test_every_whole_quarter_has_between_90_and_160_orders() -> None:
    quarters = Counter(_quarter(told) for told in invent_orders(OPENING, NOW))
    del quarters[2026, 4]
    assert len(quarters) == 7
    assert all(90 <= count <= 160 for count in quarters.values())


def test_december_is_the_busiest_month() -> None:
    months = Counter(berlin(told.placed_at).month for told in invent_orders(OPENING, NOW))
    # The year of this past that has a December beats two years of any month before autumn.
    assert months[12] > max(months[month] / 2 for month in range(1, 12)) * 1.3


def test_three_of_five_orders_are_shipped() -> None:
    shipped = [told.delivery is Delivery.SHIPPING for told in invent_orders(OPENING, NOW)]
    assert 0.55 < sum(shipped) / len(shipped) < 0.65


def test_nothing_is_ordered_after_now_or_so_late_that_it_could_be_unpaid() -> None:
    placed = [told.placed_at for told in invent_orders(OPENING, NOW)]
    assert placed == sorted(placed)
    assert (NOW - placed[-1]).total_seconds() >= 3600
    assert placed[0] >= OPENING


def test_some_orders_are_never_paid() -> None:
    fates = Counter(told.fate for told in invent_orders(OPENING, NOW))
    assert 0 < fates[Fate.EXPIRED] + fates[Fate.CANCELLED] < 0.05 * fates[Fate.PAID]


def _quarter(told: Invented) -> tuple[int, int]:
    day = berlin(told.placed_at)
    return day.year, (day.month + 2) // 3
