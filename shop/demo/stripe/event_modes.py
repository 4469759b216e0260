"""What befalls events on their way to the shop, while somebody wants it so."""

import threading
from dataclasses import dataclass
from random import Random
from typing import Literal

Mode = Literal["hold", "lose", "delay", "reorder", "duplicate", "missign"]
# Due at no time that will come: held until somebody sends it.
HELD = 1e18
_COPIES = 2


@dataclass(frozen=True)
class Fate:
    """`pause` in seconds until the first attempt; `copies` arrive at the same time."""

    is_lost: bool = False
    pause: float = 0
    copies: int = 1
    is_missigned: bool = False


@dataclass(frozen=True)
class _Switched:
    share: float
    seconds: float
    random: Random


class EventModes:
    """Several may be on together; each draws for itself. Kept in memory, as the faults."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: dict[Mode, _Switched] = {}

    def switch_on(
        self, mode: Mode, *, share: float = 1.0, seed: int = 0, seconds: float = 1.0
    ) -> None:
        """For events from now on: `share` of them, drawn with `seed`."""
        with self._lock:
            self._on[mode] = _Switched(share, seconds, Random(seed))

    def switch_off(self) -> None:
        """What is held stays so until it is sent."""
        with self._lock:
            self._on.clear()

    def on(self) -> dict[Mode, float]:
        """Which are on, and for which share of the events."""
        with self._lock:
            return {mode: switched.share for mode, switched in self._on.items()}

    def next_fate(self) -> Fate:
        """Draws for one event."""
        with self._lock:
            befalls = {mode: by for mode, by in self._on.items() if by.random.random() < by.share}
            pause = befalls["delay"].seconds if "delay" in befalls else 0.0
            if "reorder" in befalls:
                pause += befalls["reorder"].random.uniform(0, befalls["reorder"].seconds)
            return Fate(
                is_lost="lose" in befalls,
                pause=HELD if "hold" in befalls else pause,
                copies=_COPIES if "duplicate" in befalls else 1,
                is_missigned="missign" in befalls,
            )
