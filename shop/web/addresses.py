"""Addresses no page has."""

from flask import Flask, abort, request


def init_app(app: Flask) -> None:
    app.before_request(_refuse_what_no_text_holds)


def _refuse_what_no_text_holds() -> None:
    # PostgreSQL keeps no NUL in a text, so nothing is found under such a name.
    if "\0" in request.path:
        abort(404)
