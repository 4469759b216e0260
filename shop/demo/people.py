"""Who signs in to the demo shop. Printed by `make run`; a real shop never has them."""

from dataclasses import dataclass

from passlib.totp import TOTP

from shop.accounts.rules import RoleName
from shop.clock import now
from shop.demo.customers import CUSTOMERS

#: The same for all of them, and no secret.
PASSWORD = "nebelwald-1998"


@dataclass(frozen=True, slots=True)
class Colleague:
    email: str
    name: str
    role: RoleName
    #: What an app would hold, in the letters of base 32: the demo telephone shows its codes.
    secret: str
    #: What one sees when signed in so.
    sees: str


STAFF = Colleague(
    "lager@stadtkaffee.example",
    "Testperson Lager",
    RoleName.STAFF,
    "NEBELWALDLAGERNEBELWALDLAGERNEBE",
    "Lager und Bestellungen",
)
COLLEAGUES = (
    STAFF,
    Colleague(
        "bezirk@stadtkaffee.example",
        "Testperson Bezirk",
        RoleName.REPORT,
        "NEBELWALDBEZIRKNEBELWALDBEZIRKNE",
        "Berichte",
    ),
    Colleague(
        "admin@stadtkaffee.example",
        "Testperson Leitung",
        RoleName.ADMIN,
        "NEBELWALDLEITUNGNEBELWALDLEITUNG",
        "alles",
    ),
)


def code_of(colleague: Colleague) -> str:
    """What the telephone of this colleague shows now."""
    return str(TOTP(key=colleague.secret).generate(time=now()).token)


def seconds_left() -> int:
    """How long it shows that."""
    return 30 - int(now().timestamp()) % 30


#: Address → what one sees.
PEOPLE = {colleague.email: colleague.sees for colleague in COLLEAGUES} | {
    email: "Kundenkonto mit Bestellungen" for email, _name in CUSTOMERS
}
