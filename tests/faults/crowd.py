"""Many customers at once who let themselves be put off, but never have to guess what happened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from tests.make.demo_stripe_hands import DemoStripeHands
from tests.make.purchase import CUSTOMER, hidden_fields, put_in_cart
from tests.make.visitors import Answer, Steps, UnexpectedAnswer, Visit, Visitor

#: The shop's own sentence: what was not done, and what to do now.
WAIT = "Bitte versuchen Sie es in einigen Sekunden noch einmal. Es wurde nichts geändert."
#: Longer than an outage of this test, at the speed of a machine.
_MOST_TRIES = 3000
_SESSION = re.compile(r"/c/pay/(cs_\w+)")


class PatientVisitor(Visitor):
    """Repeats what the shop says it could not do; any other failure ends the test."""

    #: How often the shop asked to wait, of all visitors.
    put_off = 0

    def get(self, path: str) -> Steps[Answer]:
        for _ in range(_MOST_TRIES):
            answer = yield from super().get(path)
            if self._is_served(answer):
                return answer
        raise UnexpectedAnswer(f"{path} is never served")

    def post(self, path: str, form: dict[str, str]) -> Steps[Answer]:
        for _ in range(_MOST_TRIES):
            answer = yield from super().post(path, form)
            if self._is_served(answer):
                return answer
        raise UnexpectedAnswer(f"{path} is never served")

    def _is_served(self, answer: Answer) -> bool:
        if answer.status < 500:
            return True
        if answer.status != 503 or WAIT not in answer.text:
            raise UnexpectedAnswer(f"{answer.status}: {answer.text[:2000]}")
        PatientVisitor.put_off += 1
        return False


@dataclass
class Customer:
    """What one customer was told, outside the shop."""

    email: str
    #: The payment page the order led to: the shop has acknowledged the order.
    session: str = ""
    paid: bool = False


@dataclass
class Crowd:
    """Comes to the shop at this port, buys units of this variant, and pays at this Stripe."""

    port: int
    variant_id: int
    stripe: DemoStripeHands
    random: Random
    customers: list[Customer] = field(default_factory=list)

    def come(self, seconds: float) -> Iterator[Visit]:
        """One after the other, until the time is up."""
        end = monotonic() + seconds
        while monotonic() < end:
            customer = Customer(f"testperson-{len(self.customers)}@kundin.example")
            self.customers.append(customer)
            yield self._buy(customer)

    def _buy(self, customer: Customer) -> Visit:
        visitor = PatientVisitor(self.port)
        yield from put_in_cart(visitor, self.variant_id)
        form = CUSTOMER | {"email": customer.email}
        (yield from visitor.post("/kasse", form)).expect(303)
        review = (yield from visitor.get("/kasse/pruefen")).expect(200)
        answer = yield from visitor.post("/kasse/bestellen", hidden_fields(review))
        customer.session = yield from self._reach_the_payment_page(visitor, answer)
        chance = self.random.random()
        if customer.session and chance > 0.1:
            yield from self._pay(visitor, customer, twice=chance > 0.95)

    def _reach_the_payment_page(self, visitor: Visitor, answer: Answer) -> Steps[str]:
        """Who is told to try again later does so at once, a few times."""
        for _ in range(5):
            if found := _SESSION.search(answer.expect(303).location):
                return found[1]
            path = urlsplit(answer.location).path
            (yield from visitor.get(path)).expect(200)
            answer = yield from visitor.post(f"{path}/bezahlen", {})
        return ""

    def _pay(self, visitor: Visitor, customer: Customer, *, twice: bool) -> Visit:
        session = self.stripe.pay_session(customer.session)
        customer.paid = True
        if twice:
            self.stripe.pay_again(customer.session)
        back = urlsplit(session["success_url"]).path
        answer = (yield from visitor.get(back)).expect(303)
        (yield from visitor.get(urlsplit(answer.location).path)).expect(200)
