"""What every template may use: the settings, and the sign of being a demo."""

from flask import Flask

from shop.config import settings


def init_app(app: Flask) -> None:
    with app.app_context():
        app.jinja_env.globals["settings"] = settings()
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
