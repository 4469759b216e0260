"""The names a stock file may use: all of them in four queries, however long the file is."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import false, func, select

from shop.catalogue.models import Product, Variant
from shop.clock import today
from shop.db import db
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.coffee_of import coffee_of
from shop.stock.models import Level, Location
from shop.stock.rules import Coffee, Promise, misfit


class Place(NamedTuple):
    id: int
    is_open: bool


class Ware(NamedTuple):
    """A variant, and what its product says of its coffee."""

    id: int
    is_coffee: bool
    is_ground_to_order: bool
    promise: Promise


@dataclass(slots=True)
class Known:
    locations: dict[str, Place]
    variants: dict[str, Ware]
    batches: dict[str, int]
    #: Blocked or too old: nothing of them comes to where it is sold.
    bad_batches: set[int]
    #: (variant, batch) of what ever lay anywhere: those fit.
    _pairs: set[tuple[int, int | None]]
    _promises: dict[int, Promise]
    _coffees: dict[int, Coffee] = field(default_factory=dict)

    def fits(self, variant_id: int, batch_id: int | None) -> bool:
        """Whether the coffee of the batch is what the product says it is."""
        if batch_id is None or (variant_id, batch_id) in self._pairs:
            return True
        if batch_id not in self._coffees:
            self._coffees[batch_id] = coffee_of(batch_id)
        return misfit(self._promises[variant_id], self._coffees[batch_id]) is None


def known() -> Known:
    """As they are now."""
    wares = {
        sku: Ware(id, bool(grams), ground is not None, Promise(kind, decaf, provinces))
        for id, sku, grams, ground, kind, decaf, provinces in db.session.execute(
            select(
                Variant.id,
                Variant.sku,
                Variant.coffee_grams,
                Variant.ground_from_id,
                Product.kind,
                Product.decaf,
                Product.provinces,
            ).join(Product, Product.id == Variant.product_id)
        )
    }
    places = db.session.execute(select(Location.id, Location.name, Location.open))
    first_day = last_day_to_sell(today())
    bad = Batch.blocked_at.is_not(None) | func.coalesce(Batch.best_before < first_day, false())
    batches = db.session.execute(select(Batch.id, Batch.code, bad)).all()
    pairs = db.session.execute(select(Level.variant_id, Level.batch_id).distinct())
    return Known(
        locations={name: Place(id, is_open) for id, name, is_open in places},
        variants=wares,
        batches={code: id for id, code, _ in batches},
        bad_batches={id for id, _, is_bad in batches if is_bad},
        _pairs={(variant_id, batch_id) for variant_id, batch_id in pairs},
        _promises={ware.id: ware.promise for ware in wares.values()},
    )
