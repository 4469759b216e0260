"""Nobody sees or changes what is somebody else's, whatever number an address or a form holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, String, cast, inspect, select
from werkzeug.routing import Rule

from shop.accounts.address_models import SavedAddress
from shop.db import Base, db
from tests.cart.test_pages import put
from tests.make.catalogue import MadeProduct, make_product
from tests.make.customers import Customer, make_customer, order_of
from tests.make.orders import ANSWERS, MadeOrder, make_order
from tests.make.people import PASSWORD

#: What a form might be made to carry so that a row becomes somebody else's, or more than it is.
FOREIGN = ("customer_id", "person_id", "owner", "id", "address_id", "order_id", "roles", "role")
TABLES = ("orders", "saved_addresses", "people", "people_roles", "account_requests")


@dataclass(frozen=True)
class World:
    anna: Customer
    bela: Customer
    annas_order: MadeOrder
    belas_order: MadeOrder
    annas_address: int
    guests: tuple[MadeOrder, MadeOrder]
    coffee: MadeProduct


@pytest.fixture
def world(app: Flask) -> World:
    coffee = make_product(app, "Hausmischung")
    anna, bela = (make_customer(app, f"{name}@example.org") for name in ("anna", "bela"))
    street = {"name": "Anna Geheim", "street": "Geheimgasse 7", "postcode": "12555", "city": "B"}
    anna.client.post("/konto/adressen/neu", data=street)
    with app.app_context():
        address = db.session.scalars(select(SavedAddress.id)).one()
    guests = tuple(
        make_order(app, {coffee.variant.id: 1}, replace(ANSWERS, email=f"gast{n}@example.org"))
        for n in (1, 2)
    )
    return World(
        anna,
        bela,
        order_of(app, anna, {coffee.variant.id: 1}),
        order_of(app, bela, {coffee.variant.id: 1}),
        address,
        (guests[0], guests[1]),
        coffee,
    )


def own_pages(app: Flask) -> Iterator[Rule]:
    """Those that show what is somebody's own."""
    for rule in app.url_map.iter_rules():
        role = getattr(app.view_functions[rule.endpoint], "needed_role", None)
        if role == "customer" and rule.rule.startswith("/konto"):
            yield rule


def stored(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    with app.app_context():
        names = set(inspect(db.engine).get_table_names()) & set(TABLES)
        return {
            name: sorted(tuple(row) for row in db.session.execute(_all(name))) for name in names
        }


def _all(name: str) -> Select[*tuple[Any, ...]]:
    table = Base.metadata.tables[name]
    changing = {"placed_at", "fs_uniquifier"}
    columns = [column for column in table.columns if column.name not in changing]
    return select(*(cast(column, String) for column in columns))


def test_the_pages_of_an_account_are_known_to_this_test(app: Flask) -> None:
    variables = {name for rule in own_pages(app) for name in rule.arguments}
    assert variables <= {"address_id", "passkey_id", "session_id", "id_hash"}
    assert len(list(own_pages(app))) >= 12


def test_somebody_elses_number_in_a_path_finds_nothing(app: Flask, world: World) -> None:
    before = stored(app)
    for rule in own_pages(app):
        if "address_id" not in rule.arguments:
            continue
        path = rule.rule.replace("<int:address_id>", str(world.annas_address))
        for method in (rule.methods or set()) & {"GET", "POST"}:
            typed = {"name": "x", "street": "y 1", "postcode": "12555", "city": "z"}
            answer = world.bela.client.open(path, method=method, data=typed)
            assert answer.status_code == 404, rule
            stranger = app.test_client().open(path, method=method, data=typed)
            assert stranger.location.startswith("/konto/anmelden"), rule
    assert stored(app) == before


def test_no_page_of_one_customer_shows_the_other(app: Flask, world: World) -> None:
    secrets = ("anna@example.org", "Geheim", world.annas_order.number, world.annas_order.token)
    for rule in own_pages(app):
        if rule.arguments or "GET" not in (rule.methods or ()):
            continue
        for query in ("", f"?nach={world.annas_order.id + 1}&adresse={world.annas_address}"):
            page = world.bela.client.get(rule.rule + query, follow_redirects=True)
            assert page.status_code == 200, rule
            assert not [one for one in secrets if one in page.text], rule
            assert page.headers["Cache-Control"] == "no-store", rule
    put(world.bela.client, world.coffee.variant.id)
    checkout = world.bela.client.get(f"/kasse?adresse={world.annas_address}").text
    assert "Geheimgasse" not in checkout


def test_the_list_shows_each_their_own_and_no_guests(app: Flask, world: World) -> None:
    for customer, own in ((world.anna, world.annas_order), (world.bela, world.belas_order)):
        page = customer.client.get("/konto/bestellungen").text
        others = {world.annas_order, world.belas_order, *world.guests} - {own}
        assert own.number in page
        assert not [order for order in others if order.number in page]


def test_an_order_of_another_mailbox_is_not_taken(app: Flask, world: World) -> None:
    before = stored(app)
    for order in (world.annas_order, *world.guests):
        for client in (world.bela.client, app.test_client()):
            client.post(
                f"/bestellung/{order.token}/uebernehmen",
                data={"customer_id": world.bela.id, "email": world.bela.email},
            )
    assert stored(app) == before


def test_the_number_of_an_order_opens_nothing(app: Flask, world: World) -> None:
    for client in (world.anna.client, app.test_client()):
        for name in (str(world.belas_order.id), world.belas_order.number, "0", "null"):
            for what in ("", "/konto", "/zurueck"):
                assert client.get(f"/bestellung/{name}{what}").status_code == 404
            for what in ("konto", "uebernehmen", "nochmal", "aufgeben", "bezahlen"):
                sent = {"password": PASSWORD}
                assert client.post(f"/bestellung/{name}/{what}", data=sent).status_code == 404


def test_no_field_of_a_form_makes_a_row_somebody_elses(app: Flask, world: World) -> None:
    foreign = dict.fromkeys(FOREIGN, str(world.anna.id))
    typed = {"name": "Bela", "street": "Weg 1", "postcode": "12555", "city": "Berlin"}
    world.bela.client.post("/konto/adressen/neu", data=foreign | typed | {"kind": "billing"})
    with app.app_context():
        rows = db.session.execute(select(SavedAddress.person_id, SavedAddress.kind)).all()
    assert sorted(tuple(row) for row in rows) == [
        (world.anna.id, "delivery"),
        (world.bela.id, "delivery"),
    ]
    before = stored(app)
    for rule in own_pages(app):
        # Deleting has its own tests.
        if "POST" in (rule.methods or ()) and not rule.arguments:
            world.bela.client.post(rule.rule, data=foreign | {"email": world.anna.email})
    after = stored(app)
    for table in ("orders", "people_roles", "saved_addresses"):
        assert after[table] == before[table], table


def test_a_guest_account_request_is_only_for_the_mailbox_of_that_order(
    app: Flask, client: FlaskClient, world: World
) -> None:
    first, second = world.guests
    client.post(
        f"/bestellung/{first.token}/konto",
        data={"password": PASSWORD, "email": world.anna.email, "order_id": str(second.id)},
    )
    with app.app_context():
        table = Base.metadata.tables["account_requests"]
        rows = db.session.execute(select(table.c.order_id, table.c.email)).all()
    assert [tuple(row) for row in rows] == [(first.id, "gast1@example.org")]
