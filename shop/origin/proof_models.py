"""Schemes, certificates, claims and price splits: what may be said, and what proves it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Scheme(Base):
    """What a certificate attests, by public rules: EU organic, Fairtrade, …"""

    __tablename__ = "schemes"
    __table_args__ = (CheckConstraint("kind in ('organic', 'fair')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: Where its criteria can be read.
    criteria_url: Mapped[str] = mapped_column(String(200))
    #: Why it may be shown (Annex to § 3 (3) UWG no. 2a): a public label, or a certification scheme
    #: with open access, independent monitoring and withdrawal; and who says so.
    permitted_because: Mapped[str] = mapped_column(String(500))
    #: The mark as a file of the evidence store; empty: words only.
    mark_sha256: Mapped[str] = mapped_column(String(64), default="")


class Certificate(Base):
    """A document that says for whom a scheme's rules were found kept, and how long that counts."""

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint("valid_from <= valid_until", name="dates"),
        CheckConstraint(
            "holder_kind in ('shop', 'roaster', 'importer', 'cooperative')", name="holder_kind"
        ),
        CheckConstraint("(revoked_on is null) = (revoked_because = '')", name="revoked"),
        Index("ix_certificates_valid_until", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    holder_kind: Mapped[str] = mapped_column(String(12))
    holder: Mapped[str] = mapped_column(String(120))
    #: Set where the holder is one of the cooperatives.
    cooperative_id: Mapped[int | None] = mapped_column(ForeignKey("cooperatives.id"))
    number: Mapped[str] = mapped_column(String(80))
    #: Of the control body, „DE-ÖKO-006“; due beside every organic claim, of the last processor.
    control_body_code: Mapped[str] = mapped_column(String(20), default="")
    certifier: Mapped[str] = mapped_column(String(120))
    #: Both days included.
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    scope: Mapped[str] = mapped_column(String(300))
    verify_url: Mapped[str] = mapped_column(String(300), default="")
    file_sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(120))
    #: „application/pdf“, „image/png“, …
    file_type: Mapped[str] = mapped_column(String(40))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_on: Mapped[date]
    revoked_on: Mapped[date | None]
    revoked_because: Mapped[str] = mapped_column(String(200), default="")


class Claim(Base):
    """Something the shop may say of coffee while its evidence lasts.

    For each (scheme, holder) among its certificates who has part in a batch one must be valid
    today (`claim_rules.py`). It covers a batch if it covers every green lot in it.
    """

    __tablename__ = "claims"
    __table_args__ = (CheckConstraint("kind in ('organic', 'fair')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: As customers read it: „Bio-Kaffee“, „Fairtrade-zertifiziert“.
    text: Mapped[str] = mapped_column(String(120))
    #: What exactly is meant; stands beside the text wherever it does.
    specification: Mapped[str] = mapped_column(String(300))
    #: With an organic claim: „Landwirtschaft Peru“, „Nicht-EU-Landwirtschaft“ (Art. 32 (EU)
    #: 2018/848).
    origin_line: Mapped[str] = mapped_column(String(60), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Utc)


class ClaimEvidence(Base):
    """A certificate a claim rests on."""

    __tablename__ = "claim_evidence"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), primary_key=True)


class ClaimLot(Base):
    """A green lot a claim covers."""

    __tablename__ = "claim_lots"
    __table_args__ = (Index("ix_claim_lots_green_lot", "green_lot_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    green_lot_id: Mapped[int] = mapped_column(ForeignKey("green_lots.id"), primary_key=True)


class Split(Base):
    """Where the price of one size of a product goes, for one batch: published, never changed.

    A newer version of the same (batch, product, size) replaces it; older ones stay readable. It is
    shown only where its price is today's.
    """

    __tablename__ = "splits"
    __table_args__ = (
        CheckConstraint("price_cents > 0", name="price"),
        CheckConstraint("known_cents + unknown_cents = price_cents", name="adds_up"),
        Index("uq_splits_version", "product_id", "size", "batch_id", "version", unique=True),
        Index("ix_splits_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Null for goods that have no batch.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    #: „250 g“, as `variants.size`.
    size: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    price_cents: Mapped[int]
    #: Sum of the known parts, and what no document explains.
    known_cents: Mapped[int]
    unknown_cents: Mapped[int]
    #: The parts as canonical JSON (`split_document.py`): a document like a legal text.
    parts: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(Utc)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
