"""People who work with the shop, and browsers in which they are signed in."""

from collections.abc import Sequence

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.accounts.add_customer import add_customer
from shop.accounts.add_person import add_person
from shop.accounts.models import Authenticator, Person
from shop.accounts.one_time_codes import kept_secret, present_code
from shop.accounts.put_app import put_app
from shop.accounts.rules import RoleName
from shop.clock import now, stopped_at
from shop.db import db

PASSWORD = "vier Worte ohne Zusammenhang"
#: What the app of everybody who works here holds, in the letters of base 32.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_person(
    app: Flask, email: str = "lager@laden.example", roles: Sequence[str] = ("staff",)
) -> int:
    """Somebody with the password and, unless a customer, the app above; their id."""
    hash_cheaply(app)
    with app.app_context():
        person = _added(email, [RoleName(role) for role in roles])
        db.session.commit()
        return person.id


def _added(email: str, roles: list[RoleName]) -> Person:
    if roles == [RoleName.CUSTOMER]:
        customer = add_customer(email, PASSWORD, "Testperson 007")
        customer.confirmed_at = now()
        return customer
    person = add_person(email, "Testperson 007", roles, PASSWORD)
    put_app(person.id, kept_secret(SECRET))
    return person


def sign_in(
    client: FlaskClient, email: str = "lager@laden.example", password: str = PASSWORD
) -> None:
    """As people do: the password, and the code where one is asked for.

    All in one moment: a code made at the end of its half minute would be too old when it arrives.
    """
    with stopped_at(now()):
        answer = client.post("/konto/anmelden", data={"email": email, "password": password})
        if answer.location == "/konto/zweiter-faktor":
            code = next_code(client.application, email)
            client.post("/konto/zweiter-faktor", data={"code": code})


def next_code(app: Flask, email: str = "lager@laden.example") -> str:
    """What the app of this person shows; one used before counts again, as if time had passed."""
    with app.app_context():
        owner = select(Person.id).where(Person.email == email.strip().lower())
        db.session.execute(
            update(Authenticator)
            .where(Authenticator.person_id == owner.scalar_subquery())
            .values(last_step=0)
        )
        db.session.commit()
        return present_code(kept_secret(SECRET))


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
