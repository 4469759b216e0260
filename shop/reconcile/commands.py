"""`flask --app shop reconcile`: Stripe and the shop, compared."""

import sys
from datetime import timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from shop.clock import now
from shop.reconcile.queries import not_compared_since
from shop.reconcile.reconcile import Outcome, reconcile


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
    """Alles, was Stripe weiß, mit dem Laden vergleichen und Fehlendes nachbuchen.

    Endet mit 1, wenn etwas nicht stimmt, und mit 2, wenn ein Schritt nicht ging.
    """
    since = not_compared_since() if days is None else now() - timedelta(days=days)
    failures: list[str] = []
    wrong = 0
    for outcome in reconcile(since):
        _tell(outcome)
        wrong += len(outcome.found.wrong)
        failures += filter(None, [outcome.failure])
    _sum_up(wrong, failures)
    sys.exit(2 if failures else 1 if wrong else 0)


def _tell(outcome: Outcome) -> None:
    found = outcome.found
    went = (
        "ging nicht" if outcome.failure else f"{found.seen} angesehen, {found.booked} nachgebucht"
    )
    click.echo(f"{outcome.name}: {went}.")
    for sentence in found.wrong:
        click.echo(f"  {sentence}")


def _sum_up(wrong: int, failures: list[str]) -> None:
    for failure in dict.fromkeys(failures):
        click.echo(failure)
    if failures:
        steps = "Ein Schritt ging" if len(failures) == 1 else f"{len(failures)} Schritte gingen"
        click.echo(f"{steps} nicht: ob dort alles übereinstimmt, ist offen.")
    if wrong:
        click.echo(f"{wrong}-mal stimmt etwas nicht.")
    elif not failures:
        click.echo("Alles stimmt überein.")
