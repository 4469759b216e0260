"""What the admins change about somebody, for the book of changes."""

from collections.abc import Mapping

from shop.accounts.models import Person
from shop.audit.note_change import note_change


def standing(person: Person) -> dict[str, object]:
    """What may be told of somebody there: no name and no address."""
    return {
        "roles": ", ".join(sorted(role.name for role in person.roles)),
        "active": "ja" if person.active else "nein",
    }


def note_person(
    person_id: int, before: Mapping[str, object], after: Mapping[str, object], by: int | None
) -> None:
    """From which standing to which, and by whom; null: the operator's command. Does not commit."""
    note_change("person", person_id, before, after, by)
