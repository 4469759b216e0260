"""Who signs in to the demo shop. Printed by `make run`; a real shop never has them."""

from dataclasses import dataclass

from shop.accounts.rules import RoleName

#: The same for all of them, and no secret.
PASSWORD = "nebelwald-1998"


@dataclass(frozen=True, slots=True)
class Colleague:
    email: str
    name: str
    role: RoleName
    #: What one sees when signed in so.
    sees: str


STAFF = Colleague(
    "lager@stadtkaffee.example", "Testperson Lager", RoleName.STAFF, "Lager und Aufträge"
)
COLLEAGUES = (
    STAFF,
    Colleague("bezirk@stadtkaffee.example", "Testperson Bezirk", RoleName.REPORT, "Berichte"),
    Colleague("admin@stadtkaffee.example", "Testperson Leitung", RoleName.ADMIN, "alles"),
)
#: Address → what one sees.
PEOPLE = {colleague.email: colleague.sees for colleague in COLLEAGUES}
