"""A new product, as a draft nobody sees."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from shop.assortment.rules import NotWritable, SlugTaken
from shop.catalogue.models import Product
from shop.catalogue.product_file import BadFile, read_products
from shop.catalogue.save_product import save_product
from shop.db import db


def add_product(values: Mapping[str, Any], person_id: int) -> None:
    """`values` are keys of a product file. Behind all others, without variants.

    Refuses with `SlugTaken` and `NotWritable`. Does not commit.
    """
    try:
        (given,) = read_products({"products": [dict(values)]})
    except BadFile as refused:
        raise NotWritable([one.split(", ", 1)[-1] for one in refused.problems]) from None
    if db.session.scalar(select(Product.id).where(Product.slug == given.slug)):
        raise SlugTaken
    save_product(given, "", person_id)
