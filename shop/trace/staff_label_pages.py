"""Labels of a batch, as a file for the printer and a look at one of them."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs
from shop.config import settings
from shop.origin.claims import claims_of
from shop.origin.models import Batch
from shop.origin.rules import BatchBlocked
from shop.trace.forms import LabelForm
from shop.trace.label import Label, label
from shop.trace.label_queries import Offered, bags_of, batch_to_label
from shop.trace.label_sheet import SHEETS, LabelTooSmall, UnprintableSign
from shop.trace.print_labels import draw_label, print_labels
from shop.web.forms import SelectChoice

blueprint = Blueprint("labels_staff", __name__)


@blueprint.get("/lager/chargen/<code>/etiketten")
@needs("staff")
def labels(code: str) -> ResponseReturnValue:
    """The form; once it is filled, a look at one label or all of them as PDF."""
    batch = batch_to_label(code)
    offered = bags_of(batch.id)
    if batch.blocked_at:
        return _page(batch, LabelForm()), 409 if request.args else 200
    form = _with_choices(LabelForm(request.args or None), offered)
    if not request.args:
        return _page(batch, form)
    if not form.validate():
        return _page(batch, form), 422
    return _made(batch, form, offered)


@blueprint.get("/lager/chargen/<code>/etikett/<sheet>/<sku>.svg")
@needs("staff")
def drawn(code: str, sheet: str, sku: str) -> ResponseReturnValue:
    batch = batch_to_label(code)
    chosen = next((one for one in bags_of(batch.id) if one.bag.sku == sku), None)
    if chosen is None or sheet not in SHEETS:
        return Response(status=404)
    if batch.blocked_at:
        raise BatchBlocked
    return Response(draw_label(_label(batch, chosen), SHEETS[sheet]), mimetype="image/svg+xml")


def _made(batch: Batch, form: LabelForm, offered: Sequence[Offered]) -> ResponseReturnValue:
    chosen = next(one for one in offered if one.bag.sku == form.variant.data)
    wanted, sheet = _label(batch, chosen), form.chosen_sheet
    try:
        made = print_labels(wanted, sheet, form.first.data or 1, form.count.data or 1)
    except UnprintableSign as refused:
        form.variant.errors = [
            _("Das Zeichen „%(sign)s“ im Text können wir nicht drucken.", sign=refused.sign)
        ]
        return _page(batch, form), 422
    except LabelTooSmall:
        form.sheet.errors = [_too_small(form)]
        return _page(batch, form), 422
    if "vorschau" in request.args:
        return _page(batch, form, shown=chosen)
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="etiketten-{batch.code}.pdf"'
    return answer


def _label(batch: Batch, chosen: Offered) -> Label:
    claims = claims_of(frozenset({batch.id}))[batch.id]
    found = settings()
    return label(
        chosen.bag,
        batch.code,
        batch.best_before,
        claims,
        found.operator,
        found.base_url,
        demo=found.demo,
    )


def _too_small(form: LabelForm) -> str:
    if form.sheet.data == "small":
        sentence = _(
            "Auf das kleine Etikett passt nicht alles, was dort in der vorgeschriebenen "
            "Schriftgröße stehen muss. Bitte nehmen Sie das große."
        )
    else:
        sentence = _(
            "Auch auf das große Etikett passt nicht alles. Bitte kürzen Sie den Namen des "
            "Produkts oder den Hinweis zur Aufbewahrung."
        )
    return str(sentence)


def _with_choices(form: LabelForm, offered: Sequence[Offered]) -> LabelForm:
    words = {True: _("schon abgefüllt"), False: _("noch nicht abgefüllt")}
    form.variant.choices = [
        SelectChoice(one.bag.sku, f"{one.words} ({words[one.is_packed]})") for one in offered
    ]
    return form


def _page(batch: Batch, form: LabelForm, shown: Offered | None = None) -> str:
    return render_template("trace/staff/labels.html", batch=batch, form=form, shown=shown)
