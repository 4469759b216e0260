"""Find what is for sale: a page of cards for a search and filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from shop.catalogue.for_sale import batch_ids, now_bound
from shop.catalogue.reduced import reduced_words
from shop.catalogue.rules import words_of
from shop.catalogue.statements import COUNTED, Statements, statements
from shop.db import reading
from shop.origin.claims import Claims, claims_on_each
from shop.web.filters import euro, kg_price

_Row = Row[*tuple[Any, ...]]

PER_PAGE = 12
#: Further words of a search are not looked at.
_MOST_WORDS = 6
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Query:
    """What a customer looks for; the values are those of the database, `use` filter, …"""

    text: str = ""
    use: str | None = None
    taste: str | None = None
    decaf: bool = False
    net_grams: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A product as the listing shows it, prices in words.

    The same row and claims make the same object, so a grid of the same cards is drawn once and kept
    (web/kept.py).
    """

    slug: str
    name: str
    tagline: str
    flavour_notes: str
    #: „7,50 €“; empty when nothing of it is for sale.
    price: str
    #: „30,00 €/kg“; empty where § 4 (3) PAngV asks for none.
    kg_price: str
    #: „Niedrigster Preis der letzten 30 Tage: …“, where the price is announced as reduced.
    reduced: str
    #: Other variants cost more.
    is_from: bool
    is_sold_out: bool
    #: Arguments of the drawing.
    bag: tuple[str, str, str, str, str, str]
    roast_level: int | None
    photo_digest: str | None
    #: What may be said of every bag of it that is for sale.
    claims: Claims


@dataclass(frozen=True, slots=True)
class Found:
    cards: tuple[Card, ...]
    count: int
    #: There are more than `count`.
    is_uncounted: bool
    has_next: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PER_PAGE))


def find(query: Query, page: int) -> Found:
    """The cards of one page, the first being page 1: one query, or two beyond the last page; and
    one for the claims, while they are not remembered."""
    asked, values = _question(query)
    window = {"most": PER_PAGE + 1, "skip": (page - 1) * PER_PAGE}
    with reading() as connection:
        rows = connection.execute(asked.cards, values | window).all()
        if rows or page == 1:
            count = rows[0].found if rows else 0
        else:
            count = connection.scalar(asked.count, values) or 0
    return Found(
        _cards(rows[:PER_PAGE]), min(count, COUNTED), count > COUNTED, len(rows) > PER_PAGE
    )


def first_cards(most: int) -> tuple[Card, ...]:
    """The first few of the listing; one query, and one for the claims."""
    asked, values = _question(Query())
    with reading() as connection:
        rows = connection.execute(asked.cards, values | {"most": most, "skip": 0}).all()
    return _cards(rows)


def _question(query: Query) -> tuple[Statements, dict[str, object]]:
    # A search for nothing but signs finds nothing, rather than everything.
    words = words_of(query.text)[:_MOST_WORDS] or ([""] if query.text.strip() else [])
    found = statements(query.use, bool(query.taste), query.decaf, bool(query.net_grams), len(words))
    values = {"taste": query.taste, "net_grams": query.net_grams} | now_bound()
    for number, word in enumerate(words):
        values |= {f"word_{number}": word, f"end_{number}": word and word + _LAST_CHARACTER}
    return found, values


def _cards(rows: Sequence[_Row]) -> tuple[Card, ...]:
    if not rows:
        return ()
    batches = [batch_ids(row.batches) for row in rows]
    claims = claims_on_each(batches, rows[0].origin_revision)
    return tuple(_card(row, claims[of]) for row, of in zip(rows, batches, strict=True))


@lru_cache(maxsize=4096)
def _card(row: _Row, claims: Claims) -> Card:
    cents, grams = row.price_cents, row.net_grams
    return Card(
        slug=row.slug,
        name=row.name,
        tagline=row.tagline,
        flavour_notes=row.flavour_notes.replace(", ", "\u00a0· "),
        price=euro(cents) if cents else "",
        kg_price=kg_price(cents, grams) if cents and grams else "",
        reduced=reduced_words(cents, row.reduced_from_cents) if cents else "",
        is_from=bool(cents) and row.highest_cents > cents,
        is_sold_out=row.batches is None,
        bag=(
            row.name,
            row.size or "",
            row.drawing,
            row.bag_colour,
            row.label_colour,
            row.accent_colour,
        ),
        roast_level=row.roast_level,
        photo_digest=row.digest,
        claims=claims,
    )
