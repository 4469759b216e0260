"""Write about a product: section by section, and each of its variants."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.access import needs, person_id
from shop.assortment.as_file import NoSuchArticle, Values, Written, as_file
from shop.assortment.fields import SECTIONS, VARIANT, VAT
from shop.assortment.forms import PARTS, KeysForm, product_form, shown, typed_parts, variant_form
from shop.assortment.newest_edit import newest_edit
from shop.assortment.patch import Patch
from shop.assortment.rules import NotWritable
from shop.assortment.save_edit import draft_of, save_edit
from shop.audit.history import history
from shop.audit.rules import ChangedMeanwhile
from shop.catalogue.models import Variant
from shop.db import db

blueprint = Blueprint("assortment_edit_staff", __name__)

#: A known variant keeps its number, and its price changes where reason and day are asked for.
_KNOWN = {name: one for name, one in VARIANT.items() if name not in {"sku", "price"}}
_NEW_VARIANT: Values = {"vat_class": "reduced", "coffee_grams": 0, "shipping_grams": 0}


@blueprint.get("/artikel/<slug>/bearbeiten/<section>")
@needs("staff")
def ask(slug: str, section: str) -> ResponseReturnValue:
    now, asked = as_file(slug), _asked(section)
    drafted = now.product | draft_of(now.id).product
    return _section(now, section, product_form(asked, data=shown(drafted, asked)))


@blueprint.post("/artikel/<slug>/bearbeiten/<section>")
@needs("staff")
def save(slug: str, section: str) -> ResponseReturnValue:
    now = as_file(slug)
    form = product_form(_asked(section), formdata=request.form)
    if not form.validate():
        return _section(now, section, form), 422
    try:
        save_edit(slug, Patch(product=form.values()), person_id(), seen=form.seen_change)
    except NotWritable as refused:
        db.session.rollback()
        return _section(now, section, form, problems=refused.problems), 422
    except ChangedMeanwhile:
        db.session.rollback()
        return _section(now, section, form, since=form.seen_change), 409
    return _saved(now)


@blueprint.get("/artikel/<slug>/sorten/neu")
@needs("staff")
def ask_new_variant(slug: str) -> ResponseReturnValue:
    now = as_file(slug)
    last: Values = next(reversed(now.variants.values()), {})
    first = _NEW_VARIANT | {name: value for name, value in last.items() if name not in _OWN}
    first |= {"position": int(last.get("position", -1)) + 1, "on_sale": True}
    return _variant(now, "", variant_form(VARIANT, data=shown(first, VARIANT)), first)


@blueprint.post("/artikel/<slug>/sorten/neu")
@needs("staff")
def add_variant(slug: str) -> ResponseReturnValue:
    return _save_variant(as_file(slug), "")


@blueprint.get("/artikel/<slug>/sorten/<sku>")
@needs("staff")
def ask_variant(slug: str, sku: str) -> ResponseReturnValue:
    now = as_file(slug)
    values = _values_of(now, sku)
    asked = _asked_of(now, sku)
    return _variant(now, sku, variant_form(asked, data=shown(values, asked)), values)


@blueprint.post("/artikel/<slug>/sorten/<sku>")
@needs("staff")
def save_variant(slug: str, sku: str) -> ResponseReturnValue:
    now = as_file(slug)
    _values_of(now, sku)
    return _save_variant(now, sku)


#: What a further variant does not take over from the one before.
_OWN = frozenset({"sku", "gtin", "price", "position", "parts"})


def _save_variant(now: Written, sku: str) -> ResponseReturnValue:
    form = variant_form(_asked_of(now, sku), formdata=request.form)
    parts, wrong = typed_parts(request.form) if now.kind == "set" else ([], {})
    if not form.validate() or wrong:
        return _variant(now, sku, form, {"parts": parts}, wrong=wrong), 422
    values = form.values() | ({"parts": parts} if now.kind == "set" else {})
    named = sku or str(values["sku"])
    if not sku and _is_taken(now, named):
        form["sku"].errors = [_("Diese Artikelnummer gibt es schon.")]
        return _variant(now, sku, form, {"parts": parts}), 422
    if sku in now.variants:
        values.pop("price", None)
    try:
        save_edit(now.slug, Patch(variants={named: values}), person_id(), seen=form.seen_change)
    except NotWritable as refused:
        db.session.rollback()
        return _variant(now, sku, form, {"parts": parts}, problems=refused.problems), 422
    except ChangedMeanwhile:
        db.session.rollback()
        return _variant(now, sku, form, {"parts": parts}, since=form.seen_change), 409
    return _saved(now)


def _is_taken(now: Written, sku: str) -> bool:
    if sku in draft_of(now.id).variants:
        return True
    return db.session.scalar(select(Variant.id).where(Variant.sku == sku)) is not None


def _values_of(now: Written, sku: str) -> Values:
    """As drafted; a variant that is only drafted is one, too."""
    found = now.variants.get(sku, {}) | draft_of(now.id).variants.get(sku, {})
    if not found:
        raise NoSuchArticle
    return found


def _asked_of(now: Written, sku: str) -> Any:
    if not sku:
        return VARIANT
    price = {} if sku in now.variants else {"price": VARIANT["price"]}
    return _KNOWN | price


def _asked(section: str) -> Any:
    if section not in SECTIONS:
        raise NoSuchArticle
    return SECTIONS[section][1]


def _saved(now: Written) -> ResponseReturnValue:
    db.session.commit()
    if now.state == "published":
        told = _("Im Entwurf gespeichert. Der Laden zeigt das Alte, bis Sie veröffentlichen.")
    else:
        told = _("Gespeichert.")
    flash(told, "success")
    return redirect(url_for("assortment_staff.one", slug=now.slug), 303)


def _section(
    now: Written, section: str, form: KeysForm, *, since: int | None = None, problems: Any = ()
) -> str:
    return render_template(
        "assortment/staff/section.html",
        title=SECTIONS[section][0],
        asked=SECTIONS[section][1],
        **_about(now, form, since),
        problems=problems,
    )


def _variant(
    now: Written,
    sku: str,
    form: KeysForm,
    values: Values,
    *,
    since: int | None = None,
    problems: Any = (),
    wrong: Any = None,
) -> str:
    variant_id = db.session.scalar(select(Variant.id).where(Variant.sku == sku))
    return render_template(
        "assortment/staff/variant.html",
        sku=sku,
        variant_id=variant_id,
        asked=_asked_of(now, sku),
        parts=values.get("parts", []),
        most_parts=PARTS,
        vat=VAT,
        wrong=wrong or {},
        **_about(now, form, since),
        problems=problems,
        rows=history("variant", variant_id) if variant_id else [],
    )


def _about(now: Written, form: KeysForm, since: int | None) -> dict[str, Any]:
    """`since`: the change after which somebody else changed it."""
    rows = history(("product", "draft"), now.id)
    if since is not None or not request.form:
        form.seen.data = str(newest_edit(now.id))
    meanwhile = [row for row in rows if since is not None and row.id > since]
    return {"now": now, "form": form, "meanwhile": meanwhile}
