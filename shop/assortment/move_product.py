"""The order of the catalogue, one place at a time."""

from sqlalchemy import select, update

from shop.assortment.as_file import NoSuchArticle
from shop.audit.note_change import note_change
from shop.catalogue.models import Product
from shop.db import db, rows_changed

#: Between two products, so that one can be put in between later.
_GAP = 10


def move_product(slug: str, step: int, person_id: int) -> bool:
    """One place earlier (`step` −1) or later (1); whether it moved is the answer.

    Refuses with `NoSuchArticle`. Does not commit.
    """
    rows = db.session.execute(
        select(Product.id, Product.slug, Product.position)
        .order_by(Product.position, Product.id)
        .with_for_update()
    ).all()
    place = next((number for number, row in enumerate(rows) if row.slug == slug), None)
    if place is None:
        raise NoSuchArticle
    other = place + step
    if not 0 <= other < len(rows):
        return False
    order = list(rows)
    order[place], order[other] = order[other], order[place]
    positions = sorted(row.position for row in rows)
    if positions[place] == positions[other]:
        positions = [number * _GAP for number in range(1, len(rows) + 1)]
    for row, position in zip(order, positions, strict=True):
        if row.position != position:
            rows_changed(update(Product).where(Product.id == row.id).values(position=position))
    before, after = {"place": place + 1}, {"place": other + 1}
    note_change("product", rows[place].id, before, after, person_id)
    return True
