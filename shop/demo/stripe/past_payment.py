"""One line of a history file: a payment that was made before this server was started.

    {"session": "cs_…", "intent": "pi_…", "amount": 2270, "created": 1750000000,
     "email": "ada@example.org", "reference": "SK-1001", "metadata": {"order": "SK-1001"},
     "method": "card"}

Amounts in cents of euros, moments in seconds since the epoch.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from shop.demo.stripe.payment_methods import SWITCHED_ON


@dataclass(frozen=True)
class PastPayment:
    session: str
    intent: str
    amount: int
    created: int
    email: str
    # Becomes the session's client_reference_id.
    reference: str
    # Of session and intent alike.
    metadata: dict[str, str]
    method: str = "card"

    def __post_init__(self) -> None:
        whole = {"amount": self.amount, "created": self.created}
        wrong = [name for name, value in whole.items() if type(value) is not int or value <= 0]
        if not self.session.startswith("cs_") or not self.intent.startswith("pi_"):
            wrong.append("session or intent")
        if self.method not in SWITCHED_ON:
            wrong.append("method")
        if wrong:
            raise ValueError(f"no past payment: {', '.join(wrong)}")


def read_payments(file: Path) -> Iterator[PastPayment]:
    """Raises ValueError that names the line which is no past payment."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield _payment(json.loads(line))
            except (ValueError, TypeError, AttributeError) as failure:
                raise ValueError(f"{file} line {number}: {failure}") from failure


def _payment(given: dict[str, object]) -> PastPayment:
    unknown = given.keys() - {field.name for field in fields(PastPayment)}
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return PastPayment(**given)  # type: ignore[arg-type]  # judged by __post_init__
