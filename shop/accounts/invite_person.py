"""A new colleague, who sets the password by a link in a mail."""

import secrets
from collections.abc import Sequence

from shop.accounts.add_person import add_person
from shop.accounts.link_rules import Purpose
from shop.accounts.models import Person
from shop.accounts.note_person import note_person, standing
from shop.accounts.rules import RoleName
from shop.accounts.send_link import send_link


def invite_person(email: str, name: str, roles: Sequence[RoleName], by: int) -> Person:
    """Until the link is followed nobody knows a password. Raises `BadEmail`. Does not commit."""
    person = add_person(email, name, roles, secrets.token_urlsafe(40))
    note_person(person.id, {}, standing(person), by)
    send_link(Purpose.INVITATION, person.id, person.email)
    return person
