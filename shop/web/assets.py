"""What a browser loads: style sheets, scripts, drawings, under addresses that never change.

All files share one hash in their address, so that a style sheet or a drawing can name its
neighbour by a plain relative address.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request

STATIC = Path(__file__).resolve().parents[2] / "static"
#: Each style sheet from these files; customers never load what only staff pages need.
STYLES = {
    "shop.css": ("tokens.css", "base.css", "components/*.css", "print.css"),
    "staff.css": ("staff/*.css",),
}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    body: bytes
    gzipped: bytes
    content_type: str


class UnknownAsset(LookupError):
    """A template names a file that does not exist."""


def init_app(app: Flask, static: Path = STATIC) -> None:
    """Read every file once, serve them below /static/<hash>/, give templates `asset_url`."""
    assets = _read(static)
    release = _hash(assets)

    def asset_url(name: str) -> str:
        if name not in assets:
            raise UnknownAsset(name)
        return f"/static/{release}/{name}"

    def serve(wanted: str, name: str) -> Response:
        if name not in assets:
            abort(404)
        return _answer(assets[name], current=wanted == release)

    app.jinja_env.globals["asset_url"] = asset_url
    app.add_url_rule("/static/<wanted>/<name>", "asset", serve)


def _read(static: Path) -> dict[str, Asset]:
    bodies = {name: _tight(b"".join(_styles(static, parts))) for name, parts in STYLES.items()}
    for folder in ("js", "img"):
        bodies |= {path.name: path.read_bytes() for path in sorted((static / folder).iterdir())}
    return {name: _asset(name, body) for name, body in bodies.items()}


def _styles(static: Path, parts: tuple[str, ...]) -> list[bytes]:
    css = static / "css"
    return [path.read_bytes() for part in parts for path in sorted(css.glob(part))]


def _tight(styles: bytes) -> bytes:
    """Without the comments and blanks that are for the people who write it."""
    short = re.sub(rb"\s*([{};,])\s*", rb"\1", re.sub(rb"(?s)/\*.*?\*/|\s+", b" ", styles))
    # After a colon only: before one, a blank is part of a selector.
    return short.replace(b": ", b":").replace(b";}", b"}")


def _asset(name: str, body: bytes) -> Asset:
    return Asset(body, gzip.compress(body, mtime=0), TYPES[Path(name).suffix])


def _hash(assets: dict[str, Asset]) -> str:
    digest = hashlib.sha256()
    for name in sorted(assets):
        digest.update(name.encode() + b"\0" + assets[name].body)
    return digest.hexdigest()[:12]


def _answer(asset: Asset, *, current: bool) -> Response:
    """An address with another hash comes from a page of another release: answer, but do not let
    this release's bytes be kept under that release's address."""
    zipped = request.accept_encodings["gzip"] > 0
    response = Response(asset.gzipped if zipped else asset.body, mimetype=asset.content_type)
    response.headers["Cache-Control"] = FOR_A_YEAR if current else "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response
