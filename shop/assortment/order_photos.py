"""The order of a product's photographs: the first one stands for it in the listing."""

from sqlalchemy import select, update

from shop.assortment.as_file import as_file
from shop.audit.note_change import note_change
from shop.catalogue.models import Photo
from shop.catalogue.remove_photo import UnknownPhoto
from shop.db import db, rows_changed


def order_photos(slug: str, photo_id: int, step: int, person_id: int) -> bool:
    """One place earlier (`step` −1) or later (1); whether it moved is the answer.

    Refuses with `NoSuchArticle` and `UnknownPhoto`. Does not commit.
    """
    product_id = as_file(slug, hold=True).id
    ids = list(
        db.session.scalars(
            select(Photo.id)
            .where(Photo.product_id == product_id)
            .order_by(Photo.position, Photo.id)
        )
    )
    if photo_id not in ids:
        raise UnknownPhoto
    place = ids.index(photo_id)
    other = place + step
    if not 0 <= other < len(ids):
        return False
    ids[place], ids[other] = ids[other], ids[place]
    for position, id in enumerate(ids, 1):
        rows_changed(update(Photo).where(Photo.id == id).values(position=position))
    before, after = {"photo_place": place + 1}, {"photo_place": other + 1}
    note_change("product", product_id, before, after, person_id)
    return True
