"""What the cart is told: which variant, how many."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from shop.cart.rules import MAX_LINES, MAX_QUANTITY, Wanted
from shop.web.forms import Form, WholeNumber

#: One sentence for everything that is no quantity of ours.
HOW_MANY = _("Bitte geben Sie als Menge eine ganze Zahl ein, höchstens %(n)s.", n=MAX_QUANTITY)


class LineForm(Form):
    """A variant and its units, from the product page or a line of the cart."""

    variante = WholeNumber(
        _("Artikel"), low=1, high=999_999_999, validators=[InputRequired(_("Welcher Artikel?"))]
    )
    menge = WholeNumber(_("Menge"), low=0, high=MAX_QUANTITY, validators=[InputRequired(HOW_MANY)])

    @classmethod
    def of(cls, variant: str, count: str) -> Self:
        """The checked form: `errors` of each field say whether its `data` can be used."""
        form = cls(MultiDict([("variante", variant), ("menge", count)]))
        form.validate()
        return form


class Quantities:
    """The lines of the cart as its page sends them: pairs of `variante` and `menge`.

    `typed` keeps each quantity as it was typed, to show it again; `errors` says what is wrong.
    """

    def __init__(self, sent: MultiDict[str, str]) -> None:
        self.units: Wanted = {}
        self.typed: dict[int, str] = {}
        self.errors: dict[int, str] = {}
        for variant, count in zip(sent.getlist("variante"), sent.getlist("menge"), strict=False):
            self._read(variant, count)
        if "entfernen" in sent:
            self._read(sent["entfernen"], "0")

    def _read(self, variant: str, count: str) -> None:
        form = LineForm.of(variant, count)
        variant_id, units = form.variante.data, form.menge.data
        if form.variante.errors or variant_id is None:
            return
        self.typed[variant_id] = count
        self.errors.pop(variant_id, None)
        if form.menge.errors or units is None:
            self.errors[variant_id] = str(HOW_MANY)
        else:
            self.units[variant_id] = units


def removed_before(told: Iterable[str]) -> Wanted:
    """What the address says was just taken out (`12-2`: two units of variant 12), to undo it."""
    forms = [LineForm.of(*pair.split("-", 1)) for pair in told if "-" in pair]
    return {
        form.variante.data: form.menge.data
        for form in forms[:MAX_LINES]
        if not form.errors and form.variante.data and form.menge.data
    }
