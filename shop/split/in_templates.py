"""What the macros of `templates/split/parts/picture.html` ask of this package."""

from flask import Flask

from shop.split.picture import hatching, picture
from shop.split.table import rows


def init_app(app: Flask) -> None:
    """Give templates `split_layers(price, parts)`, `split_rows(columns)` and `hatching(…)`.

    The product page stands below this package and cannot import it; its templates can ask.
    """
    app.jinja_env.globals |= {"split_layers": picture, "split_rows": rows, "hatching": hatching}
