"""What a story is, and those that customers tell: up to the moment the shop is left to itself."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.faults.batches import block_what_is_held, bring_a_bag
from tests.faults.scene import PORT, Gone, Scene
from tests.make.demo_stripe import Outcome
from tests.make.purchase import go_to_review, order, put_in_cart
from tests.make.visitors import Answer, Steps, Visitor


@dataclass(frozen=True)
class Story:
    tell: Callable[[Scene], None]
    #: Begins with an order that is paid.
    needs_sale: bool = False
    #: Begins with somebody of the staff who is signed in.
    needs_staff: bool = False
    #: Begins in the morning, and one round of the worker may not be enough to find back.
    takes_its_time: bool = False
    #: For the kill test, which tells it on one database only.
    writes_like_another: bool = False

    def __str__(self) -> str:
        return self.tell.__name__


def is_told_first(scene: Scene) -> None:
    """A card payment that the event reports before the customer is back."""
    visitor = Visitor(PORT)
    back = _pay(scene, scene.visit(_order(scene, visitor)), "card")
    scene.tell_events()
    scene.visit(_come_back(visitor, back))


def returns_first(scene: Scene) -> None:
    """A card payment that the customer's return reports before the event does."""
    visitor = Visitor(PORT)
    back = _pay(scene, scene.visit(_order(scene, visitor)), "card")
    scene.visit(_come_back(visitor, back))
    scene.tell_events()


def never_returns(scene: Scene) -> None:
    """A card payment that nobody ever reports: the poller has to find it."""
    scene.tells = False
    _pay(scene, scene.visit(_order(scene, Visitor(PORT))), "card")


def debit_comes(scene: Scene) -> None:
    """A direct debit: first it is on its way, later the money is there."""
    _debit(scene, succeeds=True)


def debit_fails(scene: Scene) -> None:
    _debit(scene, succeeds=False)


def gives_up(scene: Scene) -> None:
    """An order given up before it was paid."""
    visitor = Visitor(PORT)
    scene.visit(_order(scene, visitor))
    session = scene.stripe.kept("checkout.session")[-1]
    scene.visit(_give_up(visitor, urlsplit(session["cancel_url"]).path))
    scene.tell_events()


def loses_a_batch(scene: Scene) -> None:
    """Two bags, each of its own batch, of which one is blocked before the payment."""
    visitor = Visitor(PORT)
    for _ in range(2):
        bring_a_bag(scene)
    page = scene.visit(_order(scene, visitor, units=2))
    block_what_is_held(scene)
    back = _pay(scene, page, "card")
    scene.tell_events()
    scene.visit(_come_back(visitor, back))


PURCHASES = (
    Story(is_told_first),
    Story(returns_first),
    Story(never_returns),
    Story(debit_comes),
    Story(debit_fails, writes_like_another=True),
    Story(gives_up),
    Story(loses_a_batch),
)


def _order(scene: Scene, visitor: Visitor, units: int = 1) -> Steps[str]:
    """To the payment page, whose address this is; who is asked to try again does so thrice."""
    yield from put_in_cart(visitor, scene.product.variant.id, units)
    answer = yield from order(visitor, (yield from go_to_review(visitor)))
    for _ in range(3):
        if answer.expect(303).location.startswith(scene.stripe.url):
            return answer.location
        answer = yield from visitor.post(_path(answer) + "/bezahlen", {})
    raise Gone


def _path(answer: Answer) -> str:
    """Of the order page that was answered with."""
    return urlsplit(answer.location).path


def _pay(scene: Scene, page: str, outcome: Outcome) -> str:
    """Where Stripe's page leads afterwards."""
    back = scene.stripe.pay(page, outcome)
    assert back
    return urlsplit(back).path


def _come_back(visitor: Visitor, path: str) -> Steps[Answer]:
    answer = (yield from visitor.get(path)).expect(303)
    return (yield from visitor.get(_path(answer))).expect(200)


def _give_up(visitor: Visitor, path: str) -> Steps[Answer]:
    answer = (yield from visitor.post(f"{path}/aufgeben", {})).expect(303)
    return (yield from visitor.get(_path(answer))).expect(200)


def _debit(scene: Scene, *, succeeds: bool) -> None:
    visitor = Visitor(PORT)
    page = scene.visit(_order(scene, visitor))
    back = _pay(scene, page, "sepa_debit")
    scene.tell_events()
    # The bank does not mind whether its customer is still there.
    with suppress(Gone):
        scene.visit(_come_back(visitor, back))
    scene.stripe.settle_debit(page.rpartition("/")[2], succeeds=succeeds)
    scene.tell_events()
