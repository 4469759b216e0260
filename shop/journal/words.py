"""Whoever reads the journal knows how every package calls its records."""

from collections.abc import Collection, Mapping
from urllib.parse import quote

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

import shop.assortment.change_words
import shop.fulfilment.papers.change_words
import shop.origin.change_words
import shop.purchasing.change_words
import shop.stock.change_words
import shop.stock_csv.change_words
import shop.stocktake.change_words  # noqa: F401  # each says its words when it is loaded
from shop.audit.words import Thing, Words, speak_of
from shop.db import db
from shop.orders.models import Order

_VALUES = {"open": _("offen"), "seen": _("angesehen"), "True": _("ja")}


def _value(_column: str, text: str) -> str:
    return str(_VALUES.get(text, text))


def _orders(ids: Collection[int]) -> Mapping[int, Thing]:
    rows = db.session.execute(select(Order.id, Order.number).where(Order.id.in_(ids)))
    return {id: Thing(number, f"/auftraege/{quote(number)}") for id, number in rows}


def _mails(ids: Collection[int]) -> Mapping[int, Thing]:
    return {id: Thing(gettext("Mail %(number)s", number=id), "/auftraege/mails") for id in ids}


_OF_ORDER = {"warning": _("Warnung"), "ready_mail": _("Mail „liegt bereit“ noch einmal")}
speak_of("order", Words(_("Bestellung"), _OF_ORDER, _value, _orders))
speak_of("mail", Words(_("Mail"), {"tried_again": _("noch einmal geschickt")}, _value, _mails))
