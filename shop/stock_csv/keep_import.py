"""Keep what a file would change, so that exactly this is done when somebody says so."""

from sqlalchemy import insert, select

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import db
from shop.stock_csv.check_file import Checked
from shop.stock_csv.models import StockImport
from shop.stock_csv.rules import SameFile
from shop.stock_csv.write_lines import write_lines


def keep_import(checked: Checked, file_name: str, reason: str, person_id: int | None) -> int:
    """Its number. Nothing of the stock changes yet. `reason` stands where a line gives none.

    Refuses with `SameFile` what was applied and not taken back: its numbers are counted from a
    stock that is gone. Does not commit.
    """
    applied = db.session.scalar(
        select(StockImport.id).where(
            StockImport.content_sha256 == checked.content_sha256, StockImport.state == "applied"
        )
    )
    if applied:
        raise SameFile(applied)
    import_id = db.session.scalars(
        insert(StockImport)
        .values(
            state="checked",
            file_name=file_name[:120],
            content_sha256=checked.content_sha256,
            rows=checked.rows,
            changes=len(checked.changes),
            reason=reason,
            uploaded_at=now(),
            uploaded_by=person_id,
        )
        .returning(StockImport.id)
    ).one()
    write_lines(import_id, checked.changes, reason)
    note_change("import", import_id, {}, {"state": "checked", "file": file_name[:120]}, person_id)
    return import_id
