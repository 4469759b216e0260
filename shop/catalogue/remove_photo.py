"""Take a photograph off a product."""

from sqlalchemy import delete, func, select

from shop.catalogue.models import Photo
from shop.catalogue.photo_files import FORMATS, WIDTHS, photo_dir, photo_name
from shop.db import db
from shop.errors import NotThere


class UnknownPhoto(NotThere):
    """No photograph has this number."""


def remove_photo(photo_id: int) -> str:
    """The product no longer shows it. After the commit, `delete_files` of the digest answered."""
    digest = db.session.scalar(delete(Photo).where(Photo.id == photo_id).returning(Photo.digest))
    if digest is None:
        raise UnknownPhoto
    return str(digest)


def delete_files(digest: str) -> None:
    """The files of a photograph are gone, unless a product still shows it."""
    shown = select(func.count()).select_from(Photo).where(Photo.digest == digest)
    if db.session.scalar(shown):
        return
    for width in WIDTHS:
        for ending in FORMATS:
            (photo_dir() / photo_name(digest, width, ending)).unlink(missing_ok=True)
