"""What a person sees when something is refused or broken, and what the log says."""

import logging

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    render_template,
    request,
)
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from shop.db import db
from shop.errors import Refused

log = logging.getLogger("shop")


#: SQLite calls these operational too; PostgreSQL does not.
_NO_MATTER_OF_TIME = ("no such table", "no such column", "syntax error")


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(Exception, _broken)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = _page(error.code)
    if error.code == 405:
        response.headers.extend(error.get_headers())
    return response


def _refused(error: Refused) -> Response:
    return _page(error.status)


def _busy(error: OperationalError | PoolTimeout) -> Response:
    """The database did not answer in time: try again, nothing was changed."""
    if any(words in str(error) for words in _NO_MATTER_OF_TIME):
        return _broken(error)
    _note(error)
    response = _page(503)
    response.headers["Retry-After"] = "5"
    return response


def _broken(error: Exception) -> Response:
    _note(error)
    return _page(500)


def _note(error: Exception) -> None:
    # The endpoint instead of the path: the path of an order page is its secret.
    log.error("fault in %s %s", request.method, request.endpoint, exc_info=error)


def _page(status: int) -> Response:
    db.session.rollback()
    title, sentence = _words(status)
    if request.accept_mimetypes.best == "application/json" or g.get("machine"):
        return make_response({"error": title}, status)
    said = {"status": status, "title": title, "sentence": sentence}
    try:
        return make_response(render_template("errors/error.html", **said), status)
    except SQLAlchemyError as error:
        # The frame of the page asks who is signed in; without a database, nobody is.
        _note(error)
        bare = current_app.jinja_env.get_template("errors/bare.html")
        return make_response(bare.render(**said), status)


def _words(status: int) -> tuple[str, str]:
    words = {
        400: (
            _("Das haben wir nicht verstanden"),
            _("Die Anfrage war unvollständig oder fehlerhaft. Es wurde nichts geändert."),
        ),
        403: (
            _("Das geht von hier aus nicht"),
            _(
                "Diese Anfrage kam nicht von einer Seite des Ladens, oder Ihnen fehlt die "
                "Berechtigung. Es wurde nichts geändert."
            ),
        ),
        404: (
            _("Diese Seite gibt es nicht"),
            _("Vielleicht ist die Adresse unvollständig, oder das Produkt gibt es nicht mehr."),
        ),
        405: (
            _("So lässt sich diese Seite nicht aufrufen"),
            _("Bitte gehen Sie zurück und benutzen Sie das Formular. Es wurde nichts geändert."),
        ),
        409: (
            _("Das ging so nicht mehr"),
            _("Inzwischen hat sich etwas geändert. Bitte laden Sie die Seite neu."),
        ),
        413: (
            _("Das ist zu groß"),
            _("Bitte kürzen Sie Ihre Eingabe oder verkleinern Sie die Datei."),
        ),
        429: (
            _("Das sind gerade zu viele Bestellungen"),
            _(
                "Unter dieser E-Mail-Adresse sind mehrere Bestellungen offen, die nicht bezahlt "
                "sind. Bitte bezahlen Sie eine davon über den Link in der Mail oder versuchen Sie "
                "es in einer Stunde noch einmal. Es wurde nichts bestellt."
            ),
        ),
        503: (
            _("Gerade ist es zu voll"),
            _("Bitte versuchen Sie es in einigen Sekunden noch einmal. Es wurde nichts geändert."),
        ),
    }
    broken = (
        _("Bei uns ist etwas schiefgegangen"),
        _("Wir haben den Fehler notiert. Bitte versuchen Sie es in ein paar Minuten noch einmal."),
    )
    if status in words:
        return words[status]
    return words[400] if status < 500 else broken
