"""What runs out, expires or is blocked, each with what can be done about it."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from shop.accounts.access import needs
from shop.stock.running_out import Running, running_out
from shop.stock.soon_lost import MOST, blocked_goods, expiring_goods
from shop.web.csv_file import csv_file, kilograms, number, text

blueprint = Blueprint("stock_low_staff", __name__)


@blueprint.get("/lager/knapp")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template(
        "stock/staff/low.html",
        running=running_out(),
        most=MOST,
        # One more than is shown tells that there are more.
        expiring=expiring_goods(MOST + 1),
        blocked=blocked_goods(MOST + 1),
    )


@blueprint.get("/lager/knapp.csv")
@needs("staff")
def as_csv() -> ResponseReturnValue:
    """All of them, however many; amounts in kilograms or units, one row for each variant of what
    runs out."""
    answer = Response(csv_file(_HEAD, list(_rows())), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=knapp.csv"
    return answer


_HEAD = (
    *("Warum", "Produkt", "Artikelnummer", "Charge", "haltbar bis", "Ort", "Stück"),
    *("zu verkaufen", "Meldebestand", "verkauft in 28 Tagen", "Einheit", "Reichweite in Tagen"),
)


def _rows() -> list[list[str]]:
    nothing = text("")
    rows = []
    for one in running_out():
        for variant in one.variants:
            rows.append(
                [
                    *(text("läuft aus"), text(one.name), text(variant.sku)),
                    *(nothing, nothing, nothing, number(variant.units)),
                    *(_amount(one, one.for_sale), _amount(one, one.reorder)),
                    *(_amount(one, one.sold), text("kg" if one.is_coffee else "Stück")),
                    nothing if one.reach is None else number(one.reach),
                ]
            )
    for why, found in (("läuft ab", expiring_goods(None)), ("gesperrt", blocked_goods(None))):
        for row in found:
            day = row.best_before.isoformat() if row.best_before else ""
            rows.append(
                [
                    *(text(why), text(row.name), text(row.sku), text(row.code), text(day)),
                    *(text(row.location), number(row.on_hand), *[nothing] * 5),
                ]
            )
    return rows


def _amount(one: Running, amount: int) -> str:
    return kilograms(amount) if one.is_coffee else number(amount)
