"""The roastery of the demo shop: green coffee becomes batches, and batches become bags."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from shop.clock import today
from shop.demo.data.recipes import (
    IN_A_BAG,
    IN_A_SET,
    PROJECT_MICRO_PER_KG,
    ROASTER,
    SET_PART_GRAMS,
    SETS_AT_ONCE,
    Recipe,
)
from shop.origin.block_batch import block_batch
from shop.origin.make_batch import make_batch
from shop.origin.put_together import put_together
from shop.origin.write_off import write_off
from shop.stock.pack import pack

#: Less than that fills no bag any more.
_REST_GRAMS = 240
#: Less than that is not worth heating the drum.
_LEAST_GREEN_GRAMS = 2_000


@dataclass(slots=True)
class Heap:
    """So many grams that are still there of a green lot or a batch, by its id."""

    id: int
    left_grams: int


class Roastery:
    """Remembers what is left, so that nobody has to look; the shop's own verbs watch the sums."""

    def __init__(self, staff_id: int) -> None:
        self._staff_id = staff_id
        self._green: defaultdict[str, list[Heap]] = defaultdict(list)
        self._roasted: defaultdict[str, list[Heap]] = defaultdict(list)
        self._made_in: Counter[int] = Counter()
        self._packed_from: set[int] = set()

    def take_in(self, kind: str, green_lot_id: int, grams: int) -> None:
        """Green coffee has arrived; the oldest is roasted first."""
        self._green[kind].append(Heap(green_lot_id, grams))

    def fill_bags(self, sku: str, variant_id: int, grams: int, units: int, reason: str) -> None:
        """Packs so many bags, from new batches where the old ones are used up, as long as there is
        green coffee. Does not commit."""
        while units and (batch := self._with(sku[:6], grams)):
            packed = min(units, batch.left_grams // grams)
            pack(batch.id, variant_id, packed, reason, self._staff_id)
            self._packed_from.add(batch.id)
            batch.left_grams -= packed * grams
            units -= packed
            self._sweep_up(batch)

    def packed_from(self) -> set[int]:
        """The batches bags were packed from since this was asked last."""
        found, self._packed_from = self._packed_from, set()
        return found

    def roast(self, recipe: Recipe) -> Heap | None:
        """A batch of yesterday, unless there is no green coffee for it. Does not commit."""
        green = self._take_green(recipe)
        if sum(green.values()) < _LEAST_GREEN_GRAMS:
            return None
        made_on = today() - timedelta(days=1)
        made_grams = sum(green.values()) * (10_000 - recipe.loss_bp) // 10_000
        made = make_batch(
            self._next_code(made_on),
            ROASTER,
            made_on,
            _a_year_after(made_on),
            green,
            made_grams,
            lab_note=f"{recipe.name}, Verkostung ohne Befund",
            project_micro_per_kg=PROJECT_MICRO_PER_KG,
            person_id=self._staff_id,
        )
        batch = Heap(made, made_grams)
        self._roasted[recipe.name].append(batch)
        return batch

    def write_off_rest(self, recipe: Recipe, reason: str) -> None:
        """What was not packed of these batches is gone. Does not commit."""
        for batch in self._roasted.pop(recipe.name, []):
            if batch.left_grams:
                write_off(batch.id, batch.left_grams, reason, self._staff_id)

    def block(self, batch_id: int, because: str) -> None:
        """Packs from this batch no more, and sells nothing of it. Does not commit."""
        for heaps in self._roasted.values():
            heaps[:] = [heap for heap in heaps if heap.id != batch_id]
        block_batch(batch_id, because, self._staff_id)

    def _with(self, goods: str, grams: int) -> Heap | None:
        """A batch of these goods that still holds so much."""
        if goods in IN_A_SET:
            return self._enough(goods, grams) or self._put_together(goods)
        return self._of(IN_A_BAG[goods], grams)

    def _of(self, recipe: Recipe, grams: int) -> Heap | None:
        return self._enough(recipe.name, grams) or self.roast(recipe)

    def _enough(self, name: str, grams: int) -> Heap | None:
        return next((heap for heap in self._roasted[name] if heap.left_grams >= grams), None)

    def _put_together(self, goods: str) -> Heap | None:
        grams = SET_PART_GRAMS * SETS_AT_ONCE
        parts = [self._of(recipe, grams) for recipe in IN_A_SET[goods]]
        found = [part for part in parts if part]
        if len(found) < len(parts):
            return None
        made_on = today() - timedelta(days=1)
        made = put_together(
            self._next_code(made_on),
            ROASTER,
            made_on,
            {part.id: grams for part in found},
            person_id=self._staff_id,
        )
        for part in found:
            part.left_grams -= grams
        batch = Heap(made, grams * len(found))
        self._roasted[goods].append(batch)
        return batch

    def _take_green(self, recipe: Recipe) -> dict[int, int]:
        """Green lot → grams; what the oldest lot lacks comes from the next.

        A blend stays what it is: where one kind runs short, less is taken of all.
        """
        part = min(
            Fraction(min(wanted, sum(heap.left_grams for heap in self._green[kind])), wanted)
            for kind, wanted in recipe.green_grams.items()
        )
        taken: dict[int, int] = {}
        for kind, wanted in recipe.green_grams.items():
            rest = int(wanted * part)
            for heap in self._green[kind]:
                if grams := min(rest, heap.left_grams):
                    taken[heap.id] = grams
                    heap.left_grams -= grams
                    rest -= grams
        return taken

    def _sweep_up(self, batch: Heap) -> None:
        if 0 < batch.left_grams < _REST_GRAMS:
            write_off(batch.id, batch.left_grams, "Rest beim Abfüllen, verkostet", self._staff_id)
            batch.left_grams = 0

    def _next_code(self, made_on: date) -> str:
        self._made_in[made_on.year] += 1
        return f"{made_on:%y}-{self._made_in[made_on.year]:03d}"


def _a_year_after(day: date) -> date:
    # There is no 29 February a year after one.
    return (day - timedelta(days=day.day == 29 and day.month == 2)).replace(year=day.year + 1)
