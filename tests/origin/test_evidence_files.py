import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from shop.config import settings
from shop.origin.evidence_files import (
    LARGEST_BYTES,
    BadFile,
    BrokenFile,
    EmptyFile,
    FileTooLarge,
    NoSuchFile,
    NotAMark,
    ScriptInFile,
    TooManyPixels,
    UnknownFile,
    evidence_file,
    is_as_kept,
    keep_file,
    keep_mark,
)
from tests.make.photos import make_photo
from tests.make.proofs import PDF

_SVG = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'


def _packed(pdf: bytes) -> bytes:
    """With its objects in a stream, as newer programs write them."""
    body = zlib.compress(pdf)
    head = b"%%PDF-1.7\n4 0 obj\n<< /N 3 /Type /ObjStm /Length %d >>\nstream\n" % len(body)
    return head + body + b"\nendstream\nendobj\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PDF + b"\r\n  \n", "application/pdf"),
        (_packed(PDF), "application/pdf"),
        (
            PDF.replace(b"/Page ", b"/P ").replace(b"/Root", b"/Encrypt 4 0 R /Root"),
            "application/pdf",
        ),
        (make_photo(30, 20, "PNG"), "image/png"),
        (make_photo(30, 20, "JPEG"), "image/jpeg"),
        (make_photo(30, 20, "WEBP"), "image/webp"),
    ],
)
def test_pdf_and_images_are_kept_byte_by_byte_under_their_hash(
    app: Flask, content: bytes, media_type: str
) -> None:
    with app.app_context():
        digest, told = keep_file(content)
        assert told == media_type
        assert evidence_file(digest) == content
        assert keep_file(content) == (digest, media_type)
        assert is_as_kept(digest)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFile),
        (b"Hallo", UnknownFile),
        (b"GIF89a" + b"\0" * 100, UnknownFile),
        (b" %PDF-1.7\n%%EOF", UnknownFile),
        (b"%PDF-1.7\n1 0 obj", BrokenFile),
        (PDF + b"<script>", BrokenFile),
        (PDF[:-6] + b" " * 2000 + b"%%EO", BrokenFile),
        (make_photo(200, 200, "PNG")[:-40], BrokenFile),
        (make_photo(200, 200, "JPEG")[:-300], BrokenFile),
        (make_photo(200, 200, "WEBP")[:-30], BrokenFile),
        (_SVG.encode(), ScriptInFile),
        (_SVG.encode("utf-16"), ScriptInFile),
        (b"<!DOCTYPE html><script>x</script>", ScriptInFile),
        (PDF[:-6] + b"\n" * (LARGEST_BYTES + 1 - len(PDF)) + b"%%EOF\n", FileTooLarge),
        (make_photo(5000, 5001, "PNG", "1"), TooManyPixels),
        (b"%PDF-%%EOF", BrokenFile),
        (PDF.replace(b"/Page ", b"/Font "), BrokenFile),
    ],
)
def test_what_is_no_whole_pdf_or_image_is_not_kept(
    app: Flask, content: bytes, refusal: type[BadFile]
) -> None:
    with app.app_context():
        with pytest.raises(refusal):
            keep_file(content)
        assert not (settings().data_dir / "evidence").exists()


def test_a_file_of_exactly_ten_megabytes_is_kept(app: Flask) -> None:
    content = PDF[:-6] + b"\n" * (LARGEST_BYTES - len(PDF)) + b"%%EOF\n"
    with app.app_context():
        assert keep_file(content)[1] == "application/pdf"


def test_a_mark_is_an_image(app: Flask) -> None:
    with app.app_context():
        assert len(keep_mark(make_photo(30, 20, "PNG"))) == 64
        with pytest.raises(NotAMark):
            keep_mark(PDF)


@pytest.mark.parametrize("name", ["../secret-key", "0" * 64, "", "A" * 64])
def test_nothing_else_can_be_asked_for(app: Flask, name: str) -> None:
    with app.app_context(), pytest.raises(NoSuchFile):
        evidence_file(name)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(PDF + b"\n")])
def test_a_file_that_is_gone_or_was_changed_is_noticed(
    app: Flask, spoil: Callable[[Path], object]
) -> None:
    with app.app_context():
        digest, _ = keep_file(PDF)
        spoil(settings().data_dir / "evidence" / digest)
        assert not is_as_kept(digest)
