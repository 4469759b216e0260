"""Sign-in: Flask-Security with our sessions, our form, our words and none of its other doors."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_security import Security, SQLAlchemyUserDatastore

from shop.accounts import access, commands, pages
from shop.accounts.forms import SignInForm
from shop.accounts.models import Person, Role
from shop.accounts.sessions import StoredSessions
from shop.db import db


def init_app(app: Flask) -> None:
    """`/konto/anmelden`, `/konto/abmelden` and `/konto/`; nobody can register."""
    app.session_interface = StoredSessions()
    app.config.update(_CONFIG)
    people = SQLAlchemyUserDatastore(db, Person, Role)
    security = Security(app, people, login_form=SignInForm)
    _close_other_doors(app, security)
    access.init_app(app)
    commands.init_app(app)
    app.register_blueprint(pages.blueprint)


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


_CONFIG = {
    # `flask person` knows our rules for passwords; the library's commands do not.
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_URL_PREFIX": "/konto",
    "SECURITY_LOGIN_URL": "/anmelden",
    "SECURITY_LOGOUT_URL": "/abmelden",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_STATIC_FOLDER_URL": None,
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_MSG_INVALID_REDIRECT": (
        _("Der Verweis, dem Sie gefolgt sind, führt nicht in den Laden."),
        "error",
    ),
    "SECURITY_POST_LOGIN_VIEW": "accounts.home",
    "SECURITY_POST_LOGOUT_VIEW": "/konto/anmelden?abgemeldet=1",
    "SECURITY_FLASH_MESSAGES": False,
    # web/headers.py says it for every page.
    "SECURITY_CACHE_CONTROL": None,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    # No page asks for the password again yet.
    "SECURITY_FRESHNESS": timedelta(-1),
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # Without a second, keyed hash: a rotated key must not invalidate every password.
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SESSION_PROTECTION": None,
}
