"""Write to everybody who has bags of a batch that is called back."""

from collections.abc import Iterable

from sqlalchemy import select

from shop.db import db
from shop.mail.models import OutboxMail
from shop.mail.words import Words, Writer
from shop.orders.notify import notify
from shop.orders.write_letter import write_letter
from shop.origin.models import Batch
from shop.trace.recall import Recall

#: Order id and batch id.
Told = frozenset[tuple[int, int]]


def send_recall_mails(recall: Recall) -> int:
    """Queues the mails that are `still_to_tell`; how many is the answer. Does not commit."""
    wanted = sorted(still_to_tell(recall))
    for order_id, batch_id in wanted:
        notify(order_id, "recalled", batch_id)
    return len(wanted)


def still_to_tell(recall: Recall) -> Told:
    """Whom no mail was queued for yet: once per order and batch.

    Only of batches blocked as a recall, and only orders that are paid, name a mailbox and have
    bags of them that did not come back.
    """
    batches = {one.code: one.id for one in recall.batches if one.blocked_as == "recall"}
    concerned = {
        (order.id, batches[bags.batch])
        for order in recall.orders
        # Over a counter nobody leaves an address.
        if order.email
        for bags in order.bags
        if bags.batch in batches and bags.out and not bags.is_held
    }
    return frozenset(concerned - _told(batches.values())) if concerned else frozenset()


def write_recall_letter(order_id: int, batch_id: int | None) -> Words:
    """Which code, what to do, whom to ask, and where more is said. Only reads."""
    assert batch_id is not None
    return write_letter("recalled", order_id, batch=db.session.get_one(Batch, batch_id))


def _told(batch_ids: Iterable[int]) -> Told:
    rows = db.session.execute(
        select(OutboxMail.about, OutboxMail.detail).where(
            OutboxMail.news == "order-recalled", OutboxMail.detail.in_(batch_ids)
        )
    )
    return frozenset((about, detail) for about, detail in rows if about and detail)


WRITERS: dict[str, Writer] = {"order-recalled": write_recall_letter}
