"""What a customer is told who orders again: said once, above the cart."""

from collections.abc import Iterator

from flask_babel import gettext as _

from shop.cart.rules import MAX_LINES
from shop.checkout.order_again import Again, Difference, Differs
from shop.web.filters import euro


def again_words(again: Again) -> Iterator[tuple[str, str]]:
    """(sentence, kind of notice): what came, and everything that is not as it was then."""
    if again.any_left:
        yield _("Ihre Bestellung liegt wieder im Warenkorb, zu den Preisen von heute."), "success"
    else:
        yield _("Von dieser Bestellung können wir Ihnen gerade nichts anbieten."), "warn"
    for what in Differs:
        same = [one for one in again.differences if one.what is what]
        if same:
            yield _sentence(what, same), "warn"
    if again.kept:
        yield _("Was schon im Warenkorb lag, ist darin geblieben."), "info"


def _sentence(what: Differs, same: list[Difference]) -> str:
    names = "; ".join(one.name for one in same)
    sentence: str
    match what:
        case Differs.PRICE:
            prices = "; ".join(
                _(
                    "%(name)s: jetzt %(now)s statt damals %(then)s",
                    name=one.name,
                    now=euro(one.price_now),
                    then=euro(one.price_then),
                )
                for one in same
            )
            sentence = _("Anderer Preis als damals: %(prices)s.", prices=prices)
        case Differs.FEWER:
            counts = "; ".join(
                _(
                    "%(name)s: %(there)s statt %(units)s",
                    name=one.name,
                    there=one.available,
                    units=one.units,
                )
                for one in same
            )
            sentence = _("Weniger da als bestellt: %(counts)s.", counts=counts)
        case Differs.SOLD_OUT:
            sentence = _("Gerade ausverkauft: %(names)s.", names=names)
        case Differs.GONE:
            sentence = _("Verkaufen wir nicht mehr: %(names)s.", names=names)
        case Differs.NO_ROOM:
            sentence = _(
                "In den Warenkorb passen %(n)s verschiedene Artikel. Nicht mehr hinein ging: "
                "%(names)s.",
                n=MAX_LINES,
                names=names,
            )
    return sentence
