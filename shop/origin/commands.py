"""`flask --app shop check-evidence`."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from shop.db import db
from shop.origin.evidence_files import is_as_kept
from shop.origin.proof_models import Certificate, Scheme


def init_app(app: Flask) -> None:
    app.cli.add_command(_check_evidence)


@click.command("check-evidence")
@with_appcontext
def _check_evidence() -> None:
    """Jede Datei der Nachweise gegen ihre Prüfsumme halten.

    Nennt, was fehlt oder verändert ist, und endet dann mit 1.
    """
    kept = _kept()
    broken = {digest: whose for digest, whose in kept.items() if not is_as_kept(digest)}
    for digest, whose in broken.items():
        click.echo(f"{whose}: Datei {digest[:12]}… fehlt oder ist verändert.")
    if not broken:
        click.echo(f"{len(kept)} Dateien sind da und unverändert.")
    sys.exit(1 if broken else 0)


def _kept() -> dict[str, str]:
    """Hash → what it is the file of."""
    marks = db.session.execute(
        select(Scheme.mark_sha256, Scheme.name).where(Scheme.mark_sha256 != "")
    )
    proofs = db.session.execute(
        select(Certificate.file_sha256, Scheme.name, Certificate.holder, Certificate.number)
        .join(Scheme, Scheme.id == Certificate.scheme_id)
        .order_by(Certificate.id)
    )
    return {digest: f"Zeichen {name}" for digest, name in marks} | {
        digest: f"{scheme}, {holder}, {number}" for digest, scheme, holder, number in proofs
    }
