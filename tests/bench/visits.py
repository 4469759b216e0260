"""What visitors do while they are measured. `number` spreads them over the catalogue."""

from tests.bench.fill import first_variant, slug
from tests.make.purchase import choose, go_to_review, order
from tests.make.visitors import UnexpectedAnswer, Visit, Visitor

#: Visits touch this many products, whatever the size of the catalogue.
SEEN = 20


def constant_page(port: int, _number: int) -> Visit:
    (yield from Visitor(port).get("/")).expect(200)


def catalogue_page(port: int, _number: int) -> Visit:
    (yield from Visitor(port).get("/kaffee/")).expect(200)


def product_page(port: int, number: int) -> Visit:
    (yield from Visitor(port).get(f"/kaffee/{slug(_one_of(number))}")).expect(200)


def cart_visit(port: int, number: int) -> Visit:
    chosen = _one_of(number)
    yield from choose(Visitor(port), slug(chosen), first_variant(chosen))


def order_visit(port: int, number: int) -> Visit:
    """Up to the redirect to the payment page, which is asked for at Demo-Stripe."""
    visitor, chosen = Visitor(port), _one_of(number)
    yield from choose(visitor, slug(chosen), first_variant(chosen))
    review = yield from go_to_review(visitor)
    answer = (yield from order(visitor, review)).expect(303)
    if f"127.0.0.1:{port + 1}/" not in answer.location:
        raise UnexpectedAnswer("the order did not lead to the payment page")


def _one_of(number: int) -> int:
    return 1 + number % SEEN
