"""Passwords: hashed with argon2, compared without telling whether the account exists."""

import unicodedata
from functools import cache

from flask_security import hash_password, verify_password

from shop.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, is_easily_guessed
from shop.errors import Refused


class WeakPassword(Refused):
    """Too short, too long or guessed first."""


def hashed(password: str, email: str) -> str:
    """What is stored. Raises `WeakPassword`; there are no rules about kinds of characters."""
    plain = _normal(password)
    if not SHORTEST_PASSWORD <= len(plain) <= LONGEST_PASSWORD:
        raise WeakPassword
    if is_easily_guessed(plain, email):
        raise WeakPassword
    return hash_password(plain)


def is_right(password: str, stored: str | None) -> bool:
    """Takes as long where there is nothing to compare with."""
    right = verify_password(_normal(password), stored or _of_nobody())
    return right and stored is not None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKD", password)


@cache
def _of_nobody() -> str:
    return hash_password("nobody signs in with this")
