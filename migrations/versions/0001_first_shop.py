"""The tables of the first shop: catalogue, stock, orders, payment, mail, ledger, people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkout_drafts",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_checkout_drafts")),
    )
    with op.batch_alter_table("checkout_drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checkout_drafts_changed_at"), ["changed_at"], unique=False
        )

    op.create_table(
        "legal_texts",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("first_shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_legal_texts_sha256_is_whole")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_legal_texts")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("news", sa.String(length=40), nullable=False),
        sa.Column("about", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(text is null) = (html is null) and (text is not null or news <> '')",
            name=op.f("ck_outbox_words"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["sent_at", "next_try_at"], unique=False)
        batch_op.create_index("ix_outbox_about", ["about", "id"], unique=False)

    op.create_table(
        "payment_events",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=255), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_events")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_people_fs_uniquifier")),
    )
    op.create_table(
        "pickup_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("hours", sa.String(length=300), nullable=False),
        sa.Column("instructions", sa.String(length=300), nullable=False),
        sa.Column("ready_days", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_places")),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("tagline", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("legal_name", sa.String(length=120), nullable=False),
        sa.Column("flavour_notes", sa.String(length=120), nullable=False),
        sa.Column("taste", sa.String(length=20), nullable=True),
        sa.Column("roast_level", sa.Integer(), nullable=True),
        sa.Column("acidity", sa.Integer(), nullable=True),
        sa.Column("body", sa.Integer(), nullable=True),
        sa.Column("suits_filter", sa.Boolean(), nullable=False),
        sa.Column("suits_espresso", sa.Boolean(), nullable=False),
        sa.Column("suits_machine", sa.Boolean(), nullable=False),
        sa.Column("decaf", sa.Boolean(), nullable=False),
        sa.Column("provinces", sa.String(length=80), nullable=False),
        sa.Column("ingredients", sa.Text(), nullable=False),
        sa.Column("nutrition", sa.Text(), nullable=False),
        sa.Column("maker", sa.String(length=300), nullable=False),
        sa.Column("storage", sa.String(length=200), nullable=False),
        sa.Column("brew_method", sa.String(length=60), nullable=False),
        sa.Column("brew_grams", sa.Integer(), nullable=True),
        sa.Column("brew_water_ml", sa.Integer(), nullable=True),
        sa.Column("brew_celsius", sa.Integer(), nullable=True),
        sa.Column("brew_seconds", sa.Integer(), nullable=True),
        sa.Column("handling_days", sa.Integer(), nullable=False),
        sa.Column("bag_colour", sa.String(length=7), nullable=False),
        sa.Column("label_colour", sa.String(length=7), nullable=False),
        sa.Column("accent_colour", sa.String(length=7), nullable=False),
        sa.Column("drawing", sa.String(length=10), nullable=False),
        sa.Column("reorder_grams", sa.Integer(), nullable=True),
        sa.Column("reorder_units", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('coffee', 'chocolate', 'goods', 'set')", name=op.f("ck_products_kind")
        ),
        sa.CheckConstraint(
            "state in ('draft', 'published', 'retired')", name=op.f("ck_products_state")
        ),
        sa.CheckConstraint(
            "roast_level is null or roast_level between 1 and 5",
            name=op.f("ck_products_roast_level"),
        ),
        sa.CheckConstraint(
            "drawing in ('bag', 'set', 'crate', 'mug', 'filter', 'chocolate', 'gift')",
            name=op.f("ck_products_drawing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("slug", name=op.f("uq_products_slug")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(
            "ix_products_listing",
            [
                "state",
                "position",
                "id",
                "taste",
                "decaf",
                "suits_filter",
                "suits_espresso",
                "suits_machine",
            ],
            unique=False,
        )

    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_roles_name")),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_sessions_person_id")
        ),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sign_in_sessions")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_sessions_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_in_sessions_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "sign_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_tries")),
    )
    with op.batch_alter_table("sign_in_tries", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_tries_bucket", ["bucket", "tried_at"], unique=False)

    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("draft_key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("delivery", sa.String(length=10), nullable=False),
        sa.Column("pickup_place_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("extra", sa.String(length=120), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("billing_name", sa.String(length=120), nullable=False),
        sa.Column("billing_street", sa.String(length=120), nullable=False),
        sa.Column("billing_postcode", sa.String(length=10), nullable=False),
        sa.Column("billing_city", sa.String(length=80), nullable=False),
        sa.Column("billing_country", sa.String(length=2), nullable=False),
        sa.Column("is_gift", sa.Boolean(), nullable=False),
        sa.Column("greeting", sa.String(length=300), nullable=False),
        sa.Column("pickup_code", sa.String(length=8), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("promise_days", sa.Integer(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "delivery in ('shipping', 'pickup', 'counter')", name=op.f("ck_orders_delivery")
        ),
        sa.CheckConstraint("total_cents >= 0", name=op.f("ck_orders_total")),
        sa.ForeignKeyConstraint(["customer_id"], ["people.id"], name=op.f("fk_orders_customer_id")),
        sa.ForeignKeyConstraint(
            ["pickup_place_id"], ["pickup_places.id"], name=op.f("fk_orders_pickup_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_orders_draft_key")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
        sa.UniqueConstraint("token", name=op.f("uq_orders_token")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_email", ["email", "placed_at"], unique=False)
        batch_op.create_index("ix_orders_email_folded", [sa.text("lower(email)")], unique=False)
        batch_op.create_index("ix_orders_promised", ["state", "promised_on", "id"], unique=False)
        batch_op.create_index("ix_orders_pickup_code", ["pickup_code"], unique=False)
        batch_op.create_index("ix_orders_customer", ["customer_id", "id"], unique=False)
        batch_op.create_index(
            "ix_orders_place", ["pickup_place_id", "state", "placed_at", "id"], unique=False
        )
        batch_op.create_index("ix_orders_placed", ["state", "placed_at", "id"], unique=False)
        batch_op.create_index(
            "ix_orders_gift",
            ["state", "placed_at", "id"],
            unique=False,
            sqlite_where=sa.text("is_gift"),
            postgresql_where=sa.text("is_gift"),
        )

    op.create_table(
        "people_roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_people_roles_person_id")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_people_roles_role_id")),
        sa.PrimaryKeyConstraint("person_id", "role_id", name=op.f("pk_people_roles")),
    )
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_photos_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photos_product_id"), ["product_id"], unique=False)

    op.create_table(
        "variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("size", sa.String(length=40), nullable=False),
        sa.Column("grind", sa.String(length=10), nullable=True),
        sa.Column("gtin", sa.String(length=14), nullable=True),
        sa.Column("net_grams", sa.Integer(), nullable=True),
        sa.Column("coffee_grams", sa.Integer(), nullable=False),
        sa.Column("shipping_grams", sa.Integer(), nullable=False),
        sa.Column("vat_class", sa.String(length=10), nullable=False),
        sa.Column("ground_from_id", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("reduced_from_cents", sa.Integer(), nullable=True),
        sa.Column("reduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_sale", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "ground_from_id is null or ground_from_id <> id",
            name=op.f("ck_variants_ground_from"),
        ),
        sa.CheckConstraint(
            "reduced_from_cents is null or reduced_from_cents > price_cents",
            name=op.f("ck_variants_reduced"),
        ),
        sa.CheckConstraint(
            "(reduced_from_cents is null) = (reduced_at is null)",
            name=op.f("ck_variants_reduced_since"),
        ),
        sa.CheckConstraint(
            "vat_class in ('reduced', 'standard')", name=op.f("ck_variants_vat_class")
        ),
        sa.CheckConstraint("coffee_grams >= 0", name=op.f("ck_variants_coffee_weight")),
        sa.CheckConstraint(
            "net_grams is null or net_grams > 0", name=op.f("ck_variants_positive_weight")
        ),
        sa.CheckConstraint("price_cents > 0", name=op.f("ck_variants_positive_price")),
        sa.CheckConstraint(
            "grind is null or grind in ('bean', 'filter', 'espresso')",
            name=op.f("ck_variants_grind"),
        ),
        sa.ForeignKeyConstraint(
            ["ground_from_id"], ["variants.id"], name=op.f("fk_variants_ground_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_variants_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint("gtin", name=op.f("uq_variants_gtin")),
        sa.UniqueConstraint("sku", name=op.f("uq_variants_sku")),
    )
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.create_index("ix_variants_product", ["product_id", "position"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_variants_ground_from_id"), ["ground_from_id"], unique=False
        )
        batch_op.create_index(
            "ix_variants_weight", ["product_id", "net_grams", "on_sale"], unique=False
        )

    op.create_table(
        "product_words",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column(
            "word",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_words_product_id")
        ),
        sa.PrimaryKeyConstraint("product_id", "word", name=op.f("pk_product_words")),
    )
    with op.batch_alter_table("product_words", schema=None) as batch_op:
        batch_op.create_index("ix_product_words_word", ["word", "product_id"], unique=False)

    op.create_table(
        "order_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_order_events_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )
    with op.batch_alter_table("order_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_events_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_order_events_happened", ["happened_at"], unique=False)

    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("product_name", sa.String(length=120), nullable=False),
        sa.Column("variant_name", sa.String(length=120), nullable=False),
        sa.Column("legal_name", sa.String(length=160), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_cents", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("net_grams", sa.Integer(), nullable=True),
        sa.Column("coffee_grams", sa.Integer(), nullable=False),
        sa.Column("refunded_units", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('goods', 'shipping')", name=op.f("ck_order_lines_kind")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity")),
        sa.CheckConstraint(
            "total_cents = quantity * unit_price_cents", name=op.f("ck_order_lines_total")
        ),
        sa.CheckConstraint(
            "refunded_units >= 0 and refunded_units <= quantity",
            name=op.f("ck_order_lines_not_more_than_is_left"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_order_lines_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index("uq_order_lines_position", ["order_id", "position"], unique=True)

    op.create_table(
        "order_texts",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_texts_order_id")),
        sa.ForeignKeyConstraint(
            ["sha256"], ["legal_texts.sha256"], name=op.f("fk_order_texts_sha256")
        ),
        sa.PrimaryKeyConstraint("order_id", "name", name=op.f("pk_order_texts")),
    )
    op.create_table(
        "payment_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.String(length=255), nullable=True),
        sa.Column("payment_intent_id", sa.String(length=255), nullable=True),
        sa.Column("received_cents", sa.Integer(), nullable=False),
        sa.Column("refunded_cents", sa.Integer(), nullable=False),
        sa.Column("disputed_cents", sa.Integer(), nullable=False),
        sa.Column("in_balance", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'pending', 'paid', 'failed', 'expired', 'mismatch', 'lost')",
            name=op.f("ck_payment_attempts_state"),
        ),
        sa.CheckConstraint(
            "purpose in ('', 'sale', 'surplus')", name=op.f("ck_payment_attempts_purpose")
        ),
        sa.CheckConstraint(
            "refunded_cents >= 0 and refunded_cents <= received_cents",
            name=op.f("ck_payment_attempts_not_more_than_is_left"),
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_payment_attempts_amount")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_payment_attempts_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempts")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payment_attempts_idempotency_key")),
        sa.UniqueConstraint(
            "payment_intent_id", name=op.f("uq_payment_attempts_payment_intent_id")
        ),
        sa.UniqueConstraint("session_id", name=op.f("uq_payment_attempts_session_id")),
    )
    with op.batch_alter_table("payment_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_payment_attempts_due", ["state", "next_look_at"], unique=False)
        batch_op.create_index(
            "ix_payment_attempts_unseen",
            ["order_id"],
            unique=False,
            sqlite_where=sa.text("received_cents > 0 and not in_balance"),
            postgresql_where=sa.text("received_cents > 0 and not in_balance"),
        )
        batch_op.create_index(
            "ix_payment_attempts_taken",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'lost' or disputed_cents > 0"),
            postgresql_where=sa.text("state = 'lost' or disputed_cents > 0"),
        )
        batch_op.create_index("uq_payment_attempts_number", ["order_id", "number"], unique=True)
        batch_op.create_index(
            "uq_payment_attempts_open",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("state in ('open', 'pending')"),
            postgresql_where=sa.text("state in ('open', 'pending')"),
        )
        batch_op.create_index(
            "uq_payment_attempts_sale",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("purpose = 'sale'"),
            postgresql_where=sa.text("purpose = 'sale'"),
        )

    op.create_table(
        "prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("price_cents > 0", name=op.f("ck_prices_positive_price")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_prices_person_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_prices_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prices")),
    )
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.create_index("ix_prices_variant", ["variant_id", "valid_from"], unique=False)

    op.create_table(
        "variant_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("vat_class", sa.String(length=10), nullable=False),
        sa.Column("single_price_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "vat_class in ('reduced', 'standard')", name=op.f("ck_variant_parts_vat_class")
        ),
        sa.CheckConstraint("single_price_cents > 0", name=op.f("ck_variant_parts_positive_price")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_variant_parts_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant_parts")),
    )
    with op.batch_alter_table("variant_parts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_variant_parts_variant_id"), ["variant_id"], unique=False
        )

    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("stripe_id", sa.String(length=255), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("product_name", sa.String(length=120), nullable=False),
        sa.Column("variant_name", sa.String(length=120), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("coffee_grams", sa.Integer(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.Integer(), nullable=False),
        sa.Column("vat_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel in ('shipping', 'pickup', 'counter')", name=op.f("ck_ledger_entries_channel")
        ),
        sa.CheckConstraint("kind in ('sale', 'refund')", name=op.f("ck_ledger_entries_kind")),
        sa.CheckConstraint(
            "net_cents + vat_cents = gross_cents", name=op.f("ck_ledger_entries_adds_up")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_ledger_entries_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_ledger_entries_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entries_date", ["business_date", "id"], unique=False)
        batch_op.create_index("ix_ledger_entries_line", ["line_id"], unique=False)
        batch_op.create_index("ix_ledger_entries_order", ["order_id"], unique=False)
        batch_op.create_index("uq_ledger_entries_source", ["source"], unique=True)

    op.create_table(
        "order_line_vat",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.Integer(), nullable=False),
        sa.Column("vat_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "net_cents + vat_cents = gross_cents", name=op.f("ck_order_line_vat_adds_up")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_order_line_vat_line_id")
        ),
        sa.PrimaryKeyConstraint("line_id", "rate_bp", name=op.f("pk_order_line_vat")),
    )


def downgrade() -> None:
    op.drop_table("order_line_vat")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index("uq_ledger_entries_source")
        batch_op.drop_index("ix_ledger_entries_order")
        batch_op.drop_index("ix_ledger_entries_line")
        batch_op.drop_index("ix_ledger_entries_date")

    op.drop_table("ledger_entries")
    with op.batch_alter_table("variant_parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variant_parts_variant_id"))

    op.drop_table("variant_parts")
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.drop_index("ix_prices_variant")

    op.drop_table("prices")
    with op.batch_alter_table("payment_attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_payment_attempts_sale",
            sqlite_where=sa.text("purpose = 'sale'"),
            postgresql_where=sa.text("purpose = 'sale'"),
        )
        batch_op.drop_index(
            "uq_payment_attempts_open",
            sqlite_where=sa.text("state in ('open', 'pending')"),
            postgresql_where=sa.text("state in ('open', 'pending')"),
        )
        batch_op.drop_index("uq_payment_attempts_number")
        batch_op.drop_index("ix_payment_attempts_due")

    op.drop_table("payment_attempts")
    op.drop_table("order_texts")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index("uq_order_lines_position")

    op.drop_table("order_lines")
    with op.batch_alter_table("order_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_events_order_id"))

    op.drop_table("order_events")
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.drop_index("ix_variants_weight")
        batch_op.drop_index("ix_variants_product")

    op.drop_table("variants")
    with op.batch_alter_table("product_words", schema=None) as batch_op:
        batch_op.drop_index("ix_product_words_word")

    op.drop_table("product_words")
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photos_product_id"))

    op.drop_table("photos")
    op.drop_table("people_roles")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_email_folded")
        batch_op.drop_index("ix_orders_email")
        batch_op.drop_index("ix_orders_placed")

    op.drop_table("orders")
    with op.batch_alter_table("sign_in_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_tries_bucket")

    op.drop_table("sign_in_tries")
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_seen_at"))

    op.drop_table("sign_in_sessions")
    op.drop_table("roles")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("ix_products_listing")

    op.drop_table("products")
    op.drop_table("pickup_places")
    op.drop_table("people")
    op.drop_table("payment_events")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    op.drop_table("legal_texts")
    with op.batch_alter_table("checkout_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkout_drafts_changed_at"))

    op.drop_table("checkout_drafts")
