"""Parts of a page that are the same for everybody: rendered once per language, then kept."""

from functools import lru_cache

from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup


def init_app(app: Flask) -> None:
    """Give templates `kept(file, macro, *arguments)`: what the macro says, from memory.

    The macro may depend on its arguments, the language and globals; not on the request.
    """

    def said(language: str, file: str, macro: str, *arguments: str | int | bool) -> Markup:
        module = app.jinja_env.get_template(file).module
        return Markup(getattr(module, macro)(*arguments))

    # In debug mode an edited template must be seen at once.
    remembered = said if app.debug else lru_cache(maxsize=512)(said)

    def kept(file: str, macro: str, *arguments: str | int | bool) -> Markup:
        return remembered(str(get_locale()), file, macro, *arguments)

    app.jinja_env.globals["kept"] = kept
