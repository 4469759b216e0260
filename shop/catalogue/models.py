"""What the catalogue shows, and what it ever cost."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Product(Base):
    """A coffee, or something else the shop sells. Draft, published or retired."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'published', 'retired')", name="state"),
        CheckConstraint("kind in ('coffee', 'chocolate', 'goods', 'set')", name="kind"),
        CheckConstraint("roast_level is null or roast_level between 1 and 5", name="roast_level"),
        CheckConstraint(
            "drawing in ('bag', 'set', 'crate', 'mug', 'filter', 'chocolate', 'gift')",
            name="drawing",
        ),
        # A page of the listing is chosen, filtered and counted from this index alone.
        Index(
            "ix_products_listing",
            "state",
            "position",
            "id",
            "taste",
            "decaf",
            "suits_filter",
            "suits_espresso",
            "suits_machine",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    kind: Mapped[str] = mapped_column(String(10))
    #: Order in the catalogue, lowest first.
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    tagline: Mapped[str] = mapped_column(String(200))
    #: Paragraphs, with an empty line between them.
    description: Mapped[str] = mapped_column(Text)
    #: Name of the food as the law wants it; the grind follows by itself, behind the first thing
    #: where there are several („Röstkaffee; Becher aus Steinzeug“): D1.
    legal_name: Mapped[str] = mapped_column(String(120), default="")
    #: Up to three notes, comma-separated; `taste` is the family one filters by.
    flavour_notes: Mapped[str] = mapped_column(String(120), default="")
    taste: Mapped[str | None] = mapped_column(String(20))
    #: 1 light to 5 dark; of one coffee, so a set has none.
    roast_level: Mapped[int | None]
    acidity: Mapped[int | None]
    body: Mapped[int | None]
    suits_filter: Mapped[bool] = mapped_column(default=False)
    suits_espresso: Mapped[bool] = mapped_column(default=False)
    suits_machine: Mapped[bool] = mapped_column(default=False)
    decaf: Mapped[bool] = mapped_column(default=False)
    #: Where its name says that all of it is from: „jaen,cutervo“, keys of `origin/rules.PROVINCES`;
    #: empty where it says nothing. Only such coffee is packed in it (Art. 26 LMIV, § 5 UWG).
    provinces: Mapped[str] = mapped_column(String(80), default="")
    #: Where several things are in it (Art. 9 LMIV); allergens in capitals. Not for pure coffee.
    ingredients: Mapped[str] = mapped_column(Text, default="")
    #: One „Brennwert: 2300 kJ“ per line; not for pure coffee (Annex V no. 7 LMIV).
    nutrition: Mapped[str] = mapped_column(Text, default="")
    #: Name, postal and electronic address of the maker of what is no food (Art. 19 GPSR).
    maker: Mapped[str] = mapped_column(String(300), default="")
    storage: Mapped[str] = mapped_column(String(200), default="")
    #: Brewing recipe: how, grams of coffee, millilitres of water, degrees, seconds.
    brew_method: Mapped[str] = mapped_column(String(60), default="")
    brew_grams: Mapped[int | None]
    brew_water_ml: Mapped[int | None]
    brew_celsius: Mapped[int | None]
    brew_seconds: Mapped[int | None]
    #: Working days until it is handed to the carrier.
    handling_days: Mapped[int] = mapped_column(default=2)
    bag_colour: Mapped[str] = mapped_column(String(7), default="#4a2c1d")
    label_colour: Mapped[str] = mapped_column(String(7), default="#f4ead8")
    accent_colour: Mapped[str] = mapped_column(String(7), default="#2f6b4f")
    #: What is drawn until there is a photograph.
    drawing: Mapped[str] = mapped_column(String(10), default="bag")
    #: With less than this for sale it runs out: roasted coffee of all sizes and grinds together,
    #: or units of goods without coffee. Null: nobody asked to be told.
    reorder_grams: Mapped[int | None]
    reorder_units: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(Utc)


class Variant(Base):
    """One thing one can buy: a product in a weight and a grind."""

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("price_cents > 0", name="positive_price"),
        CheckConstraint("net_grams is null or net_grams > 0", name="positive_weight"),
        CheckConstraint("coffee_grams >= 0", name="coffee_weight"),
        CheckConstraint("vat_class in ('reduced', 'standard')", name="vat_class"),
        CheckConstraint("grind is null or grind in ('bean', 'filter', 'espresso')", name="grind"),
        CheckConstraint("ground_from_id is null or ground_from_id <> id", name="ground_from"),
        CheckConstraint(
            "reduced_from_cents is null or reduced_from_cents > price_cents", name="reduced"
        ),
        CheckConstraint(
            "(reduced_from_cents is null) = (reduced_at is null)", name="reduced_since"
        ),
        Index("ix_variants_product", "product_id", "position"),
        Index("ix_variants_weight", "product_id", "net_grams", "on_sale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    sku: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    #: „250 g“, „3 × 80 g“, „Zartbitter“, „Ein Stück“: the size as a customer chooses it.
    size: Mapped[str] = mapped_column(String(40))
    #: bean, filter, espresso; null where there is nothing to grind.
    grind: Mapped[str | None] = mapped_column(String(10))
    #: Global Trade Item Number of 14 digits, where there is one: the QR code then is GS1's.
    gtin: Mapped[str | None] = mapped_column(String(14), unique=True)
    #: Fill quantity, the base of the Grundpreis; null where § 4 (3) PAngV asks for none.
    net_grams: Mapped[int | None]
    #: Roasted coffee in it, for the reports; 0 for other goods.
    coffee_grams: Mapped[int] = mapped_column(default=0)
    shipping_grams: Mapped[int] = mapped_column(default=0)
    vat_class: Mapped[str] = mapped_column(String(10))
    #: Ground to order from this one, whole beans of the same product and size: it has no stock of
    #: its own. Null: what is sold lies there as it is.
    ground_from_id: Mapped[int | None] = mapped_column(ForeignKey("variants.id"), index=True)
    #: The gross price of today: the newest row of `prices`, kept here for the listing.
    price_cents: Mapped[int]
    #: Announced as reduced: the lowest price of the 30 days before (§ 11 PAngV), and since when.
    reduced_from_cents: Mapped[int | None]
    reduced_at: Mapped[datetime | None] = mapped_column(Utc)
    on_sale: Mapped[bool] = mapped_column(default=True)


class Part(Base):
    """A component of a set at another rate; its single price shares out the set's price."""

    __tablename__ = "variant_parts"
    __table_args__ = (
        CheckConstraint("single_price_cents > 0", name="positive_price"),
        CheckConstraint("vat_class in ('reduced', 'standard')", name="vat_class"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    vat_class: Mapped[str] = mapped_column(String(10))
    single_price_cents: Mapped[int]


class Price(Base):
    """What a variant cost from a moment on. Append-only: the 30-day price rests on it (C3)."""

    __tablename__ = "prices"
    __table_args__ = (
        CheckConstraint("price_cents > 0", name="positive_price"),
        Index("ix_prices_variant", "variant_id", "valid_from"),
        Index("ix_prices_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    price_cents: Mapped[int]
    valid_from: Mapped[datetime] = mapped_column(Utc)
    reason: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Photo(Base):
    """A photograph of a product, stored in two formats and four widths under its digest."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))
    alt: Mapped[str] = mapped_column(String(200))
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Utc)


class ProductWord(Base):
    """A word a product is found by. Written anew by `index_words`, never by hand."""

    __tablename__ = "product_words"
    __table_args__ = (Index("ix_product_words_word", "word", "product_id"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    # The beginnings of words are ranges, and those need the order of the characters' codes.
    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
