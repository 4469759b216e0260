"""The reconciliation looks back far enough, and the first time at everything."""

from datetime import UTC, datetime, timedelta

from shop.reconcile.rules import LOOK_BACK, since

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_first_time_everything_since_the_first_order_is_compared() -> None:
    first_order = NOW - timedelta(days=400)
    assert since(None, first_order, NOW) < first_order


def test_after_that_everything_since_the_last_round_and_a_margin() -> None:
    last_round = NOW - timedelta(days=30)
    assert since(last_round, NOW - timedelta(days=400), NOW) == last_round - LOOK_BACK


def test_a_shop_without_orders_looks_back_a_little() -> None:
    assert since(None, None, NOW) == NOW - LOOK_BACK
