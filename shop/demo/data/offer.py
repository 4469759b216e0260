"""How an offer of the demo shop is written down; the names are those of the catalogue's tables."""

from dataclasses import dataclass

#: What a bag adds to the weight of a parcel, for every 250 g of coffee.
BAG_GRAMS = 15

_LETTERS = {"bean": "B", "filter": "F", "espresso": "E"}


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a set, at its single price in cents."""

    name: str
    vat_class: str
    single_price_cents: int


@dataclass(frozen=True, slots=True)
class Item:
    """One variant. Price gross in cents, weights in grams."""

    sku: str
    size: str
    price_cents: int
    shipping_grams: int
    grind: str | None = None
    net_grams: int | None = None
    coffee_grams: int = 0
    vat_class: str = "reduced"
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with its variants, in the order they are shown."""

    slug: str
    kind: str
    name: str
    tagline: str
    description: str
    drawing: str
    bag_colour: str
    label_colour: str
    accent_colour: str
    items: tuple[Item, ...]
    legal_name: str = ""
    flavour_notes: str = ""
    taste: str | None = None
    roast_level: int | None = None
    acidity: int | None = None
    body: int | None = None
    suits_filter: bool = False
    suits_espresso: bool = False
    suits_machine: bool = False
    decaf: bool = False
    provinces: str = ""
    ingredients: str = ""
    nutrition: str = ""
    maker: str = ""
    storage: str = ""
    brew_method: str = ""
    brew_grams: int | None = None
    brew_water_ml: int | None = None
    brew_celsius: int | None = None
    brew_seconds: int | None = None
    handling_days: int = 2


def bags(
    sku: str, prices: dict[int, int], grinds: tuple[str, ...] = ("bean", "filter", "espresso")
) -> tuple[Item, ...]:
    """Bags of coffee in these sizes (grams → cents), each in every grind."""
    return tuple(
        Item(
            sku=f"{sku}-{grams}-{_LETTERS[grind]}",
            size="1 kg" if grams == 1000 else f"{grams} g",
            grind=grind,
            net_grams=grams,
            coffee_grams=grams,
            shipping_grams=grams + BAG_GRAMS * grams // 250,
            price_cents=cents,
        )
        for grams, cents in prices.items()
        for grind in grinds
    )
