"""Look through a stock file: what it would change, or what is wrong with it, line by line."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from shop.stock.models import STOCKROOM
from shop.stock_csv.known import Known, known
from shop.stock_csv.read_rows import read_rows
from shop.stock_csv.read_text import read_text
from shop.stock_csv.rules import BadStockFile, Change, Fault, Nothing, Problem, Row

#: Problems that are told; of a file in which every line is wrong, the first say enough.
MOST_PROBLEMS = 1_000


class Checked(NamedTuple):
    """A file in which every line is right."""

    content_sha256: str
    encoding: str
    rows: int
    changes: list[Change]


def check_file(content: bytes) -> Checked:
    """Reads all of it, and writes nothing.

    Raises `BadStockFile` with every line that is wrong: then nothing of it can be taken in.
    Raises `Nothing` where it changes nothing.
    """
    text, encoding = read_text(content)
    problems: list[Problem] = []
    count = 0

    def tell(problem: Problem) -> None:
        nonlocal count
        count += 1
        if len(problems) < MOST_PROBLEMS:
            problems.append(problem)

    names, seen, changes, rows = known(), dict[tuple[int, int, int], int](), list[Change](), 0
    for row in read_rows(text, tell):
        rows += 1
        for found in _checked(row, names, seen):
            if isinstance(found, Problem):
                tell(found)
            else:
                changes.append(found)
    if problems:
        raise BadStockFile(problems, more=count - len(problems))
    if not changes:
        raise Nothing
    return Checked(hashlib.sha256(content).hexdigest(), encoding, rows, changes)


def _checked(
    row: Row, names: Known, seen: dict[tuple[int, int, int], int]
) -> Iterator[Problem | Change]:
    """What is wrong with the line, or else its change, if it is one."""
    found = list(_unknown(row, names))
    if found:
        yield from found
        return
    place, goods = names.locations[row.location], names.variants[row.sku]
    batch_id = names.batches[row.batch] if row.batch else None
    key = (place.id, goods.id, batch_id or 0)
    first = seen.setdefault(key, row.line)
    if first != row.line:
        yield Problem(row.line, Fault.TWICE, found=str(first))
        return
    if row.after is None or row.after == row.before:
        return
    if row.before is None:
        yield Problem(row.line, Fault.NO_BEFORE, "Bestand bisher")
    elif row.after > row.before and not place.is_open:
        yield Problem(row.line, Fault.CLOSED_LOCATION, "Ort", row.location)
    elif row.after > row.before and place.id != STOCKROOM and batch_id in names.bad_batches:
        yield Problem(row.line, Fault.NOT_GOOD, "Charge", row.batch)
    elif not names.fits(goods.id, batch_id):
        yield Problem(row.line, Fault.DOES_NOT_FIT, "Charge", row.batch)
    else:
        yield Change(row.line, place.id, goods.id, batch_id, row.before, row.after, row.reason)


def _unknown(row: Row, names: Known) -> Iterator[Problem]:
    if row.location not in names.locations:
        yield Problem(row.line, Fault.UNKNOWN_LOCATION, "Ort", row.location[:40])
    goods = names.variants.get(row.sku)
    if goods is None:
        yield Problem(row.line, Fault.UNKNOWN_SKU, "Artikelnummer", row.sku[:40])
    elif goods.is_ground_to_order:
        yield Problem(row.line, Fault.GROUND_TO_ORDER, "Artikelnummer", row.sku)
    elif goods.is_coffee and not row.batch:
        yield Problem(row.line, Fault.NEEDS_BATCH, "Charge")
    elif not goods.is_coffee and row.batch:
        yield Problem(row.line, Fault.NO_BATCH, "Charge", row.batch[:40])
    if row.batch and row.batch not in names.batches:
        yield Problem(row.line, Fault.UNKNOWN_BATCH, "Charge", row.batch[:40])
