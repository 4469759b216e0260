"""The Flask app of Demo-Stripe: the API, the hosted page, the dashboard."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, render_template, request
from flask_babel import Babel, format_currency, format_datetime

from shop.demo.stripe import (
    answering,
    api,
    control,
    control_balance,
    control_disputes,
    control_events,
    control_payments,
    dashboard,
    hosted_page,
)
from shop.demo.stripe.content_policy import content_policy
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.machine import Machine

_TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "demo" / "stripe"
_LARGEST_BODY = 1024 * 1024
_PARTS = (
    api,
    hosted_page,
    dashboard,
    control,
    control_events,
    control_payments,
    control_disputes,
    control_balance,
)


def create_app(machine: Machine) -> Flask:
    app = Flask(__name__, template_folder=str(_TEMPLATES))
    app.config.update(
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_PARTS=5000,
        TRUSTED_HOSTS=["127.0.0.1", "localhost"],
    )
    app.extensions["demo_stripe"] = machine
    Babel(app, default_locale="de", default_timezone="Europe/Berlin")
    app.add_template_filter(_euro, "euro")
    app.add_template_filter(_moment, "moment")
    app.before_request(answering.start_request)
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    app.register_error_handler(ApiError, _refused)
    app.after_request(_with_headers)
    return app


def _with_headers(response: Response) -> Response:
    if request.endpoint != "static":
        # Going back must show what became of the session, not the buttons of before.
        response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Content-Security-Policy", content_policy())
    return response


def _refused(error: ApiError) -> Response | tuple[str, int]:
    if request.path.startswith("/v1/"):
        return answering.error_answer(error)
    return render_template("refused.html"), error.status


def _euro(cents: int) -> str:
    return str(format_currency(cents / 100, "EUR"))


def _moment(seconds: int) -> str:
    return str(format_datetime(datetime.fromtimestamp(seconds, UTC), "short"))
