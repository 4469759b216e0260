"""A price announced as reduced, in the words that must stand beside it (§ 11 PAngV). Pure."""

from flask_babel import gettext as _

from shop.catalogue.rules import reduced_by_percent
from shop.web.filters import NBSP, euro


def reduced_words(price_cents: int, lowest_cents: int | None) -> str:
    """„Niedrigster Preis der letzten 30 Tage: 7,50 €, jetzt 20 % weniger“.

    Empty where nothing is announced; without a percentage where it is less than one.
    """
    if not lowest_cents:
        return ""
    told = _("Niedrigster Preis der letzten 30 Tage: %(price)s", price=euro(lowest_cents))
    percent = reduced_by_percent(price_cents, lowest_cents)
    less = _("jetzt %(percent)s weniger", percent=f"{percent}{NBSP}%") if percent else ""
    return ", ".join(filter(None, (str(told), str(less))))
