"""What an operator does with products on the command line."""

from pathlib import Path

import pytest
from flask import Flask

from tests.make.catalogue import make_product
from tests.make.photos import make_photo

# Which database stands behind a command plays no part here.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _said(app: Flask, *arguments: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["product", *arguments])
    return found.exit_code, found.output


def test_a_price_is_changed_with_a_reason(app: Flask) -> None:
    made = make_product(app)
    assert _said(app, "set-price", made.variant.sku, "7,90", "--reason", "Ernte") == (
        0,
        f"{made.variant.sku} kostet jetzt 7,90\u00a0€.\n",
    )
    assert "7,90" in app.test_client().get(f"/kaffee/{made.slug}").text


@pytest.mark.parametrize(
    ("price", "sentence"),
    [
        ("viel", "kein Preis"),
        ("7,9", "kein Preis"),
        ("-7,90", "No such option"),
        ("1e3", "kein Preis"),
        ("0", "zwischen"),
        ("99999", "zwischen"),
    ],
)
def test_what_is_no_price_gets_a_sentence(app: Flask, price: str, sentence: str) -> None:
    made = make_product(app)
    code, said = _said(app, "set-price", made.variant.sku, price, "--reason", "Ernte")
    assert code != 0
    assert sentence in said
    assert "Traceback" not in said


def test_a_draft_is_published_when_nothing_is_missing(app: Flask) -> None:
    draft = make_product(app, state="draft", storage="")
    assert "fehlt noch etwas: storage" in _said(app, "publish", draft.slug)[1]
    whole = make_product(app, state="draft")
    assert _said(app, "publish", whole.slug)[0] == 0
    assert app.test_client().get(f"/kaffee/{whole.slug}").status_code == 200


def test_a_product_is_retired(app: Flask) -> None:
    made, draft = make_product(app), make_product(app, state="draft")
    assert _said(app, "retire", made.slug)[0] == 0
    assert app.test_client().get(f"/kaffee/{made.slug}").status_code == 410
    assert "noch nie im Katalog" in _said(app, "retire", draft.slug)[1]


def test_a_photograph_is_added(app: Flask, tmp_path: Path) -> None:
    made, file, other = make_product(app), tmp_path / "foto.jpg", tmp_path / "foto.svg"
    file.write_bytes(make_photo())
    other.write_bytes(b"<svg/>")
    assert _said(app, "add-photo", made.slug, str(file), "--alt", "Eine Tüte")[0] == 0
    assert "Eine Tüte" in app.test_client().get(f"/kaffee/{made.slug}").text
    code, said = _said(app, "add-photo", made.slug, str(other), "--alt", "Eine Tüte")
    assert (code, "kein Foto" in said) == (1, True)


def test_what_does_not_exist_is_told(app: Flask) -> None:
    assert "gibt es nicht" in _said(app, "publish", "nichts")[1]
    assert "gibt es nicht" in _said(app, "set-price", "nichts", "1", "--reason", "x")[1]
