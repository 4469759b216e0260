"""The published split of what a row of somebody's query sells, as one more of its columns."""

from typing import Any, cast

from sqlalchemy import ScalarSelect, SQLColumnExpression, Table, case, select

from shop.origin.proof_models import Split


def newest_split(
    product_id: SQLColumnExpression[Any],
    size: SQLColumnExpression[Any],
    batch_id: SQLColumnExpression[Any],
    price_cents: SQLColumnExpression[Any],
) -> ScalarSelect[str]:
    """The parts as text for `split_document.read_parts`, or null.

    Null when none is published, and when the newest was for another price. Where `batch_id` is
    null, that of goods without a batch.
    """
    splits = cast(Table, Split.__table__).alias("newest_split")
    newest = splits.c
    return (
        select(case((newest.price_cents == price_cents, newest.parts)))
        .where(
            newest.product_id == product_id,
            newest.size == size,
            newest.batch_id.is_not_distinct_from(batch_id),
        )
        .order_by(newest.version.desc())
        .limit(1)
        .correlate_except(splits)
        .scalar_subquery()
    )
