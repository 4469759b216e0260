import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.web import assets
from shop.web.assets import STATIC, UnknownAsset


def shop_with(static: Path = STATIC) -> Flask:
    app = Flask("shop", static_folder=None)
    assets.init_app(app, static)
    return app


def address(app: Flask, name: str) -> str:
    return str(app.jinja_env.from_string("{{ asset_url(name) }}").render(name=name))


@pytest.fixture
def app() -> Flask:
    return shop_with()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_style_sheet_is_kept_for_a_year(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app, "shop.css"))
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_tokens_come_first_and_print_rules_last(app: Flask, client: FlaskClient) -> None:
    styles = client.get(address(app, "shop.css")).get_data(as_text=True)
    first, last = styles.index("--paper:"), styles.index("@media print")
    assert first < styles.index("body{") < styles.index(".site-header") < last


def test_zipped_and_plain_are_the_same(app: Flask, client: FlaskClient) -> None:
    where = address(app, "shop.css")
    plain, zipped = client.get(where), client.get(where, headers={"Accept-Encoding": "gzip, br"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"


def test_who_refuses_gzip_gets_plain(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app, "shop.css"), headers={"Accept-Encoding": "gzip;q=0, *"})
    assert "Content-Encoding" not in answer.headers


def test_a_page_of_another_release_gets_its_styles_but_nobody_keeps_them(
    client: FlaskClient,
) -> None:
    answer = client.get("/static/0123456789ab/shop.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_changed_file_has_a_new_address(tmp_path: Path) -> None:
    for folder in ("css", "js", "img"):
        (tmp_path / folder).mkdir()
    styles = tmp_path / "css" / "tokens.css"
    styles.write_text("a{}")
    before = address(shop_with(tmp_path), "shop.css")
    assert address(shop_with(tmp_path), "shop.css") == before
    styles.write_text("b{}")
    assert address(shop_with(tmp_path), "shop.css") != before


@pytest.mark.parametrize("name", ["nothing.css", "tokens.css", "..%2fpyproject.toml", "%00"])
def test_what_is_not_an_asset_is_not_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/0123456789ab/{name}").status_code == 404


def test_a_template_that_names_an_unknown_file_fails(app: Flask) -> None:
    with pytest.raises(UnknownAsset):
        address(app, "schop.css")


def test_the_whole_style_sheet_travels_in_at_most_10_kilobytes(
    app: Flask, client: FlaskClient
) -> None:
    styles = client.get(address(app, "shop.css"), headers={"Accept-Encoding": "gzip"})
    assert styles.headers["Content-Encoding"] == "gzip"
    assert len(styles.data) <= 10_000


def test_styles_name_only_drawings_that_exist(app: Flask, client: FlaskClient) -> None:
    styles = client.get(address(app, "shop.css")).get_data(as_text=True)
    named = re.findall(r"url\(([^)]*)\)", styles)
    assert named
    for name in named:
        address(app, name)
