"""Who works here: invite, give roles, let nobody in any more."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.accounts.add_person import BadEmail
from shop.accounts.admin_forms import ROLE_WORDS, InviteForm, ReasonForm, RolesForm
from shop.accounts.colleagues import colleague, colleagues, found_by_email, with_second_factor
from shop.accounts.disable_person import disable_person
from shop.accounts.enable_person import enable_person
from shop.accounts.end_sessions import end_sessions
from shop.accounts.factors import factors_of
from shop.accounts.freshly_proved import freshly_proved
from shop.accounts.invite_person import invite_person
from shop.accounts.link_rules import Purpose
from shop.accounts.models import Person
from shop.accounts.note_person import note_person, standing
from shop.accounts.notify import notify
from shop.accounts.reset_factors import reset_factors
from shop.accounts.rules import LastAdmin, RoleName, works_here
from shop.accounts.send_link import send_link
from shop.accounts.session_queries import sessions_of
from shop.accounts.set_roles import set_roles
from shop.audit.history import history
from shop.db import db

blueprint = Blueprint("people_admin", __name__)


@blueprint.get("/verwaltung/personen")
@needs("admin")
def index() -> ResponseReturnValue:
    """`?mail=` leads to whoever has exactly this address, also a customer."""
    wanted = request.args.get("mail", "").strip()[:254]
    found = found_by_email(wanted) if wanted else None
    if found:
        return redirect(url_for(".one", person_id=found.id))
    return render_template(
        "accounts/admin/people.html",
        rows=colleagues(),
        proved=with_second_factor(),
        words=ROLE_WORDS,
        wanted=wanted,
    )


@blueprint.get("/verwaltung/personen/neu")
@needs("admin")
@freshly_proved
def ask_new() -> ResponseReturnValue:
    return render_template("accounts/admin/invite.html", form=InviteForm())


@blueprint.post("/verwaltung/personen/neu")
@needs("admin")
@freshly_proved
def invite() -> ResponseReturnValue:
    form = InviteForm(request.form)
    if not form.validate():
        return render_template("accounts/admin/invite.html", form=form), 422
    roles = [RoleName(role) for role in form.roles.data or ()]
    try:
        invited = invite_person(form.email.data or "", form.name.data or "", roles, person_id())
    except BadEmail:
        db.session.rollback()
        form.email.errors = [_("Das ist keine vollständige Adresse, oder jemand hat sie schon.")]
        return render_template("accounts/admin/invite.html", form=form), 422
    db.session.commit()
    flash(_("Eingeladen. Der Verweis in der Mail gilt 48 Stunden."), "success")
    return redirect(url_for(".one", person_id=invited.id), 303)


@blueprint.get("/verwaltung/personen/<int:person_id>")
@needs("admin")
def one(person_id: int) -> ResponseReturnValue:
    return _page(colleague(person_id))


@blueprint.post("/verwaltung/personen/<int:person_id>/aufgaben")
@needs("admin")
@freshly_proved
def change_roles(person_id: int) -> ResponseReturnValue:
    found, form = colleague(person_id), RolesForm(request.form)
    if not form.validate():
        return _page(found, roles_form=form), 422
    roles = [RoleName(role) for role in form.roles.data or ()]
    if _is_me(found) and RoleName.ADMIN not in roles:
        return _refused(found, _("Die Verwaltung kann sich niemand selbst nehmen."))
    if RoleName.CUSTOMER in {role.name for role in found.roles}:
        roles.append(RoleName.CUSTOMER)
    return _changed(
        found,
        lambda: set_roles(found, roles),
        _("Die Aufgaben sind geändert. Die nächste Anmeldung gilt damit."),
    )


@blueprint.post("/verwaltung/personen/<int:person_id>/sperren")
@needs("admin")
@freshly_proved
def disable(person_id: int) -> ResponseReturnValue:
    found = colleague(person_id)
    if _is_me(found):
        return _refused(found, _("Sich selbst kann niemand sperren."))
    return _changed(found, lambda: disable_person(found), _("Gesperrt und überall abgemeldet."))


@blueprint.post("/verwaltung/personen/<int:person_id>/freigeben")
@needs("admin")
@freshly_proved
def enable(person_id: int) -> ResponseReturnValue:
    found = colleague(person_id)
    return _changed(found, lambda: enable_person(found), _("Freigegeben."))


@blueprint.post("/verwaltung/personen/<int:person_id>/einladen")
@needs("admin")
@freshly_proved
def invite_again(person_id: int) -> ResponseReturnValue:
    found = colleague(person_id)
    if not found.active or not works_here(role.name for role in found.roles):
        return _refused(
            found, _("Einladen können Sie nur, wer hier arbeitet und nicht gesperrt ist.")
        )
    send_link(Purpose.INVITATION, found.id, found.email)
    note_person(found.id, {}, {"invited": "ja"}, _me())
    db.session.commit()
    flash(_("Der Verweis ist unterwegs und gilt 48 Stunden."), "success")
    return redirect(url_for(".one", person_id=found.id), 303)


@blueprint.post("/verwaltung/personen/<int:person_id>/sitzungen-beenden")
@needs("admin")
@freshly_proved
def end_all(person_id: int) -> ResponseReturnValue:
    found = colleague(person_id)
    ended = end_sessions(found.id)
    note_person(found.id, {}, {"sessions_ended": ended}, _me())
    db.session.commit()
    flash(_("Überall abgemeldet."), "success")
    return redirect(url_for(".one", person_id=person_id), 303)


@blueprint.post("/verwaltung/personen/<int:person_id>/zweiter-faktor")
@needs("admin")
@freshly_proved
def reset_second_factor(person_id: int) -> ResponseReturnValue:
    """For somebody whose telephone and paper are both gone; they are told by mail."""
    found, form = colleague(person_id), ReasonForm(request.form)
    if _is_me(found):
        # The password alone would then be enough to set up another one.
        return _refused(found, _("Den eigenen zweiten Faktor setzt niemand selbst zurück."))
    if not form.validate():
        return _page(found, reason_form=form), 422
    reset_factors(found.id)
    notify(found.email, "factors_reset")
    note_person(found.id, {}, {"factors_reset": form.reason.data}, _me())
    db.session.commit()
    flash(_("Zurückgesetzt. Bei der nächsten Anmeldung wird ein neuer eingerichtet."), "success")
    return redirect(url_for(".one", person_id=person_id), 303)


def _changed(found: Person, change: Callable[[], None], told: str) -> ResponseReturnValue:
    before, changed_id = standing(found), found.id
    try:
        change()
    except LastAdmin:
        db.session.rollback()
        return _refused(colleague(changed_id), _("Jemand muss die Verwaltung behalten."))
    note_person(changed_id, before, standing(found), _me())
    db.session.commit()
    flash(told, "success")
    return redirect(url_for(".one", person_id=changed_id), 303)


def _refused(found: Person, sentence: str) -> ResponseReturnValue:
    flash(sentence, "warn")
    return _page(found), 409


# Some pages have the id of somebody else under this name.
_me = person_id


def _is_me(found: Person) -> bool:
    return found.id == _me()


def _page(
    found: Person, roles_form: RolesForm | None = None, reason_form: ReasonForm | None = None
) -> str:
    held = [role.name for role in found.roles]
    return render_template(
        "accounts/admin/person.html",
        found=found,
        works=works_here(held),
        is_me=_is_me(found),
        words=ROLE_WORDS,
        factors=factors_of(found.id),
        sessions=sessions_of(found.id),
        roles_form=roles_form or RolesForm(data={"roles": held}),
        reason_form=reason_form or ReasonForm(),
        rows=history("person", found.id),
    )
