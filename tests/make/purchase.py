"""What a customer does on the way to an order, step by step, for visitors and for journeys."""

import itertools
import re
from html import unescape

from tests.make.visitors import Answer, Steps, Visit, Visitor

CUSTOMER = {
    "delivery": "shipping",
    "name": "Testperson 001",
    "street": "Musterweg 12",
    "postcode": "12555",
    "city": "Berlin",
}
#: A mailbox has a limit of unpaid orders.
_numbers = itertools.count(1)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def choose(visitor: Visitor, slug: str, variant_id: int) -> Visit:
    """Looks at a product, puts one of it into the cart, looks at the cart."""
    (yield from visitor.get(f"/kaffee/{slug}")).expect(200)
    yield from put_in_cart(visitor, variant_id)
    (yield from visitor.get("/warenkorb")).expect(200)


def put_in_cart(visitor: Visitor, variant_id: int, units: int = 1) -> Visit:
    wish = {"variante": str(variant_id), "menge": str(units)}
    (yield from visitor.post("/warenkorb", wish)).expect(303)


def go_to_review(visitor: Visitor) -> Steps[Answer]:
    """From the cart over the checkout form to the page with the binding button."""
    (yield from visitor.get("/kasse")).expect(200)
    mailbox = {"email": f"testperson-{next(_numbers)}@kundin.example"}
    (yield from visitor.post("/kasse", CUSTOMER | mailbox)).expect(303)
    return (yield from visitor.get("/kasse/pruefen")).expect(200)


def order(visitor: Visitor, review: Answer) -> Steps[Answer]:
    """The binding click on the review page; whatever the shop answers."""
    return (yield from visitor.post("/kasse/bestellen", hidden_fields(review)))


def hidden_fields(page: Answer) -> dict[str, str]:
    return {name: unescape(value) for name, value in _HIDDEN.findall(page.text)}
