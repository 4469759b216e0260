"""A paper as PDF, made in a process of its own that can be stopped."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from shop.errors import Refused

_HERE = Path(__file__).parent
_ALONE = _HERE / "typeset_alone.py"
#: A hundred orders take less than a second.
SECONDS = 20


#: A word longer than this may be broken anywhere, so that none leaves its column.
_LONGEST_WORD = 30


class PaperFailed(Refused):
    """The paper was not done in time, or took more memory than it may."""

    status = 503


def typeset(paper: str, data: Mapping[str, object], seconds: float = SECONDS) -> bytes:
    """The template `<paper>.typ` filled with data: tagged PDF of A4 (PDF/UA-1).

    Texts are data and never markup. A sign that no font has is printed as □. No packages, no
    network, no settings of the shop, no files but the templates. Raises `PaperFailed`.
    """
    try:
        made = subprocess.run(
            [sys.executable, "-I", str(_ALONE), str(_HERE / f"{paper}.typ")],
            input=json.dumps(_breakable(data)).encode(),
            capture_output=True,
            timeout=seconds,
            check=True,
            # Nothing of ours: the address of the database is a secret.
            env={},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as fault:
        raise PaperFailed(_last_line(fault.stderr)) from None
    return made.stdout


def _breakable(found: object) -> object:
    """The same data, with places to break in words that are too long for a line."""
    if isinstance(found, str):
        return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", "\\1\u200b", found)
    if isinstance(found, Mapping):
        return {name: _breakable(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [_breakable(value) for value in found]
    return found


def _last_line(told: bytes | None) -> str:
    """Why, in the words of the other process; empty if it was stopped."""
    lines = (told or b"").decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else ""
