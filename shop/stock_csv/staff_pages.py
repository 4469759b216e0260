"""The stock as a file: out, looked through, taken in, taken back."""

from collections.abc import Callable, Iterable, Iterator

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from shop.accounts.access import needs, person_id
from shop.clock import today
from shop.db import db, only_reading, start_writing
from shop.stock_csv.apply_import import apply_import
from shop.stock_csv.check_file import check_file
from shop.stock_csv.discard_import import discard_import
from shop.stock_csv.forms import PeriodForm, UploadForm
from shop.stock_csv.keep_import import keep_import
from shop.stock_csv.movements_file import movements_file
from shop.stock_csv.queries import (
    PER_PAGE,
    imports,
    lines,
    moved_since,
    short_lines,
    stock_import,
    totals,
)
from shop.stock_csv.rules import (
    MOST_BYTES,
    BadStockFile,
    Nothing,
    NotNow,
    Overtaken,
    Problem,
    SameFile,
    SeenOther,
    Short,
)
from shop.stock_csv.stock_file import stock_file
from shop.stock_csv.undo_import import undo_import
from shop.stock_csv.words import problem_words
from shop.web.numbers import small_number

blueprint = Blueprint("stock_csv", __name__)
_ONE = "/lager/dateien/<int:import_id>"
#: Of this request alone: a file somewhat too large is told in words.
_MOST_SENT = MOST_BYTES + 1_000_000


@blueprint.get("/lager/dateien/")
@needs("staff")
def index() -> ResponseReturnValue:
    return _page(UploadForm(), _period())


@blueprint.get("/lager/dateien/bestand.csv")
@needs("staff")
def stock() -> ResponseReturnValue:
    return _file(stock_file(), f"bestand_{today():%Y-%m-%d}.csv")


@blueprint.get("/lager/dateien/bewegungen.csv")
@needs("staff")
def movements() -> ResponseReturnValue:
    form = PeriodForm(request.args)
    if not form.validate() or form.von.day is None or form.bis.day is None:
        return _page(UploadForm(), form), 422
    first, last = form.von.day, form.bis.day
    pieces = stream_with_context(movements_file(first, last))
    return _file(pieces, f"bewegungen_{first:%Y-%m-%d}_{last:%Y-%m-%d}.csv")


@blueprint.post("/lager/dateien/einlesen")
@needs("staff")
def upload() -> ResponseReturnValue:
    """The dry run: nothing of the stock changes."""
    request.max_content_length = _MOST_SENT
    form = UploadForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate():
        return _page(form, _period()), 422
    try:
        # Nobody who sells waits while a long file is read.
        db.session.rollback()
        only_reading()
        checked = check_file(form.file.content)
        start_writing()
        import_id = keep_import(checked, form.file.name_sent, form.reason.data or "", person_id())
    except BadStockFile as refused:
        db.session.rollback()
        return _page(form, _period(), refused), 422
    except Nothing:
        db.session.rollback()
        form.file.errors = [
            _(
                "Die Datei ist in Ordnung und ändert nichts: „Bestand neu“ ist überall leer oder "
                "gleich „Bestand bisher“."
            )
        ]
        return _page(form, _period()), 422
    except SameFile as same:
        db.session.rollback()
        return _same(same)
    db.session.commit()
    flash(_("Gelesen als %(encoding)s. Geändert ist noch nichts.", encoding=checked.encoding))
    return redirect(url_for(".shown", import_id=import_id), 303)


@blueprint.get(_ONE)
@needs("staff")
def shown(import_id: int) -> ResponseReturnValue:
    return _import_page(import_id)


@blueprint.post(_ONE + "/anwenden")
@needs("staff")
def apply(import_id: int) -> ResponseReturnValue:
    done = _("Angewendet: Der Bestand ist geändert.")
    seen = small_number(request.form.get("seen", "")) or 0
    return _do(import_id, lambda: apply_import(import_id, person_id(), seen=seen), done)


@blueprint.post(_ONE + "/zuruecknehmen")
@needs("staff")
def undo(import_id: int) -> ResponseReturnValue:
    done = _("Zurückgenommen: Jede Änderung ist andersherum gebucht.")
    return _do(import_id, lambda: undo_import(import_id, person_id()), done)


@blueprint.post(_ONE + "/verwerfen")
@needs("staff")
def discard(import_id: int) -> ResponseReturnValue:
    done = _("Verworfen. Am Bestand hat sich nichts geändert.")
    return _do(import_id, lambda: discard_import(import_id, person_id()), done)


def _do(import_id: int, act: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        act()
    except Short as short:
        db.session.rollback()
        return _import_page(import_id, short.lines), 409
    except Overtaken as refused:
        db.session.rollback()
        return _import_page(import_id, overtaken=refused.problems), 409
    except SeenOther:
        db.session.rollback()
        return _import_page(import_id, is_seen_other=True), 409
    except SameFile as same:
        db.session.rollback()
        return _same(same)
    except NotNow:
        db.session.rollback()
        flash(_("Das war schon getan; es wurde nichts noch einmal gebucht."), "info")
    else:
        db.session.commit()
        flash(done, "success")
    return redirect(url_for(".shown", import_id=import_id), 303)


def _same(same: SameFile) -> ResponseReturnValue:
    flash(_("Genau diese Datei ist schon angewendet; noch einmal würde sie alles doppelt zählen."))
    return redirect(url_for(".shown", import_id=same.import_id), 303)


def _file(content: bytes | Iterator[bytes], name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=disposition)


def _period() -> PeriodForm:
    first = today().replace(day=1)
    return PeriodForm(data={"von": f"{first:%d.%m.%Y}", "bis": f"{today():%d.%m.%Y}"})


def _page(form: UploadForm, period: PeriodForm, refused: BadStockFile | None = None) -> str:
    problems = refused.problems if refused else []
    return render_template(
        "stock_csv/staff/index.html",
        form=form,
        period=period,
        imports=imports(),
        problems=[(problem.line, problem_words(problem)) for problem in problems],
        more=refused.more if refused else 0,
    )


def _import_page(
    import_id: int,
    refused: list[int] | None = None,
    *,
    overtaken: Iterable[Problem] = (),
    is_seen_other: bool = False,
) -> str:
    found = stock_import(import_id)
    pages = max(1, -(-found.changes // PER_PAGE))
    page = min(small_number(request.args.get("seite", "")) or 1, pages)
    is_open, is_applied = found.state == "checked", found.state == "applied"
    short = refused or (short_lines(import_id, back=is_applied) if is_open or is_applied else [])
    return render_template(
        "stock_csv/staff/import.html",
        found=found,
        lines=lines(import_id, page),
        totals=totals(import_id),
        moved=moved_since(import_id) if is_open else 0,
        short=short,
        refused=bool(refused),
        overtaken=[(problem.line, problem_words(problem)) for problem in overtaken],
        is_seen_other=is_seen_other,
        page=page,
        pages=pages,
    )
