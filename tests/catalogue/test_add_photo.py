"""Photographs: what is taken in, and what comes out."""

import io
import struct
import zlib

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from shop.catalogue.add_photo import (
    BadPhoto,
    NotAnImage,
    NoWords,
    TooLarge,
    TooSmall,
    add_photo,
    ready_photo,
)
from shop.catalogue.models import Photo
from shop.catalogue.photo_files import photo_dir
from shop.catalogue.publish import UnknownProduct
from shop.catalogue.remove_photo import delete_files, remove_photo
from shop.db import db
from tests.make.catalogue import make_product
from tests.make.photos import make_photo

# Reading and writing image files is the same on every database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="2000"/>'


def _added(app: Flask, content: bytes) -> str:
    made = make_product(app)
    with app.app_context():
        ready = ready_photo(content)
        add_photo(made.id, ready, "Eine Tüte")
        db.session.commit()
    return ready.digest


def _shown(app: Flask, digest: str, width: int = 320, ending: str = "jpg") -> Image.Image:
    answer = app.test_client().get(f"/bilder/{digest}-{width}.{ending}")
    assert answer.status_code == 200
    return Image.open(io.BytesIO(answer.data))


def test_a_photograph_comes_in_two_formats_and_four_widths(app: Flask) -> None:
    digest = _added(app, make_photo())
    for width in (320, 640, 960, 1280):
        for ending, format in (("jpg", "JPEG"), ("avif", "AVIF")):
            image = _shown(app, digest, width, ending)
            assert (image.format, image.size) == (format, (width, width * 3 // 4))


def test_a_photograph_is_kept_by_browsers_for_a_year(app: Flask) -> None:
    digest = _added(app, make_photo())
    answer = app.test_client().get(f"/bilder/{digest}-320.jpg")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype == "image/jpeg"


def test_place_and_camera_do_not_survive(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera-Canary"
    exif.get_ifd(0x8825)[1] = "N"
    digest = _added(app, make_photo(exif=exif, comment=b"Comment-Canary"))
    with app.app_context():
        for file in photo_dir().iterdir():
            content = file.read_bytes()
            assert b"Canary" not in content
            assert not Image.open(io.BytesIO(content)).getexif()
    assert _shown(app, digest).size == (320, 240)


def test_a_photograph_taken_sideways_stands_upright(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    digest = _added(app, make_photo(1200, 1600, exif=exif))
    image = _shown(app, digest).convert("RGB")
    assert image.size == (320, 240)
    left, right = image.getpixel((20, 120)), image.getpixel((300, 120))
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert left[2] > 200 and right[0] > 200


def test_transparency_becomes_paper(app: Flask) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (1300, 1300), (0, 0, 0, 0)).save(file, "PNG")
    pixel = _shown(app, _added(app, file.getvalue())).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 200


def test_what_hangs_behind_the_image_is_left_behind(app: Flask) -> None:
    _added(app, make_photo() + b"<script>alert(1)</script>PK\x03\x04")
    with app.app_context():
        assert all(b"<script>" not in file.read_bytes() for file in photo_dir().iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no image",
        SVG,
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.4",
        make_photo()[:2000],
        make_photo(format="TIFF"),
    ],
)
def test_what_is_no_photograph_is_refused(app: Flask, content: bytes) -> None:
    with app.app_context(), pytest.raises(NotAnImage):
        ready_photo(content)


def test_a_picture_that_unpacks_to_a_giant_is_refused_unopened(app: Flask) -> None:
    with app.app_context(), pytest.raises(TooLarge):
        ready_photo(_giant_png())


def _giant_png() -> bytes:
    """A small file that says it is 30,000 pixels square."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


def test_a_file_beyond_the_limit_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(TooLarge):
        ready_photo(make_photo() + b"\0" * 10_000_000)


def test_a_small_picture_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(TooSmall):
        ready_photo(make_photo(1279, 1000))


def test_a_photograph_needs_words(app: Flask) -> None:
    made = make_product(app)
    for alt in ("", "   ", "x" * 201):
        with app.app_context(), pytest.raises(NoWords):
            add_photo(made.id, ready_photo(make_photo()), alt)


def test_every_refusal_is_one_of_a_photograph_or_product(app: Flask) -> None:
    assert issubclass(NotAnImage, BadPhoto)
    with app.app_context(), pytest.raises(UnknownProduct):
        add_photo(4711, ready_photo(make_photo()), "Eine Tüte")


@pytest.mark.parametrize(
    "name",
    ["x", "../../shop.sqlite", "0" * 64 + "-321.jpg", "0" * 64 + "-320.svg", "0" * 64 + "-320.jpg"],
)
def test_nothing_else_is_served_as_a_photograph(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/bilder/{name}").status_code == 404


def test_the_first_photograph_takes_the_place_of_the_drawing(app: Flask) -> None:
    made = make_product(app)
    with app.app_context():
        ready = ready_photo(make_photo())
        add_photo(made.id, ready, "Tüte auf Holz")
        add_photo(made.id, ready_photo(make_photo(1700)), "Tüte von hinten")
        db.session.commit()
    digest = ready.digest
    client = app.test_client()
    page = client.get(f"/kaffee/{made.slug}").text
    assert f"/bilder/{digest}-640.jpg" in page
    assert page.index("Tüte auf Holz") < page.index("Tüte von hinten")
    assert f"{digest}-960.jpg" in page
    listing = client.get("/kaffee/").text
    assert f"/bilder/{digest}-320.jpg" in listing
    assert listing.count('class="card"') == 1


def test_a_removed_photograph_takes_no_files_of_another_one_along(app: Flask) -> None:
    first, second = make_product(app), make_product(app)
    with app.app_context():
        for made in (first, second):
            add_photo(made.id, ready_photo(make_photo()), "Tüte")
        db.session.commit()
        for photo_id, files_left in zip(
            db.session.scalars(select(Photo.id)).all(), (8, 0), strict=True
        ):
            removed = remove_photo(photo_id)
            db.session.commit()
            delete_files(removed)
            assert len(list(photo_dir().iterdir())) == files_left
    assert app.test_client().get(f"/bilder/{removed}-320.jpg").status_code == 404
