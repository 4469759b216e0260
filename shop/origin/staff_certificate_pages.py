"""Certificates: added with their file, renewed, revoked."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.datastructures import CombinedMultiDict

from shop.accounts.access import needs, person_id
from shop.audit.history import history
from shop.clock import today
from shop.db import db
from shop.origin.add_certificate import add_certificate
from shop.origin.change_words import HOLDERS
from shop.origin.claim_refusals import CodeMissing, SameCertificate
from shop.origin.evidence_answer import evidence_answer
from shop.origin.evidence_files import MOST_SENT, BadFile
from shop.origin.evidence_words import evidence_words
from shop.origin.expiring import DAYS, expiring
from shop.origin.proof_choices import cooperative_choices, roasters
from shop.origin.proof_forms import CertificateForm, NewCertificateForm, RenewForm, RevokeForm
from shop.origin.proof_lists import certificate, certificates, claims_on, schemes
from shop.origin.renew_certificate import renew_certificate
from shop.origin.revoke_certificate import UnknownCertificate, revoke_certificate
from shop.origin.rules import DatesOutOfOrder
from shop.web.forms import SelectChoice

blueprint = Blueprint("origin_certificates", __name__)
_ONE = "/lager/nachweise/<int:certificate_id>"


@blueprint.get("/lager/nachweise")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template(
        "origin/staff/certificates.html",
        rows=certificates(),
        expiring=expiring(),
        days=DAYS,
        today=today(),
    )


@blueprint.get("/lager/nachweise/neu")
@needs("staff")
def new() -> ResponseReturnValue:
    return _new_page(_new_form())


@blueprint.post("/lager/nachweise/neu")
@needs("staff")
def add() -> ResponseReturnValue:
    form = _new_form(_sent())
    return _save(
        form,
        lambda file, name: add_certificate(form.values, file, name, person_id()),
        lambda: _new_page(form),
    )


@blueprint.get(_ONE)
@needs("staff")
def shown(certificate_id: int) -> ResponseReturnValue:
    return _page(certificate_id, RevokeForm())


@blueprint.get(_ONE + "/datei")
@needs("staff")
def file(certificate_id: int) -> ResponseReturnValue:
    found = _found(certificate_id).Certificate
    return evidence_answer(found.file_sha256, found.file_name, found.file_type)


@blueprint.post(_ONE + "/widerrufen")
@needs("staff")
def revoke(certificate_id: int) -> ResponseReturnValue:
    form = RevokeForm(request.form)
    if not form.validate():
        return _page(certificate_id, form), 422
    revoke_certificate(certificate_id, form.because.data or "", person_id())
    db.session.commit()
    flash(_("Das Zertifikat gilt nicht mehr. Was darauf beruht, ist nicht mehr zu sehen."))
    return redirect(url_for(".shown", certificate_id=certificate_id), 303)


@blueprint.get(_ONE + "/erneuern")
@needs("staff")
def renewal(certificate_id: int) -> ResponseReturnValue:
    old = _found(certificate_id).Certificate
    form = RenewForm(
        data={name: getattr(old, name) for name in _STAYS_LIKELY}
        | {"claims": [row.id for row in claims_on(certificate_id)]}
    )
    return _renew_page(certificate_id, form)


@blueprint.post(_ONE + "/erneuern")
@needs("staff")
def renew(certificate_id: int) -> ResponseReturnValue:
    old, form = _found(certificate_id).Certificate, RenewForm(_sent())
    same = {name: getattr(old, name) for name in _STAYS}
    form.claims.choices = _claim_choices(certificate_id)
    return _save(
        form,
        lambda file, name: renew_certificate(
            certificate_id, form.values | same, file, name, form.claims.data or (), person_id()
        ),
        lambda: _renew_page(certificate_id, form),
    )


def _sent() -> CombinedMultiDict[str, Any]:
    request.max_content_length = MOST_SENT
    return CombinedMultiDict([request.form, request.files])


def _save(
    form: CertificateForm, add: Callable[[bytes, str], int], page: Callable[[], str]
) -> ResponseReturnValue:
    """Nothing is saved unless all of it is; the page shows again what was typed."""
    if form.validate():
        try:
            certificate_id = add(*form.file.data)
        except SameCertificate as same:
            db.session.rollback()
            flash(_("Dieses Zertifikat war schon gespeichert."), "info")
            return redirect(url_for(".shown", certificate_id=same.certificate_id), 303)
        except (BadFile, DatesOutOfOrder, CodeMissing) as refused:
            db.session.rollback()
            _tell(form, refused)
        else:
            db.session.commit()
            flash(_("Das Zertifikat ist gespeichert."), "success")
            return redirect(url_for(".shown", certificate_id=certificate_id), 303)
    if form.file.data and not form.file.errors:
        form.file.errors = [
            _("Bitte wählen Sie die Datei noch einmal aus: Ihr Browser behält sie nicht.")
        ]
    return page(), 422


def _tell(form: CertificateForm, refused: BadFile | DatesOutOfOrder | CodeMissing) -> None:
    if isinstance(refused, BadFile):
        form.file.errors = [evidence_words(refused)]
    elif isinstance(refused, CodeMissing):
        form.control_body_code.errors = [
            _("Bitte geben Sie den Code der Kontrollstelle an, zum Beispiel DE-ÖKO-006.")
        ]
    else:
        form.valid_until.errors = [_("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide.")]


def _new_form(sent: Any = None) -> NewCertificateForm:
    form = NewCertificateForm(sent)
    choose = SelectChoice(0, _("bitte wählen"))
    known = [SelectChoice(row.Scheme.id, row.Scheme.name) for row in schemes()]
    form.growers = dict(cooperative_choices())
    growers = [SelectChoice(id, name) for id, name in form.growers.items()]
    form.scheme_id.choices = [choose, *known]
    form.cooperative_id.choices = [choose, *growers]
    return form


def _claim_choices(certificate_id: int) -> list[SelectChoice]:
    return [
        SelectChoice(row.id, f"{row.text}: {row.specification}")
        for row in claims_on(certificate_id)
    ]


def _new_page(form: NewCertificateForm) -> str:
    return render_template("origin/staff/certificate_new.html", form=form, roasters=roasters())


def _renew_page(certificate_id: int, form: RenewForm) -> str:
    form.claims.choices = _claim_choices(certificate_id)
    return render_template(
        "origin/staff/certificate_renew.html",
        form=form,
        old=_found(certificate_id),
        today=today(),
    )


def _page(certificate_id: int, form: RevokeForm) -> str:
    found = _found(certificate_id)
    return render_template(
        "origin/staff/certificate.html",
        found=found.Certificate,
        scheme=found.Scheme,
        checked_by=found.checked_by,
        holders=HOLDERS,
        claims=claims_on(certificate_id),
        form=form,
        today=today(),
        history=history("certificate", certificate_id),
    )


def _found(certificate_id: int) -> Row[*tuple[Any, ...]]:
    found = certificate(certificate_id)
    if found is None:
        raise UnknownCertificate
    return found


#: Scheme and holder are those of the old one; the rest is mostly alike.
_STAYS = ("scheme_id", "holder_kind", "holder", "cooperative_id")
_STAYS_LIKELY = ("number", "certifier", "control_body_code", "scope", "verify_url")
