"""Let somebody in."""

from flask import Response, after_this_request, session
from flask_security import login_user

from shop.accounts.begin_try import hash_of_account
from shop.accounts.device import mark_device
from shop.accounts.models import Person
from shop.accounts.rules import SessionKind, works_here
from shop.clock import now

#: What a session holds only on the way in.
_ON_THE_WAY = ("half", "next", "challenge", "pending_app")


def enter(person: Person, factors: int) -> None:
    """From the next page on this browser is theirs; its session gets a new name.

    `factors`: how many they have shown. The session lasts as long as their roles allow.
    """
    for key in _ON_THE_WAY:
        session.pop(key, None)
    works = works_here(role.name for role in person.roles)
    login_user(person, remember=False)
    session["person"] = person.id
    session["kind"] = SessionKind.WORK if works else SessionKind.CUSTOMER
    session["factors"] = factors
    note_proof()
    _remember_device(hash_of_account(person.email))


def note_proof() -> None:
    """The visitor has just proved who they are."""
    session["proved_at"] = now().timestamp()


def _remember_device(account: str) -> None:
    """Only of who is in: a password alone gives nobody tries of their own."""

    @after_this_request
    def _mark(response: Response) -> Response:
        mark_device(response, account)
        return response


def half_way(person: Person, wanted: str) -> None:
    """The password was right: what is missing is the second factor, and then the page wanted."""
    session.clear()
    session["half"] = person.fs_uniquifier
    session["kind"] = SessionKind.HALF
    session["next"] = wanted
