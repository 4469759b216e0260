"""A file that was looked through is not wanted after all."""

from shop.stock_csv.hold_import import hold_import
from shop.stock_csv.move_import import move_import


def discard_import(import_id: int, person_id: int | None) -> None:
    """Nothing of it can be applied any more. Refuses with `NotNow` what was. Does not commit."""
    hold_import(import_id, "checked")
    move_import(import_id, "checked", "discarded", person_id)
