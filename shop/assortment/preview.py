"""The page of a product as it will be, without anything being so."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import update

from shop.assortment.as_file import as_file
from shop.assortment.publish_product import apply_draft
from shop.catalogue.describe import ProductPage
from shop.catalogue.models import Product
from shop.catalogue.product_origin import Origin, product_origin
from shop.catalogue.promise import CARRIER_DAYS, promised_on
from shop.catalogue.queries import product_page
from shop.clock import today
from shop.db import db, start_writing


class Preview(NamedTuple):
    """The arguments of the product page."""

    page: ProductPage
    origin: Origin
    arrives_on: date
    ready_on: date | None


def preview(slug: str) -> Preview:
    """As if the draft were published: it is done, read and taken back, and nobody saw it.

    Refuses with `NoSuchArticle` and `NotWritable`. Ends the transaction it is called in.
    """
    start_writing()
    try:
        now = as_file(slug, hold=True)
        apply_draft(now, None)
        db.session.execute(update(Product).where(Product.id == now.id).values(state="published"))
        page = product_page(slug)
        origin = product_origin(page.batches, page.product.origin_revision)
    finally:
        db.session.rollback()
    arrives_on = promised_on(page.product.handling_days + CARRIER_DAYS, today())
    ready_on = promised_on(page.ready_days, today()) if page.ready_days else None
    return Preview(page, origin, arrives_on, ready_on)
