"""What templates of other packages ask of this one."""

from flask import Flask

from shop.split.picture import hatching, picture
from shop.split.queries import splits_missing
from shop.split.table import row_groups


def init_app(app: Flask) -> None:
    """Give templates `split_layers(price, parts)`, `split_row_groups(price, parts)`,
    `hatching(…)` and `splits_missing()`.

    The product page and the overview of origin stand below this package and cannot import it;
    their templates can ask.
    """
    app.jinja_env.globals |= {
        "split_layers": picture,
        "split_row_groups": row_groups,
        "hatching": hatching,
        "splits_missing": splits_missing,
    }
