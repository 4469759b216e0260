"""Where stories about money begin: an order that is paid, and somebody at the counter."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from shop.clock import stopped_at
from tests.faults.lives import Task
from tests.faults.scene import PORT, STAFF, Sale, Scene
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.payments import payment_page, report
from tests.make.people import PASSWORD, next_code
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
    scene.visit(_sign_in(scene))


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


def _sign_in(scene: Scene) -> Visit:
    form = {"email": STAFF, "password": PASSWORD}
    (yield from scene.staff.post("/konto/anmelden", form)).expect(302)
    if scene.now().timestamp() % 30 > 25:
        # The code shall not change on its way.
        scene.wait(timedelta(seconds=5))
    with stopped_at(scene.now()):
        code = next_code(scene.app, STAFF)
    (yield from scene.staff.post("/konto/zweiter-faktor", {"code": code})).expect(303)
