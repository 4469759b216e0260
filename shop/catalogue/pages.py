"""The public pages: home, catalogue, product, and its pictures."""

from collections.abc import Hashable
from functools import lru_cache
from hashlib import sha256

from flask import Blueprint, Response, make_response, render_template, request

from shop import clock
from shop.catalogue.find import find, first_cards
from shop.catalogue.first_split import first_split
from shop.catalogue.forms import asked
from shop.catalogue.photo_files import photo_path
from shop.catalogue.preview_image import preview_image
from shop.catalogue.product_origin import product_origin
from shop.catalogue.promise import CARRIER_DAYS, promised_on
from shop.catalogue.queries import product_page
from shop.catalogue.reduced import reduced_words
from shop.catalogue.rules import duration
from shop.catalogue.sitemap import published_codes, published_slugs
from shop.catalogue.structured_data import json_ld
from shop.web.kept import public_page
from shop.web.revalidated import revalidated

blueprint = Blueprint("catalogue", __name__)

FOR_A_DAY = "public, max-age=86400"
FOR_A_YEAR = "public, max-age=31536000, immutable"
_ON_HOME = 4

blueprint.add_app_template_global(json_ld)
blueprint.add_app_template_filter(duration)
blueprint.add_app_template_filter(reduced_words)


@blueprint.get("/")
def home() -> Response:
    return _public("catalogue/home.html", cards=first_cards(_ON_HOME), told=first_split())


@blueprint.get("/kaffee/")
def index() -> Response:
    """The catalogue; search and filters stand in the address and nowhere else."""
    told = asked(request.args)
    found = find(told.query, told.page)
    status = 200 if found.cards or told.page == 1 else 404
    return _public("catalogue/index.html", status, asked=told, found=found)


@blueprint.get("/kaffee/<slug>")
def product(slug: str) -> Response:
    page = product_page(slug)
    if page.product.state == "retired":
        return _public("catalogue/retired.html", 410, name=page.product.name)
    today = clock.today()
    arrives_on = promised_on(page.product.handling_days + CARRIER_DAYS, today)
    ready_on = promised_on(page.ready_days, today) if page.ready_days else None
    origin = product_origin(page.batches, page.product.origin_revision)
    return _public(
        "catalogue/product.html", page=page, origin=origin, arrives_on=arrives_on, ready_on=ready_on
    )


@blueprint.get("/kaffee/<slug>/vorschau.png")
def preview(slug: str) -> Response:
    """The drawing as an image, for previews of the page elsewhere, which know no SVG."""
    drawn = product_page(slug).product
    image = preview_image(
        drawn.name, drawn.drawing, drawn.bag_colour, drawn.label_colour, drawn.accent_colour
    )
    response = Response(image, mimetype="image/png")
    response.headers["Cache-Control"] = FOR_A_DAY
    return response


@blueprint.get("/bilder/<name>")
def photo(name: str) -> Response:
    """A photograph: `<digest>-<width>.<format>`. Its address changes with its content."""
    path, mimetype = photo_path(name)
    response = Response(path.read_bytes(), mimetype=mimetype)
    response.headers["Cache-Control"] = FOR_A_YEAR
    return response


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    page = render_template(
        "catalogue/sitemap.xml", slugs=published_slugs(), codes=published_codes()
    )
    response = Response(page, mimetype="application/xml")
    response.headers["Cache-Control"] = FOR_A_DAY
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    response = Response(render_template("catalogue/robots.txt"), mimetype="text/plain")
    response.headers["Cache-Control"] = FOR_A_DAY
    return response


def _public(template: str, status: int = 200, **arguments: Hashable) -> Response:
    """The same for everybody without a cookie; with one it is personal.

    Any cache may keep it and has to ask before each use, because a claim must be gone the moment
    its proof is: „304“ costs as much as the page from our own memory.
    """
    page = public_page(template, **arguments)
    response = make_response(page, status)
    if not request.cookies:
        response.set_etag(_digest(page))
    return revalidated(response)


@lru_cache(maxsize=512)
def _digest(page: str) -> str:
    """Of a page that is kept anyway; the same text is found without reading it again."""
    return sha256(page.encode()).hexdigest()[:32]
