"""Addresses no page has."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

#: The largest number a column of whole numbers holds in PostgreSQL.
LARGEST_ID = 2**31 - 1


class Id(IntegerConverter):
    """A number that some row may have: a larger one is not found, rather than a fault."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_ID} | kwargs)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Id
    app.before_request(_refuse_what_no_text_holds)


def _refuse_what_no_text_holds() -> None:
    # PostgreSQL keeps no NUL in a text, so nothing is found under such a name.
    if "\0" in request.path:
        abort(404)
