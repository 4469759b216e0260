"""Sign-in: Flask-Security with our sessions and our pages, and none of its other doors.

Of the library there is in use who somebody is, the hash of passwords, and letting in and out. Its
pages are not: they count no tries, take a one-time code twice, keep a half-finished sign-in
next to a finished one, and answer programs with tokens. `one_time_codes.py` and `passkeys.py`
stand on the parts it stands on: passlib and py_webauthn.
"""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from shop.accounts import (
    access,
    admin_pages,
    commands,
    factor_pages,
    link_pages,
    pages,
    second_factor_pages,
    security_pages,
)
from shop.accounts.change_words import say_words
from shop.accounts.models import Person, Role
from shop.accounts.sessions import StoredSessions
from shop.db import db


def init_app(app: Flask) -> None:
    """Everything below `/konto/` that is about getting in, and `/verwaltung/`."""
    app.session_interface = StoredSessions()
    app.config.update(_CONFIG)
    people = SQLAlchemyUserDatastore(db, Person, Role)
    security = Security(app, people, register_blueprint=False)
    _close_other_doors(app, security)
    access.init_app(app)
    say_words()
    commands.init_app(app)
    for part in _PAGES:
        app.register_blueprint(part.blueprint)


def _close_other_doors(app: Flask, security: Security) -> None:
    """Only the session cookie signs in: no tokens, no JSON that hands one out."""
    security.want_json(lambda request: False)
    security.login_manager.request_loader(lambda request: None)
    _drop_hooks(app)


def _drop_hooks(app: Flask) -> None:
    """What the libraries would do on every public page too, for roles and cookies not used here."""
    theirs = ("flask_login", "flask_principal", "flask_security")
    kept: tuple[Any, ...] = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.template_context_processors,
    )
    for hooks in kept:
        hooks[None] = [h for h in hooks.get(None, []) if not h.__module__.startswith(theirs)]


_PAGES = (
    pages,
    second_factor_pages,
    factor_pages,
    security_pages,
    link_pages,
    admin_pages,
)

_CONFIG = {
    # `flask person` knows our rules for passwords; the library's commands do not.
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_STATIC_FOLDER_URL": None,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    # `freshly_proved` asks for a new proof, by our clock.
    "SECURITY_FRESHNESS": timedelta(-1),
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # Without a second, keyed hash: a rotated key must not invalidate every password.
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SESSION_PROTECTION": None,
}
