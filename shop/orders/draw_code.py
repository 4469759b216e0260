"""The pickup code of an order as a QR code: scanned at the counter, it opens the hand-over."""

from functools import lru_cache

import segno
from markupsafe import Markup

from shop.config import settings


def draw_code(code: str) -> Markup:
    """An `<svg>` that needs no style of its own."""
    return _drawn(f"{settings().base_url}/auftraege/uebergabe?code={code}")


@lru_cache(maxsize=256)
def _drawn(address: str) -> Markup:
    made = segno.make(address, error="m", micro=False, boost_error=False)
    # Of segno's own making, from an address that is ours.
    return Markup(made.svg_inline(scale=4, border=4, svgclass="qr", lineclass=None))
