"""The pages of the staff that are measured, with addresses of the shop that was laid."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from shop.db import db
from shop.fulfilment.filters import Filters
from shop.fulfilment.staff_queries import tasks
from shop.orders.models import Order
from shop.origin.models import Batch


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    #: Where one order is found it is opened at once; what is measured is the search.
    leads_on: bool = False


def pages_of(stocktake_id: int, person_id: int) -> tuple[Page, ...]:
    """All of them; in an app's context."""
    many = db.session.execute(select(func.max(Order.id))).scalar_one()
    old = _order(Order.id == many // 2)
    packed = _order(Order.state == "packed", Order.pickup_code != "")
    # One that was sold for days.
    batch = db.session.scalars(
        select(Batch.code).order_by(Batch.id.desc()).offset(199).limit(1)
    ).one()
    done = tasks("erledigt", Filters(), "").after
    search, done_of = "/auftraege/suche?q=", "/auftraege/?liste=erledigt"
    return (
        Page("today", "/heute"),
        Page("report of the day", "/heute/bericht"),
        Page("orders to pack", "/auftraege/"),
        Page("orders ready", "/auftraege/?liste=bereit"),
        Page("orders blocked", "/auftraege/?liste=gesperrt"),
        Page("orders done", done_of),
        Page("orders done: next page", f"{done_of}&nach={done}"),
        Page("orders done: collected", f"{done_of}&art=abholung"),
        Page("orders done: a place", f"{done_of}&ort=2"),
        Page("orders done: gifts", f"{done_of}&geschenk=1"),
        Page("orders done: noted", f"{done_of}&notiz=1"),
        Page("orders done: noted gifts", f"{done_of}&notiz=1&geschenk=1&art=abholung"),
        Page("orders done: a batch", f"{done_of}&charge={batch}"),
        Page("orders done: a day", f"{done_of}&bestellt_von={_day(old)}&bestellt_bis={_day(old)}"),
        Page("orders done: promised", f"{done_of}&zugesagt_bis={old.promised_on}"),
        Page("orders unpaid", "/auftraege/?liste=unbezahlt"),
        Page("one order, old", f"/auftraege/{old.number}"),
        Page("one order, packed", f"/auftraege/{packed.number}"),
        Page("order's way back to the lot", f"/auftraege/{old.number}/herkunft"),
        Page("refund of an order", f"/auftraege/{old.number}/erstatten"),
        Page("search: number", f"{search}{old.number}", leads_on=True),
        Page("search: part of a number", f"{search}{old.number[-4:]}", leads_on=True),
        Page("search: common name", f"{search}M%C3%BCller"),
        Page("search: two words", f"{search}anna+m%C3%BCller"),
        Page("search: beginning of a name", f"{search}mue"),
        Page("search: mail", f"{search}{old.email}", leads_on=True),
        Page("search: pickup code", f"{search}{packed.pickup_code}", leads_on=True),
        Page("search: batch", f"{search}{batch}"),
        Page("search: tracking number", f"{search}JJD{old.id:012}", leads_on=True),
        Page("search: nothing", f"{search}xylophon"),
        Page("papers", "/auftraege/papiere/"),
        Page("mails that failed", "/auftraege/mails"),
        Page("withdrawals", "/auftraege/widerrufe"),
        Page("stock", "/lager/"),
        Page("stock: what is empty", "/lager/?zeige=leer"),
        Page("stock of an article", "/lager/V7-0"),
        Page("running out", "/lager/knapp"),
        Page("locations", "/lager/orte"),
        Page("one location", "/lager/orte/1"),
        Page("stocktakes", "/lager/inventur/"),
        Page("stocktake", f"/lager/inventur/{stocktake_id}"),
        Page("stocktake: the list", f"/lager/inventur/{stocktake_id}/liste"),
        Page("stocktake: review", f"/lager/inventur/{stocktake_id}/pruefen"),
        Page("batches", "/lager/chargen"),
        Page("one batch", f"/lager/chargen/{batch}"),
        Page("origin", "/lager/herkunft"),
        Page("articles", "/artikel/"),
        Page("counters", "/verkauf/"),
        Page("purchases", "/einkauf/"),
        Page("journal", "/verlauf/"),
        Page("journal of a person", f"/verlauf/person/{person_id}"),
        Page("journal of an article", "/verlauf/variant/19"),
        Page("money", "/geld/"),
        Page("payouts", "/geld/auszahlungen"),
        Page("customer: orders", "/konto/bestellungen"),
        Page("customer: overview", "/konto/uebersicht"),
        Page("customer: own data", "/konto/daten"),
    )


def _order(*which: Any) -> Order:
    return db.session.scalars(select(Order).where(*which).order_by(Order.id).limit(1)).one()


def _day(order: Order) -> str:
    return order.placed_at.date().isoformat()
