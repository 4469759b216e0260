"""What became of a batch's coffee, and codes as people type them from a bag."""

import re
import unicodedata
from dataclasses import dataclass

#: Signs a code has at most.
LONGEST_CODE = 20
_BEFORE_IT = "CHARGE"


def code_key(typed: str) -> str:
    """What is the same for all ways to write one code: „Charge 26.118“, „26-118“ → „26118“.

    Empty for what can be no code.
    """
    return _key(_runs(typed))


def loose_key(typed: str) -> str:
    """Likewise, also without the noughts that begin a number: „26-10“, „26-010“ → „2610“."""
    return _key([run.lstrip("0") for run in _runs(typed)])


def _runs(typed: str) -> list[str]:
    return re.findall("[0-9]+|[A-Z]+", unicodedata.normalize("NFKC", typed[:100]).upper())


def _key(runs: list[str]) -> str:
    key = "".join(runs).removeprefix(_BEFORE_IT)
    return key if len(key) <= LONGEST_CODE else ""


@dataclass(frozen=True, slots=True)
class Kilograms:
    """The way of a batch's coffee in grams. What is no difference is counted on its own."""

    #: Taken out of the green lots, lot by lot.
    from_lots: int
    #: Went into the roaster, and came out.
    green: int
    roasted: int
    #: By the movements of the shelf, and by the sets other batches went into.
    in_bags: int
    in_sets: int
    #: What the batch says was taken out of it.
    packed: int
    written_off: int

    @property
    def loss(self) -> int:
        return self.green - self.roasted

    @property
    def left(self) -> int:
        """Not yet packed."""
        return self.roasted - self.packed - self.written_off

    @property
    def faults(self) -> tuple[str, ...]:
        """Which of its sums do not hold: „green“, „loss“, „packed“, „left“; none: it adds up."""
        holds = {
            "green": self.from_lots == self.green,
            "loss": self.loss >= 0,
            "packed": self.in_bags + self.in_sets == self.packed,
            "left": self.left >= 0,
        }
        return tuple(name for name, is_so in holds.items() if not is_so)
