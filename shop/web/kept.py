"""Pages and parts of pages that are the same for everybody: rendered once, then kept.

The contract, here and wherever the shop remembers an answer by `lru_cache`: the key is everything
the answer depends on, and it compares by value. Rows of the database do, and tuples, frozen
dataclasses and text; so a changed row is another key, nothing ever has to be thrown away, and no
process needs to hear of what another one changed. An object made of rows may instead compare by
identity (`eq=False`), which is faster, if it comes from such a memory itself: the same rows then
make the same object. What depends on the request, a person or the time has no place in it unless
it is part of the key.
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
