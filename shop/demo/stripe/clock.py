"""The time that Demo-Stripe writes on its objects; it can be moved forward, and put right."""

import time


class Clock:
    def __init__(self) -> None:
        self._ahead_seconds = 0

    def now(self) -> int:
        """Seconds since the epoch, as Stripe counts."""
        return int(time.time()) + self._ahead_seconds

    def advance(self, seconds: int) -> None:
        self._ahead_seconds += seconds

    def reset(self) -> None:
        """It is the real time again; what has expired meanwhile stays so."""
        self._ahead_seconds = 0

    @property
    def is_ahead(self) -> bool:
        return self._ahead_seconds > 0
