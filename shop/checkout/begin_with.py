"""What the checkout begins with for a signed-in customer, so that nothing is typed twice."""

from collections.abc import Sequence
from dataclasses import replace

from shop.accounts.address_models import SavedAddress
from shop.accounts.models import Person
from shop.cart.rules import Delivery
from shop.checkout.rules import Answers


def begin_with(
    customer: Person,
    saved: Sequence[SavedAddress],
    typed: Answers | None,
    delivery: Delivery,
    chosen: int | None,
) -> Answers:
    """What was typed already; else name and mail of the account, and the addresses it begins with.

    `chosen`: the id of an address to take instead; one that is not among the saved ones is none.
    """
    answers = typed or Answers(delivery=delivery, email=customer.email, name=customer.name)
    wanted = [one for one in saved if one.id == chosen]
    if not typed:
        begun = [one for one in saved if one.is_default]
        wanted = [*(one for one in begun if one.kind not in {x.kind for x in wanted}), *wanted]
    for address in wanted:
        answers = _with_address(answers, address)
    return answers


def _with_address(answers: Answers, address: SavedAddress) -> Answers:
    if address.kind == "billing":
        return replace(
            answers,
            billing_name=address.name,
            billing_street=address.street,
            billing_postcode=address.postcode,
            billing_city=address.city,
            billing_country=address.country,
        )
    return replace(
        answers,
        name=address.name,
        extra=address.extra,
        phone=address.phone,
        street=address.street,
        postcode=address.postcode,
        city=address.city,
    )
