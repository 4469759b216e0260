"""The page of each batch, and the ways to it: a code from a bag, a QR code, a link by GS1."""

from flask import Blueprint, Response, g, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from shop.config import settings
from shop.trace.as_json import as_json
from shop.trace.find_batch import code_of, code_of_bag
from shop.trace.in_templates import give_templates
from shop.trace.queries import NoSuchBatch, batch_page
from shop.web.kept import public_page
from shop.web.revalidated import revalidated

blueprint = Blueprint("trace", __name__)
give_templates(blueprint)


@blueprint.get("/charge/")
def index() -> ResponseReturnValue:
    """Where a code is typed; with one, the way to its page."""
    typed = request.args.get("code", "")
    if not typed.strip():
        return revalidated(make_response(public_page("trace/index.html")))
    code = code_of(typed)
    return _to(code) if code else _unknown(typed)


@blueprint.get("/charge/<path:typed>")
def batch(typed: str) -> ResponseReturnValue:
    try:
        page = batch_page(typed)
    except NoSuchBatch:
        return _unknown(typed)
    if page.code != typed:
        return _to(page.code)
    return revalidated(make_response(public_page("trace/batch.html", page=page)))


@blueprint.get("/charge/<path:typed>.json")
def batch_json(typed: str) -> Response:
    g.machine = True
    return revalidated(jsonify(as_json(batch_page(typed), settings().base_url)))


@blueprint.get("/01/<gtin>/10/<path:typed>")
def digital_link(gtin: str, typed: str) -> ResponseReturnValue:
    """What the QR code of a bag with a trade item number says; what follows the batch in the query,
    like the best-before date as 17, tells us nothing we do not know."""
    code = code_of_bag(gtin, typed)
    return _to(code) if code else _unknown(typed)


def _to(code: str) -> ResponseReturnValue:
    return redirect(f"/charge/{code}", 303)


def _unknown(typed: str) -> ResponseReturnValue:
    return render_template("trace/unknown.html", typed=typed[:40]), 404
