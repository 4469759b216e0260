from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.history import history
from shop.db import db
from shop.origin.batch_rules import PartBlocked
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.put_together import put_together
from shop.origin.rules import BatchBlocked
from shop.origin.take_from_batch import take_from_batch
from shop.origin.unblock_batch import unblock_batch
from tests.make.origin import make_batch


def reason(batch_id: int) -> str:
    return db.session.scalars(select(Batch.blocked_because).where(Batch.id == batch_id)).one()


def kept(batch_id: int) -> Batch:
    return db.session.scalars(select(Batch).where(Batch.id == batch_id)).one()


def test_nothing_is_packed_from_a_blocked_batch_until_it_is_unblocked(app: Flask) -> None:
    batch = make_batch(app, code="26-001")
    with app.app_context():
        assert block_batch(batch, "Das Labor prüft noch.", None) == ["26-001"]
        with pytest.raises(BatchBlocked):
            take_from_batch(batch, 1)
        assert unblock_batch(batch, None)
        take_from_batch(batch, 1)


def test_the_first_reason_stays_and_a_further_one_is_in_the_history(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        block_batch(batch, "Glas", None)
        assert block_batch(batch, "Labor", None) == []
        assert reason(batch) == "Glas"
        assert len(history("batch", batch)) == 2
        assert block_batch(batch, "Glas", None) == []
        assert len(history("batch", batch)) == 2


def test_a_precaution_becomes_a_recall_but_no_recall_a_precaution(app: Flask) -> None:
    part = make_batch(app, code="26-001")
    with app.app_context():
        blend = put_together("26-002", "Wir", date(2026, 1, 1), {part: 5_000})
        block_batch(part, "Das Labor prüft noch.", None)
        since = kept(part).blocked_at
        assert kept(part).blocked_as == "precaution"
        assert block_batch(part, "Glas", None, is_recall=True) == ["26-001", "26-002"]
        assert kept(blend).blocked_as == "recall" and reason(blend) == "Glas"
        assert kept(part).blocked_at == since
        assert block_batch(part, "Doch nicht", None) == []
        assert block_batch(part, "Noch mehr Glas", None, is_recall=True) == []
        assert (kept(part).blocked_as, reason(part)) == ("recall", "Glas")
        unblock_batch(part, None)
        assert kept(part).blocked_as == ""


def test_what_was_not_blocked_is_not_unblocked(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        assert not unblock_batch(batch, None)
        assert history("batch", batch) == []


def test_with_a_batch_every_set_it_went_into_is_blocked(app: Flask) -> None:
    part, other = make_batch(app, code="26-001"), make_batch(app, code="26-009")
    with app.app_context():
        blend = put_together("26-002", "Wir", date(2026, 1, 1), {part: 5_000, other: 5_000})
        tasting = put_together("26-003", "Wir", date(2026, 1, 1), {blend: 1_000})
        assert block_batch(part, "Glas", None) == ["26-001", "26-002", "26-003"]
        assert [reason(one) for one in (blend, tasting, other)] == ["Glas", "Glas", ""]


def test_a_set_stays_blocked_while_a_batch_in_it_is(app: Flask) -> None:
    part = make_batch(app, code="26-001")
    with app.app_context():
        blend = put_together("26-002", "Wir", date(2026, 1, 1), {part: 5_000})
        block_batch(part, "Glas", None)
        with pytest.raises(PartBlocked) as refused:
            unblock_batch(blend, None)
        assert refused.value.code == "26-001"
        unblock_batch(part, None)
        # Whoever unblocks the part has not looked at the set.
        assert reason(blend) == "Glas"
        assert unblock_batch(blend, None)


def test_a_block_without_a_reason_is_refused(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context(), pytest.raises(ValueError, match="reason"):
        block_batch(batch, "  ", None)
