"""Counting on a phone: scan or choose, type the number, next. What should be there is not shown."""

import secrets

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs, person_id
from shop.db import db
from shop.errors import NotThere
from shop.stock.lies_there import lies_there
from shop.stock.rules import (
    DoesNotFit,
    LocationClosed,
    MovedMeanwhile,
    NeedsBatch,
    NotFromABatch,
)
from shop.stocktake.begin_stocktake import begin_stocktake
from shop.stocktake.count_level import Way, count_level
from shop.stocktake.counting import InHand, in_hand, next_to_count
from shop.stocktake.find_goods import find_goods
from shop.stocktake.forms import CountForm
from shop.stocktake.level_to_count import level_to_count
from shop.stocktake.queries import (
    StocktakeRow,
    how_many,
    places,
    stocktake,
    stocktakes,
    to_count,
)
from shop.stocktake.rules import (
    Counted,
    CountedAlready,
    GroundToOrder,
    MovedSince,
    SavedAlready,
    StocktakeEnded,
)
from shop.stocktake.seal import seal
from shop.web.numbers import small_number, visible

blueprint = Blueprint("stocktake", __name__)
_ONE = "/lager/inventur/<int:stocktake_id>"
#: Only the page with the scanner may use the camera: `web/headers.py` forbids it to all others.
_CAMERA = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"


@blueprint.get("/lager/inventur/")
@needs("staff")
def index() -> ResponseReturnValue:
    return render_template(
        "stocktake/staff/index.html",
        running=stocktakes(is_open=True),
        ended=stocktakes(is_open=False),
        places=places(),
    )


@blueprint.post("/lager/inventur/beginnen")
@needs("staff")
def begin() -> ResponseReturnValue:
    location_id = small_number(request.form.get("ort", ""))
    if location_id is None:
        raise NotThere
    try:
        stocktake_id = begin_stocktake(location_id, person_id())
    except LocationClosed:
        db.session.rollback()
        flash(_("Dieser Ort ist geschlossen; dort liegt nichts."), "info")
        return redirect(url_for(".index"), 303)
    db.session.commit()
    return redirect(url_for(".count", stocktake_id=stocktake_id), 303)


@blueprint.get(_ONE)
@needs("staff")
def count(stocktake_id: int) -> ResponseReturnValue:
    """The scanner, or with `?q=` what it may have meant."""
    found = stocktake(stocktake_id)
    if found.state != "open":
        return redirect(url_for("stocktake_review.report", stocktake_id=stocktake_id))
    typed = visible(request.args.get("q", "")[:300]).strip()
    offered = find_goods(typed, found.location_id) if typed else []
    if len(offered) == 1:
        one = offered[0]
        return redirect(_form_of(stocktake_id, one.sku, one.code))
    done, whole = how_many(stocktake_id, found.location_id)
    page = render_template(
        "stocktake/staff/count.html",
        found=found,
        typed=typed,
        offered=offered,
        done=done,
        whole=whole,
    )
    response = make_response(page)
    response.headers["Permissions-Policy"] = _CAMERA
    return response


@blueprint.get(_ONE + "/liste")
@needs("staff")
def shelf(stocktake_id: int) -> ResponseReturnValue:
    found = stocktake(stocktake_id)
    if found.state != "open":
        return redirect(url_for("stocktake_review.report", stocktake_id=stocktake_id))
    words = visible(request.args.get("q", "")[:100]).split()[:6]
    only_left = request.args.get("zeige", "") == "offen"
    done, whole = how_many(stocktake_id, found.location_id)
    return render_template(
        "stocktake/staff/list.html",
        found=found,
        rows=to_count(stocktake_id, found.location_id, words, only_left=only_left),
        q=" ".join(words),
        only_left=only_left,
        done=done,
        whole=whole,
    )


@blueprint.get(_ONE + "/zaehlen")
@needs("staff")
def form(stocktake_id: int) -> ResponseReturnValue:
    found, goods = stocktake(stocktake_id), _goods(stocktake_id)
    if found.state != "open":
        return redirect(url_for("stocktake_review.report", stocktake_id=stocktake_id))
    return _page(found, goods, CountForm(data={"way_back": request.args.get("von", "")}))


@blueprint.post(_ONE + "/zaehlen")
@needs("staff")
def save(stocktake_id: int) -> ResponseReturnValue:
    found, goods, form = stocktake(stocktake_id), _goods(stocktake_id), CountForm(request.form)
    if not form.validate():
        return _page(found, goods, form), 422
    units = form.units.data or 0
    way: Way = "add" if form.way.data == "add" else "replace" if form.way.data else "first"
    try:
        count_level(
            stocktake_id,
            level_to_count(found.location_id, goods.variant_id, goods.batch_id),
            units,
            person_id(),
            form_key=(form.key.data or "")[:32],
            way=way,
            seen=small_number(form.seen.data or "") or 0,
            sealed=form.sealed.data or "",
        )
    except SavedAlready:
        db.session.rollback()
        flash(_("Das war schon gespeichert; es wurde nicht noch einmal gezählt."), "info")
        return _next(found, form)
    except StocktakeEnded:
        db.session.rollback()
        flash(_("Diese Inventur ist beendet. Ihre Zahl wurde nicht mehr gespeichert."), "warn")
        return redirect(url_for("stocktake_review.report", stocktake_id=stocktake_id), 303)
    except CountedAlready as refused:
        db.session.rollback()
        if form.seen.data == str(refused.found.version):
            form.way.errors = [_("Bitte wählen Sie, welche Zahl gelten soll.")]
        return _page(found, _goods(stocktake_id), form), 409
    except MovedMeanwhile as refused:
        db.session.rollback()
        # What was typed and seen is of a shelf that is not like that any more.
        again = CountForm(data={"way_back": form.way_back.data})
        again.units.errors = [_why(refused)]
        return _page(found, _goods(stocktake_id), again), 409
    except (MovedSince, NeedsBatch, NotFromABatch, DoesNotFit, GroundToOrder) as refused:
        db.session.rollback()
        form.units.errors = [_why(refused)]
        return _page(found, _goods(stocktake_id), form), 409
    db.session.commit()
    flash(_("%(units)s × %(name)s gespeichert.", units=units, name=goods.words), "success")
    return _next(found, form)


def _next(found: StocktakeRow, form: CountForm) -> ResponseReturnValue:
    if form.way_back.data != "liste":
        return redirect(url_for(".count", stocktake_id=found.id), 303)
    following = next_to_count(
        found.id, found.location_id, request.args.get("artikel", ""), request.args.get("charge", "")
    )
    if following is None:
        return redirect(url_for(".shelf", stocktake_id=found.id), 303)
    return redirect(_form_of(found.id, following.sku, following.code, "liste"), 303)


def _form_of(stocktake_id: int, sku: str, code: str, way_back: str | None = None) -> str:
    return url_for(".form", stocktake_id=stocktake_id, artikel=sku, charge=code, von=way_back)


def _goods(stocktake_id: int) -> InHand:
    """What the address says: an article and, for coffee, its batch. Refuses with `NotThere`."""
    sku = visible(request.args.get("artikel", "")[:40]).strip()
    code = visible(request.args.get("charge", "")[:60]).strip()
    return in_hand(stocktake_id, sku, code)


def _why(refused: Exception) -> str:
    why: str = {
        MovedMeanwhile: _(
            "Während Sie zählten, kam oder ging etwas davon. Bitte zählen Sie noch einmal."
        ),
        MovedSince: _(
            "Seit der ersten Zählung kam oder ging etwas davon. Bitte zählen Sie alle Stellen noch "
            "einmal und wählen Sie „Nur meine Zahl“."
        ),
        NeedsBatch: _("Kaffee wird nach Chargen gezählt. Bitte geben Sie die Charge mit an."),
        NotFromABatch: _("Diese Ware stammt aus keiner Charge. Bitte lassen Sie die Charge weg."),
        DoesNotFit: _(
            "Aus dieser Charge kann diese Sorte nicht sein. Bitte prüfen Sie das Etikett."
        ),
        GroundToOrder: _(
            "Das wird erst auf Bestellung gemahlen. Bitte zählen Sie die ganzen Bohnen."
        ),
    }[type(refused)]
    return why


def _page(found: StocktakeRow, goods: InHand, form: CountForm) -> str:
    there: Counted | None = goods.counted
    form.seen.data = str(there.version) if there else ""
    form.key.data = (form.key.data or secrets.token_hex(16))[:32]
    level_id = goods.level_id or 0
    form.sealed.data = form.sealed.data or seal(
        form.key.data, lies_there([level_id]).get(level_id, 0)
    )
    return render_template(
        "stocktake/staff/form.html",
        found=found,
        goods=goods,
        form=form,
        there=there,
        is_mine=there is not None and there.person_id == person_id(),
    )
