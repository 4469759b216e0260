"""Product files for a test: the printed template, changed here and there."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from shop.catalogue.import_commands import TEMPLATE
from shop.catalogue.models import Part, Price, Product, ProductWord, Variant
from shop.db import db


def said_by(app: Flask, *arguments: str) -> tuple[int, str]:
    """Exit code and words of `product …`, which ends without a fault."""
    found = app.test_cli_runner().invoke(args=["product", *arguments])
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found.exit_code, found.output


def import_text(app: Flask, file: Path, text: str, *options: str) -> tuple[int, str]:
    file.write_text(text, encoding="utf-8")
    return said_by(app, "import", str(file), *options)


def template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")


def changed_template(*changes: tuple[str, str]) -> str:
    """Each text in it replaced by another one."""
    text = template()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def whole_catalogue(app: Flask) -> list[Any]:
    """Every row an import could write."""
    with app.app_context():
        return [
            sorted(map(repr, db.session.execute(select(*table.__table__.c))))
            for table in (Product, Variant, Part, Price, ProductWord)
        ]
