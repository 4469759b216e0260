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

group = AppGroup("person", help="People who can sign in: staff, report readers, admins.")
_role = click.Choice([role.value for role in RoleName])


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know this person.")
@click.option("--role", "roles", type=_role, multiple=True, required=True)
@click.option("--generate", is_flag=True, help="Make up a password and print it once.")
def _add(email: str, name: str, roles: tuple[str, ...], generate: bool) -> None:
    """Add somebody. Asks for the password without showing it."""
    password = secrets.token_urlsafe(18) if generate else _asked()
    try:
        person = add_person(email, name, [RoleName(role) for role in roles], password)
    except WeakPassword:
        raise click.ClickException(
            f"This password is easily guessed: take at least {SHORTEST_PASSWORD} characters, "
            "for example four words that have nothing to do with each other."
        ) from None
    except BadEmail as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo(f"{person.email} can sign in as {', '.join(roles)}.")
    if generate:
        click.echo(f"Password: {password}")


@group.command("disable")
@click.argument("email")
def _disable(email: str) -> None:
    """End all sessions of somebody and let nobody in under this address any more."""
    disable_person(_known(email))
    db.session.commit()
    click.echo(f"{email} can no longer sign in.")


@group.command("roles")
@click.argument("email")
@click.option("--role", "roles", type=_role, multiple=True)
def _roles(email: str, roles: tuple[str, ...]) -> None:
    """Show what somebody may do, or set it: every role that is not named is taken away."""
    person = _known(email)
    if roles:
        set_roles(person, [RoleName(role) for role in roles])
        db.session.commit()
    click.echo(", ".join(sorted(role.name for role in person.roles)) or "no role")


def _asked() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _known(email: str) -> Person:
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return person
