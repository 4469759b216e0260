"""Processor time that groups of processes have used, read from /proc."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_used(root: int) -> float:
    """By this process and all its descendants, in user and system mode."""
    parents = _processes()
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(_seconds(pid) for pid in family)


def own_seconds() -> float:
    return _seconds(os.getpid())


def parent_of(pid: int) -> int:
    return int(_stat(pid)[1])


def _processes() -> dict[int, int]:
    """Process id → id of its parent."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (fields := _stat(int(entry))):
            found[int(entry)] = int(fields[1])
    return found


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    # Own time and that of children that have ended: fields 14 to 17 of proc(5).
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """The fields after the name, which may itself hold blanks; nothing of a process just gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
