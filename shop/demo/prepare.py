"""Write an offer of the demo shop into the catalogue, as a draft."""

from dataclasses import asdict, fields

from shop.catalogue.models import Part, Price, Product, Variant
from shop.clock import now
from shop.db import db
from shop.demo.data.gtins import GTINS
from shop.demo.data.offer import Item, Offer


def prepare(offer: Offer, position: int) -> int:
    """The product as a draft, its variants and their first prices, dated now. Does not commit.

    The answer is its number, for `publish`.
    """
    own = {field.name: getattr(offer, field.name) for field in fields(offer)}
    del own["items"]
    product = Product(**own, position=position, state="draft")
    db.session.add(product)
    db.session.flush()
    for place, item in enumerate(offer.items):
        _add_variant(product.id, item, place)
    return product.id


def _add_variant(product_id: int, item: Item, position: int) -> None:
    own = asdict(item)
    parts = own.pop("parts")
    variant = Variant(product_id=product_id, position=position, gtin=GTINS.get(item.sku), **own)
    db.session.add(variant)
    db.session.flush()
    db.session.add(
        Price(
            variant_id=variant.id,
            price_cents=item.price_cents,
            valid_from=now(),
            reason="Erster Preis",
        )
    )
    db.session.add_all(
        Part(variant_id=variant.id, position=place, **part) for place, part in enumerate(parts)
    )
    db.session.flush()
