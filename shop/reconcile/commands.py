"""`flask --app shop reconcile`: Stripe and the shop, compared."""

import sys
from datetime import timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from shop.clock import now
from shop.reconcile.queries import not_compared_since
from shop.reconcile.reconcile import reconcile


def init_app(app: Flask) -> None:
    app.cli.add_command(_reconcile)


@click.command("reconcile")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    help="So viele Tage zurück; sonst seit dem letzten Abgleich, beim ersten Mal alles.",
)
@with_appcontext
def _reconcile(days: int | None) -> None:
    """Alles, was Stripe weiß, mit dem Laden vergleichen und Fehlendes nachbuchen."""
    since = not_compared_since() if days is None else now() - timedelta(days=days)
    wrong = 0
    for outcome in reconcile(since):
        found = outcome.found
        click.echo(f"{outcome.name}: {found.seen} angesehen, {found.booked} nachgebucht.")
        for sentence in found.wrong:
            click.echo(f"  {sentence}")
        wrong += len(found.wrong)
    click.echo("Alles stimmt überein." if not wrong else f"{wrong}-mal stimmt etwas nicht.")
    sys.exit(1 if wrong else 0)
