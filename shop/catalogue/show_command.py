"""`flask --app shop product show`: what a variant costs, has cost, and how many there are."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from shop.catalogue.models import Variant
from shop.catalogue.price_history import lowest_price_30_days
from shop.catalogue.sellable import sellable
from shop.clock import now
from shop.db import db
from shop.web.filters import euro, kg_price


@click.command("show")
@click.argument("sku")
@with_appcontext
def show(sku: str) -> None:
    """Preis, niedrigster Preis der letzten 30 Tage und Bestand eines Artikels.

    Wer einen Preis senkt und damit wirbt, muss den niedrigsten der 30 Tage davor nennen und jeden
    Prozentsatz von ihm aus rechnen (§ 11 PAngV).
    """
    variant_id = db.session.scalar(select(Variant.id).where(Variant.sku == sku))
    if variant_id is None:
        raise click.ClickException(f"Einen Artikel {sku!r} gibt es nicht.")
    goods = sellable([variant_id])[variant_id]
    lowest = lowest_price_30_days(variant_id, now())
    per_kg = f", {kg_price(goods.price_cents, goods.net_grams)}" if goods.net_grams else ""
    click.echo(f"{goods.product_name}, {goods.variant_name}")
    click.echo(f"Preis: {euro(goods.price_cents)}{per_kg}")
    click.echo(f"Niedrigster Preis der letzten 30 Tage: {euro(lowest) if lowest else 'keiner'}")
    click.echo(f"Frei: {goods.available}" if goods.on_sale else "Wird nicht verkauft.")
