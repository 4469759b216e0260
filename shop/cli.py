"""What an operator does: `flask --app shop …`."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext

from shop.catalogue import commands as catalogue
from shop.demo.commands import demo
from shop.orders import commands as orders
from shop.stock.prove import prove
from shop.worker import run_once, work


def init_app(app: Flask) -> None:
    catalogue.init_app(app)
    orders.init_app(app)
    app.cli.add_command(demo)
    app.cli.add_command(worker)
    app.cli.add_command(check_stock)


@click.command("worker")
@click.option("--once", is_flag=True, help="Jede Arbeit einmal tun und aufhören.")
@with_appcontext
def worker(once: bool) -> None:
    """Mails senden, Zahlungen nachsehen, Liegengebliebenes aufräumen."""
    if once:
        run_once()
    else:
        work()


@click.command("check-stock")
@with_appcontext
def check_stock() -> None:
    """Beweisen, dass jeder Bestand die Summe seiner Bewegungen ist."""
    wrong = prove()
    for sentence in wrong:
        click.echo(sentence)
    click.echo("Der Bestand stimmt." if not wrong else f"{len(wrong)} Bestände stimmen nicht.")
    sys.exit(1 if wrong else 0)
