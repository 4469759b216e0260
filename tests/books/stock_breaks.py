"""For each law about the stock, changes that break it and no other."""

from tests.books.breaks import OTHER, UNPAID, Break

_LEVEL = "(select min(id) from stock_levels where reserved > 0)"


def _movement(kind: str, on_hand: int, reserved: int) -> str:
    return (
        "insert into stock_movements (id, level_id, kind, on_hand_change, reserved_change,"
        f" reason, source, moved_at) select max(id) + 1, {_LEVEL}, '{kind}', {on_hand}, {reserved},"
        " 'x', '', max(moved_at) from stock_movements"
    )


def _level(on_hand: int, reserved: int) -> str:
    return (
        f"update stock_levels set on_hand = on_hand + {on_hand}, reserved = reserved + {reserved}"
        f" where id = {_LEVEL}"
    )


STOCK_BREAKS = (
    Break(
        "nothing-negative",
        ("stock_levels",),
        (
            f"update stock_levels set on_hand = on_hand - 10000 where id = {_LEVEL}",
            _movement("correction", -10000, 0),
        ),
    ),
    Break("shelf-proved", (), (_movement("reservation", 0, 1),)),
    Break("shelf-reserved", (), (_movement("reservation", 0, 1), _level(0, 1))),
    Break("shelf-balance", (), (_movement("release", 1, 0), _level(1, 0))),
    Break(
        "held-as-ordered",
        (),
        (
            "update stock_reservations set units = units + 1 where id ="
            " (select min(id) from stock_reservations where state = 'released')",
        ),
    ),
    Break(
        "sold-left-the-shelf",
        ("stock_movements",),
        (
            f"update stock_movements set order_id = {OTHER} where id ="
            " (select min(id) from stock_movements where kind = 'sale')",
        ),
    ),
    Break(
        "goods-follow-the-order",
        (),
        (
            f"update stock_reservations set state = 'released' where order_id = {UNPAID}",
            _movement("release", 0, -3),
            _level(0, -3),
        ),
    ),
    Break(
        "taken-back-as-refunded",
        ("stock_movements",),
        (
            f"update stock_movements set order_id = {OTHER} where id ="
            " (select min(id) from stock_movements where kind = 'write_off')",
        ),
    ),
)
