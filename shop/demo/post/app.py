"""The mailbox page, and a telephone next to it."""

import time
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    render_template,
    request,
    send_file,
)
from flask_babel import Babel, format_datetime
from passlib.totp import TOTP
from werkzeug.exceptions import HTTPException

from shop.demo.post.letter import Letter, read
from shop.demo.post.maildir import Post, received_at

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "demo" / "post"
ON_A_PAGE = 50

# No script at all; a mail's own page may be framed by ours and by nobody else.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A mail brings its own styles and nothing else; its links open beside it.
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)

blueprint = Blueprint("post", __name__)


#: Owner → the secret of the app on the telephone, in the letters of base 32.
Phones = Mapping[str, str]


def create_app(post: Post, phones: Phones | None = None) -> Flask:
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.extensions["post"] = post
    app.extensions["phones"] = phones or {}
    Babel(app, default_locale="de", default_timezone="Europe/Berlin")
    app.add_template_filter(format_datetime, "moment")
    app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _refused)
    app.after_request(_secured)
    return app


@blueprint.get("/")
def mails() -> str:
    wanted = request.args.get("an", "").strip()[:254]
    page = max(1, request.args.get("seite", 1, type=int))
    found = [mail for mail in _post().newest_first() if mail.is_for(wanted)]
    first = (page - 1) * ON_A_PAGE
    shown = found[first : first + ON_A_PAGE]
    more = len(found) > first + ON_A_PAGE
    return render_template(
        "mails.html", mails=shown, total=len(found), wanted=wanted, page=page, more=more
    )


@blueprint.get("/telefon")
def telephone() -> str:
    """What the telephones of invented people show, for whoever tries the demo without one."""
    phones: Phones = current_app.extensions["phones"]
    return render_template(
        "telephone.html",
        codes=[(owner, TOTP(key=secret).generate().token) for owner, secret in phones.items()],
        seconds=30 - int(time.time()) % 30,
    )


@blueprint.get("/brief/<key>")
def mail(key: str) -> str:
    return render_template("mail.html", key=key, letter=_letter(key), received_at=received_at(key))


@blueprint.get("/brief/<key>/html")
def html_part(key: str) -> Response:
    letter = _letter(key)
    if letter.html is None:
        abort(404)
    answer = Response('<base target="_blank">' + letter.html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = _MAIL_POLICY
    return answer


@blueprint.get("/brief/<key>/quelltext")
def source(key: str) -> Response:
    return Response(_source(key), mimetype="text/plain")


@blueprint.get("/brief/<key>/anhang/<int:number>")
def attachment(key: str, number: int) -> Response:
    attachments = _letter(key).attachments
    if not 1 <= number <= len(attachments):
        abort(404)
    found = attachments[number - 1]
    return send_file(
        BytesIO(found.content),
        # Never by the type the mail claims: a browser must not open it as a page of ours.
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.name,
    )


def _post() -> Post:
    return cast(Post, current_app.extensions["post"])


def _letter(key: str) -> Letter:
    return read(_source(key))


def _source(key: str) -> bytes:
    found = _post().source(key)
    if found is None:
        abort(404)
    return found


def _refused(error: HTTPException) -> tuple[str, int]:
    return render_template("refused.html", status=error.code), error.code or 500


def _secured(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
