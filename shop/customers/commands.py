"""`flask --app shop customer …`: what somebody may ask for who ordered as a guest."""

import json

import click
from flask import Flask
from flask.cli import AppGroup

from shop.customers.delete_account import WorksHere
from shop.customers.erase_mailbox import erase_mailbox
from shop.customers.export import export_mailbox
from shop.db import db

group = AppGroup("customer", help="Auskunft und Löschung nach Art. 15 und 17 DSGVO.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("export")
@click.argument("email")
def _export(email: str) -> None:
    """Alles, was zu dieser Adresse gespeichert ist, als JSON.

    Vorher prüfen, dass wirklich dieser Mensch fragt, etwa indem die Anfrage aus diesem Postfach
    kam.
    """
    found = export_mailbox(email)
    db.session.rollback()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@group.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Nicht nachfragen.")
def _erase(email: str, yes: bool) -> None:
    """Löschen, was zu dieser Adresse nicht aufbewahrt werden muss; ein Konto dazu auch.

    Belege bezahlter Bestellungen bleiben acht Jahre (§ 147 AO) und werden danach von selbst
    unkenntlich. Es gibt kein Zurück.
    """
    if not yes:
        click.confirm(f"Alles zu {email} löschen?", abort=True)
    try:
        orders = erase_mailbox(email)
    except WorksHere:
        raise click.ClickException(
            "Diese Adresse gehört zu jemandem, der hier arbeitet: bitte „person disable“."
        ) from None
    db.session.commit()
    click.echo(f"{orders} Bestellungen vergessen, was sie dürfen." if orders else "Gelöscht.")
