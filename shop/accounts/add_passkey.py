"""A passkey is a second factor from now on."""

from shop.accounts.models import Passkey
from shop.accounts.passkeys import NewKey
from shop.clock import now
from shop.db import insert_missing


def add_passkey(person_id: int, key: NewKey, name: str) -> bool:
    """False if this passkey is known already, whosever it is. Does not commit."""
    row = {
        "person_id": person_id,
        "name": name.strip()[:60],
        "credential_id": key.credential_id,
        "public_key": key.public_key,
        "sign_count": key.sign_count,
        "last_answer": "",
        "added_at": now(),
    }
    return bool(insert_missing(Passkey, [row]))
