"""What a line of the journal says."""

from dataclasses import dataclass
from datetime import datetime

from shop.audit.history import ChangedValue
from shop.audit.words import Thing


@dataclass(frozen=True, slots=True)
class Line:
    """One thing done, in words: who, what, to which things, and from which value to which."""

    at: datetime
    person_id: int | None
    #: Empty where nobody did it by hand.
    person: str
    #: „abgefüllt“, „Produkt geändert“
    what: str
    things: tuple[Thing, ...]
    values: tuple[ChangedValue, ...] = ()
    #: What was said as the reason.
    reason: str = ""
