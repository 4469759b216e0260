"""Ground to order, or packed ground: said once for each grind."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere
from shop.stock.beans_for import beans_for
from shop.stock.grind_to_order import grind_to_order
from shop.stock.queries import level
from shop.stock.rules import NotItsBeans, UnitsThere

blueprint = Blueprint("stock_grind_staff", __name__)


@blueprint.post("/lager/<sku>/mahlen")
@needs("staff")
def grind(sku: str) -> ResponseReturnValue:
    """From the beans whose SKU is sent as `bohnen`; without one it lies on a shelf again."""
    found, wanted = level(sku), request.form.get("bohnen", "")
    if wanted and wanted not in beans_for(found.variant_id):
        raise NotThere
    try:
        beans = level(wanted).variant_id if wanted else None
        grind_to_order(found.variant_id, beans, person_id())
    except (NotItsBeans, UnitsThere):
        db.session.rollback()
        told = _("Erst wenn nichts Gemahlenes mehr im Regal liegt, wird auf Bestellung gemahlen.")
        flash(told, "warn")
    else:
        db.session.commit()
        ground = _("Wird ab jetzt auf Bestellung gemahlen.")
        flash(ground if wanted else _("Wird ab jetzt gemahlen abgefüllt."), "success")
    return redirect(url_for("stock_staff.variant", sku=sku), 303)
