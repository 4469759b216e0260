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
    Break("moves-add-up", (), (_movement("move", 1, 0), _level(1, 0))),
    Break(
        "only-stockroom-reserved",
        (),
        (
            "insert into stock_locations (id, kind, name, note, open)"
            " select max(id) + 1, 'market', 'Stand', '', true from stock_locations",
            "update stock_levels set location_id = (select max(id) from stock_locations)"
            f" where id = {_LEVEL}",
        ),
    ),
    Break(
        "ground-has-no-shelf",
        (),
        (
            "update variants set ground_from_id = (select max(id) from variants)"
            f" where id = (select variant_id from stock_levels where id = {_LEVEL})"
            " and id <> (select max(id) from variants)",
        ),
    ),
    Break(
        "closed-is-empty",
        (),
        (
            "update stock_locations set open = false where id ="
            " (select min(location_id) from stock_levels where on_hand > 0 and location_id > 1)",
        ),
    ),
    Break(
        "parcels-hold-what-left",
        ("parcel_items",),
        (
            "update parcel_items set units = units + 100 where parcel_id ="
            " (select min(id) from parcels)",
        ),
    ),
    Break(
        "parcels-of-their-order",
        (),
        (f"update parcels set order_id = {OTHER} where id = (select min(id) from parcels)",),
    ),
    Break(
        "packed-within-sold",
        (),
        (
            "update stock_reservations set sent = 0 where sent > 0 and order_id ="
            " (select min(id) from orders where state = 'shipped')",
        ),
        # Not sent any more and not returned either: it is in a parcel nevertheless.
        ("parcels-hold-what-left",),
    ),
)
