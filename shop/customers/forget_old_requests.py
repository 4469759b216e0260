"""Forget accounts that were asked for and never confirmed."""

from sqlalchemy import delete

from shop.clock import now
from shop.customers.models import AccountRequest
from shop.customers.rules import REQUEST_LASTS
from shop.db import rows_changed


def forget_old_requests() -> None:
    """Those a day old. Does not commit."""
    rows_changed(delete(AccountRequest).where(AccountRequest.asked_at < now() - REQUEST_LASTS))
