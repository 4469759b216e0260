"""What a mail says, and who finds the words."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same as text and as HTML."""

    text: str
    html: str


#: Writes a mail from what its news is about, and which of several if there are any. Only reads;
#: may be asked again. Whatever it raises is noted with the mail, and it is asked again later.
Writer = Callable[[int, int | None], Words]
