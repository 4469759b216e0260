"""`flask --app shop product import` and `product template`: fill the shop from a file."""

import tomllib
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from shop.catalogue.import_products import import_products
from shop.catalogue.product_file import BadFile, read_products
from shop.catalogue.save_product import Change
from shop.catalogue.set_price import NoReason
from shop.db import db
from shop.web.filters import euro

TEMPLATE = Path(__file__).with_name("product_template.toml")
_LONGEST_SHOWN = 60


@click.command("template")
def template() -> None:
    """Eine Beispieldatei für `import` ausgeben: ein Kaffee, ein Becher, ein Set."""
    click.echo(TEMPLATE.read_text(encoding="utf-8"), nl=False)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Nur zeigen, was sich ändern würde.")
@click.option("--reason", default="", help="Warum sich Preise ändern; steht in der Geschichte.")
@with_appcontext
def import_file(file: Path, dry_run: bool, reason: str) -> None:
    """Produkte aus einer TOML-Datei anlegen oder ändern: alle oder keines."""
    try:
        products = read_products(_parsed(file))
        # What a dry run shows is what happened, before it is taken back.
        changes = import_products(products, reason.strip() or ("Probelauf" if dry_run else ""))
    except BadFile as refused:
        db.session.rollback()
        raise click.ClickException("\n".join(["Nichts importiert.", *refused.problems])) from None
    except NoReason:
        db.session.rollback()
        raise click.ClickException(
            "Nichts importiert. Preise ändern sich: Bitte mit --reason sagen, warum, in höchstens "
            "200 Zeichen. Welche, zeigt --dry-run."
        ) from None
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    for line in _told(changes, dry_run):
        click.echo(line)


def _parsed(file: Path) -> dict[str, Any]:
    try:
        # Some editors put a byte order mark in front.
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile([f"{file.name} ist nicht in UTF-8 gespeichert."]) from None
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise BadFile([f"{file.name} ist kein gültiges TOML: {error}"]) from None


def _told(changes: list[Change], dry_run: bool) -> list[str]:
    if not changes:
        return ["Es ist alles schon so, wie es in der Datei steht."]
    lines = [_line(change) for change in changes]
    if dry_run:
        return [*lines, "Probelauf: Nichts davon ist geschehen."]
    if any(_is_new_product(change) for change in changes):
        lines.append("Entwürfe sieht niemand, bis `product publish SLUG` sie zeigt.")
    return lines


def _line(change: Change) -> str:
    if _is_new_product(change):
        return f"{change.of}: neu, als Entwurf"
    if not change.column:
        return f"{change.of}: neu, {euro(change.after)}"
    before, after = _shown(change.column, change.before), _shown(change.column, change.after)
    return f"{change.of}, {change.column.removesuffix('_cents')}: {before} → {after}"


def _is_new_product(change: Change) -> bool:
    return not change.column and change.after is None


def _shown(column: str, value: Any) -> str:
    if column == "price_cents":
        return euro(value)
    if column == "parts":
        shown = (f"{x['name']} {euro(x['single_price_cents'])} {x['vat_class']}" for x in value)
        return " + ".join(shown) or "nichts"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if value is None or value == "":
        return "nichts"
    text = " ".join(str(value).split())
    # The difference may stand anywhere in a long text; whoever wrote it knows where.
    return text if len(text) <= _LONGEST_SHOWN else f"{len(text)} Zeichen"
