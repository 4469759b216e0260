"""What the staff of the demo shop have begun: a draft, a price to come, and one reduced."""

from datetime import timedelta

from sqlalchemy import select

from shop.assortment.change_prices import change_prices
from shop.assortment.patch import Patch
from shop.assortment.save_edit import save_edit
from shop.catalogue.models import Product, Variant
from shop.clock import today
from shop.db import db
from shop.demo.publish_splits import publish_splits_of_goods
from shop.money.cents import half_up

_DRAFTED, _PLANNED, _REDUCED = "geschenkbox", "probierset", "stofffilter"
_TAGLINE = "Kaffee und Becher im Karton, auf Wunsch mit einem Gruß"
_LATER = timedelta(days=14)


def plan_prices(staff_id: int) -> None:
    """The shop still shows the old text and the old price of the two. Does not commit."""
    save_edit(_DRAFTED, Patch(product={"tagline": _TAGLINE}), staff_id)
    dearer = {sku: cents + 40 for sku, cents in _costs(_PLANNED).items()}
    change_prices(_PLANNED, dearer, "Neue Ernte", staff_id, from_day=today() + _LATER)
    cheaper = {sku: half_up(cents * 80, 100) for sku, cents in _costs(_REDUCED).items()}
    change_prices(_REDUCED, cheaper, "Letzte Stücke dieser Lieferung", staff_id, announced=True)
    # Another price has another split.
    publish_splits_of_goods(staff_id)


def _costs(slug: str) -> dict[str, int]:
    rows = db.session.execute(
        select(Variant.sku, Variant.price_cents)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.slug == slug)
    )
    return {sku: cents for sku, cents in rows}
