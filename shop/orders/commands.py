"""`flask --app shop place …`: where orders can be collected."""

from typing import cast

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from shop.db import db
from shop.orders.add_place import NameTaken, Place, add_place
from shop.orders.close_place import NoSuchPlace, close_place
from shop.orders.models import PickupPlace
from shop.orders.place_forms import PlaceForm

group = AppGroup("place", help="Abholorte.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("add")
@click.argument("name")
@click.option("--street", required=True, help="Straße und Hausnummer.")
@click.option("--postcode", required=True)
@click.option("--city", required=True)
@click.option("--hours", required=True, help="Öffnungszeiten, wie Kunden sie lesen.")
@click.option("--instructions", default="", help="Was bei der Abholung zu tun ist.")
@click.option(
    "--ready-days",
    default="3",
    show_default=True,
    help="Werktage, bis eine heute bezahlte Bestellung dort liegt.",
)
def _add(**typed: str) -> None:
    """Einen Abholort eröffnen."""
    form = PlaceForm(MultiDict(typed))
    if not form.validate():
        wrong = [f"{field.label.text}: {field.errors[0]}" for field in form if field.errors]
        raise click.ClickException("\n".join(wrong))
    try:
        add_place(**cast(Place, form.data))
    except NameTaken:
        raise click.ClickException(f"{form.name.data} gibt es schon.") from None
    db.session.commit()
    click.echo(f"{form.name.data} ist eröffnet.")


@group.command("close")
@click.argument("name")
def _close(name: str) -> None:
    """Einen Abholort schließen; was dorthin unterwegs ist, kann noch abgeholt werden."""
    try:
        close_place(name)
    except NoSuchPlace:
        raise click.ClickException(f"Einen offenen Abholort {name!r} gibt es nicht.") from None
    db.session.commit()
    click.echo(f"{name} ist geschlossen.")


@group.command("list")
def _list() -> None:
    """Alle Abholorte zeigen."""
    ordered = select(PickupPlace).order_by(PickupPlace.position, PickupPlace.id)
    for place in db.session.scalars(ordered):
        state = "offen" if place.open else "geschlossen"
        where = f"{place.street}, {place.postcode} {place.city}"
        click.echo(f"{place.name} ({state}): {where}; {place.hours}; {place.ready_days} Werktage")
