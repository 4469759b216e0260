"""`flask --app shop check-words`."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from shop.origin.texts_checked import words_in_files
from shop.origin.wording import Why
from shop.trace.words_stored import words_stored

_ROOT = Path(__file__).resolve().parent.parent.parent
_WHY = {
    Why.GENERIC: "allgemeine Umweltaussage (Anhang UWG Nr. 4a)",
    Why.CLIMATE: "Aussage über das Klima (Anhang UWG Nr. 4c)",
    Why.DUTY: "gesetzliche Pflicht als Besonderheit",
    Why.HEALTH: "gesundheitsbezogene Angabe (VO (EG) 1924/2006)",
    Why.ORIGIN: "so stimmt die Herkunft nicht",
    Why.NEEDS_CLAIM: "nur als Aussage mit gültigem Nachweis",
}


def init_app(app: Flask) -> None:
    app.cli.add_command(_check_words)


@click.command("check-words")
@with_appcontext
def _check_words() -> None:
    """Alle Texte des Ladens auf Wörter prüfen, die verboten sind oder einen Nachweis brauchen.

    Nennt Datei und Zeile, oder Tabelle und Datensatz; endet mit 1, wenn eines gefunden ist.
    """
    found = [
        *(f"{x.path}:{x.line}: „{x.word}“: {_WHY[x.why]}" for x in words_in_files(_ROOT)),
        *(f"{x.place}: „{x.word}“: {_WHY[x.why]}" for x in words_stored()),
    ]
    for sentence in found:
        click.echo(sentence)
    if not found:
        click.echo("Kein Wort ohne Nachweis.")
    sys.exit(1 if found else 0)
