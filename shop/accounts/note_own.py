"""What somebody who works here changed about their own way in, for the book of changes."""

from shop.accounts.models import Person
from shop.accounts.note_person import note_person
from shop.accounts.rules import works_here


def note_own(person: Person, column: str, value: str) -> None:
    """Says what was changed and when, never to what: no address, no secret. Does not commit.

    Of customers nothing is noted: the book is never erased, and they may want to be forgotten.
    """
    if works_here(role.name for role in person.roles):
        note_person(person.id, {}, {column: value}, person.id)
