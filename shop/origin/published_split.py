"""A published split as pages of the shop show it."""

from dataclasses import dataclass
from datetime import datetime

from shop.origin.split_document import Part


@dataclass(frozen=True, slots=True)
class PublishedSplit:
    """Where today's price of one size goes. Its page is /preis/<id>."""

    id: int
    #: „250 g“, or „250 g, Charge 26-009“ where bags of one size come from several batches.
    size: str
    price_cents: int
    parts: tuple[Part, ...]
    version: int
    published_at: datetime
    #: Code of the batch; empty for goods without one.
    batch: str
    #: Whose price this is: the grinds of the size.
    variant_ids: tuple[int, ...] = ()
