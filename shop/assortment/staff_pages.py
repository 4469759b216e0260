"""All products, and what becomes of one: preview, publish, take back, order in the catalogue."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.assortment.add_product import add_product
from shop.assortment.as_file import as_file
from shop.assortment.discard_draft import discard_draft
from shop.assortment.fields import NEW, SECTIONS, STATES
from shop.assortment.forms import product_form
from shop.assortment.move_product import move_product
from shop.assortment.newest_edit import newest_edit
from shop.assortment.preview import preview as previewed
from shop.assortment.publish_product import publish_product
from shop.assortment.queries import drafted, listed, missing_of, missing_words
from shop.assortment.retire_product import retire_product
from shop.assortment.rules import NoDraft, NotWritable, SlugTaken
from shop.assortment.save_edit import draft_of
from shop.assortment.variant_queries import offered
from shop.audit.history import history
from shop.audit.rules import ChangedMeanwhile
from shop.catalogue.publish import NotPublishable, Unproven
from shop.db import db
from shop.web.numbers import small_number, visible

blueprint = Blueprint("assortment_staff", __name__)


@blueprint.get("/artikel/")
@needs("staff")
def index() -> ResponseReturnValue:
    state = request.args.get("zustand", "")
    text = visible(request.args.get("q", ""))[:100].strip()
    page = min(max(small_number(request.args.get("seite", "")) or 1, 1), 9999)
    rows, has_next = listed(state if state in STATES else "", text, page)
    return render_template(
        "assortment/staff/products.html",
        rows=rows,
        has_next=has_next,
        page=page,
        states=STATES,
        state=state,
        q=text,
    )


@blueprint.get("/artikel/neu")
@needs("staff")
def ask_new() -> ResponseReturnValue:
    return _new(product_form(NEW))


@blueprint.post("/artikel/neu")
@needs("staff")
def add() -> ResponseReturnValue:
    form = product_form(NEW, formdata=request.form)
    if not form.validate():
        return _new(form), 422
    try:
        add_product(form.values(), person_id())
    except SlugTaken:
        db.session.rollback()
        form["slug"].errors = [_("Diese Adresse hat schon ein anderes Produkt.")]
        return _new(form), 422
    except NotWritable as refused:
        db.session.rollback()
        return _new(form, refused.problems), 422
    db.session.commit()
    flash(_("Angelegt als Entwurf. Als Nächstes braucht es eine Sorte mit Preis."), "success")
    return redirect(url_for(".one", slug=form["slug"].data), 303)


@blueprint.get("/artikel/<slug>")
@needs("staff")
def one(slug: str) -> ResponseReturnValue:
    return _one(slug)


@blueprint.get("/artikel/<slug>/vorschau")
@needs("staff")
def preview(slug: str) -> ResponseReturnValue:
    try:
        seen = previewed(slug)
    except NotWritable as refused:
        return _one(slug, problems=refused.problems), 422
    page = render_template("assortment/staff/preview.html", slug=slug, **seen._asdict())
    response: Response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.post("/artikel/<slug>/veroeffentlichen")
@needs("staff")
def publish(slug: str) -> ResponseReturnValue:
    try:
        publish_product(slug, person_id(), seen=_seen())
    except NotPublishable as refused:
        db.session.rollback()
        return _one(slug, missing=missing_words(refused.missing)), 422
    except Unproven as refused:
        db.session.rollback()
        return _one(slug, problems=refused.sentences), 422
    except NotWritable as refused:
        db.session.rollback()
        return _one(slug, problems=refused.problems), 422
    except ChangedMeanwhile:
        db.session.rollback()
        return _one(slug, since=_seen()), 409
    except NoDraft:
        db.session.rollback()
        flash(_("Das ist schon im Katalog, so wie es hier steht."), "info")
        return redirect(url_for(".one", slug=slug), 303)
    db.session.commit()
    flash(_("Veröffentlicht: Kundinnen und Kunden sehen es jetzt so."), "success")
    return redirect(url_for(".one", slug=slug), 303)


@blueprint.post("/artikel/<slug>/verwerfen")
@needs("staff")
def discard(slug: str) -> ResponseReturnValue:
    try:
        discard_draft(slug, person_id(), seen=_seen())
    except ChangedMeanwhile:
        db.session.rollback()
        return _one(slug, since=_seen()), 409
    except NoDraft:
        db.session.rollback()
    db.session.commit()
    flash(_("Der Entwurf ist verworfen; der Laden zeigt weiter, was er gezeigt hat."), "success")
    return redirect(url_for(".one", slug=slug), 303)


@blueprint.post("/artikel/<slug>/zurueckziehen")
@needs("staff")
def retire(slug: str) -> ResponseReturnValue:
    retire_product(slug, person_id())
    db.session.commit()
    flash(_("Zurückgezogen: Niemand kann es mehr kaufen, und die Seite sagt das."), "success")
    return redirect(url_for(".one", slug=slug), 303)


@blueprint.post("/artikel/<slug>/verschieben")
@needs("staff")
def move(slug: str) -> ResponseReturnValue:
    step = -1 if request.form.get("wohin") == "vor" else 1
    moved = move_product(slug, step, person_id())
    db.session.commit()
    told = _("Verschoben.") if moved else _("Weiter geht es in dieser Richtung nicht.")
    flash(told, "success" if moved else "info")
    return redirect(url_for(".index") + f"#{slug}", 303)


def _seen() -> int:
    return small_number(request.form.get("seen", "")) or 0


def _new(form: Any, problems: Any = ()) -> str:
    return render_template("assortment/staff/new.html", form=form, asked=NEW, problems=problems)


def _one(slug: str, *, since: int | None = None, missing: Any = None, problems: Any = ()) -> str:
    """`since`: the change after which somebody else changed it."""
    now = as_file(slug)
    rows = history(("product", "draft"), now.id)
    return render_template(
        "assortment/staff/product.html",
        now=now,
        states=STATES,
        sections=SECTIONS,
        draft=drafted(now, draft_of(now.id)),
        missing=missing_of(now.id) if missing is None else missing,
        refused=missing is not None or bool(problems),
        problems=problems,
        offers=offered(now.id),
        new_skus=[sku for sku in draft_of(now.id).variants if sku not in now.variants],
        seen=newest_edit(now.id),
        rows=rows,
        meanwhile=[row for row in rows if since is not None and row.id > since],
    )
