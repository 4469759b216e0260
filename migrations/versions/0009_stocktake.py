"""Stocktakes, their counts, and stock imports; the lines of an import are append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("stock_import_lines",)


def upgrade() -> None:
    op.create_table(
        "stocktakes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'booked', 'discarded')", name=op.f("ck_stocktakes_state")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at is null)", name=op.f("ck_stocktakes_ended")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["stock_locations.id"], name=op.f("fk_stocktakes_location_id")
        ),
        sa.ForeignKeyConstraint(["begun_by"], ["people.id"], name=op.f("fk_stocktakes_begun_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_stocktakes_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktakes")),
    )
    with op.batch_alter_table("stocktakes", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stocktakes_open",
            ["location_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index("ix_stocktakes_location", ["location_id", "id"], unique=False)

    op.create_table(
        "stocktake_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=32), nullable=False),
        sa.Column("recount", sa.Boolean(), nullable=False),
        sa.Column("booked_change", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "how in ('counted', 'missing', 'left')", name=op.f("ck_stocktake_counts_how")
        ),
        sa.CheckConstraint(
            "(how = 'left') = (counted is null)", name=op.f("ck_stocktake_counts_left_uncounted")
        ),
        sa.CheckConstraint(
            "how <> 'missing' or counted = 0", name=op.f("ck_stocktake_counts_missing_is_none")
        ),
        sa.CheckConstraint(
            "counted is null or counted >= 0", name=op.f("ck_stocktake_counts_counted")
        ),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_stocktake_counts_expected")),
        sa.CheckConstraint("version > 0", name=op.f("ck_stocktake_counts_version")),
        sa.ForeignKeyConstraint(
            ["stocktake_id"], ["stocktakes.id"], name=op.f("fk_stocktake_counts_stocktake_id")
        ),
        sa.ForeignKeyConstraint(
            ["level_id"], ["stock_levels.id"], name=op.f("fk_stocktake_counts_level_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_stocktake_counts_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_counts")),
    )
    with op.batch_alter_table("stocktake_counts", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stocktake_counts_level", ["stocktake_id", "level_id"], unique=True
        )
        batch_op.create_index("ix_stocktake_counts_level", ["level_id"], unique=False)

    _create_imports()
    _refuse_changes()


def _create_imports() -> None:
    op.create_table(
        "stock_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('checked', 'applied', 'undone', 'discarded')",
            name=op.f("ck_stock_imports_state"),
        ),
        sa.CheckConstraint(
            "(state in ('applied', 'undone')) = (applied_at is not null)",
            name=op.f("ck_stock_imports_applied"),
        ),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at is not null)", name=op.f("ck_stock_imports_undone")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["people.id"], name=op.f("fk_stock_imports_uploaded_by")
        ),
        sa.ForeignKeyConstraint(
            ["applied_by"], ["people.id"], name=op.f("fk_stock_imports_applied_by")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["people.id"], name=op.f("fk_stock_imports_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_imports")),
    )
    with op.batch_alter_table("stock_imports", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stock_imports_applied",
            ["content_sha256"],
            unique=True,
            sqlite_where=sa.text("state = 'applied'"),
            postgresql_where=sa.text("state = 'applied'"),
        )

    op.create_table(
        "stock_import_lines",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "before >= 0 and after >= 0", name=op.f("ck_stock_import_lines_nothing_negative")
        ),
        sa.CheckConstraint("before <> after", name=op.f("ck_stock_import_lines_a_change")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["stock_imports.id"], name=op.f("fk_stock_import_lines_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_stock_import_lines_variant_id")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["stock_locations.id"],
            name=op.f("fk_stock_import_lines_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_stock_import_lines_batch_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_stock_import_lines")),
    )
    with op.batch_alter_table("stock_import_lines", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stock_import_lines_level",
            ["import_id", "variant_id", "location_id", "batch_id"],
            unique=True,
        )


def downgrade() -> None:
    # The triggers go with their tables.
    for table in ("stock_import_lines", "stock_imports", "stocktake_counts", "stocktakes"):
        op.drop_table(table)


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
