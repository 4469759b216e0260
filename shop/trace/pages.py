"""The page of each batch, and the ways to it: a code from a bag, a QR code, a link by GS1."""

from flask import Blueprint, g, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from shop.config import settings
from shop.trace.as_json import as_json, unknown_as_json
from shop.trace.find_batch import code_of, found_bag, similar_codes
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
def batch_json(typed: str) -> ResponseReturnValue:
    g.machine = True
    base_url = settings().base_url
    try:
        return revalidated(jsonify(as_json(batch_page(typed), base_url)))
    except NoSuchBatch:
        return jsonify(unknown_as_json(similar_codes(typed), base_url)), 404


@blueprint.get("/01/<gtin>/10/<path:typed>")
def digital_link(gtin: str, typed: str) -> ResponseReturnValue:
    """What the QR code of a bag with a trade item number says; what follows the batch in the query,
    like the best-before date as 17, tells us nothing we do not know.

    Labels may be stuck on before what was packed is in the books: then the page says so.
    """
    bag = found_bag(gtin, typed)
    if bag is None:
        return _unknown(typed)
    if bag.is_packed:
        return _to(bag.code)
    page = batch_page(bag.code)
    return revalidated(
        make_response(public_page("trace/batch.html", page=page, unbooked=bag.words))
    )


def _to(code: str) -> ResponseReturnValue:
    return redirect(f"/charge/{code}", 303)


def _unknown(typed: str) -> ResponseReturnValue:
    found = {"typed": typed[:40], "similar": similar_codes(typed)}
    return render_template("trace/unknown.html", **found), 404
