from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, event

from shop.accounts.begin_try import begin_try, hash_of_account
from shop.accounts.models import SignInTry
from shop.accounts.rules import ADDRESS_LIMIT, DEVICE_LIMIT, PAIR_LIMIT, Tries, may_try
from shop.clock import now, stopped_at
from shop.db import db
from tests.make.people import PASSWORD, hash_cheaply, make_person, sign_in

OWNER = "lager@laden.example"


def attempt(client: FlaskClient, password: str, address: str, email: str = OWNER) -> str:
    return client.post(
        "/konto/anmelden",
        data={"email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": address},
    ).text


def was_heard(client: FlaskClient) -> bool:
    """Whether the password was looked at and right: the second factor is asked for."""
    return client.get("/konto/zweiter-faktor").status_code == 200


def attack(app: Flask, tries: int, addresses: int) -> None:
    """Wrong passwords for the owner's account from many places, as the sign-in counts them."""
    with app.test_request_context():
        for number in range(tries):
            begin_try(hash_of_account(OWNER), f"198.51.100.{number % addresses}", None)


def test_after_five_wrong_passwords_not_even_the_right_one_is_looked_at(app: Flask) -> None:
    make_person(app)
    client = app.test_client()
    for _ in range(PAIR_LIMIT):
        assert "stimmen nicht" in attempt(client, "falsch", "192.0.2.1")
    assert "Zu viele Fehlversuche" in attempt(client, PASSWORD, "192.0.2.1")
    later = now() + timedelta(minutes=15, seconds=1)
    with stopped_at(later):
        attempt(client, PASSWORD, "192.0.2.1")
        assert was_heard(client)


def test_the_wait_is_the_same_for_an_account_that_does_not_exist(app: Flask) -> None:
    hash_cheaply(app)
    client = app.test_client()
    for _ in range(PAIR_LIMIT):
        attempt(client, "falsch", "192.0.2.1", "niemand@laden.example")
    text = attempt(client, "falsch", "192.0.2.1", "niemand@laden.example")
    assert "Zu viele Fehlversuche" in text


def test_strangers_do_not_lock_the_owner_out(app: Flask) -> None:
    make_person(app)
    own, fresh = app.test_client(), app.test_client()
    sign_in(own)
    own.post("/konto/abmelden")
    attack(app, tries=120, addresses=60)
    attempt(own, PASSWORD, "198.51.100.7")
    assert was_heard(own)
    attempt(fresh, PASSWORD, "203.0.113.9")
    assert was_heard(fresh)


def test_an_account_under_attack_hears_each_address_only_once(app: Flask) -> None:
    make_person(app)
    attack(app, tries=110, addresses=110)
    client = app.test_client()
    assert "stimmen nicht" in attempt(client, "falsch", "203.0.113.9")
    assert "Zu viele Fehlversuche" in attempt(client, PASSWORD, "203.0.113.9")


def test_one_address_cannot_walk_through_many_accounts(app: Flask) -> None:
    with app.test_request_context():
        allowed = [begin_try(f"account {n}", "192.0.2.1", None) for n in range(ADDRESS_LIMIT + 5)]
    assert [a is not None for a in allowed] == [True] * ADDRESS_LIMIT + [False] * 5


def test_an_ipv6_household_is_one_address(app: Flask) -> None:
    with app.test_request_context():
        allowed = [begin_try("account", f"2001:db8:1:2::{n:x}", None) for n in range(1, 9)]
    assert sum(a is not None for a in allowed) == PAIR_LIMIT


def test_a_copied_device_cookie_gives_no_tries_back(app: Flask) -> None:
    make_person(app)
    own = app.test_client()
    sign_in(own)
    own.post("/konto/abmelden")
    mark = own.get_cookie("stadtkaffee_geraet", path="/konto/")
    assert mark is not None
    said = []
    for _ in range(DEVICE_LIMIT + 1):
        copy = app.test_client()
        copy.set_cookie("stadtkaffee_geraet", mark.value, path="/konto/")
        said.append("Zu viele" in attempt(copy, "falsch", "192.0.2.1"))
    assert said == [False] * DEVICE_LIMIT + [True]


def test_the_right_password_forgives_what_was_mistyped(app: Flask) -> None:
    make_person(app)
    for _ in range(3):
        client = app.test_client()
        for _ in range(PAIR_LIMIT - 1):
            assert "stimmen nicht" in attempt(client, "falsch", "192.0.2.1")
        attempt(client, PASSWORD, "192.0.2.1")
        assert was_heard(client)


def test_a_try_that_another_one_forgave_meanwhile_is_looked_at(app: Flask) -> None:
    """Two tabs at once: the one that is answered first forgives what both have noted."""

    def forgive(_session: object) -> None:
        with db.engine.begin() as other:
            other.execute(delete(SignInTry))

    with app.test_request_context():
        event.listen(db.session, "after_commit", forgive, once=True)
        assert begin_try(hash_of_account(OWNER), "192.0.2.1", None) is not None


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 1000))
def test_a_known_device_depends_on_nobody_else(pair: int, account: int, address: int) -> None:
    assert may_try(Tries(pair, account, address, device=1))


@given(st.integers(1, 100_000))
def test_a_first_try_from_a_quiet_address_is_always_heard(account: int) -> None:
    assert may_try(Tries(pair=1, account=account, address=1))
