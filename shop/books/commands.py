"""`flask --app shop check-books`."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext

from shop.books.check_books import Verdict, check_books
from shop.books.laws import GROUPS


def init_app(app: Flask) -> None:
    app.cli.add_command(_check_books)


@click.command("check-books")
@with_appcontext
def _check_books() -> None:
    """Beweisen, dass die Bücher stimmen: ein Gesetz je Zeile, darunter, was es bricht.

    Endet mit 1, wenn eines nicht stimmt.
    """
    verdicts = {verdict.law.name: verdict for verdict in check_books()}
    for about, laws in GROUPS:
        click.echo(about)
        for law in laws:
            _tell(verdicts[law.name])
    broken = sum(not verdict.holds for verdict in verdicts.values())
    click.echo(f"{broken} von {len(verdicts)} stimmen nicht." if broken else "Die Bücher stimmen.")
    sys.exit(1 if broken else 0)


def _tell(verdict: Verdict) -> None:
    count = len(verdict.broken)
    outcome = "stimmt" if verdict.holds else f"stimmt nicht ({count})"
    click.echo(f"  {verdict.law.sentence}: {outcome}")
    for sentence in verdict.broken:
        click.echo(f"    {sentence}")
