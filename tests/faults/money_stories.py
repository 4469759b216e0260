"""Money that goes back: what staff, customers and Stripe do with an order that is paid."""

from contextlib import suppress

from shop.refunds.rules import Goods
from tests.faults.lives import Killed
from tests.faults.scene import A_WHILE, Scene
from tests.faults.staff_tasks import AskAgain, GiveBack, PlaceOrder, Settle
from tests.faults.stories import Story
from tests.make.demo_stripe_hands import Document


def gives_all_back(scene: Scene) -> None:
    """Staff refund all of an order that has not left."""
    with suppress(Killed):
        scene.do(GiveBack(scene.order_id, scene.person_id))
    scene.tell_events()


def gives_a_bag_back(scene: Scene) -> None:
    """Staff refund one of two bags, which is on the shelf again."""
    with suppress(Killed):
        scene.do(GiveBack(scene.order_id, scene.person_id, one_bag=Goods.BACK))
    scene.tell_events()


def gives_back_in_vain(scene: Scene) -> None:
    """The bank sends the money back, and staff ask for it a second time."""
    scene.stripe.next_refund("pending")
    with suppress(Killed):
        scene.do(GiveBack(scene.order_id, scene.person_id))
    scene.tell_events()
    # Should the shop have died before it asked: the worker does.
    scene.wait(A_WHILE)
    scene.work()
    for refund in _refunds(scene)[-1:]:
        scene.stripe.end_refund(refund["id"], "failed", "expired_or_canceled_card")
    scene.stripe.next_refund("succeeded")
    scene.tell_events()
    with suppress(Killed):
        scene.do(AskAgain(scene.order_id, scene.person_id))
    scene.tell_events()


def pays_twice(scene: Scene) -> None:
    """A second payment for one order goes back by itself."""
    scene.stripe.pay_again(scene.session_id)
    scene.tell_events()


def is_refunded_elsewhere(scene: Scene) -> None:
    """Somebody gives money back in Stripe's dashboard."""
    scene.stripe.dashboard_refund(scene.intent_id)
    scene.tell_events()


def is_reconciled(scene: Scene) -> None:
    """No event ever arrives: the round of the next morning finds a payment and a refund."""
    scene.tells = False
    scene.refunds = 2
    scene.stripe.pay_again(scene.session_id)
    scene.stripe.dashboard_refund(scene.intent_id, 100)
    scene.wait_for_morning()
    scene.work()


def sell(scene: Scene) -> None:
    """Two bags, paid, and the mails about it have left."""
    scene.order_id, page = scene.do(PlaceOrder(scene.product.variant.id))
    scene.session_id = page.rpartition("/")[2]
    scene.intent_id = scene.stripe.pay_session(scene.session_id)["payment_intent"]
    scene.do(Settle(scene.session_id))
    scene.stripe.swallow_queued_events()
    scene.work()


REFUNDS = tuple(
    Story(tell, sell)
    for tell in (
        gives_all_back,
        gives_a_bag_back,
        gives_back_in_vain,
        pays_twice,
        is_refunded_elsewhere,
        is_reconciled,
    )
)


def _refunds(scene: Scene) -> list[Document]:
    return [
        refund
        for refund in scene.stripe.kept("refund")
        if refund["payment_intent"] == scene.intent_id
    ]
