"""Say anew what is to be seen on a photograph."""

from sqlalchemy import select, update

from shop.assortment.as_file import as_file
from shop.audit.note_change import note_change
from shop.catalogue.add_photo import refuse_no_words
from shop.catalogue.models import Photo
from shop.catalogue.remove_photo import UnknownPhoto
from shop.db import db, rows_changed


def describe_photo(slug: str, photo_id: int, alt: str, person_id: int) -> None:
    """Refuses with `NoSuchArticle`, `UnknownPhoto` and `NoWords`. Does not commit."""
    refuse_no_words(alt)
    product_id = as_file(slug, hold=True).id
    of_it = (Photo.id == photo_id, Photo.product_id == product_id)
    before = db.session.scalar(select(Photo.alt).where(*of_it))
    if before is None:
        raise UnknownPhoto
    rows_changed(update(Photo).where(*of_it).values(alt=alt.strip()))
    note_change("product", product_id, {"photo": before}, {"photo": alt.strip()}, person_id)
