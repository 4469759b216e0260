"""Photographs for a test."""

import io
from typing import Any

from PIL import Image


def make_photo(
    width: int = 1600, height: int = 1200, format: str = "JPEG", mode: str = "RGB", **saved: Any
) -> bytes:
    """An image file whose upper half is red and whose lower half is blue."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (0, height // 2, width, height))
    file = io.BytesIO()
    image.save(file, format, **saved)
    return file.getvalue()
