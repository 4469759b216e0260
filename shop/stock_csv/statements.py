"""What is asked of the lines of an import, built once.

They bind `import`, its number, and `sign`: 1 as the file says, -1 the other way round.
"""

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    bindparam,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from shop.db import Utc
from shop.stock.lies_there import sold_not_packed
from shop.stock.models import Level, Movement
from shop.stock_csv.models import ImportLine

#: Read as far as somebody reads.
_MOST_TOLD = 200

#: Two of them: an index knows that NULL differs from NULL, and „or“ would use none.
_same_place = (Level.variant_id == ImportLine.variant_id) & (
    Level.location_id == ImportLine.location_id
)
SAME: tuple[tuple[ColumnElement[bool], ColumnElement[bool]], ...] = (
    (ImportLine.batch_id.is_not(None), _same_place & (Level.batch_id == ImportLine.batch_id)),
    (ImportLine.batch_id.is_(None), _same_place & Level.batch_id.is_(None)),
)


#: Where a line finds goods that no level knew; somebody else may make the same level meanwhile.
MAKE_LEVELS = {
    dialect: [
        make(Level)
        .from_select(
            ["variant_id", "location_id", "batch_id", "on_hand", "reserved"],
            select(
                *(ImportLine.variant_id, ImportLine.location_id, ImportLine.batch_id),
                *(literal(0, Integer), literal(0, Integer)),
            )
            .outerjoin(Level, same)
            .where(ImportLine.import_id == bindparam("import"), of_kind, Level.id.is_(None))
            # As `move` makes them: who makes the same ones waits, and never in a ring.
            .order_by(ImportLine.location_id, ImportLine.variant_id, ImportLine.batch_id),
        )
        .on_conflict_do_nothing()
        for of_kind, same in SAME
    ]
    for dialect, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}

_change = (ImportLine.after - ImportLine.before) * bindparam("sign", type_=Integer)
#: More is there afterwards.
RAISED: ColumnElement[bool] = _change > 0
LINES = union_all(
    *(
        select(
            Level.id.label("level_id"),
            ImportLine.line,
            ImportLine.before,
            ImportLine.reason,
            _change.label("change"),
        )
        .join(Level, same)
        .where(ImportLine.import_id == bindparam("import"), of_kind)
        for of_kind, same in SAME
    )
).subquery("lines")
LOCK = (
    select(Level.id)
    .where(Level.id.in_(select(LINES.c.level_id)))
    .order_by(Level.id)
    .with_for_update()
)
SHORT = (
    select(LINES.c.line)
    .join(Level, Level.id == LINES.c.level_id)
    .where(Level.on_hand + LINES.c.change < Level.reserved)
    .order_by(LINES.c.line)
    .limit(_MOST_TOLD)
)
RAISE = (
    update(Level).where(Level.id == LINES.c.level_id).values(on_hand=Level.on_hand + LINES.c.change)
)
MOVEMENTS = insert(Movement).from_select(
    [
        *("level_id", "kind", "on_hand_change", "reserved_change", "reason"),
        *("source", "person_id", "moved_at"),
    ],
    select(
        LINES.c.level_id,
        literal("correction", String),
        LINES.c.change,
        literal(0, Integer),
        bindparam("undone", type_=String) + LINES.c.reason,
        bindparam("source", type_=String),
        bindparam("person", type_=Integer),
        bindparam("moment", type_=Utc),
    ).order_by(LINES.c.line),
)
_lying = Level.on_hand + func.coalesce(sold_not_packed.c.units, 0)
#: How many lines are about levels that are not any more as the file says.
MOVED_SINCE = (
    select(func.count())
    .select_from(LINES)
    .join(Level, Level.id == LINES.c.level_id)
    .outerjoin(sold_not_packed, sold_not_packed.c.level_id == Level.id)
    .where(_lying != LINES.c.before)
)
