"""Parts of a page that are the same for everybody: rendered once per language, then kept."""

from collections.abc import Hashable
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from shop.web.languages import language


def init_app(app: Flask) -> None:
    """Give templates `kept(file, macro, *arguments)`: what the macro says, from memory.

    The macro may depend on its arguments, the language and globals; not on the request.
    Arguments are compared by value: a part made of rows is made anew once a row has changed.
    """

    def said(language: str, file: str, macro: str, *arguments: Hashable) -> Markup:
        module = app.jinja_env.get_template(file).module
        return Markup(getattr(module, macro)(*arguments))

    # In debug mode an edited template must be seen at once.
    remembered = said if app.debug else lru_cache(maxsize=512)(said)

    def kept(file: str, macro: str, *arguments: Hashable) -> Markup:
        return remembered(language(), file, macro, *arguments)

    app.jinja_env.globals["kept"] = kept
