"""Recall, for the staff: who has bags of a batch, and where the coffee of an order comes from."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from shop.accounts.access import needs
from shop.orders.staff_order_queries import order_numbered
from shop.trace.recall import Recall, recall_of_batch, recall_of_green_lot
from shop.trace.recall_file import recall_file
from shop.trace.recall_origin import origin_of_order

blueprint = Blueprint("recall_staff", __name__)


@blueprint.get("/lager/chargen/<code>/rueckruf")
@needs("staff")
def of_batch(code: str) -> ResponseReturnValue:
    return _page(recall_of_batch(code), code, is_green=False)


@blueprint.get("/lager/chargen/<code>/rueckruf.csv")
@needs("staff")
def file_of_batch(code: str) -> ResponseReturnValue:
    return _file(recall_of_batch(code), code)


@blueprint.get("/lager/rohkaffee/<code>/rueckruf")
@needs("staff")
def of_green_lot(code: str) -> ResponseReturnValue:
    return _page(recall_of_green_lot(code), code, is_green=True)


@blueprint.get("/lager/rohkaffee/<code>/rueckruf.csv")
@needs("staff")
def file_of_green_lot(code: str) -> ResponseReturnValue:
    return _file(recall_of_green_lot(code), code)


@blueprint.get("/auftraege/<number>/herkunft")
@needs("staff")
def of_order(number: str) -> ResponseReturnValue:
    order = order_numbered(number)
    return render_template(
        "trace/staff/recall_order.html", order=order, origins=origin_of_order(number)
    )


def _page(recall: Recall, code: str, *, is_green: bool) -> str:
    return render_template("trace/staff/recall.html", recall=recall, code=code, is_green=is_green)


def _file(recall: Recall, code: str) -> Response:
    return Response(
        recall_file(recall),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="rueckruf_{code}.csv"'},
    )
