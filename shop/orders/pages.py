"""The order page: what became of an order, for whoever holds its address."""

from flask import Blueprint, Response, make_response, render_template, request

from shop.db import only_reading
from shop.orders.draw_code import draw_code
from shop.orders.parcels import summed
from shop.orders.queries import order_view
from shop.orders.rules import code_shown

blueprint = Blueprint("orders", __name__)
blueprint.add_app_template_global(summed)
blueprint.add_app_template_global(code_shown)
blueprint.add_app_template_global(draw_code)


@blueprint.get("/bestellung/<token>")
def show(token: str) -> Response:
    """Needs no account; the address is the secret, so it is kept and passed on by nobody."""
    only_reading()
    view = order_view(token)
    response = make_response(
        render_template("orders/order.html", view=view, order=view.order, told=_told())
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _told() -> str:
    """What happened a moment ago, said once: the address carries it."""
    return request.args.get("hinweis", "")
