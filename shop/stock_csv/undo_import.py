"""A file was wrong: the stock goes back."""

from shop.clock import now
from shop.stock_csv.book_lines import book_lines
from shop.stock_csv.hold_import import hold_import
from shop.stock_csv.move_import import move_import


def undo_import(import_id: int, person_id: int | None) -> None:
    """Books every change the other way round, beside the first ones: nothing is wiped out.

    Refuses with `Short` the lines whose units are sold or promised by now, with `Overtaken` those
    whose place takes nothing any more, with `NotNow` what is not applied. All of them, or none.
    Does not commit.
    """
    hold_import(import_id, "applied")
    book_lines(import_id, person_id, -1)
    move_import(import_id, "applied", "undone", person_id, undone_at=now(), undone_by=person_id)
