"""Cooperatives, green lots, batches, and who changed what of the records.

Weights are grams. Prices of green coffee are ten-thousandths of a US dollar per pound (`*_usd_e4`),
as contracts and exchanges quote them. Shares are basis points.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Cooperative(Base):
    """An organisation of growers. What is said of it has a source, fact by fact."""

    __tablename__ = "cooperatives"
    __table_args__ = (
        CheckConstraint("altitude_from <= altitude_to", name="altitude"),
        CheckConstraint("members is null or members > 0", name="members"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(80), default="")
    #: A province of the department of Cajamarca, by its key in `origin/rules.py`.
    province: Mapped[str] = mapped_column(String(20))
    #: Metres above the sea.
    altitude_from: Mapped[int | None]
    altitude_to: Mapped[int | None]
    members: Mapped[int | None]
    #: Years.
    founded: Mapped[int | None]
    partner_since: Mapped[int | None]
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(200), default="")


class FactSource(Base):
    """Where a fact about a cooperative is taken from; a fact without one is not shown."""

    __tablename__ = "cooperative_sources"

    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperatives.id"), primary_key=True)
    #: Column of `cooperatives`: „members“, „founded“, „altitude“, …
    fact: Mapped[str] = mapped_column(String(20), primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(200), default="")
    stated_on: Mapped[date]


class GreenLot(Base):
    """Green coffee bought under one contract."""

    __tablename__ = "green_lots"
    __table_args__ = (
        CheckConstraint("grams > 0", name="grams"),
        CheckConstraint("used_grams >= 0", name="used"),
        CheckConstraint("used_grams <= grams", name="not_more_than_bought"),
        CheckConstraint("harvested_from <= harvested_until", name="harvest"),
        CheckConstraint("altitude_from <= altitude_to", name="altitude"),
        CheckConstraint(
            "eudr_role in ('', 'operator', 'downstream_operator', 'trader')", name="eudr_role"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: „G-25-01“
    code: Mapped[str] = mapped_column(String(20), unique=True)
    contract: Mapped[str] = mapped_column(String(60))
    contracted_on: Mapped[date]
    #: Who sold it to us or to our roaster: name or registered trade name, postal and mail address,
    #: as Art. 5 and 6 of (EU) 2023/1115 want them.
    supplier: Mapped[str] = mapped_column(String(120))
    supplier_address: Mapped[str] = mapped_column(String(200), default="")
    supplier_mail: Mapped[str] = mapped_column(String(254), default="")
    #: Bought, and used for roasting so far: raised by a guarded UPDATE.
    grams: Mapped[int]
    used_grams: Mapped[int] = mapped_column(default=0)
    harvested_from: Mapped[date]
    harvested_until: Mapped[date]
    arrived_on: Mapped[date | None]
    varieties: Mapped[str] = mapped_column(String(120))
    #: washed, natural, honey, washed_decaf: words in `origin/rules.py`.
    process: Mapped[str] = mapped_column(String(20))
    altitude_from: Mapped[int]
    altitude_to: Mapped[int]
    #: Paid at the port, organic differential included; null: not known, and then not shown.
    fob_usd_e4: Mapped[int | None]
    fob_on: Mapped[date | None]
    #: What the market or the floor was, its name and day.
    reference_usd_e4: Mapped[int | None]
    reference_name: Mapped[str] = mapped_column(String(120), default="")
    reference_on: Mapped[date | None]
    #: Beyond FOB, to the cooperative's own purposes.
    premium_usd_e4: Mapped[int] = mapped_column(default=0)
    #: Part of FOB.
    organic_usd_e4: Mapped[int] = mapped_column(default=0)
    #: Dollars per euro, ten-thousandths, with day and source.
    usd_per_eur_e4: Mapped[int | None]
    rate_on: Mapped[date | None]
    rate_source: Mapped[str] = mapped_column(String(120), default="")
    eudr_role: Mapped[str] = mapped_column(String(20), default="")
    #: Reference number of the due diligence statement, at most 14 signs; and its check number.
    eudr_reference: Mapped[str] = mapped_column(String(14), default="")
    eudr_verification: Mapped[str] = mapped_column(String(35), default="")
    note: Mapped[str] = mapped_column(String(500), default="")


class GreenShare(Base):
    """A cooperative's share of a green lot; those of a lot add up to 10,000."""

    __tablename__ = "green_shares"
    __table_args__ = (CheckConstraint("share_bp between 1 and 10000", name="share"),)

    green_lot_id: Mapped[int] = mapped_column(ForeignKey("green_lots.id"), primary_key=True)
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperatives.id"), primary_key=True)
    share_bp: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    stated_on: Mapped[date]


class Batch(Base):
    """What a bag comes from, by the code printed on it: one roast, or roasts put together.

    `made_grams` are packed, written off, or still there; guarded UPDATEs keep that true.
    """

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint("kind in ('roast', 'set')", name="kind"),
        CheckConstraint("made_grams > 0", name="made"),
        CheckConstraint("green_grams >= made_grams", name="loss"),
        CheckConstraint("packed_grams >= 0 and written_off_grams >= 0", name="nothing_negative"),
        CheckConstraint(
            "packed_grams + written_off_grams <= made_grams", name="not_more_than_it_holds"
        ),
        CheckConstraint("made_on < best_before", name="dates"),
        CheckConstraint("(blocked_at is null) = (blocked_because = '')", name="blocked"),
        CheckConstraint("(blocked_at is null) = (blocked_as = '')", name="blocked_with_a_kind"),
        CheckConstraint("blocked_as in ('', 'precaution', 'recall')", name="blocked_as"),
        CheckConstraint("project_micro_per_kg >= 0", name="project"),
        # The number of a batch that was taken back leads to its history, never to another batch.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: „26-118“: on the label, in the address of its page.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(10), default="roast")
    #: Who roasted it, or put it together.
    roaster: Mapped[str] = mapped_column(String(120))
    made_on: Mapped[date]
    best_before: Mapped[date]
    #: Green coffee that went in; for a set, that of its parts. The difference is the roast loss.
    green_grams: Mapped[int]
    made_grams: Mapped[int]
    packed_grams: Mapped[int] = mapped_column(default=0)
    written_off_grams: Mapped[int] = mapped_column(default=0)
    lab_note: Mapped[str] = mapped_column(String(500), default="")
    #: Owed to the partnership's projects for each roasted kilogram sold, millionths of a euro.
    project_micro_per_kg: Mapped[int] = mapped_column(default=0)
    #: Not to be sold any more; the reason is read by customers.
    blocked_at: Mapped[datetime | None] = mapped_column(Utc)
    blocked_because: Mapped[str] = mapped_column(String(300), default="")
    #: „precaution“: until it is looked into; „recall“: bags are taken back and paid for.
    blocked_as: Mapped[str] = mapped_column(String(10), default="")


class BatchSource(Base):
    """Green coffee of one lot in a batch, and the premium that sales of the batch owe to it.

    Of a set, the shares of its parts, so that any batch leads to its contracts in one step.
    """

    __tablename__ = "batch_sources"
    __table_args__ = (
        CheckConstraint("green_grams > 0", name="grams"),
        CheckConstraint("premium_micro_per_kg >= 0", name="premium"),
        Index("ix_batch_sources_green_lot", "green_lot_id"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), primary_key=True)
    green_lot_id: Mapped[int] = mapped_column(ForeignKey("green_lots.id"), primary_key=True)
    green_grams: Mapped[int]
    #: For each kilogram of the whole batch, roasted, millionths of a euro.
    premium_micro_per_kg: Mapped[int]


class BatchPart(Base):
    """A batch that went into a set."""

    __tablename__ = "batch_parts"
    __table_args__ = (CheckConstraint("grams > 0", name="grams"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), primary_key=True)
    grams: Mapped[int]


class Revision(Base):
    """One row: how often the records changed. Raised in the transaction of each change."""

    __tablename__ = "origin_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
