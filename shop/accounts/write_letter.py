"""Write the mails that carry a link."""

from flask import current_app

from shop.accounts.admin_forms import ROLE_WORDS
from shop.accounts.link_rules import PATH, Purpose
from shop.accounts.links import word_of
from shop.accounts.models import AccountLink, Person
from shop.config import settings
from shop.db import db
from shop.mail.words import Words, Writer


def write_link_letter(link_id: int, _detail: int | None) -> Words:
    """What the link is for, how long it is good, and what to do if one did not ask. Only reads."""
    link = db.session.get_one(AccountLink, link_id)
    person = db.session.get(Person, link.person_id) if link.person_id else None
    held = {role.name for role in person.roles} if person else set()
    roles = [role for role in ROLE_WORDS if role in held]
    known = {
        "purpose": link.purpose,
        "address": f"{settings().base_url}{PATH}{link.purpose}/{word_of(link)}",
        "until": link.expires_at,
        "roles": [ROLE_WORDS[role] for role in roles],
    }
    return Words(_filled("txt", known), _filled("html", known))


def _filled(kind: str, known: dict[str, object]) -> str:
    return current_app.jinja_env.get_template(f"mail/person_link.{kind}").render(known)


WRITERS: dict[str, Writer] = {f"person-{purpose}": write_link_letter for purpose in Purpose}
