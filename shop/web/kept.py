"""Pages and parts of pages that are the same for everybody: rendered once, then kept.

The key is everything they depend on, compared by value: what is made of rows is made anew once
a row has changed, and nothing ever has to be thrown away.
"""

from collections.abc import Hashable
from functools import lru_cache

from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from shop.web.languages import language


def init_app(app: Flask) -> None:
    """Give templates `kept(file, macro, *arguments)`: what the macro says, from memory.

    The macro may depend on its arguments, the language and globals; not on the request.
    """

    def said(language: str, file: str, macro: str, *arguments: Hashable) -> Markup:
        module = app.jinja_env.get_template(file).module
        return Markup(getattr(module, macro)(*arguments))

    # In debug mode an edited template must be seen at once.
    remembered = said if app.debug else lru_cache(maxsize=512)(said)
    app.extensions["kept_pages"] = _rendered if app.debug else lru_cache(maxsize=512)(_rendered)

    def kept(file: str, macro: str, *arguments: Hashable) -> Markup:
        return remembered(language(), file, macro, *arguments)

    app.jinja_env.globals["kept"] = kept


def public_page(template: str, **arguments: Hashable) -> str:
    """A page whose template depends on its arguments, the path and the language.

    Without a cookie there is no cart, nobody signed in and nothing to flash, so the whole page
    comes from memory; with one it is rendered for this visitor.
    """
    if request.cookies:
        return render_template(template, **arguments)
    found: str = current_app.extensions["kept_pages"](
        template, request.path, language(), tuple(arguments.items())
    )
    return found


def _rendered(
    template: str, _path: str, _language: str, arguments: tuple[tuple[str, Hashable], ...]
) -> str:
    return render_template(template, **dict(arguments))
