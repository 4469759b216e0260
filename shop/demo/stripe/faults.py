"""Faults on order: what goes wrong with calls of the API, before or after they are carried out."""

import threading
from collections import deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from random import Random
from typing import Literal

Kind = Literal[
    # Nothing is carried out.
    "drop_before",
    "500_before",
    "409",
    "429",
    # Carried out late: a caller without patience has gone by then.
    "slow",
    # Carried out, and a repetition with the same key hears the true answer.
    "drop_after",
    "500_after",
    # The key's answer is this 500 for ever; nothing was carried out, or all of it was.
    "500_stored_before",
    "500_stored_after",
]
_REMEMBERED_CALLS = 10_000


@dataclass
class Fault:
    """`call` is a method and a path, `*` for anything: "POST /v1/refunds", "GET /v1/charges/*"."""

    kind: Kind
    call: str = "*"
    # None: until the faults are cleared.
    times: int | None = 1
    # How many matching calls go well before.
    skip: int = 0
    share: float = 1.0
    seed: int = 0
    seconds: float = 1.0
    _random: Random = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def hits(self, call: str) -> bool:
        """Counts: to be asked once for each call."""
        if not fnmatchcase(call, self.call):
            return False
        if self.skip:
            self.skip -= 1
            return False
        return self._random.random() < self.share

    def use_up(self) -> bool:
        """True if this was the last time."""
        if self.times is not None:
            self.times -= 1
        return self.times == 0


class Faults:
    """Kept in memory: a restarted server has none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ordered: list[Fault] = []
        self._calls: deque[str] = deque(maxlen=_REMEMBERED_CALLS)
        self._met = 0
        self._hurry = threading.Event()

    def order(self, fault: Fault) -> None:
        with self._lock:
            self._ordered.append(fault)

    def clear(self) -> None:
        """Also ends what is slow at the moment, and forgets the calls."""
        with self._lock:
            self._ordered.clear()
            self._calls.clear()
            self._met = 0
            self._hurry.set()
            self._hurry = threading.Event()

    def meet(self, method: str, path: str) -> Fault | None:
        """The fault of this call, if it has one: the one that was ordered first."""
        call = f"{method} {path}"
        with self._lock:
            self._calls.append(call)
            fault = next((fault for fault in self._ordered if fault.hits(call)), None)
            if fault is not None:
                self._met += 1
                if fault.use_up():
                    self._ordered = [other for other in self._ordered if other is not fault]
            return fault

    def dawdle(self, seconds: float) -> None:
        """Waits, unless the faults are cleared meanwhile."""
        self._hurry.wait(seconds)

    def ordered(self) -> list[Fault]:
        with self._lock:
            return list(self._ordered)

    def met(self) -> int:
        """How many calls had a fault since the last `clear`."""
        with self._lock:
            return self._met

    def calls(self) -> list[str]:
        """The calls since the last `clear`, oldest first, as "POST /v1/refunds"."""
        with self._lock:
            return list(self._calls)
