"""The legal pages, and every wording an order ever pointed to."""

from flask import Blueprint, Response, render_template, request

from shop.legal.current import NAMES, LegalText, current_text
from shop.legal.queries import kept_text

blueprint = Blueprint("legal", __name__)


def _show_current(name: str) -> Response:
    return _shown(current_text(name), archived=False)


for _name in NAMES:
    blueprint.add_url_rule(f"/{_name}", _name, _show_current, defaults={"name": _name})


@blueprint.get("/recht/<sha256>")
def kept(sha256: str) -> Response:
    """A wording as it was shown, however old."""
    return _shown(kept_text(sha256), archived=True)


def _shown(text: LegalText, archived: bool) -> Response:
    """The page, or with `?format=txt` the text as a file to save (§ 312i (1) Nr. 4 BGB)."""
    if request.args.get("format") == "txt":
        return _file(text)
    return Response(render_template("legal/text.html", text=text, archived=archived))


def _file(text: LegalText) -> Response:
    answer = Response(text.text, mimetype="text/plain")
    name = f"{text.name}-{text.version}-{text.sha256[:8]}.txt"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
