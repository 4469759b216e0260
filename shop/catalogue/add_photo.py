"""Add a photograph to a product: checked, turned upright, stripped, in all sizes."""

import hashlib
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps
from sqlalchemy import func, insert, select

from shop import clock
from shop.audit.note_change import note_change
from shop.catalogue.models import Photo, Product
from shop.catalogue.photo_files import FORMATS, WIDTHS, photo_dir, photo_name
from shop.catalogue.publish import UnknownProduct
from shop.db import db
from shop.errors import Refused
from shop.web.forms import is_unseen

# Pillow only warns at a bound of its own; ours is checked before a single pixel is unpacked.
Image.MAX_IMAGE_PIXELS = None

LARGEST_BYTES = 10_000_000
MOST_PIXELS = 60_000_000
LONGEST_WORDS = 200
_READ = ("JPEG", "PNG", "WEBP", "AVIF")
_QUALITY = {"AVIF": {"quality": 50, "speed": 8}, "JPEG": {"quality": 80, "progressive": True}}
_PAPER = (247, 241, 228)
#: What Pillow raises for files that are no image or a damaged one; it depends on the format.
_BROKEN = (OSError, ValueError, SyntaxError, OverflowError, MemoryError, EOFError)


class BadPhoto(Refused):
    """Not a photograph this shop can show."""

    status = 422


class NotAnImage(BadPhoto):
    """No JPEG, PNG, WebP or AVIF, whatever its name says; or a broken one."""


class TooLarge(BadPhoto):
    """More than `LARGEST_BYTES`, or more than `MOST_PIXELS`."""

    status = 413


class TooSmall(BadPhoto):
    """Narrower than the widest picture a page shows."""


class NoWords(BadPhoto):
    """A photograph needs words for those who do not see it, at most `LONGEST_WORDS` characters.

    None of them unseen, since they are read aloud and shown on the public page.
    """


@dataclass(frozen=True, slots=True)
class ReadyPhoto:
    """Its files are written in all sizes; nothing shows it yet."""

    digest: str
    width: int
    height: int


def ready_photo(content: bytes) -> ReadyPhoto:
    """Takes seconds, and touches no database: to be done before a transaction begins.

    Only pixels survive: position, camera and whatever else was in the file are not written. The
    same photograph given twice has other files each time, so that taking one off cannot lose those
    of another.
    """
    image = _opened(content)
    digest = hashlib.sha256(content + os.urandom(16)).hexdigest()
    _write(image, digest)
    return ReadyPhoto(digest, image.width, image.height)


def add_photo(product_id: int, ready: ReadyPhoto, alt: str, person_id: int | None = None) -> None:
    """The photograph is the product's last one; who gave it is noted.

    The files are complete before the row says that they are there. Does not commit.
    """
    refuse_no_words(alt)
    if db.session.scalar(select(Product.id).where(Product.id == product_id)) is None:
        raise UnknownProduct
    last = select(func.max(Photo.position)).where(Photo.product_id == product_id)
    db.session.execute(
        insert(Photo).values(
            product_id=product_id,
            position=(db.session.scalar(last) or 0) + 1,
            digest=ready.digest,
            alt=alt.strip(),
            width=ready.width,
            height=ready.height,
            added_at=clock.now(),
        )
    )
    note_change("product", product_id, {}, {"photo": alt.strip()}, person_id)


def refuse_no_words(alt: str) -> None:
    if not 0 < len(alt.strip()) <= LONGEST_WORDS or any(is_unseen(sign) for sign in alt.strip()):
        raise NoWords


def _opened(content: bytes) -> Image.Image:
    if len(content) > LARGEST_BYTES:
        raise TooLarge
    try:
        with Image.open(io.BytesIO(content), formats=_READ) as found:
            # The size stands in the head of the file.
            if found.width * found.height > MOST_PIXELS:
                raise TooLarge
            upright = ImageOps.exif_transpose(found)
            pixels = _flattened(upright)
    except _BROKEN as broken:
        raise NotAnImage from broken
    if pixels.width < WIDTHS[-1]:
        raise TooSmall
    return pixels


def _flattened(image: Image.Image) -> Image.Image:
    """Plain RGB pixels on the paper of the page, and nothing besides."""
    if image.has_transparency_data:
        ground = Image.new("RGBA", image.size, (*_PAPER, 255))
        image = Image.alpha_composite(ground, image.convert("RGBA"))
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _write(image: Image.Image, digest: str) -> None:
    folder = photo_dir()
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        height = max(1, round(image.height * width / image.width))
        sized = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        for ending, (name, _) in FORMATS.items():
            _save(sized, folder / photo_name(digest, width, ending), name)


def _save(image: Image.Image, path: Path, name: str) -> None:
    """Whole or not at all, also when two processes write the same photograph."""
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            image.save(file, name, **_QUALITY[name])
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
