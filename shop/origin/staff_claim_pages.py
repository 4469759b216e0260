"""Claims: what may be said, why not, and from when to when."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.db import db
from shop.errors import Refused
from shop.origin.add_claim import add_claim
from shop.origin.change_words import KINDS
from shop.origin.claim_contents import contents
from shop.origin.claim_refusals import NoEvidence, OrganicWords, OtherScheme, SameClaim
from shop.origin.extend_claim import extend_claim
from shop.origin.proof_choices import certificate_choices, lot_choices
from shop.origin.proof_forms import ClaimForm, ExtendForm
from shop.origin.proof_lists import batches_of, claim, claims, lots_of
from shop.origin.withdraw_claim import withdraw_claim
from shop.web.forms import SelectChoice

blueprint = Blueprint("origin_claims", __name__)
_ONE = "/lager/aussagen/<int:claim_id>"


@blueprint.get("/lager/aussagen")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template("origin/staff/claims.html", rows=claims(), kinds=KINDS)


@blueprint.get("/lager/aussagen/neu")
@needs("staff")
def new() -> ResponseReturnValue:
    return _new_page(ClaimForm())


@blueprint.post("/lager/aussagen/neu")
@needs("staff")
def add() -> ResponseReturnValue:
    form = ClaimForm(request.form)
    _offer(form)
    if not form.validate():
        return _new_page(form), 422
    try:
        claim_id = add_claim(
            form.kind.data,
            form.text.data or "",
            form.specification.data or "",
            form.origin_line.data if form.kind.data == "organic" else "",
            form.certificates.data or (),
            form.green_lots.data or (),
            person_id(),
        )
    except (NoEvidence, OrganicWords, OtherScheme, SameClaim) as refused:
        db.session.rollback()
        _tell(form, refused)
        return _new_page(form), 422
    db.session.commit()
    flash(_("Die Aussage ist gespeichert."), "success")
    return redirect(url_for(".shown", claim_id=claim_id), 303)


@blueprint.get(_ONE)
@needs("staff")
def shown(claim_id: int) -> ResponseReturnValue:
    return _page(claim_id, ExtendForm())


@blueprint.post(_ONE + "/ausdehnen")
@needs("staff")
def extend(claim_id: int) -> ResponseReturnValue:
    form = ExtendForm(request.form)
    _offer(form, *contents(claim_id))
    chosen = (form.certificates.data or []) + (form.green_lots.data or [])
    if not form.validate() or not chosen:
        form.green_lots.errors = form.green_lots.errors or [
            _("Bitte wählen Sie Rohkaffee oder ein Zertifikat aus.")
        ]
        return _page(claim_id, form), 422
    extend_claim(claim_id, form.certificates.data or (), form.green_lots.data or (), person_id())
    db.session.commit()
    flash(_("Die Aussage ist ausgedehnt."), "success")
    return redirect(url_for(".shown", claim_id=claim_id), 303)


@blueprint.post(_ONE + "/zurueckziehen")
@needs("staff")
def withdraw(claim_id: int) -> ResponseReturnValue:
    withdraw_claim(claim_id, person_id())
    db.session.commit()
    flash(_("Die Aussage ist zurückgezogen und nirgends mehr zu sehen."), "success")
    return redirect(url_for(".shown", claim_id=claim_id), 303)


def _tell(form: ClaimForm, refused: Refused) -> None:
    if isinstance(refused, OtherScheme):
        form.text.errors = [
            _(
                "„%(name)s“ darf nur nennen, wer es hat. Bitte wählen Sie das Zertifikat aus.",
                name=refused.name,
            )
        ]
        return
    field, sentence = {
        NoEvidence: (
            form.certificates,
            _(
                "Keines dieser Zertifikate bescheinigt, worum es geht. Bitte wählen Sie eines, das "
                "das tut."
            ),
        ),
        OrganicWords: (
            form.text,
            _("Wörter wie „Bio“ oder „öko“ gehören in eine Aussage über ökologischen Landbau."),
        ),
        SameClaim: (form.text, _("Diese Aussage gibt es für diesen Rohkaffee schon.")),
    }[type(refused)]
    field.errors = [sentence]


def _offer(form: ClaimForm | ExtendForm, evidence: Any = (), lots: Any = ()) -> None:
    """What may be chosen, without what the claim has already."""
    proofs = certificate_choices(evidence)
    form.certificates.choices = [SelectChoice(id, words) for id, words in proofs]
    form.green_lots.choices = [SelectChoice(id, words) for id, words in lot_choices(lots)]


def _new_page(form: ClaimForm) -> str:
    _offer(form)
    return render_template("origin/staff/claim_new.html", form=form)


def _page(claim_id: int, form: ExtendForm) -> str:
    found = claim(claim_id)
    _offer(form, *contents(claim_id))
    return render_template(
        "origin/staff/claim.html",
        found=found,
        lots=lots_of(claim_id),
        batches=batches_of(found),
        kinds=KINDS,
        form=form,
        history=history("claim", claim_id),
    )
