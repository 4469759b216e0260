"""Where stories about money begin: an order that is paid, and somebody at the counter."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from shop.accounts.models import Person
from shop.accounts.write_recovery_codes import write_recovery_codes
from shop.db import db
from tests.faults.lives import Task
from tests.faults.scene import PORT, STAFF, Sale, Scene
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.payments import payment_page, report
from tests.make.people import PASSWORD
from tests.make.visitors import Visit, Visitor


def sell(scene: Scene) -> Sale:
    """Two bags, paid."""
    order, page = scene.do(_PlaceOrder(scene.product.variant.id))
    session_id = page.rpartition("/")[2]
    intent_id = scene.stripe.pay_session(session_id)["payment_intent"]
    scene.do(_Settle(session_id))
    return Sale(order.number, session_id, intent_id)


def sign_in(scene: Scene) -> None:
    """Somebody of the staff, who is `scene.staff` then."""
    scene.staff = Visitor(PORT)
    scene.visit(_sign_in(scene.staff, _code_on_paper(scene.app)))


@dataclass(frozen=True)
class _PlaceOrder(Task[tuple[MadeOrder, str]]):
    variant_id: int
    label: str = "an order"

    def run(self, app: Flask) -> tuple[MadeOrder, str]:
        order = make_order(app, {self.variant_id: 2}, somebody())
        return order, payment_page(app, order)


@dataclass(frozen=True)
class _Settle(Task[None]):
    session_id: str
    label: str = "a payment"

    def run(self, app: Flask) -> None:
        report(app, self.session_id)


def _code_on_paper(app: Flask) -> str:
    """Good at any hour: the lives of a shop have clocks of their own."""
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.email == STAFF)).one()
        code = write_recovery_codes(person.id)[0]
        db.session.commit()
    return code


def _sign_in(staff: Visitor, code: str) -> Visit:
    form = {"email": STAFF, "password": PASSWORD}
    (yield from staff.post("/konto/anmelden", form)).expect(302)
    (yield from staff.post("/konto/zweiter-faktor/ersatzcode", {"code": code})).expect(303)
