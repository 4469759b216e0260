"""What an operator reads of the books."""

from flask import Flask
from sqlalchemy import text

from shop.books.laws import GROUPS, LAWS
from shop.db import db
from tests.make.catalogue import make_product


def _said(app: Flask) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(args=["check-books"])
    return result.exit_code, result.output.splitlines()


def test_each_law_is_told_in_a_line_below_what_it_is_about(app: Flask) -> None:
    make_product(app)
    code, lines = _said(app)
    told = [
        line
        for about, laws in GROUPS
        for line in (about, *(f"  {law.sentence}: stimmt" for law in laws))
    ]
    assert lines == [*told, "Die Bücher stimmen."]
    assert not any("\n" in law.sentence for law in LAWS)
    assert code == 0


def test_below_a_broken_law_stands_every_row_that_breaks_it(app: Flask) -> None:
    bags = make_product(app, variants=[{"sku": "EINS"}, {"sku": "ZWEI"}, {"sku": "DREI"}])
    with app.app_context():
        for variant in bags.variants[:2]:
            change = "update stock_levels set on_hand = 11 where variant_id = :id"
            db.session.execute(text(change), {"id": variant.id})
        db.session.commit()
    code, lines = _said(app)
    where = lines.index("  Jeder Bestand ist die Summe seiner Bewegungen: stimmt nicht (2)")
    told = "im Regal 11, nach den Bewegungen 10; zurückgelegt 0, nach den Bewegungen 0"
    assert lines[where + 1 : where + 3] == [
        f"    Lager, EINS T-ENDLESS: {told}",
        f"    Lager, ZWEI T-ENDLESS: {told}",
    ]
    assert lines[-1].endswith(f" von {len(LAWS)} stimmen nicht.")
    assert code == 1
