"""The figures in words and columns."""

from collections.abc import Sequence
from statistics import median

from tests.bench.figures import Figure
from tests.bench.measure import Round

_COLUMNS = ("server", "database", "provider", "generator")


def rates(figures: Sequence[Figure]) -> str:
    """Medians of all rounds; the ratio is the median of each round's own, with its extremes."""
    rows = [["", "per second", "yardstick", "per second", "ratio", "", "target", "reached"]]
    for figure in figures:
        plan, pair = figure.plan, figure.pair
        lowest, highest = pair.extremes
        rows.append(
            [
                plan.name,
                f"{pair.rate:.0f}",
                plan.yardstick,
                f"{pair.yardstick_rate:.0f}",
                f"{pair.ratio:.2f}",
                f"({lowest:.2f} to {highest:.2f})",
                str(plan.target or "-"),
                ("yes" if plan.target.is_reached(pair) else "NO") if plan.target else "-",
            ]
        )
    return _aligned(rows)


def processor_time(figures: Sequence[Figure]) -> str:
    """Milliseconds of processor time per page or visit, and how busy that kept the processors."""
    rows = [["ms of processor time", *_COLUMNS, "processors busy"]]
    if figures:
        rows.append([figures[0].plan.yardstick, *_shares(figures[0].pair.yardstick)])
    rows += [[figure.plan.name, *_shares(figure.pair.figure)] for figure in figures]
    return _aligned(rows)


def _shares(rounds: Sequence[Round]) -> list[str]:
    def cost(name: str) -> float:
        return median(1000 * one.used.get(name, 0) / one.visits for one in rounds)

    busy = median(sum(one.used.values()) / one.seconds for one in rounds)
    return [*(f"{cost(name):.2f}" for name in _COLUMNS), f"{busy:.1f}"]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(f"  {line}" for line in lines)
