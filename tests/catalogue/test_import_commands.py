"""Filling the shop from a file on the command line: all of it or nothing."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.catalogue.models import Price
from shop.db import db
from tests.make.product_files import (
    changed_template,
    import_text,
    said_by,
    template,
    whole_catalogue,
)

SLUGS = ("beispielkaffee", "beispielbecher", "beispielset")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "produkte.toml"


def test_the_printed_template_fills_the_shop_with_drafts(app: Flask, file: Path) -> None:
    code, said = import_text(app, file, said_by(app, "template")[1])
    assert code == 0
    assert [line.partition(":")[0] for line in said.splitlines()[:3]] == [
        "beispielkaffee",
        "BSP-250-B",
        "BSP-250-F",
    ]
    assert app.test_client().get("/kaffee/beispielkaffee").status_code == 404
    assert [said_by(app, "publish", slug)[0] for slug in SLUGS] == [0, 0, 0]
    page = app.test_client().get("/kaffee/beispielset").text
    assert "20,90\u00a0€" in page and "Röstkaffee, ganze Bohne; Becher aus Steinzeug" in page
    with app.app_context():
        assert set(db.session.scalars(select(Price.reason))) == {"Erster Preis"}


def test_a_dry_run_tells_the_same_and_changes_nothing(app: Flask, file: Path) -> None:
    before = whole_catalogue(app)
    *would, last = import_text(app, file, template(), "--dry-run")[1].splitlines()
    assert (whole_catalogue(app), "Nichts davon" in last) == (before, True)
    assert import_text(app, file, template())[1].splitlines()[: len(would)] == would


def test_a_dry_run_shows_new_prices_without_a_reason(app: Flask, file: Path) -> None:
    import_text(app, file, template())
    before = whole_catalogue(app)
    code, said = import_text(app, file, changed_template(('"14,50"', '"15,50"')), "--dry-run")
    assert (code, said.splitlines()[0]) == (0, "BSP-BECHER, price: 14,50\u00a0€ → 15,50\u00a0€")
    assert whole_catalogue(app) == before


def test_the_same_file_again_changes_nothing(app: Flask, file: Path) -> None:
    import_text(app, file, template())
    before = whole_catalogue(app)
    assert "alles schon so" in import_text(app, file, template())[1]
    assert whole_catalogue(app) == before


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_without_a_reason_no_price_changes_nor_anything_else(
    app: Flask, file: Path, reason: str
) -> None:
    import_text(app, file, template())
    before = whole_catalogue(app)
    text = changed_template(("Ein Satz", "Zwei Sätze"), ('"14,50"', '"15,50"'))
    code, said = import_text(app, file, text, "--reason", reason)
    assert (code, "--reason" in said) == (1, True)
    assert whole_catalogue(app) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"slug = ", "kein g\u00fcltiges TOML"),
        (b"a = " + b"[" * 5000, "kein g\u00fcltiges TOML"),
        ("name = 'Köpenick'".encode("latin-1"), "nicht in UTF-8"),
        (b"", "kein Produkt"),
        (b"products = 3", "[[products]]"),
    ],
)
def test_a_file_that_is_no_product_file_gets_a_sentence(
    app: Flask, file: Path, content: bytes, said: str
) -> None:
    file.write_bytes(content)
    code, told = said_by(app, "import", str(file))
    assert (code, "Nichts importiert" in told, said in told) == (1, True, True)


def test_a_file_from_an_editor_that_marks_its_encoding_is_read(app: Flask, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + template().replace("\n", "\r\n").encode())
    assert said_by(app, "import", str(file))[0] == 0


_junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 2**70),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["", "7,50", "set", "goods", "bean", "standard", "BSP-SET-B", "beispielset"]),
    st.just([]),
)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_file_with_anything_in_it_is_taken_whole_or_not_at_all(
    app: Flask, file: Path, data: st.DataObject
) -> None:
    document = tomllib.loads(template())
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from(list(_tables(document))))
        table[data.draw(st.sampled_from(sorted(table)))] = data.draw(_junk)
    before = whole_catalogue(app)
    text = _toml(document)
    code, _ = import_text(app, file, text, "--reason", "Test")
    if code:
        assert whole_catalogue(app) == before
    else:
        assert "alles schon so" in import_text(app, file, text)[1]


def _tables(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for value in document.values():
        for table in value if isinstance(value, list) else []:
            yield table
            yield from _tables(table)


def _toml(document: dict[str, Any]) -> str:
    """A key that holds None is left out."""
    return "\n".join(f"{key} = {_inline(it)}" for key, it in document.items())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{key} = {_inline(it)}" for key, it in value.items() if it is not None)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
