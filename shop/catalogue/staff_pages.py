"""Photographs: the staff give them to products and take them off again."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Row, select

from shop.accounts.access import needs
from shop.catalogue.add_photo import LARGEST_BYTES, BadPhoto, add_photo
from shop.catalogue.models import Photo, Product
from shop.catalogue.photo_words import photo_words
from shop.catalogue.publish import UnknownProduct
from shop.catalogue.remove_photo import delete_files, remove_photo
from shop.db import db

blueprint = Blueprint("catalogue_staff", __name__)


@blueprint.get("/lager/fotos")
@needs("staff")
def index() -> ResponseReturnValue:
    return _page()


@blueprint.post("/lager/fotos")
@needs("staff")
def add() -> ResponseReturnValue:
    # More than other forms may send: the file, and a little for the rest.
    request.max_content_length = LARGEST_BYTES + 100_000
    file, alt = request.files.get("datei"), request.form.get("beschreibung", "")
    try:
        add_photo(_number(request.form.get("produkt", "")), file.read() if file else b"", alt)
    except UnknownProduct:
        return _page(refused=_("Bitte wählen Sie ein Produkt.")), 422
    except BadPhoto as refused:
        return _page(refused=photo_words(refused)), refused.status
    db.session.commit()
    flash(_("Das Foto ist im Laden zu sehen."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/lager/fotos/<int:photo_id>/entfernen")
@needs("staff")
def remove(photo_id: int) -> ResponseReturnValue:
    digest = remove_photo(photo_id)
    db.session.commit()
    delete_files(digest)
    flash(_("Das Foto ist entfernt."), "success")
    return redirect(url_for(".index"), 303)


def _page(refused: str | None = None) -> str:
    products = db.session.execute(
        select(Product.id, Product.name)
        .where(Product.state != "retired")
        .order_by(Product.position, Product.id)
    ).all()
    return render_template(
        "catalogue/staff/photos.html",
        products=products,
        photos=_photos(),
        refused=refused,
        chosen=request.form.get("produkt", ""),
        alt=request.form.get("beschreibung", ""),
    )


def _photos() -> Sequence[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(Photo.id, Photo.digest, Photo.alt, Product.name, Product.slug)
        .join(Product, Product.id == Photo.product_id)
        .order_by(Product.position, Product.id, Photo.position, Photo.id)
    ).all()


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
