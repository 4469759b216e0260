"""A customer about whom everything is stored that can be, each in words found nowhere else."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import insert, select, update

from shop.accounts.models import AccountLink, Authenticator, Passkey, RecoveryCode
from shop.accounts.save_address import save_address
from shop.checkout.keep_draft import keep_draft
from shop.clock import now
from shop.customers.models import AccountRequest
from shop.db import db
from shop.disputes.models import Dispute, Warning
from shop.fulfilment.fulfil import pack, ship
from shop.fulfilment.models import OrderNote
from shop.mail.queue import queue
from shop.orders.models import Order
from shop.returns.rules import Declaration
from shop.returns.withdraw import withdraw
from tests.make.catalogue import make_product
from tests.make.customers import Customer, make_customer
from tests.make.orders import ANSWERS, MadeOrder, make_order
from tests.make.people import make_person
from tests.make.sales import sell

CANARY = "kanarienvogel"
MAILBOX = f"{CANARY}-postfach@example.org"


@dataclass(frozen=True)
class Known:
    customer: Customer
    order: MadeOrder
    variant_id: int


def make_known_customer(app: Flask, *, shipped: bool = False) -> Known:
    """An account with everything, and a paid order with everything."""
    coffee = make_product(app, "Hausmischung")
    customer = make_customer(app, MAILBOX)
    answers = replace(
        ANSWERS,
        email=MAILBOX,
        name=f"{CANARY} Name",
        street=f"{CANARY} Straße 1",
        extra=f"{CANARY} Hinterhaus",
        city=f"{CANARY} Ort",
        phone="030 7654321",
        billing_name=f"{CANARY} Firma",
        billing_street=f"{CANARY} Gasse 2",
        billing_postcode="1010",
        billing_city=f"{CANARY} Stadt",
        billing_country="AT",
    )
    order = make_order(app, {coffee.variant.id: 2}, answers)
    staff_id = make_person(app, "name-der-packerin@laden.example")
    with app.app_context():
        sell(order.id)
        _add_to_order(order, staff_id)
        if shipped:
            pack(order.id, staff_id)
            ship(order.id, staff_id, "00340434161094042557")
        _add_to_account(customer.id)
        db.session.commit()
    return Known(customer, order, coffee.variant.id)


def _add_to_order(order: MadeOrder, staff_id: int) -> None:
    greeting = f"{CANARY} Gruß"
    db.session.execute(update(Order).where(Order.id == order.id).values(greeting=greeting))
    db.session.add_all(
        [
            OrderNote(
                key="k" * 32,
                order_id=order.id,
                text=f"{CANARY} Notiz",
                person_id=staff_id,
                noted_at=now(),
            ),
            Dispute(
                id="dp_1",
                order_id=order.id,
                amount_cents=100,
                status="won",
                reason="fraudulent",
                opened_at=now(),
                closed_at=now(),
            ),
            Warning(id="issfr_1", kind="fraud", order_id=order.id, is_open=False, warned_at=now()),
        ]
    )
    declaration = Declaration(
        name=f"{CANARY} Widerrufer", contract=order.number, email=MAILBOX, goods=f"{CANARY} Ware"
    )
    withdraw("w" * 32, declaration)


def _add_to_account(person_id: int) -> None:
    save_address(
        person_id,
        {
            "kind": "delivery",
            "name": f"{CANARY} Nachbarin",
            "extra": "",
            "phone": "030 1234567",
            "street": f"{CANARY} Allee 3",
            "postcode": "12555",
            "city": "Berlin",
            "country": "DE",
        },
    )
    db.session.add_all(
        [
            Authenticator(person_id=person_id, secret="GEHEIM-app", added_at=now()),
            Passkey(
                person_id=person_id,
                name=f"{CANARY} Telefon",
                credential_id="GEHEIM-id",
                public_key="GEHEIM-key",
                added_at=now(),
            ),
            RecoveryCode(person_id=person_id, code_hash="GEHEIM-code"),
            AccountLink(
                purpose="recover",
                email=MAILBOX,
                person_id=person_id,
                nonce="GEHEIM-nonce",
                made_at=now(),
                expires_at=now() + timedelta(hours=1),
            ),
        ]
    )
    order_id = db.session.scalars(select(Order.id).where(Order.email == MAILBOX)).one()
    db.session.execute(update(Order).where(Order.id == order_id).values(customer_id=person_id))
    db.session.execute(
        insert(AccountRequest).values(
            token_hash="GEHEIM-hash",
            order_id=order_id,
            email=MAILBOX,
            password="GEHEIM-passwort",
            asked_at=now(),
        )
    )
    keep_draft(replace(ANSWERS, email=MAILBOX, name=f"{CANARY} Entwurf"), None)
    queue(
        dedupe_key="notice:1",
        recipient=MAILBOX,
        subject=f"{CANARY} Betreff",
        text=f"{CANARY} Nachricht",
        html=f"<p>{CANARY} Nachricht</p>",
    )
