"""The journal: of a day, of a thing, of a person; and as a file for admins."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id, roles_of_visitor
from shop.accounts.rules import RoleName
from shop.audit.words import Thing
from shop.clock import berlin, today
from shop.errors import NotThere
from shop.journal.asked import KINDS, Asked, asked
from shop.journal.books import THINGS
from shop.journal.lines import Line
from shop.journal.read import read
from shop.journal.tell import named, person_name, tell
from shop.web.csv_file import csv_file, text
from shop.web.measures import day_text

blueprint = Blueprint("journal_staff", __name__)
blueprint.add_app_template_filter(day_text)

#: Of a file; more is a question of a day or a thing.
_MOST_IN_FILE = 10_000


@blueprint.get("/verlauf/")
@needs("staff")
def index() -> ResponseReturnValue:
    return _page(asked(request.args, with_accounts=_is_admin()), _("Verlauf"))


@blueprint.get("/verlauf/person/<int:id>")
@needs("staff")
def person(id: int) -> ResponseReturnValue:
    """What one person did is for that person and for admins."""
    if id != person_id() and not _is_admin():
        return _not_yours()
    name = person_name(id)
    if name is None:
        raise NotThere
    wanted = asked(request.args, person_id=id, with_accounts=True)
    return _page(wanted, _("Verlauf: %(name)s", name=name))


@blueprint.get("/verlauf/<kind>/<int:id>")
@needs("staff")
def thing(kind: str, id: int) -> ResponseReturnValue:
    if kind not in THINGS:
        raise NotThere
    wanted = asked(request.args, thing=(kind, id), with_accounts=_is_admin())
    found = named(kind, id) or Thing(str(id))
    return _page(wanted, _("Verlauf: %(name)s", name=found.name), found)


@blueprint.get("/verwaltung/verlauf.csv")
@needs("admin")
def as_file() -> ResponseReturnValue:
    """The journal as the address asks for it, newest first."""
    wanted = asked(request.args, with_accounts=True)
    lines = tell(read(wanted, _MOST_IN_FILE).rows)
    head = [_("Zeit"), _("Person"), _("Was"), _("Woran"), _("Von → auf"), _("Grund")]
    response = Response(csv_file(head, [_row(line) for line in lines]), mimetype="text/csv")
    name = f"verlauf-{wanted.day or today()}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _row(line: Line) -> list[str]:
    values = "; ".join(f"{one.what}: {one.before} → {one.after}" for one in line.values)
    return [
        text(f"{berlin(line.at):%Y-%m-%d %H:%M:%S}"),
        text(line.person),
        text(line.what),
        text(", ".join(one.name for one in line.things)),
        text(values),
        text(line.reason),
    ]


def _page(wanted: Asked, title: str, about: Thing | None = None) -> str:
    found = read(wanted)
    lines = tell(found.rows)
    days: dict[object, list[Line]] = {}
    for line in lines:
        days.setdefault(berlin(line.at).date(), []).append(line)
    return render_template(
        "journal/staff/journal.html",
        title=title,
        about=about,
        asked=wanted,
        kinds=KINDS,
        days=days,
        further=wanted.address(found.further) if found.further else "",
        day_before=wanted.day - timedelta(days=1) if wanted.day else None,
        is_admin=_is_admin(),
        me=person_id(),
    )


def _is_admin() -> bool:
    return RoleName.ADMIN in roles_of_visitor()


def _not_yours() -> ResponseReturnValue:
    page = render_template(
        "errors/error.html",
        status=403,
        title=_("Das sehen nur diese Person selbst und die Verwaltung"),
        sentence=_("Was an einem Tag oder mit einer Ware geschah, zeigt der Verlauf allen hier."),
        back_url="/verlauf/",
        back_label=_("Zum Verlauf"),
    )
    return page, 403
