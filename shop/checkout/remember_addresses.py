"""Keep what a customer typed at the checkout for their next order."""

from shop.accounts.save_address import save_address
from shop.cart.rules import Delivery
from shop.checkout.rules import Answers


def remember_addresses(person_id: int, answers: Answers) -> None:
    """Where the parcel goes, and whom the bill is made out to where that differs.

    Raises `TooManyAddresses`. Does not commit.
    """
    if answers.delivery is Delivery.SHIPPING:
        save_address(
            person_id,
            {
                "kind": "delivery",
                "name": answers.name,
                "extra": answers.extra,
                "phone": answers.phone,
                "street": answers.street,
                "postcode": answers.postcode,
                "city": answers.city,
                "country": "DE",
            },
        )
    if answers.billing_name:
        save_address(
            person_id,
            {
                "kind": "billing",
                "name": answers.billing_name,
                "extra": "",
                "phone": "",
                "street": answers.billing_street,
                "postcode": answers.billing_postcode,
                "city": answers.billing_city,
                "country": answers.billing_country,
            },
        )
