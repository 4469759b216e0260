"""Where the files of photographs lie, and what they are called."""

import re
from pathlib import Path

from shop.config import settings
from shop.errors import NotThere

WIDTHS = (320, 640, 960, 1280)
#: Ending → (Pillow's name, media type), the smaller format first.
FORMATS = {"avif": ("AVIF", "image/avif"), "jpg": ("JPEG", "image/jpeg")}
_NAME = re.compile(r"[0-9a-f]{64}-(320|640|960|1280)\.(avif|jpg)")


class NoSuchPhoto(NotThere):
    """No photograph has this name."""


def photo_dir() -> Path:
    return settings().data_dir / "photos"


def photo_name(digest: str, width: int, ending: str) -> str:
    return f"{digest}-{width}.{ending}"


def photo_path(name: str) -> tuple[Path, str]:
    """The file and its media type. Refuses with `NoSuchPhoto`."""
    found = _NAME.fullmatch(name)
    path = photo_dir() / name
    if found is None or not path.is_file():
        raise NoSuchPhoto
    return path, FORMATS[found[2]][1]
