"""`flask --app shop product …`: import, prices, publishing, photographs."""

import re
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from shop.catalogue.add_photo import BadPhoto, add_photo, ready_photo, refuse_no_words
from shop.catalogue.import_commands import import_file, template
from shop.catalogue.models import Product, Variant
from shop.catalogue.photo_words import photo_words
from shop.catalogue.publish import NotPublishable, Unproven, publish
from shop.catalogue.retire import NeverPublished, retire
from shop.catalogue.set_price import DEAREST_CENTS, NoReason, NotAPrice, set_price
from shop.catalogue.show_command import show
from shop.db import db
from shop.web.filters import euro

group = AppGroup("product", help="Produkte anlegen, zeigen und zurückziehen, Preise, Fotos.")
group.add_command(import_file)
group.add_command(template)
group.add_command(show)
_PRICE = re.compile(r"([0-9]{1,7})(?:[,.]([0-9]{2}))?")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("set-price")
@click.argument("sku")
@click.argument("price")
@click.option("--reason", required=True, help="Warum; steht in der Preisgeschichte.")
def _set_price(sku: str, price: str, reason: str) -> None:
    """Einen Artikel ab jetzt zu diesem Bruttopreis verkaufen: 7,90 oder 12."""
    written = _PRICE.fullmatch(price.strip())
    if written is None:
        raise click.ClickException(f"{price!r} ist kein Preis. Bitte so schreiben: 7,90")
    cents = int(written[1]) * 100 + int(written[2] or 0)
    variant_id = db.session.scalar(select(Variant.id).where(Variant.sku == sku))
    if variant_id is None:
        raise click.ClickException(f"Einen Artikel {sku!r} gibt es nicht.")
    try:
        set_price(variant_id, cents, reason)
    except NotAPrice:
        most = euro(DEAREST_CENTS)
        raise click.ClickException(f"Der Preis muss zwischen 0,01 € und {most} liegen.") from None
    except NoReason:
        raise click.ClickException("Bitte einen Grund nennen, höchstens 200 Zeichen.") from None
    db.session.commit()
    click.echo(f"{sku} kostet jetzt {euro(cents)}.")


@group.command("publish")
@click.argument("slug")
def _publish(slug: str) -> None:
    """Ein Produkt im Katalog zeigen."""
    try:
        publish(_product_id(slug))
    except NotPublishable as refused:
        missing = ", ".join(refused.missing)
        raise click.ClickException(f"{slug} fehlt noch etwas: {missing}") from None
    except Unproven as refused:
        raise click.ClickException("\n".join([f"{slug}:", *refused.sentences])) from None
    db.session.commit()
    click.echo(f"{slug} ist im Katalog.")


@group.command("retire")
@click.argument("slug")
def _retire(slug: str) -> None:
    """Ein Produkt nicht mehr verkaufen."""
    try:
        retire(_product_id(slug))
    except NeverPublished:
        raise click.ClickException(f"{slug} war noch nie im Katalog.") from None
    db.session.commit()
    click.echo(f"{slug} wird nicht mehr verkauft.")


@group.command("add-photo")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--alt", required=True, help="Was darauf zu sehen ist, für alle, die es nicht sehen.")
def _add_photo(slug: str, file: Path, alt: str) -> None:
    """Einem Produkt ein Foto geben."""
    try:
        refuse_no_words(alt)
        add_photo(_product_id(slug), ready_photo(file.read_bytes()), alt)
    except BadPhoto as refused:
        raise click.ClickException(photo_words(refused)) from None
    db.session.commit()
    click.echo(f"{slug} hat ein Foto mehr.")


def _product_id(slug: str) -> int:
    found = db.session.scalar(select(Product.id).where(Product.slug == slug))
    if found is None:
        raise click.ClickException(f"Ein Produkt {slug!r} gibt es nicht.")
    return found
