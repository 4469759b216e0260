"""`flask --app shop demo …`: the whole shop on one machine, with nothing real in it.

The parts are imported where they are used: a shop in production never loads them.
"""

import shutil

import click
from flask.cli import AppGroup

from shop.config import settings

demo = AppGroup("demo", help="Der Vorführladen.")


@demo.command("run")
def run() -> None:
    """Laden, Worker, Demo-Stripe und Demo-Postfach starten, bis Strg-C alles beendet."""
    _refuse_outside_demo()
    from shop.demo.run import run as run_everything

    run_everything()


@demo.command("fill")
def fill_shop() -> None:
    """Erfundene Ware, Menschen und Bestellungen eintragen, wenn der Laden leer ist."""
    _refuse_outside_demo()
    from shop.demo.fill import fill

    fill()


@demo.command("codes")
def codes() -> None:
    """Zeigen, welche Einmalcodes die erfundenen Kolleginnen und Kollegen gerade haben."""
    _refuse_outside_demo()
    from shop.demo.people import COLLEAGUES, code_of, seconds_left

    for colleague in COLLEAGUES:
        click.echo(f"{code_of(colleague)}  {colleague.email}")
    click.echo(f"Noch {seconds_left()} Sekunden.")


@demo.command("reset")
def reset() -> None:
    """Alles verwerfen, was der Vorführladen gespeichert hat."""
    _refuse_outside_demo()
    shutil.rmtree(settings().data_dir, ignore_errors=True)


def _refuse_outside_demo() -> None:
    if not settings().demo:
        raise click.ClickException("Das gibt es nur im Vorführladen (SHOP_MODE=demo).")
