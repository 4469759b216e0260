"""What the staff say about prices."""

import re
from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from shop.assortment.as_file import price_text
from shop.assortment.variant_queries import Offered
from shop.catalogue.product_keys import VARIANT, Wrong
from shop.money.cents import half_up
from shop.web.forms import AtMost, Form, Needed, TextLine
from shop.web.measures import Day

_PERCENT = re.compile(r"([+\-−]?)\s?([0-9]{1,3})(?:,([0-9]))?\s?%?")


class PriceForm(Form):
    """Beside it a price for each variant, as `typed_prices` reads them."""

    seen = HiddenField()
    percent = TextLine(_("Alle ändern um Prozent"), [AtMost(8)])
    reason = TextLine(
        _("Grund"), [Needed(_("Bitte geben Sie an, warum sich der Preis ändert.")), AtMost(200)]
    )
    from_day = Day(_("ab"))
    announced = BooleanField(_("als Ermäßigung zeigen"))


def price_input(sku: str) -> str:
    return f"preis-{sku}"


def typed_prices(
    form: Mapping[str, str], offers: Sequence[Offered]
) -> tuple[dict[str, str], dict[str, int], dict[str, str]]:
    """As typed, the cents of those that are prices, and a sentence for each that is none; by SKU.
    An empty one changes nothing."""
    typed, cents, wrong = {}, {}, {}
    for offer in offers:
        text = form.get(price_input(offer.sku), "").replace("€", "").strip()
        typed[offer.sku] = text
        if not text:
            continue
        try:
            read = VARIANT["price"].read(text if "," in text else f"{text},00")
            assert isinstance(read, int)
            cents[offer.sku] = read
        except Wrong as refused:
            wrong[offer.sku] = refused.on_page
    return typed, cents, wrong


def by_percent(form: PriceForm, offers: Sequence[Offered]) -> dict[str, str] | None:
    """Every price changed by this much, rounded half up to the cent; None after an error."""
    found = _PERCENT.fullmatch(form.percent.data or "")
    if found is None:
        form.percent.errors = [gettext("Bitte so schreiben: -10 oder 5,5.")]
        return None
    tenths = (int(found[2]) * 10 + int(found[3] or 0)) * (1 if found[1] in {"", "+"} else -1)
    if tenths <= -1000:
        form.percent.errors = [gettext("So bliebe kein Preis übrig.")]
        return None
    return {
        offer.sku: price_text(half_up(offer.price_cents * (1000 + tenths), 1000))
        for offer in offers
    }
