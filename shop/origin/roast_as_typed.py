"""A roast as somebody typed it becomes a batch."""

from shop.origin.batch_forms import RoastForm
from shop.origin.batch_rules import UnusualLoss, is_usual_loss, part_bp
from shop.origin.make_batch import make_batch


def roast_as_typed(form: RoastForm, person_id: int | None) -> int:
    """The batch's id; the form is valid. Raises what `make_batch` does, and `UnusualLoss` unless
    somebody confirmed the weights. Does not commit."""
    assert form.made_on.day and form.best_before.day and form.made_grams.amount
    green = sum(form.grams().values())
    if not (
        form.loss_is_right.data
        or form.made_grams.amount > green
        or is_usual_loss(green, form.made_grams.amount)
    ):
        raise UnusualLoss(part_bp(green - form.made_grams.amount, green))
    return make_batch(
        form.code.data or "",
        form.roaster.data or "",
        form.made_on.day,
        form.best_before.day,
        form.grams(),
        form.made_grams.amount,
        lab_note=form.lab_note.data or "",
        project_micro_per_kg=form.project_micro_per_kg.amount or 0,
        person_id=person_id,
    )
