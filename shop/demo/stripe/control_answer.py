"""How the control interface answers: JSON to a program, a page of the dashboard to a person."""

import json
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.demo.stripe.control_body import BACK, Refused, is_form
from shop.demo.stripe.errors import ApiError


def control_blueprint(name: str) -> Blueprint:
    """Routes below /steuerung: no key, but nothing that another site's page has sent."""
    blueprint = Blueprint(name, __name__, url_prefix="/steuerung")
    blueprint.before_request(_refuse_foreign)
    blueprint.register_error_handler(Refused, lambda no: _refused(no.sentence, no.status))
    blueprint.register_error_handler(ApiError, lambda no: _refused(no.message, no.status))
    return blueprint


def done(result: Any) -> Response:
    """`result` as JSON; a person is led back to the page of the button."""
    if not is_form():
        return _json(result, 200)
    back = request.form.get(BACK, "")
    is_own = back.startswith("/") and not back.startswith(("//", "/\\"))
    return redirect(back if is_own else url_for("dashboard.index"), code=303)


def _refuse_foreign() -> None:
    if request.method in ("GET", "HEAD"):
        return
    origin = request.headers.get("Origin", request.host_url.rstrip("/"))
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if origin != request.host_url.rstrip("/") or site not in ("same-origin", "none"):
        raise Refused("Das muss von einer Seite dieser Demo kommen.", 403)


def _refused(sentence: str, status: int) -> Response:
    if not is_form():
        return _json({"error": sentence}, status)
    page = render_template("control_refused.html", sentence=sentence)
    return current_app.make_response((page, status))


def _json(document: Any, status: int) -> Response:
    text = json.dumps(document, ensure_ascii=False)
    return current_app.response_class(text, status, mimetype="application/json")
