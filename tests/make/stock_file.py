"""Stock files for a test."""

from flask import Flask

from shop.db import db
from shop.stock.models import Location
from shop.stock_csv.apply_import import apply_import
from shop.stock_csv.check_file import Checked, check_file
from shop.stock_csv.keep_import import keep_import

HEAD = "Ort;Artikelnummer;Charge;Bestand bisher;Bestand neu;Grund"


def stock_csv(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join((head, *lines, "")).encode()


def checked(app: Flask, content: bytes) -> Checked:
    with app.app_context():
        return check_file(content)


def kept(app: Flask, content: bytes) -> int:
    """Looked through and kept, not applied."""
    with app.app_context():
        import_id = keep_import(check_file(content), "zaehlung.csv", "Zählung vom Freitag", None)
        db.session.commit()
    return import_id


def applied(app: Flask, import_id: int) -> None:
    with app.app_context():
        apply_import(import_id, None)
        db.session.commit()


def stockroom(app: Flask) -> str:
    """Its name."""
    with app.app_context():
        return db.session.get_one(Location, 1).name
