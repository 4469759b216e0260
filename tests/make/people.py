"""People who work with the shop, and browsers in which they are signed in."""

from collections.abc import Sequence

from flask import Flask
from flask.testing import FlaskClient

from shop.accounts.add_customer import add_customer
from shop.accounts.add_person import add_person
from shop.accounts.models import Person
from shop.accounts.rules import RoleName
from shop.clock import now
from shop.db import db

PASSWORD = "vier Worte ohne Zusammenhang"


def make_person(
    app: Flask, email: str = "lager@laden.example", roles: Sequence[str] = ("staff",)
) -> int:
    """Somebody with the password above; their id."""
    hash_cheaply(app)
    with app.app_context():
        person = _added(email, [RoleName(role) for role in roles])
        db.session.commit()
        return person.id


def _added(email: str, roles: list[RoleName]) -> Person:
    if roles != [RoleName.CUSTOMER]:
        return add_person(email, "Testperson 007", roles, PASSWORD)
    customer = add_customer(email, PASSWORD, "Testperson 007")
    customer.confirmed_at = now()
    return customer


def sign_in(
    client: FlaskClient, email: str = "lager@laden.example", password: str = PASSWORD
) -> None:
    client.post("/konto/anmelden", data={"email": email, "password": password})


def signed_in(app: Flask, role: str = "staff") -> FlaskClient:
    """A browser of somebody new with this one role."""
    make_person(app, f"{role}@laden.example", [role])
    client = app.test_client()
    sign_in(client, f"{role}@laden.example")
    return client


def hash_cheaply(app: Flask) -> None:
    """argon2 with as little work as it takes: tests sign in hundreds of times."""
    app.extensions["security"].pwd_context.update(
        argon2__rounds=1, argon2__memory_cost=8, argon2__parallelism=1
    )
