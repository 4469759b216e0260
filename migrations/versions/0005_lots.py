"""Where coffee comes from, stock by batch, what sold coffee owes; some of it append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


TABLES = ("stock_movements", "ledger_premium", "changes", "splits", "order_line_claims")


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("roaster", sa.String(length=120), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("best_before", sa.Date(), nullable=False),
        sa.Column("green_grams", sa.Integer(), nullable=False),
        sa.Column("made_grams", sa.Integer(), nullable=False),
        sa.Column("packed_grams", sa.Integer(), nullable=False),
        sa.Column("written_off_grams", sa.Integer(), nullable=False),
        sa.Column("lab_note", sa.String(length=500), nullable=False),
        sa.Column("project_micro_per_kg", sa.Integer(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_because", sa.String(length=300), nullable=False),
        sa.Column("blocked_as", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(blocked_at is null) = (blocked_because = '')", name=op.f("ck_batches_blocked")
        ),
        sa.CheckConstraint(
            "(blocked_at is null) = (blocked_as = '')", name=op.f("ck_batches_blocked_with_a_kind")
        ),
        sa.CheckConstraint(
            "blocked_as in ('', 'precaution', 'recall')", name=op.f("ck_batches_blocked_as")
        ),
        sa.CheckConstraint("kind in ('roast', 'set')", name=op.f("ck_batches_kind")),
        sa.CheckConstraint("green_grams >= made_grams", name=op.f("ck_batches_loss")),
        sa.CheckConstraint("made_grams > 0", name=op.f("ck_batches_made")),
        sa.CheckConstraint("made_on < best_before", name=op.f("ck_batches_dates")),
        sa.CheckConstraint(
            "packed_grams + written_off_grams <= made_grams",
            name=op.f("ck_batches_not_more_than_it_holds"),
        ),
        sa.CheckConstraint(
            "packed_grams >= 0 and written_off_grams >= 0", name=op.f("ck_batches_nothing_negative")
        ),
        sa.CheckConstraint("project_micro_per_kg >= 0", name=op.f("ck_batches_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("code", name=op.f("uq_batches_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("specification", sa.String(length=300), nullable=False),
        sa.Column("origin_line", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('organic', 'fair')", name=op.f("ck_claims_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    op.create_table(
        "cooperatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("province", sa.String(length=20), nullable=False),
        sa.Column("altitude_from", sa.Integer(), nullable=True),
        sa.Column("altitude_to", sa.Integer(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("founded", sa.Integer(), nullable=True),
        sa.Column("partner_since", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.CheckConstraint("altitude_from <= altitude_to", name=op.f("ck_cooperatives_altitude")),
        sa.CheckConstraint("members is null or members > 0", name=op.f("ck_cooperatives_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperatives")),
        sa.UniqueConstraint("slug", name=op.f("uq_cooperatives_slug")),
    )
    op.create_table(
        "green_lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("contract", sa.String(length=60), nullable=False),
        sa.Column("contracted_on", sa.Date(), nullable=False),
        sa.Column("supplier", sa.String(length=120), nullable=False),
        sa.Column("supplier_address", sa.String(length=200), nullable=False),
        sa.Column("supplier_mail", sa.String(length=254), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("used_grams", sa.Integer(), nullable=False),
        sa.Column("harvested_from", sa.Date(), nullable=False),
        sa.Column("harvested_until", sa.Date(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("varieties", sa.String(length=120), nullable=False),
        sa.Column("process", sa.String(length=20), nullable=False),
        sa.Column("altitude_from", sa.Integer(), nullable=False),
        sa.Column("altitude_to", sa.Integer(), nullable=False),
        sa.Column("fob_usd_e4", sa.Integer(), nullable=True),
        sa.Column("fob_on", sa.Date(), nullable=True),
        sa.Column("reference_usd_e4", sa.Integer(), nullable=True),
        sa.Column("reference_name", sa.String(length=120), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=True),
        sa.Column("premium_usd_e4", sa.Integer(), nullable=False),
        sa.Column("organic_usd_e4", sa.Integer(), nullable=False),
        sa.Column("usd_per_eur_e4", sa.Integer(), nullable=True),
        sa.Column("rate_on", sa.Date(), nullable=True),
        sa.Column("rate_source", sa.String(length=120), nullable=False),
        sa.Column("eudr_role", sa.String(length=20), nullable=False),
        sa.Column("eudr_reference", sa.String(length=14), nullable=False),
        sa.Column("eudr_verification", sa.String(length=35), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "eudr_role in ('', 'operator', 'downstream_operator', 'trader')",
            name=op.f("ck_green_lots_eudr_role"),
        ),
        sa.CheckConstraint("altitude_from <= altitude_to", name=op.f("ck_green_lots_altitude")),
        sa.CheckConstraint("grams > 0", name=op.f("ck_green_lots_grams")),
        sa.CheckConstraint("harvested_from <= harvested_until", name=op.f("ck_green_lots_harvest")),
        sa.CheckConstraint("used_grams <= grams", name=op.f("ck_green_lots_not_more_than_bought")),
        sa.CheckConstraint("used_grams >= 0", name=op.f("ck_green_lots_used")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_green_lots")),
        sa.UniqueConstraint("code", name=op.f("uq_green_lots_code")),
    )
    op.create_table(
        "origin_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin_revision")),
    )
    op.create_table(
        "schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("criteria_url", sa.String(length=200), nullable=False),
        sa.Column("permitted_because", sa.String(length=500), nullable=False),
        sa.Column("mark_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind in ('organic', 'fair')", name=op.f("ck_schemes_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemes")),
        sa.UniqueConstraint("name", name=op.f("uq_schemes_name")),
    )
    op.create_table(
        "batch_parts",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.CheckConstraint("grams > 0", name=op.f("ck_batch_parts_grams")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_parts_batch_id")),
        sa.ForeignKeyConstraint(["part_id"], ["batches.id"], name=op.f("fk_batch_parts_part_id")),
        sa.PrimaryKeyConstraint("batch_id", "part_id", name=op.f("pk_batch_parts")),
    )
    op.create_table(
        "batch_sources",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("green_lot_id", sa.Integer(), nullable=False),
        sa.Column("green_grams", sa.Integer(), nullable=False),
        sa.Column("premium_micro_per_kg", sa.Integer(), nullable=False),
        sa.CheckConstraint("green_grams > 0", name=op.f("ck_batch_sources_grams")),
        sa.CheckConstraint("premium_micro_per_kg >= 0", name=op.f("ck_batch_sources_premium")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_batch_sources_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["green_lot_id"], ["green_lots.id"], name=op.f("fk_batch_sources_green_lot_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "green_lot_id", name=op.f("pk_batch_sources")),
    )
    with op.batch_alter_table("batch_sources", schema=None) as batch_op:
        batch_op.create_index("ix_batch_sources_green_lot", ["green_lot_id"], unique=False)

    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("holder_kind", sa.String(length=12), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("cooperative_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("control_body_code", sa.String(length=20), nullable=False),
        sa.Column("certifier", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=300), nullable=False),
        sa.Column("verify_url", sa.String(length=300), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=40), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_because", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(revoked_on is null) = (revoked_because = '')", name=op.f("ck_certificates_revoked")
        ),
        sa.CheckConstraint(
            "holder_kind in ('shop', 'roaster', 'importer', 'cooperative')",
            name=op.f("ck_certificates_holder_kind"),
        ),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_certificates_dates")),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["people.id"], name=op.f("fk_certificates_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperatives.id"], name=op.f("fk_certificates_cooperative_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["schemes.id"], name=op.f("fk_certificates_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index("ix_certificates_valid_until", ["valid_until"], unique=False)

    op.create_table(
        "claim_lots",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("green_lot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_lots_claim_id")),
        sa.ForeignKeyConstraint(
            ["green_lot_id"], ["green_lots.id"], name=op.f("fk_claim_lots_green_lot_id")
        ),
        sa.PrimaryKeyConstraint("claim_id", "green_lot_id", name=op.f("pk_claim_lots")),
    )
    with op.batch_alter_table("claim_lots", schema=None) as batch_op:
        batch_op.create_index("ix_claim_lots_green_lot", ["green_lot_id"], unique=False)

    op.create_table(
        "cooperative_sources",
        sa.Column("cooperative_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperatives.id"],
            name=op.f("fk_cooperative_sources_cooperative_id"),
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "fact", name=op.f("pk_cooperative_sources")),
    )
    op.create_table(
        "green_shares",
        sa.Column("green_lot_id", sa.Integer(), nullable=False),
        sa.Column("cooperative_id", sa.Integer(), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.CheckConstraint("share_bp between 1 and 10000", name=op.f("ck_green_shares_share")),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperatives.id"], name=op.f("fk_green_shares_cooperative_id")
        ),
        sa.ForeignKeyConstraint(
            ["green_lot_id"], ["green_lots.id"], name=op.f("fk_green_shares_green_lot_id")
        ),
        sa.PrimaryKeyConstraint("green_lot_id", "cooperative_id", name=op.f("pk_green_shares")),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_changes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index("ix_changes_of", ["record", "record_id", "id"], unique=False)
        batch_op.create_index("ix_changes_person", ["person_id", "id"], unique=False)

    op.create_table(
        "splits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("known_cents", sa.Integer(), nullable=False),
        sa.Column("unknown_cents", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "known_cents + unknown_cents = price_cents", name=op.f("ck_splits_adds_up")
        ),
        sa.CheckConstraint("price_cents > 0", name=op.f("ck_splits_price")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_splits_batch_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_splits_product_id")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["people.id"], name=op.f("fk_splits_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_splits")),
    )
    with op.batch_alter_table("splits", schema=None) as batch_op:
        batch_op.create_index("ix_splits_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "uq_splits_version", ["product_id", "size", "batch_id", "version"], unique=True
        )

    op.create_table(
        "claim_evidence",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_claim_evidence_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_evidence_claim_id")
        ),
        sa.PrimaryKeyConstraint("claim_id", "certificate_id", name=op.f("pk_claim_evidence")),
    )
    op.create_table(
        "stock_locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("pickup_place_id", sa.Integer(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind in ('stockroom', 'pickup', 'consignment', 'market')",
            name=op.f("ck_stock_locations_kind"),
        ),
        sa.CheckConstraint(
            "(kind = 'stockroom') = (id = 1)", name=op.f("ck_stock_locations_one_stockroom")
        ),
        sa.CheckConstraint(
            "open or kind <> 'stockroom'", name=op.f("ck_stock_locations_stockroom_stays")
        ),
        sa.ForeignKeyConstraint(
            ["pickup_place_id"],
            ["pickup_places.id"],
            name=op.f("fk_stock_locations_pickup_place_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_locations")),
        sa.UniqueConstraint("name", name=op.f("uq_stock_locations_name")),
        sa.UniqueConstraint("pickup_place_id", name=op.f("uq_stock_locations_pickup_place_id")),
    )
    op.execute(
        "insert into stock_locations (kind, name, note, open) "
        "values ('stockroom', 'Lager', '', true)"
    )
    op.create_table(
        "stock_levels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_levels_on_hand")),
        sa.CheckConstraint("reserved <= on_hand", name=op.f("ck_stock_levels_no_bag_twice")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_levels_reserved")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_stock_levels_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["stock_locations.id"], name=op.f("fk_stock_levels_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_stock_levels_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_levels")),
    )
    with op.batch_alter_table("stock_levels", schema=None) as batch_op:
        batch_op.create_index("ix_stock_levels_batch", ["batch_id"], unique=False)
        batch_op.create_index("ix_stock_levels_location", ["location_id"], unique=False)
        batch_op.create_index(
            "ix_stock_levels_there",
            ["variant_id", "location_id"],
            unique=False,
            sqlite_where=sa.text("on_hand > 0"),
            postgresql_where=sa.text("on_hand > 0"),
        )
        batch_op.create_index(
            "uq_stock_levels_variant",
            ["variant_id", "location_id"],
            unique=True,
            sqlite_where=sa.text("batch_id is null"),
            postgresql_where=sa.text("batch_id is null"),
        )
        batch_op.create_index(
            "uq_stock_levels_variant_batch",
            ["variant_id", "location_id", "batch_id"],
            unique=True,
        )

    op.create_table(
        "ledger_premium",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("green_lot_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("coffee_grams", sa.Integer(), nullable=False),
        sa.Column("micro", sa.BigInteger(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'transfer') = (line_id is null)", name=op.f("ck_ledger_premium_what_for")
        ),
        sa.CheckConstraint(
            "(purpose = 'premium') = (green_lot_id is not null)",
            name=op.f("ck_ledger_premium_to_whom"),
        ),
        sa.CheckConstraint(
            "kind in ('sale', 'refund', 'transfer')", name=op.f("ck_ledger_premium_kind")
        ),
        sa.CheckConstraint(
            "purpose in ('premium', 'project')", name=op.f("ck_ledger_premium_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_ledger_premium_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["green_lot_id"], ["green_lots.id"], name=op.f("fk_ledger_premium_green_lot_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_ledger_premium_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_ledger_premium_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_premium")),
    )
    with op.batch_alter_table("ledger_premium", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_premium_batch", ["batch_id"], unique=False)
        batch_op.create_index("ix_ledger_premium_line", ["line_id"], unique=False)
        batch_op.create_index(
            "ix_ledger_premium_lot", ["green_lot_id", "business_date"], unique=False
        )
        batch_op.create_index("uq_ledger_premium_source", ["source"], unique=True)

    op.create_table(
        "order_line_claims",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_order_line_claims_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_order_line_claims_line_id")
        ),
        sa.PrimaryKeyConstraint("line_id", "claim_id", name=op.f("pk_order_line_claims")),
    )
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("on_hand_change", sa.Integer(), nullable=False),
        sa.Column("reserved_change", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('received', 'packed', 'correction', 'reservation', 'release', 'sale',"
            " 'return', 'write_off', 'move')",
            name=op.f("ck_stock_movements_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["level_id"], ["stock_levels.id"], name=op.f("fk_stock_movements_level_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_stock_movements_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_stock_movements_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
    )
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.create_index("ix_stock_movements_level", ["level_id", "id"], unique=False)
        batch_op.create_index(
            "ix_stock_movements_by_hand",
            ["level_id", "id"],
            unique=False,
            sqlite_where=sa.text("order_id is null"),
            postgresql_where=sa.text("order_id is null"),
        )
        batch_op.create_index("ix_stock_movements_source", ["source"], unique=False)
        batch_op.create_index("ix_stock_movements_person", ["person_id", "id"], unique=False)
        batch_op.create_index(
            "ix_stock_movements_of_people",
            ["id"],
            unique=False,
            sqlite_where=sa.text("person_id is not null"),
            postgresql_where=sa.text("person_id is not null"),
        )
        batch_op.create_index("ix_stock_movements_moved", ["moved_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_stock_movements_order_id"), ["order_id"], unique=False)

    op.create_table(
        "stock_reservations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "state in ('held', 'sold', 'released')", name=op.f("ck_stock_reservations_state")
        ),
        sa.CheckConstraint(
            "returned between 0 and units", name=op.f("ck_stock_reservations_returned")
        ),
        sa.CheckConstraint(
            "packed between 0 and units - returned", name=op.f("ck_stock_reservations_packed")
        ),
        sa.CheckConstraint("sent between 0 and packed", name=op.f("ck_stock_reservations_sent")),
        sa.CheckConstraint("units > 0", name=op.f("ck_stock_reservations_units")),
        sa.ForeignKeyConstraint(
            ["level_id"], ["stock_levels.id"], name=op.f("fk_stock_reservations_level_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_stock_reservations_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_stock_reservations_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_reservations")),
    )
    with op.batch_alter_table("stock_reservations", schema=None) as batch_op:
        batch_op.create_index("ix_stock_reservations_level", ["level_id"], unique=False)
        batch_op.create_index(
            "ix_stock_reservations_on_shelf",
            ["level_id"],
            unique=False,
            sqlite_where=sa.text("state = 'sold' and packed < units - returned"),
            postgresql_where=sa.text("state = 'sold' and packed < units - returned"),
        )
        batch_op.create_index(
            "uq_stock_reservations_order_level",
            ["order_id", "level_id", "variant_id"],
            unique=True,
        )
    op.execute("insert into origin_revision (id, number) values (1, 0)")
    _refuse_changes()


def downgrade() -> None:
    # The triggers go with their tables.
    with op.batch_alter_table("stock_reservations", schema=None) as batch_op:
        batch_op.drop_index("uq_stock_reservations_order_level")
        batch_op.drop_index("ix_stock_reservations_on_shelf")
        batch_op.drop_index("ix_stock_reservations_level")

    op.drop_table("stock_reservations")
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_movements_order_id"))
        batch_op.drop_index("ix_stock_movements_level")

    op.drop_table("stock_movements")
    op.drop_table("order_line_claims")
    with op.batch_alter_table("ledger_premium", schema=None) as batch_op:
        batch_op.drop_index("uq_ledger_premium_source")
        batch_op.drop_index("ix_ledger_premium_lot")
        batch_op.drop_index("ix_ledger_premium_line")
        batch_op.drop_index("ix_ledger_premium_batch")

    op.drop_table("ledger_premium")
    with op.batch_alter_table("stock_levels", schema=None) as batch_op:
        batch_op.drop_index("uq_stock_levels_variant_batch")
        batch_op.drop_index(
            "uq_stock_levels_variant",
            sqlite_where=sa.text("batch_id is null"),
            postgresql_where=sa.text("batch_id is null"),
        )
        batch_op.drop_index("ix_stock_levels_batch")

    op.drop_table("stock_levels")
    op.drop_table("stock_locations")
    op.drop_table("claim_evidence")
    with op.batch_alter_table("splits", schema=None) as batch_op:
        batch_op.drop_index("uq_splits_version")
        batch_op.drop_index("ix_splits_batch")

    op.drop_table("splits")
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.drop_index("ix_changes_of")

    op.drop_table("changes")
    op.drop_table("green_shares")
    op.drop_table("cooperative_sources")
    with op.batch_alter_table("claim_lots", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_lots_green_lot")

    op.drop_table("claim_lots")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index("ix_certificates_valid_until")

    op.drop_table("certificates")
    with op.batch_alter_table("batch_sources", schema=None) as batch_op:
        batch_op.drop_index("ix_batch_sources_green_lot")

    op.drop_table("batch_sources")
    op.drop_table("batch_parts")
    op.drop_table("schemes")
    op.drop_table("origin_revision")
    op.drop_table("green_lots")
    op.drop_table("cooperatives")
    op.drop_table("claims")
    op.drop_table("batches")


def _refuse_changes() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"create trigger append_only before update or delete or truncate on {table} "
                "for each statement execute function refuse_change()"
            )
            continue
        for change in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{change} before {change} on {table} "
                f"begin select raise(abort, '{table} is append-only'); end"
            )
