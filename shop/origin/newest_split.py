"""The published split of what a row of somebody's query sells, to be joined to it."""

from typing import Any, cast

from sqlalchemy import ScalarSelect, SQLColumnExpression, Table, case, select

from shop.origin.proof_models import Split


def newest_split_id(
    product_id: SQLColumnExpression[Any],
    size: SQLColumnExpression[Any],
    batch_id: SQLColumnExpression[Any],
    price_cents: SQLColumnExpression[Any],
) -> ScalarSelect[int]:
    """Which row of `splits` it is, or null: none is published, or the newest was for another price.

    Where `batch_id` is null, that of goods without a batch.
    """
    return _newest("id", product_id, size, batch_id, price_cents)


def newest_split(
    product_id: SQLColumnExpression[Any],
    size: SQLColumnExpression[Any],
    batch_id: SQLColumnExpression[Any],
    price_cents: SQLColumnExpression[Any],
) -> ScalarSelect[str]:
    """Its parts alone, as text for `split_document.read_parts`; null as `newest_split_id` is."""
    return _newest("parts", product_id, size, batch_id, price_cents)


def _newest(
    told: str,
    product_id: SQLColumnExpression[Any],
    size: SQLColumnExpression[Any],
    batch_id: SQLColumnExpression[Any],
    price_cents: SQLColumnExpression[Any],
) -> ScalarSelect[Any]:
    splits = cast(Table, Split.__table__).alias("newest_split")
    newest = splits.c
    return (
        select(case((newest.price_cents == price_cents, newest[told])))
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
