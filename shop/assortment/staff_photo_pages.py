"""Photographs of a product: give, put in order, describe and take off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.assortment.as_file import as_file
from shop.assortment.describe_photo import describe_photo
from shop.assortment.order_photos import order_photos
from shop.catalogue.add_photo import (
    LARGEST_BYTES,
    BadPhoto,
    add_photo,
    ready_photo,
    refuse_no_words,
)
from shop.catalogue.models import Photo
from shop.catalogue.photo_words import photo_words
from shop.catalogue.remove_photo import UnknownPhoto, delete_files, remove_photo
from shop.catalogue.unproven import unproven_words
from shop.db import db, start_writing

blueprint = Blueprint("assortment_photo_staff", __name__)


@blueprint.get("/artikel/<slug>/fotos")
@needs("staff")
def photos(slug: str) -> ResponseReturnValue:
    return _page(slug)


@blueprint.post("/artikel/<slug>/fotos")
@needs("staff")
def add(slug: str) -> ResponseReturnValue:
    # More than other forms may send: the file, and a little for the rest.
    request.max_content_length = LARGEST_BYTES + 100_000
    file, alt = request.files.get("datei"), request.form.get("beschreibung", "")
    product_id, who = as_file(slug).id, person_id()
    if unproven := list(unproven_words(alt)):
        return _page(slug, refused=" ".join(unproven)), 422
    # Nobody waits for the database while the files are written.
    start_writing()
    try:
        refuse_no_words(alt)
        ready = ready_photo(file.read() if file else b"")
        add_photo(product_id, ready, alt, who)
    except BadPhoto as refused:
        return _page(slug, refused=photo_words(refused)), refused.status
    db.session.commit()
    flash(_("Das Foto ist im Laden zu sehen."), "success")
    return redirect(url_for(".photos", slug=slug), 303)


@blueprint.post("/artikel/<slug>/fotos/<int:photo_id>/beschreiben")
@needs("staff")
def describe(slug: str, photo_id: int) -> ResponseReturnValue:
    alt = request.form.get("beschreibung", "")
    if unproven := list(unproven_words(alt)):
        return _page(slug, refused=" ".join(unproven)), 422
    try:
        describe_photo(slug, photo_id, alt, person_id())
    except BadPhoto as refused:
        db.session.rollback()
        return _page(slug, refused=photo_words(refused)), refused.status
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".photos", slug=slug), 303)


@blueprint.post("/artikel/<slug>/fotos/<int:photo_id>/verschieben")
@needs("staff")
def move(slug: str, photo_id: int) -> ResponseReturnValue:
    order_photos(slug, photo_id, -1 if request.form.get("wohin") == "vor" else 1, person_id())
    db.session.commit()
    return redirect(url_for(".photos", slug=slug), 303)


@blueprint.post("/artikel/<slug>/fotos/<int:photo_id>/entfernen")
@needs("staff")
def remove(slug: str, photo_id: int) -> ResponseReturnValue:
    product_id = as_file(slug).id
    of_it = select(Photo.id).where(Photo.id == photo_id, Photo.product_id == product_id)
    if db.session.scalar(of_it) is None:
        raise UnknownPhoto
    digest = remove_photo(photo_id, person_id())
    db.session.commit()
    delete_files(digest)
    flash(_("Das Foto ist entfernt."), "success")
    return redirect(url_for(".photos", slug=slug), 303)


def _page(slug: str, refused: str | None = None) -> str:
    now = as_file(slug)
    of_it = select(Photo).where(Photo.product_id == now.id).order_by(Photo.position, Photo.id)
    return render_template(
        "assortment/staff/photos.html",
        now=now,
        photos=db.session.scalars(of_it).all(),
        refused=refused,
        alt=request.form.get("beschreibung", ""),
    )
