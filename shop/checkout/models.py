"""What a customer typed before ordering."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Draft(Base):
    """What a customer typed at the checkout: gone a day later, or with the order placed from it."""

    __tablename__ = "checkout_drafts"

    #: 192 random bits, held by the customer's cookie.
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(Utc, index=True)
