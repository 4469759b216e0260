"""An order that waits for a decision is delivered after all."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.checkout.can_deliver import can_deliver
from shop.checkout.deliver_anyway import deliver_anyway
from shop.db import db
from shop.fulfilment.staff_order_queries import lines_of, order_numbered
from shop.fulfilment.staff_step import take_step
from shop.orders.rules import ClaimMissing, State
from shop.stock.rules import OutOfStock

blueprint = Blueprint("checkout_staff", __name__)
# The order's page stands below this package, and shows what it knows.
blueprint.add_app_template_global(can_deliver)


@blueprint.post("/auftraege/<number>/doch-liefern")
@needs("staff")
def deliver(number: str) -> ResponseReturnValue:
    order_id = order_numbered(number).id
    try:
        return take_step(number, State.PAID, lambda: deliver_anyway(order_id, person_id()))
    except OutOfStock as missing:
        db.session.rollback()
        names = _missing(order_id, missing)
        flash(
            _("Davon ist nicht mehr genug frei: %(names)s. Es wurde nichts geändert.", names=names),
            "warn",
        )
    except ClaimMissing:
        db.session.rollback()
        flash(
            _(
                "Was noch frei ist, ist nicht so zertifiziert, wie es bei der Bestellung angegeben "
                "war. Bitte erstatten Sie. Es wurde nichts geändert."
            ),
            "warn",
        )
    return redirect(url_for("fulfilment_staff.order", number=number), 303)


def _missing(order_id: int, missing: OutOfStock) -> str:
    return "; ".join(
        f"{line.product_name}, {line.variant_name}" if line.variant_name else line.product_name
        for line in lines_of(order_id)
        if line.variant_id in missing.shortages
    )
