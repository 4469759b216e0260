"""Where goods lie, how many of them, and the movements that prove it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc

#: Orders are filled from here, and from nowhere else; the migration adds it, nobody removes it.
STOCKROOM = 1


class Location(Base):
    """Where goods lie: the stockroom, a pickup place, a counter on consignment, a market stall."""

    __tablename__ = "stock_locations"
    __table_args__ = (
        CheckConstraint(
            "kind in ('stockroom', 'pickup', 'consignment', 'market')",
            name="kind",
        ),
        CheckConstraint("(kind = 'stockroom') = (id = 1)", name="one_stockroom"),
        CheckConstraint("open or kind <> 'stockroom'", name="stockroom_stays"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120), unique=True)
    #: Who to ask there, agreements about the consignment.
    note: Mapped[str] = mapped_column(String(300), default="")
    #: Of kind `pickup`: where customers collect orders.
    pickup_place_id: Mapped[int | None] = mapped_column(ForeignKey("pickup_places.id"), unique=True)
    #: Closed ones take no goods any more; what they hold can be moved away.
    open: Mapped[bool] = mapped_column(default=True)


class Level(Base):
    """Units of a variant from one batch at one location.

    Free is `on_hand - reserved`, and never below zero. Only the stockroom's are reserved.
    """

    __tablename__ = "stock_levels"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("reserved <= on_hand", name="no_bag_twice"),
        # Two, because NULL differs from NULL in an index; the first also finds all of a variant.
        Index(
            "uq_stock_levels_variant_batch", "variant_id", "location_id", "batch_id", unique=True
        ),
        Index(
            "uq_stock_levels_variant",
            "variant_id",
            "location_id",
            unique=True,
            sqlite_where=text("batch_id is null"),
            postgresql_where=text("batch_id is null"),
        ),
        Index("ix_stock_levels_batch", "batch_id"),
        Index("ix_stock_levels_location", "location_id"),
        # Of all levels there ever were, few hold anything.
        Index(
            "ix_stock_levels_there",
            "variant_id",
            "location_id",
            sqlite_where=text("on_hand > 0"),
            postgresql_where=text("on_hand > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"), default=STOCKROOM)
    #: Null for goods that come from no batch, like a mug.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)


class Movement(Base):
    """One change of a level; append-only. The levels are the sums of these."""

    __tablename__ = "stock_movements"
    __table_args__ = (
        CheckConstraint(
            "kind in ('received', 'packed', 'correction', 'reservation', 'release', 'sale',"
            " 'return', 'write_off', 'move')",
            name="kind",
        ),
        Index("ix_stock_movements_level", "level_id", "id"),
        # What somebody booked by hand, among all the sales.
        Index(
            "ix_stock_movements_by_hand",
            "level_id",
            "id",
            sqlite_where=text("order_id is null"),
            postgresql_where=text("order_id is null"),
        ),
        Index("ix_stock_movements_source", "source"),
        Index("ix_stock_movements_person", "person_id", "id"),
        # What the journal tells of everybody who works here.
        Index(
            "ix_stock_movements_of_people",
            "id",
            sqlite_where=text("person_id is not null"),
            postgresql_where=text("person_id is not null"),
        ),
        Index("ix_stock_movements_moved", "moved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("stock_levels.id"))
    kind: Mapped[str] = mapped_column(String(12))
    on_hand_change: Mapped[int] = mapped_column(default=0)
    reserved_change: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    #: What several movements are part of: „move:<key>“ (they add up to nothing),
    #: „stocktake:<id>“, „receipt:<id>“, „import:<id>“; empty for one by itself.
    source: Mapped[str] = mapped_column(String(60), default="")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    moved_at: Mapped[datetime] = mapped_column(Utc)


class Reservation(Base):
    """Units of one level held for one order, until sold or released.

    It is also what became of the order's lot: which batch its units came from, for good.
    """

    __tablename__ = "stock_reservations"
    __table_args__ = (
        CheckConstraint("units > 0", name="units"),
        CheckConstraint("returned between 0 and units", name="returned"),
        CheckConstraint("packed between 0 and units - returned", name="packed"),
        CheckConstraint("sent between 0 and packed", name="sent"),
        CheckConstraint("state in ('held', 'sold', 'released')", name="state"),
        Index(
            "uq_stock_reservations_order_level", "order_id", "level_id", "variant_id", unique=True
        ),
        Index("ix_stock_reservations_level", "level_id"),
        # What is sold and not packed, however many orders there were.
        Index(
            "ix_stock_reservations_on_shelf",
            "level_id",
            sqlite_where=text("state = 'sold' and packed < units - returned"),
            postgresql_where=text("state = 'sold' and packed < units - returned"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    level_id: Mapped[int] = mapped_column(ForeignKey("stock_levels.id"))
    #: What was ordered: the level's own variant, or one that is ground from it to order.
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    units: Mapped[int]
    #: Of the units sold, those taken back: on the shelf again or written off.
    returned: Mapped[int] = mapped_column(default=0)
    #: Of the units sold, those that are off the shelf in a parcel or a bag for somebody, and did
    #: not come back: what is sold and not packed still lies on the shelf.
    packed: Mapped[int] = mapped_column(default=0)
    #: Of the packed ones, those that left the house and did not come back.
    sent: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="held")
