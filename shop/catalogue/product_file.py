"""Read products as an operator writes them down (TOML), and say all that is wrong at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shop.catalogue.product_keys import PART, PRODUCT, VARIANT, Key, Wrong
from shop.catalogue.unproven import unproven_words
from shop.errors import Refused

Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GivenVariant:
    """`columns` of `variants` as far as the file names them, always `sku` and `price_cents`."""

    columns: Columns
    #: Columns of `variant_parts`; None where the file says nothing of them.
    parts: tuple[Columns, ...] | None = None

    @property
    def sku(self) -> str:
        return str(self.columns["sku"])


@dataclass(frozen=True, slots=True)
class GivenProduct:
    """`columns` of `products` as far as the file names them, always what has no default."""

    columns: Columns
    variants: tuple[GivenVariant, ...]

    @property
    def slug(self) -> str:
        return str(self.columns["slug"])


class BadFile(Refused):
    """`problems` are sentences, each with the product and the key it is about."""

    status = 422

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def read_products(document: Mapping[str, object]) -> tuple[GivenProduct, ...]:
    """The products of a parsed file, checked. Refuses with `BadFile`, which names every mistake."""
    reading = _Reading()
    products = reading.products(document)
    if not products and not reading.problems:
        reading.problems.append("In der Datei steht kein Produkt: [[products]].")
    if reading.problems:
        raise BadFile(reading.problems)
    return tuple(products)


@dataclass(slots=True)
class _Reading:
    problems: list[str] = field(default_factory=list)
    #: What was read so far, to find what stands there twice.
    known: set[tuple[str, str]] = field(default_factory=set)

    def products(self, document: Mapping[str, object]) -> list[GivenProduct]:
        self._unknown(document, {"products"}, "Datei")
        given = self._tables(document, "products", "[[products]]", "Datei")
        return [self._product(one, f"Produkt {number}") for number, one in enumerate(given, 1)]

    def _product(self, table: Columns, where: str) -> GivenProduct:
        where = _named(where, table, "slug", PRODUCT)
        columns = self._columns(table, PRODUCT, where, {"variants"})
        self._once("slug", columns.get("slug"), where)
        given = self._tables(table, "variants", "[[products.variants]]", where)
        kind = columns.get("kind")
        variants = [
            self._variant(one, f"{where}, Artikel {number}", kind)
            for number, one in enumerate(given, 1)
        ]
        return GivenProduct(columns, tuple(variants))

    def _variant(self, table: Columns, where: str, kind: object) -> GivenVariant:
        where = _named(where, table, "sku", VARIANT)
        columns = self._columns(table, VARIANT, where, {"parts"})
        self._once("sku", columns.get("sku"), where)
        self._once("gtin", columns.get("gtin"), where)
        self.problems += _uncounted(columns, "coffee_grams" in table, kind, where)
        if "parts" not in table:
            return GivenVariant(columns)
        given = self._tables(table, "parts", "[[products.variants.parts]]", where)
        if given and kind not in {"set", None}:
            self.problems.append(f'{where}, parts: Bestandteile hat nur ein Set (kind = "set").')
        parts = [
            self._columns(one, PART, f"{where}, Bestandteil {number}", set())
            for number, one in enumerate(given, 1)
        ]
        return GivenVariant(columns, tuple(parts))

    def _columns(
        self, table: Columns, keys: Mapping[str, Key], where: str, tables: set[str]
    ) -> Columns:
        found: dict[str, Any] = {}
        for name, key in keys.items():
            if name in table:
                try:
                    read = found[key.column or name] = key.read(table[name])
                except Wrong as wrong:
                    self.problems.append(f"{where}, {name}: {wrong}")
                    continue
                if key.is_read:
                    self.problems += [f"{where}, {name}: {why}" for why in unproven_words(read)]
            elif key.needed:
                self.problems.append(f"{where}, {name}: fehlt.")
        self._unknown(table, keys.keys() | tables, where)
        return found

    def _once(self, key: str, value: str | None, where: str) -> None:
        if value and (key, value) in self.known:
            self.problems.append(f"{where}, {key}: {value} steht zweimal in der Datei.")
        self.known.add((key, value or ""))

    def _unknown(self, table: Columns, known: set[str], where: str) -> None:
        strange = [key for key in table if key not in known]
        self.problems += [f"{where}: Den Schlüssel {key!r} gibt es nicht." for key in strange]

    def _tables(self, table: Columns, name: str, written: str, where: str) -> list[Columns]:
        given = table.get(name, [])
        if isinstance(given, list) and all(isinstance(one, dict) for one in given):
            return given
        self.problems.append(f"{where}, {name}: Bitte als {written} schreiben.")
        return []


def _named(where: str, table: Columns, key: str, keys: Mapping[str, Key]) -> str:
    try:
        return f"{where} ({keys[key].read(table.get(key))})"
    except Wrong:
        return where


def _uncounted(columns: Columns, is_said: bool, kind: object, where: str) -> Iterator[str]:
    """The reports count kilograms of coffee by this column, so it is not left to a default."""
    if kind in {"coffee", "set"} and not is_said:
        yield f"{where}, coffee_grams: fehlt. Wie viel Gramm Röstkaffee sind darin?"
    if kind == "coffee" and columns.get("coffee_grams") == 0:
        yield f"{where}, coffee_grams: In einem Kaffee ist Kaffee, bitte mehr als 0."
