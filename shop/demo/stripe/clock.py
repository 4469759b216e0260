"""The time that Demo-Stripe writes on its objects; it can be moved forward."""

import time


class Clock:
    def __init__(self) -> None:
        self._ahead_seconds = 0

    def now(self) -> int:
        """Seconds since the epoch, as Stripe counts."""
        return int(time.time()) + self._ahead_seconds

    def advance(self, seconds: int) -> None:
        self._ahead_seconds += seconds
