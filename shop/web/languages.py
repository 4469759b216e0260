"""German is written in the templates; other languages are catalogues, looked up here.

Flask-Babel finds the catalogue of a request. It would do so anew for each single text, which took
more than half the time of a page; so templates ask it once per request.
"""

from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from flask import Flask, g
from flask_babel import Babel, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


def init_app(app: Flask) -> None:
    """Give templates `_`, `gettext` and `ngettext`, with named values as `%(name)s`."""
    Babel(app, default_locale="de", default_timezone="Europe/Berlin")
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)
    # The tag {% trans %} then hands its values over, instead of filling them in unescaped.
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # set by the extension


def language() -> str:
    """The language of this request, „de“."""
    if "language" not in g:
        g.language = str(get_locale())
    return str(g.language)


@pass_eval_context
def _gettext(context: EvalContext, text: str, **values: Any) -> str:
    if context.autoescape and not values:
        return _ready(_catalogue(), text)
    return _filled(context, _catalogue().gettext(text), values)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, num: int, **values: Any) -> str:
    found = _catalogue().ngettext(one, many, num)
    return _filled(context, found, {"num": num} | values)


def _filled(context: EvalContext, text: str, values: dict[str, Any]) -> str:
    return Markup(text) % values if context.autoescape else text % values


@lru_cache(maxsize=4096)
def _ready(catalogue: NullTranslations, text: str) -> Markup:
    # The tag doubles each percent sign; a lone one is not the start of a value here.
    return Markup(catalogue.gettext(text).replace("%%", "%"))


def _catalogue() -> NullTranslations:
    found: NullTranslations | None = g.get("translations")
    if found is None:
        found = g.translations = get_translations()
    return found
