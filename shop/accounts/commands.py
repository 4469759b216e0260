"""`flask --app shop person …`: who works here."""

import secrets

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from shop.accounts.add_person import BadEmail, add_person
from shop.accounts.disable_person import disable_person
from shop.accounts.models import Person
from shop.accounts.passwords import WeakPassword
from shop.accounts.rules import SHORTEST_PASSWORD, RoleName
from shop.accounts.set_roles import set_roles
from shop.db import db

group = AppGroup("person", help="Wer sich anmelden kann.")
_role = click.Choice([role.value for role in RoleName])


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Wie man diesen Menschen im Laden kennt.")
@click.option("--role", "roles", type=_role, multiple=True, required=True)
@click.option("--generate", is_flag=True, help="Ein Passwort ausdenken und einmal zeigen.")
def _add(email: str, name: str, roles: tuple[str, ...], generate: bool) -> None:
    """Jemanden aufnehmen. Fragt nach dem Passwort, ohne es zu zeigen."""
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
    db.session.commit()
    click.echo(f"{person.email} kann sich anmelden als {', '.join(roles)}.")
    if generate:
        click.echo(f"Passwort: {password}")


@group.command("disable")
@click.argument("email")
def _disable(email: str) -> None:
    """Jemanden abmelden, überall, und nicht wieder hereinlassen."""
    disable_person(_known(email))
    db.session.commit()
    click.echo(f"{email} kann sich nicht mehr anmelden.")


@group.command("roles")
@click.argument("email")
@click.option("--role", "roles", type=_role, multiple=True)
def _roles(email: str, roles: tuple[str, ...]) -> None:
    """Zeigen, was jemand darf, oder es festlegen: Nicht genannte Rollen gehen verloren."""
    person = _known(email)
    if roles:
        set_roles(person, [RoleName(role) for role in roles])
        db.session.commit()
    click.echo(", ".join(sorted(role.name for role in person.roles)) or "keine Rolle")


def _asked() -> str:
    return str(click.prompt("Passwort", hide_input=True, confirmation_prompt=True))


def _known(email: str) -> Person:
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise click.ClickException(f"Die Adresse {email} hat niemand.")
    return person
