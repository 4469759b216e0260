"""Files that prove something, and marks: kept under the hash of their content, never changed."""

import hashlib
import io
import os
import re
import tempfile
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from shop.config import settings
from shop.errors import NotThere, Refused
from shop.origin.whole_pdf import is_whole_pdf

LARGEST_BYTES = 10_000_000
#: What a form with such a file may send: a file somewhat too large is told beside it, and what was
#: typed stays.
MOST_SENT = 25_000_000
#: Unpacked, about 100 MB.
MOST_PIXELS = 25_000_000
PDF = "application/pdf"
#: Pillow's name → media type.
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
#: Media type → how the name of such a file ends.
ENDINGS = {PDF: "pdf", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: What Pillow raises for a damaged image; it depends on the format.
_BROKEN = (OSError, ValueError, SyntaxError, OverflowError, MemoryError, EOFError)


class BadFile(Refused):
    """Not a file that can be kept as a proof."""

    status = 422


class EmptyFile(BadFile):
    """There is nothing in it, or none was sent."""


class FileTooLarge(BadFile):
    """More than `LARGEST_BYTES`. `size`: how many it has."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size


class TooManyPixels(BadFile):
    """An image of more than `MOST_PIXELS`."""


class ScriptInFile(BadFile):
    """SVG or HTML: a browser that opens it would run the scripts in it."""


class UnknownFile(BadFile):
    """Neither PDF nor PNG, JPEG or WebP, whatever its name says."""


class BrokenFile(BadFile):
    """A PDF or image that is cut off or damaged."""


class NotAMark(BadFile):
    """A mark is an image."""


class NoSuchFile(NotThere):
    """No file is kept under this hash."""


def keep_file(content: bytes) -> tuple[str, str]:
    """Its SHA-256 and media type, told by its content. The file is complete and on disk when this
    returns; a crash before the commit leaves no more than a file nobody asks for.

    Raises a `BadFile`.
    """
    media_type = media_type_of(content)
    digest = hashlib.sha256(content).hexdigest()
    _write(_folder() / digest, content)
    return digest, media_type


def keep_mark(content: bytes) -> str:
    """As `keep_file`, of images only; the answer is the hash."""
    if media_type_of(content) == PDF:
        raise NotAMark
    return keep_file(content)[0]


def media_type_of(content: bytes) -> str:
    """Raises a `BadFile`."""
    if not content:
        raise EmptyFile
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge(len(content))
    if content.startswith(b"%PDF-"):
        if not is_whole_pdf(content):
            raise BrokenFile
        return PDF
    return _image_type(content)


def evidence_file(digest: str) -> bytes:
    """What is kept under this hash. Refuses with `NoSuchFile`."""
    path = _folder() / digest
    if not _SHA256.fullmatch(digest) or not path.is_file():
        raise NoSuchFile
    return path.read_bytes()


def image_type(digest: str) -> str:
    """The media type of a mark."""
    content = evidence_file(digest)
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8") else "image/webp"


def is_as_kept(digest: str) -> bool:
    """Whether the file is there, and still what it was."""
    try:
        return hashlib.sha256(evidence_file(digest)).hexdigest() == digest
    except NoSuchFile:
        return False


def _image_type(content: bytes) -> str:
    try:
        # The size stands in the head of the file; no pixel is unpacked before it is known.
        with Image.open(io.BytesIO(content), formats=tuple(IMAGES)) as found:
            if found.width * found.height > MOST_PIXELS:
                raise TooManyPixels
            found.load()
            return IMAGES[str(found.format)]
    except Image.DecompressionBombError as bomb:
        raise TooManyPixels from bomb
    except UnidentifiedImageError as unknown:
        if _is_markup(content):
            raise ScriptInFile from unknown
        raise UnknownFile from unknown
    except _BROKEN as broken:
        raise BrokenFile from broken


def _is_markup(content: bytes) -> bool:
    head = content[:4096].lower()
    # Also as UTF-16, where a zero stands beside each letter.
    return any(sign in head.replace(b"\0", b"") for sign in (b"<svg", b"<!doctype", b"<html"))


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also when two processes write the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _folder() -> Path:
    return settings().data_dir / "evidence"
