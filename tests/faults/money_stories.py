"""Money that goes back: what staff, customers and Stripe do with an order that is paid."""

import re
from contextlib import suppress
from datetime import timedelta

from tests.faults.scene import A_WHILE, Gone, Sale, Scene
from tests.faults.stories import PURCHASES, Story
from tests.make.demo_stripe_hands import Document
from tests.make.purchase import hidden_fields
from tests.make.visitors import Visit


def gives_all_back(scene: Scene) -> None:
    """Staff refund all of an order that has not left."""
    with suppress(Gone):
        scene.visit(_refund(scene, {"units": "2", "goods": "never_left"} | _SHIPPING))
    scene.tell_events()


def gives_for_a_bag(scene: Scene) -> None:
    """Staff refund one of two bags, which cannot be sold any more."""
    with suppress(Gone):
        scene.visit(_refund(scene, {"units": "1", "goods": "written_off"}))
    scene.tell_events()


def gives_back_in_vain(scene: Scene) -> None:
    """The bank sends the money back, and staff ask for it a second time."""
    scene.bank_refuses = True
    scene.stripe.next_refund("pending")
    with suppress(Gone):
        scene.visit(_refund(scene, _SHIPPING))
    scene.tell_events()
    # Should the shop have died before it asked: the worker does.
    scene.wait(A_WHILE)
    scene.work()
    for refund in _at_stripe(scene)[-1:]:
        scene.stripe.end_refund(refund["id"], "failed", "expired_or_canceled_card")
    scene.stripe.next_refund("succeeded")
    scene.tell_events()
    with suppress(Gone):
        scene.visit(_ask_again(scene))
    scene.tell_events()


def bank_takes_its_time(scene: Scene) -> None:
    """Nobody tells when the money has arrived: the worker looks after some hours."""
    scene.tells = False
    scene.stripe.next_refund("pending")
    with suppress(Gone):
        scene.visit(_refund(scene, _SHIPPING))
    scene.wait(A_WHILE)
    scene.work()
    for refund in _at_stripe(scene):
        scene.stripe.end_refund(refund["id"], "succeeded")
    scene.stripe.next_refund("succeeded")
    scene.wait(timedelta(hours=7))
    scene.work()


def pays_twice(scene: Scene) -> None:
    """A second payment for one order goes back by itself."""
    scene.pages = 2
    scene.stripe.pay_again(_sale(scene).session_id)
    scene.tell_events()


def is_refunded_elsewhere(scene: Scene) -> None:
    """Somebody gives money back in Stripe's dashboard."""
    scene.stripe.dashboard_refund(_sale(scene).intent_id)
    scene.tell_events()


def is_reconciled(scene: Scene) -> None:
    """No event ever arrives: the round of the next morning finds a payment and a refund."""
    scene.tells = False
    scene.refunds = scene.pages = 2
    scene.stripe.pay_again(_sale(scene).session_id)
    scene.stripe.dashboard_refund(_sale(scene).intent_id, 100)
    scene.wait_for_morning()
    scene.work()


REFUNDS = (
    Story(gives_all_back, needs_sale=True, needs_staff=True),
    Story(gives_for_a_bag, needs_sale=True, needs_staff=True, writes_like_another=True),
    Story(gives_back_in_vain, needs_sale=True, needs_staff=True, writes_like_another=True),
    Story(
        bank_takes_its_time,
        needs_sale=True,
        needs_staff=True,
        takes_its_time=True,
        writes_like_another=True,
    ),
    Story(pays_twice, needs_sale=True),
    Story(is_refunded_elsewhere, needs_sale=True),
    Story(is_reconciled, needs_sale=True, takes_its_time=True, writes_like_another=True),
)

#: A purchase and a refund: what the ordinary suite tells.
SHORT = (PURCHASES[0], REFUNDS[0])

_SHIPPING = {"shipping": "1"}
_UNITS = re.compile(r'name="units_(\d+)"')
_AGAIN = re.compile(r'action="(/auftraege/[^/"]+/erstattungen/\d+/nochmal)"')


def _sale(scene: Scene) -> Sale:
    assert scene.sale
    return scene.sale


def _refund(scene: Scene, told: dict[str, str]) -> Visit:
    """The form, what it would do, and the button that does it. `told` of the first line."""
    page = f"/auftraege/{_sale(scene).number}/erstatten"
    asked = (yield from scene.staff.get(page)).expect(200)
    line = _UNITS.search(asked.text)
    assert line
    form = {
        f"{name}_{line[1]}" if name in ("units", "goods") else name: value
        for name, value in told.items()
    }
    shown = yield from scene.staff.post(page, form | {"reason": "goodwill"})
    sure = hidden_fields(shown.expect(200))
    (yield from scene.staff.post(f"{page}/bestaetigt", sure)).expect(303)


def _ask_again(scene: Scene) -> Visit:
    """Where it is among the tasks."""
    order = yield from scene.staff.get(f"/auftraege/{_sale(scene).number}")
    for page in _AGAIN.findall(order.expect(200).text):
        (yield from scene.staff.post(page, {})).expect(303)


def _at_stripe(scene: Scene) -> list[Document]:
    refunds = scene.stripe.kept("refund")
    return [refund for refund in refunds if refund["payment_intent"] == _sale(scene).intent_id]
