"""Take a photograph off a product."""

from sqlalchemy import delete, func, select

from shop.audit.note_change import note_change
from shop.catalogue.models import Photo
from shop.catalogue.photo_files import FORMATS, WIDTHS, photo_dir, photo_name
from shop.db import db
from shop.errors import NotThere


class UnknownPhoto(NotThere):
    """No photograph has this number."""


def remove_photo(photo_id: int, person_id: int | None = None) -> str:
    """The product no longer shows it, and who took it off is noted.

    After the commit, `delete_files` of the digest answered.
    """
    gone = db.session.execute(
        delete(Photo)
        .where(Photo.id == photo_id)
        .returning(Photo.digest, Photo.product_id, Photo.alt)
    ).one_or_none()
    if gone is None:
        raise UnknownPhoto
    note_change("product", gone.product_id, {"photo": gone.alt}, {"photo": None}, person_id)
    return str(gone.digest)


def delete_files(digest: str) -> None:
    """The files of a photograph are gone, unless a product still shows it."""
    shown = select(func.count()).select_from(Photo).where(Photo.digest == digest)
    if db.session.scalar(shown):
        return
    for width in WIDTHS:
        for ending in FORMATS:
            (photo_dir() / photo_name(digest, width, ending)).unlink(missing_ok=True)
