"""Who of the demo shop's buyers has an account."""

from shop.accounts.add_customer import add_customer
from shop.accounts.confirm_email import confirm_email
from shop.accounts.save_address import save_address
from shop.customers.gather_orders import gather_orders
from shop.demo.buyers import MAIL_DOMAIN

#: (address, name)
CUSTOMERS = tuple(
    (f"testperson-{number:03d}@{MAIL_DOMAIN}", f"Testperson {number:03d}") for number in (1, 2, 3)
)


def open_accounts(password: str) -> None:
    """With all they ever ordered, and the first of them with an office that pays. Does not
    commit."""
    for email, name in CUSTOMERS:
        customer = add_customer(email, password, name)
        confirm_email(customer)
        gather_orders(customer.id, email)
        if email == CUSTOMERS[0][0]:
            save_address(
                customer.id,
                {
                    "kind": "billing",
                    "name": "Demo-Büro",
                    "extra": "",
                    "phone": "",
                    "street": "Probegasse 2",
                    "postcode": "12435",
                    "city": "Berlin",
                    "country": "DE",
                },
            )
