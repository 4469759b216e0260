"""Who buys in the demo shop: numbered test persons at addresses that do not exist."""

from shop.cart.rules import Delivery
from shop.checkout.rules import Answers
from shop.demo.invent_orders import Invented

#: Nobody can have a mailbox here.
MAIL_DOMAIN = "example.org"

_STREETS = ("Musterweg", "Beispielallee", "Demostraße", "Probeplatz", "Testufer")
_POSTCODES = ("12435", "12437", "12459", "12487", "12524", "12555", "12557", "12587")


def answers(invented: Invented, place_ids: list[int]) -> Answers:
    """What this buyer fills in at the checkout."""
    number = invented.buyer
    name = f"Testperson {number:03d}"
    email = f"testperson-{number:03d}@{MAIL_DOMAIN}"
    if invented.delivery is Delivery.PICKUP:
        place_id = place_ids[invented.place]
        return Answers(Delivery.PICKUP, email, name, pickup_place_id=place_id)
    return Answers(
        Delivery.SHIPPING,
        email,
        name,
        street=f"{_STREETS[number % len(_STREETS)]} {1 + number % 60}",
        postcode=_POSTCODES[number % len(_POSTCODES)],
        city="Berlin",
    )
