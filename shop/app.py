"""The application: settings, extensions, pages, error pages."""

import importlib
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from shop import db
from shop.config import Settings, from_environment
from shop.web import assets, bag, context, failures, filters, headers, kept, languages, origin

ROOT = Path(__file__).resolve().parent.parent

_PAGES = (
    "shop.catalogue.pages",
    "shop.catalogue.staff_pages",
    "shop.cart.pages",
    "shop.checkout.pages",
    "shop.checkout.webhook",
    "shop.orders.pages",
    "shop.orders.staff_pages",
    "shop.stock.staff_pages",
    "shop.reports.pages",
    "shop.returns.pages",
    "shop.returns.staff_pages",
    "shop.legal.pages",
    "shop.web.health",
)


def create_app(settings: Settings | None = None) -> Flask:
    """A shop with these settings, or with those of the environment.

    Refuses with `BadSettings` to start with missing or dangerous ones.
    """
    found = settings or from_environment()
    app = Flask("shop", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(_flask_config(found))
    app.extensions["settings"] = found
    if found.trusted_proxies:
        hops = found.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Migrate(app, db.db, directory=str(ROOT / "migrations"))
    db.init_app(app)
    for part in (failures, headers, origin, languages, filters, assets, bag, kept, context):
        part.init_app(app)
    for name in _PAGES:
        if find_spec(name):
            app.register_blueprint(importlib.import_module(name).blueprint)
    for name in ("shop.accounts.sign_in", "shop.cli"):
        if find_spec(name):
            importlib.import_module(name).init_app(app)
    return app


def _flask_config(found: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": found.secret_key,
        "SECRET_KEY_FALLBACKS": list(found.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": found.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": db.engine_options(found.database_url),
        "TRUSTED_HOSTS": [found.host.partition(":")[0], *(["localhost"] if found.demo else [])],
        "MAX_CONTENT_LENGTH": 1_000_000,
        "SESSION_COOKIE_NAME": "__Host-sitzung" if found.secure else "stadtkaffee_sitzung",
        "SESSION_COOKIE_SECURE": found.secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_ENABLED": False,
    }
