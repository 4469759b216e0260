"""Addresses no page has, and what no text holds."""

from collections.abc import Iterable
from typing import IO, Any

from flask import Flask, Request, abort, request
from werkzeug.exceptions import BadRequest
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter

#: The largest number a column of whole numbers holds in PostgreSQL.
LARGEST_ID = 2**31 - 1


class Id(IntegerConverter):
    """A number that some row may have: a larger one is not found, rather than a fault."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_ID} | kwargs)


class _Parser(FormDataParser):
    """Looks at a form when a page reads it: only the page knows how much may be sent to it."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        read = super().parse(stream, mimetype, content_length, options)
        _stream, fields, files = read
        try:
            _refuse_nul(fields.items(multi=True))
        except BadRequest:
            for file in files.values():
                file.close()
            raise
        return read


class _Request(Request):
    form_data_parser_class = _Parser


def init_app(app: Flask) -> None:
    app.request_class = _Request
    app.url_map.converters["int"] = Id
    app.before_request(_refuse_what_no_text_holds)


def _refuse_what_no_text_holds() -> None:
    # PostgreSQL keeps no NUL in a text, so nothing is found under such a name.
    if "\0" in request.path:
        abort(404)
    _refuse_nul(request.args.items(multi=True))


def _refuse_nul(fields: Iterable[tuple[str, str]]) -> None:
    """No browser sends one, and PostgreSQL keeps none: the answer is 400, and nothing is done."""
    if any("\0" in name or "\0" in value for name, value in fields):
        raise BadRequest
