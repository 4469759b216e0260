"""`flask --app shop add-person` and `person …`: who works here."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from shop.accounts.add_person import BadEmail, add_person
from shop.accounts.disable_person import disable_person
from shop.accounts.models import Person
from shop.accounts.note_person import note_person, standing
from shop.accounts.notify import notify
from shop.accounts.passwords import WeakPassword
from shop.accounts.reset_factors import reset_factors
from shop.accounts.rules import SHORTEST_PASSWORD, WORKING, LastAdmin, RoleName
from shop.accounts.set_roles import set_roles
from shop.db import db

group = AppGroup("person", help="Wer sich anmelden kann.")
_role = click.Choice([role.value for role in RoleName if role in WORKING])


def init_app(app: Flask) -> None:
    app.cli.add_command(group)
    app.cli.add_command(add_person_by_hand)


@click.command("add-person")
@click.argument("email")
@click.option("--name", required=True, help="Wie man diesen Menschen im Laden kennt.")
@click.option("--role", "roles", type=_role, multiple=True, required=True)
@click.option("--generate", is_flag=True, help="Ein Passwort ausdenken und einmal zeigen.")
@with_appcontext
def add_person_by_hand(email: str, name: str, roles: tuple[str, ...], generate: bool) -> None:
    """Jemanden aufnehmen. Fragt nach dem Passwort, ohne es zu zeigen.

    Der erste Mensch kommt so herein; alle weiteren lädt die Verwaltung auf ihrer Seite ein. Den
    zweiten Faktor richtet man bei der ersten Anmeldung ein.
    """
    password = secrets.token_urlsafe(18) if generate else _asked()
    try:
        person = add_person(email, name, [RoleName(role) for role in roles], password)
    except WeakPassword:
        raise click.ClickException(
            f"Dieses Passwort ist leicht zu erraten: Nehmen Sie mindestens {SHORTEST_PASSWORD} "
            "Zeichen, zum Beispiel vier Wörter, die nichts miteinander zu tun haben."
        ) from None
    except BadEmail:
        raise click.ClickException(
            f"{email} ist keine vollständige Adresse, oder jemand hat sie schon."
        ) from None
    note_person(person.id, {}, standing(person), None)
    db.session.commit()
    click.echo(f"{person.email} kann sich anmelden als {', '.join(roles)}.")
    if generate:
        click.echo(f"Passwort: {password}")


@group.command("disable")
@click.argument("email")
def _disable(email: str) -> None:
    """Jemanden abmelden, überall, und nicht wieder hereinlassen."""
    person = _known(email)
    before = standing(person)
    with _refusals():
        disable_person(person)
    note_person(person.id, before, standing(person), None)
    db.session.commit()
    click.echo(f"{email} kann sich nicht mehr anmelden.")


@group.command("roles")
@click.argument("email")
@click.option("--role", "roles", type=_role, multiple=True)
def _roles(email: str, roles: tuple[str, ...]) -> None:
    """Zeigen, was jemand darf, oder es festlegen: Nicht genannte Rollen gehen verloren."""
    person = _known(email)
    if roles:
        before = standing(person)
        with _refusals():
            set_roles(person, [RoleName(role) for role in roles])
        note_person(person.id, before, standing(person), None)
        db.session.commit()
    click.echo(", ".join(sorted(role.name for role in person.roles)) or "keine Rolle")


@group.command("reset-second-factor")
@click.argument("email")
@click.option("--reason", required=True, help="Warum; steht im Verlauf.")
def _reset(email: str, reason: str) -> None:
    """App, Passkeys und Ersatzcodes verwerfen, wenn die Verwaltung selbst nicht hineinkommt."""
    person = _known(email)
    reset_factors(person.id)
    notify(person.email, "factors_reset")
    note_person(person.id, {}, {"factors_reset": reason[:300]}, None)
    db.session.commit()
    click.echo(f"{email} richtet bei der nächsten Anmeldung einen neuen zweiten Faktor ein.")


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except LastAdmin:
        raise click.ClickException("Jemand muss die Verwaltung behalten.") from None


def _asked() -> str:
    return str(click.prompt("Passwort", hide_input=True, confirmation_prompt=True))


def _known(email: str) -> Person:
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise click.ClickException(f"Die Adresse {email} hat niemand.")
    return person
