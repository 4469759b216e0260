"""What stands on the label of one bag."""

import re
from dataclasses import dataclass
from datetime import date

from shop.catalogue.rules import GRINDS, legal_name
from shop.config import Operator
from shop.origin.claims import Claims
from shop.trace.gtin import batch_link
from shop.trace.label_sheet import numeral_mm
from shop.web.filters import weight

#: A word longer than this may be broken anywhere.
_LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class Bag:
    """A variant as it is packed."""

    sku: str
    name: str
    legal_name: str
    decaf: bool
    grind: str | None
    net_grams: int
    storage: str
    ingredients: str
    gtin: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that holds today, with what must stand beside it."""

    text: str
    specification: str
    #: Control body code and origin line, on two lines; empty unless the claim is organic.
    code: str
    origin: str


@dataclass(frozen=True, slots=True)
class Label:
    """Texts in the order they are read: what Art. 9 LMIV and, for the batch, the LKV want."""

    name: str
    legal_name: str
    net: str
    numeral_mm: int
    best_before: str
    batch: str
    ingredients: str
    storage: str
    operator: str
    address: str
    claims: tuple[Said, ...]
    link: str
    #: That nothing of it is real; empty in a shop that is.
    demo: str


def label(
    bag: Bag,
    code: str,
    best_before: date,
    claims: Claims,
    operator: Operator,
    base_url: str,
    *,
    demo: bool = False,
) -> Label:
    """The label of a bag of this batch; `claims` are those that hold for the batch today."""
    kind = legal_name(bag.legal_name, bag.grind)
    if bag.grind:
        # „gemahlen“ alone would not tell for what.
        kind = kind.replace("gemahlen", GRINDS[bag.grind])
    if bag.decaf and "entkoffeiniert" not in kind:
        kind += ", entkoffeiniert"
    return Label(
        name=_breakable(bag.name),
        legal_name=_breakable(kind),
        net=weight(bag.net_grams),
        numeral_mm=numeral_mm(bag.net_grams),
        best_before=f"{best_before:%d.%m.%Y}",
        batch=code,
        ingredients=_breakable(" ".join(bag.ingredients.split())),
        storage=_breakable(bag.storage),
        operator=_breakable(operator.name),
        address=_breakable(f"{operator.street}, {operator.postcode}\u00a0{operator.city}"),
        claims=tuple(
            Said(claim.text, claim.specification, claim.code, claim.origin_line) for claim in claims
        ),
        link=batch_link(base_url, code, bag.gtin),
        demo="Demodaten – kein realer Verkauf" if demo else "",
    )


def _breakable(text: str) -> str:
    """With places to break where a word is longer than a line may be."""
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", "\\1\u200b", text)
