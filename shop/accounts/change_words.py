"""What the admins changed about somebody, in words."""

from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from shop.accounts.admin_forms import ROLE_WORDS
from shop.accounts.models import Person
from shop.accounts.rules import RoleName
from shop.audit.words import Thing, Words, speak_of
from shop.db import db

COLUMNS = {
    "roles": _("Aufgaben"),
    "active": _("freigegeben"),
    "invited": _("noch einmal eingeladen"),
    "sessions_ended": _("beendete Sitzungen"),
    "password": _("Passwort"),
    "email": _("E-Mail-Adresse"),
    "factor": _("zweiter Faktor"),
    "recovery_codes": _("Ersatzcodes"),
    "factors_reset": _("zweiter Faktor zurückgesetzt, weil"),
}


def _value(column: str, text: str) -> str:
    if column != "roles":
        return text
    words = ROLE_WORDS | {RoleName.CUSTOMER: _("Kundenkonto")}
    return ", ".join(str(words[RoleName(role)]) for role in text.split(", ") if role)


def _named(ids: Collection[int]) -> Mapping[int, Thing]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: Thing(row.name, f"/verwaltung/personen/{row.id}") for row in rows}


def say_words() -> None:
    speak_of("person", Words(_("Mensch"), COLUMNS, _value, _named))
