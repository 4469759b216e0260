"""Addresses for the next order: add, change, remove."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.accounts.address_models import SavedAddress
from shop.accounts.remove_address import remove_address
from shop.accounts.save_address import MOST, TooManyAddresses, save_address
from shop.accounts.saved_addresses import saved_address, saved_addresses
from shop.customers.address_forms import FORMS, BillingAddressForm, DeliveryForm
from shop.db import db

blueprint = Blueprint("addresses", __name__, url_prefix="/konto/adressen")


@blueprint.get("")
@needs("customer")
def index() -> ResponseReturnValue:
    return render_template(
        "customers/addresses.html", found=saved_addresses(person_id()), most=MOST
    )


@blueprint.get("/neu")
@needs("customer")
def ask_new() -> ResponseReturnValue:
    """`?art=rechnung`: for bills."""
    return _page(None, FORMS[_kind()]())


@blueprint.post("/neu")
@needs("customer")
def add() -> ResponseReturnValue:
    return _save(None, FORMS[_kind()](request.form))


@blueprint.get("/<int:address_id>")
@needs("customer")
def one(address_id: int) -> ResponseReturnValue:
    found = saved_address(person_id(), address_id)
    return _page(found, FORMS[found.kind](obj=found))


@blueprint.post("/<int:address_id>")
@needs("customer")
def change(address_id: int) -> ResponseReturnValue:
    found = saved_address(person_id(), address_id)
    return _save(found, FORMS[found.kind](request.form))


@blueprint.post("/<int:address_id>/loeschen")
@needs("customer")
def remove(address_id: int) -> ResponseReturnValue:
    remove_address(person_id(), address_id)
    db.session.commit()
    flash(_("Die Adresse ist gelöscht."), "success")
    return redirect(url_for(".index"), 303)


def _save(
    found: SavedAddress | None, form: DeliveryForm | BillingAddressForm
) -> ResponseReturnValue:
    if not form.validate():
        return _page(found, form), 422
    try:
        save_address(
            person_id(),
            form.address(),
            found.id if found else None,
            is_default=bool(form.is_default.data),
        )
    except TooManyAddresses:
        db.session.rollback()
        refusal = _("Mehr als %(n)s Adressen passen nicht in ein Konto.", n=MOST)
        return _page(found, form, refusal), 409
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".index"), 303)


def _page(
    found: SavedAddress | None, form: DeliveryForm | BillingAddressForm, refusal: str = ""
) -> str:
    return render_template(
        "customers/address.html",
        found=found,
        form=form,
        refusal=refusal,
        kind=found.kind if found else _kind(),
    )


def _kind() -> str:
    return "billing" if request.args.get("art") == "rechnung" else "delivery"
