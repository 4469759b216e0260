"""The application: settings, extensions, pages, error pages."""

from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import shop.assortment.staff_edit_pages
import shop.assortment.staff_pages
import shop.assortment.staff_photo_pages
import shop.assortment.staff_price_pages
import shop.cart.pages
import shop.catalogue.pages
import shop.checkout.pages
import shop.checkout.staff_pages
import shop.counter.staff_pages
import shop.counter.staff_sale_pages
import shop.customers.address_pages
import shop.customers.data_pages
import shop.customers.offer_pages
import shop.customers.pages
import shop.disputes.staff_pages
import shop.fulfilment.papers.staff_pages
import shop.fulfilment.staff_bulk_pages
import shop.fulfilment.staff_handover_pages
import shop.fulfilment.staff_mail_pages
import shop.fulfilment.staff_note_pages
import shop.fulfilment.staff_pages
import shop.fulfilment.staff_parcel_pages
import shop.journal.staff_pages
import shop.legal.pages
import shop.orders.pages
import shop.origin.proof_pages
import shop.origin.staff_batch_loss_pages
import shop.origin.staff_batch_pages
import shop.origin.staff_certificate_pages
import shop.origin.staff_claim_pages
import shop.origin.staff_cooperative_pages
import shop.origin.staff_green_lot_pages
import shop.origin.staff_new_batch_pages
import shop.origin.staff_pages
import shop.origin.staff_scheme_pages
import shop.payouts.staff_pages
import shop.premium.pages
import shop.premium.staff_pages
import shop.purchasing.staff_coffee_pages
import shop.purchasing.staff_pages
import shop.purchasing.staff_receipt_pages
import shop.reconcile.pages
import shop.refunds.staff_pages
import shop.refunds.staff_task_pages
import shop.reports.pages
import shop.returns.pages
import shop.returns.staff_pages
import shop.split.pages
import shop.split.staff_all_sizes_pages
import shop.split.staff_pages
import shop.stock.staff_grind_pages
import shop.stock.staff_location_pages
import shop.stock.staff_low_pages
import shop.stock.staff_move_pages
import shop.stock.staff_pack_pages
import shop.stock.staff_pages
import shop.stock_csv.staff_pages
import shop.stocktake.staff_pages
import shop.stocktake.staff_review_pages
import shop.today.staff_pages
import shop.trace.origin_pages
import shop.trace.pages
import shop.trace.recall_pages
import shop.trace.staff_label_pages
import shop.web.health
from shop import cli, db
from shop.accounts import sign_in
from shop.config import Settings
from shop.environment import from_environment
from shop.split import in_templates
from shop.web import (
    addresses,
    assets,
    bag,
    context,
    failures,
    filters,
    headers,
    kept,
    languages,
    origin,
)
from shop.web.cookies import cookie_name

ROOT = Path(__file__).resolve().parent.parent

PAGES = (
    shop.catalogue.pages.blueprint,
    shop.assortment.staff_pages.blueprint,
    shop.assortment.staff_edit_pages.blueprint,
    shop.assortment.staff_price_pages.blueprint,
    shop.assortment.staff_photo_pages.blueprint,
    shop.cart.pages.blueprint,
    shop.checkout.pages.blueprint,
    shop.checkout.staff_pages.blueprint,
    shop.counter.staff_pages.blueprint,
    shop.counter.staff_sale_pages.blueprint,
    shop.reconcile.pages.blueprint,
    shop.orders.pages.blueprint,
    shop.fulfilment.staff_pages.blueprint,
    shop.fulfilment.staff_mail_pages.blueprint,
    shop.fulfilment.staff_bulk_pages.blueprint,
    shop.fulfilment.staff_handover_pages.blueprint,
    shop.fulfilment.staff_note_pages.blueprint,
    shop.fulfilment.staff_parcel_pages.blueprint,
    shop.fulfilment.papers.staff_pages.blueprint,
    shop.refunds.staff_pages.blueprint,
    shop.refunds.staff_task_pages.blueprint,
    shop.stock.staff_pages.blueprint,
    shop.stock.staff_grind_pages.blueprint,
    shop.stock.staff_location_pages.blueprint,
    shop.stock.staff_low_pages.blueprint,
    shop.stock.staff_move_pages.blueprint,
    shop.split.pages.blueprint,
    shop.split.staff_pages.blueprint,
    shop.split.staff_all_sizes_pages.blueprint,
    shop.stock.staff_pack_pages.blueprint,
    shop.stock_csv.staff_pages.blueprint,
    shop.stocktake.staff_pages.blueprint,
    shop.stocktake.staff_review_pages.blueprint,
    shop.origin.staff_pages.blueprint,
    shop.origin.staff_batch_loss_pages.blueprint,
    shop.origin.staff_batch_pages.blueprint,
    shop.origin.staff_cooperative_pages.blueprint,
    shop.origin.staff_green_lot_pages.blueprint,
    shop.origin.staff_new_batch_pages.blueprint,
    shop.customers.address_pages.blueprint,
    shop.customers.data_pages.blueprint,
    shop.customers.offer_pages.blueprint,
    shop.customers.pages.blueprint,
    shop.disputes.staff_pages.blueprint,
    shop.payouts.staff_pages.blueprint,
    shop.premium.pages.blueprint,
    shop.premium.staff_pages.blueprint,
    shop.purchasing.staff_pages.blueprint,
    shop.purchasing.staff_receipt_pages.blueprint,
    shop.purchasing.staff_coffee_pages.blueprint,
    shop.reports.pages.blueprint,
    shop.returns.pages.blueprint,
    shop.returns.staff_pages.blueprint,
    shop.journal.staff_pages.blueprint,
    shop.legal.pages.blueprint,
    shop.trace.pages.blueprint,
    shop.trace.recall_pages.blueprint,
    shop.trace.staff_label_pages.blueprint,
    shop.trace.origin_pages.blueprint,
    shop.origin.staff_certificate_pages.blueprint,
    shop.origin.staff_claim_pages.blueprint,
    shop.origin.staff_scheme_pages.blueprint,
    shop.origin.proof_pages.blueprint,
    shop.today.staff_pages.blueprint,
    shop.web.health.blueprint,
)


class Shop(Flask):
    """A Flask app whose log names no address: that of an order page is its key."""

    def log_exception(self, exc_info: Any) -> None:
        self.logger.error("fault in %s %s", request.method, request.endpoint, exc_info=exc_info)


def create_app(settings: Settings | None = None) -> Flask:
    """A shop with these settings, or with those of the environment.

    Refuses with `BadSettings` to start with missing or dangerous ones.
    """
    found = settings or from_environment()
    app = Shop("shop", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(_flask_config(found))
    app.extensions["settings"] = found
    if found.trusted_proxies:
        hops = found.trusted_proxies
        # The way Werkzeug documents it, which type checkers take for a mistake.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    Migrate(app, db.db, directory=str(ROOT / "migrations"))
    db.init_app(app)
    for part in (
        failures,
        headers,
        addresses,
        origin,
        languages,
        filters,
        assets,
        bag,
        in_templates,
        kept,
        context,
    ):
        part.init_app(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    sign_in.init_app(app)
    cli.init_app(app)
    return app


def _flask_config(found: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": found.secret_key,
        "SECRET_KEY_FALLBACKS": list(found.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": found.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": db.engine_options(found.database_url),
        "TRUSTED_HOSTS": [found.host.partition(":")[0], *(["localhost"] if found.demo else [])],
        "MAX_CONTENT_LENGTH": 256_000,
        "SESSION_COOKIE_NAME": cookie_name("stadtkaffee_sitzung", found),
        "SESSION_COOKIE_SECURE": found.secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_ENABLED": False,
    }
