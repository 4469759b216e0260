"""A batch was written down wrongly, and nobody has seen a bag of it."""

from sqlalchemy import column, delete, select, table, update

from shop.audit.note_change import note_change
from shop.db import db, execute, rows_changed
from shop.errors import NotThere
from shop.origin.batch_rules import AlreadyUsed, Bought
from shop.origin.begin_change import begin_change
from shop.origin.models import Batch, BatchPart, BatchSource, GreenLot
from shop.origin.proof_models import Split


def take_back_batch(batch_id: int, person_id: int | None) -> None:
    """Deletes it; a roast's green coffee is in its lots again, a set's coffee in its batches.

    Their histories tell of it, and its number may be given again. Raises `AlreadyUsed` once coffee
    of it is packed, in a set, or written off, or a price of it published, and `Bought` while a
    delivery says that it came. Does not commit.
    """
    begin_change()
    row = db.session.execute(select(Batch.code, Batch.kind).where(Batch.id == batch_id)).first()
    if row is None:
        raise NotThere
    bought = db.session.scalar(_BOUGHT.where(_RECEIPTS.c.batch_id == batch_id))
    if bought is not None:
        raise Bought(bought)
    if db.session.scalar(select(Split.id).where(Split.batch_id == batch_id).limit(1)):
        raise AlreadyUsed
    if row.kind == "roast":
        _give_back_green(batch_id, row.code, person_id)
    else:
        _give_back_parts(batch_id, row.code, person_id)
    execute(delete(BatchSource).where(BatchSource.batch_id == batch_id))
    # Bags are filled without waiting for a change of records, so the DELETE decides.
    gone = delete(Batch).where(
        Batch.id == batch_id, Batch.packed_grams == 0, Batch.written_off_grams == 0
    )
    if not rows_changed(gone):
        raise AlreadyUsed
    note_change("batch", batch_id, {"code": row.code}, {"code": None}, person_id)


#: Of a package above this one.
_RECEIPTS = table("purchase_receipts", column("batch_id"), column("order_id"))
_PURCHASES = table("purchase_orders", column("id"), column("number"))
_BOUGHT = (
    select(_PURCHASES.c.number).join(_RECEIPTS, _RECEIPTS.c.order_id == _PURCHASES.c.id).limit(1)
)


def _give_back_green(batch_id: int, code: str, person_id: int | None) -> None:
    sources = db.session.execute(
        select(BatchSource.green_lot_id, BatchSource.green_grams)
        .where(BatchSource.batch_id == batch_id)
        .order_by(BatchSource.green_lot_id)
    ).all()
    for lot_id, grams in sources:
        used = GreenLot.used_grams - grams
        rows_changed(update(GreenLot).where(GreenLot.id == lot_id).values(used_grams=used))
        _note("green_lot", lot_id, code, grams, person_id)


def _give_back_parts(batch_id: int, code: str, person_id: int | None) -> None:
    parts = db.session.execute(
        select(BatchPart.part_id, BatchPart.grams)
        .where(BatchPart.batch_id == batch_id)
        .order_by(BatchPart.part_id)
    ).all()
    execute(delete(BatchPart).where(BatchPart.batch_id == batch_id))
    for part_id, grams in parts:
        packed = Batch.packed_grams - grams
        rows_changed(update(Batch).where(Batch.id == part_id).values(packed_grams=packed))
        _note("batch", part_id, code, grams, person_id)


def _note(record: str, record_id: int, code: str, grams: int, person_id: int | None) -> None:
    note_change(record, record_id, {}, {"given_back": f"{code} {grams} g"}, person_id)
