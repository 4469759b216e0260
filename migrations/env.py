"""How Alembic finds the shop's database and tables."""

from alembic import context
from flask import current_app

import shop.accounts.address_models
import shop.accounts.models
import shop.assortment.models
import shop.catalogue.models
import shop.checkout.models
import shop.customers.models
import shop.disputes.models
import shop.ledger.models
import shop.legal.models
import shop.mail.models
import shop.orders.models
import shop.origin.models
import shop.origin.proof_models
import shop.payment.models
import shop.payouts.models
import shop.reconcile.models
import shop.refunds.models
import shop.returns.models
import shop.stock.models
import shop.stock_csv.models
import shop.stocktake.models  # noqa: F401  # all of them for their tables only
from shop.db import Base, db


def run() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


assert current_app, "run through: flask --app shop db upgrade"
run()
