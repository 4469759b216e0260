"""What an operator does: `flask --app shop …`."""

import click
from flask import Flask
from flask.cli import with_appcontext

from shop.books import commands as books
from shop.catalogue import commands as catalogue
from shop.customers import commands as customers
from shop.demo.commands import demo
from shop.orders import commands as orders
from shop.origin import commands as origin
from shop.reconcile import commands as reconcile
from shop.trace import commands as trace
from shop.worker import run_once, work


def init_app(app: Flask) -> None:
    catalogue.init_app(app)
    orders.init_app(app)
    customers.init_app(app)
    books.init_app(app)
    reconcile.init_app(app)
    origin.init_app(app)
    trace.init_app(app)
    app.cli.add_command(demo)
    app.cli.add_command(worker)


@click.command("worker")
@click.option("--once", is_flag=True, help="Jede Arbeit einmal tun und aufhören.")
@with_appcontext
def worker(once: bool) -> None:
    """Mails senden, Zahlungen nachsehen, Liegengebliebenes aufräumen."""
    if once:
        run_once()
    else:
        work()
