"""Wordings kept for ever."""

import re

from shop.db import db
from shop.errors import NotThere
from shop.legal.current import LegalText
from shop.legal.models import KeptText


def kept_text(sha256: str) -> LegalText:
    """The wording with this SHA-256, exactly as it was shown. Refuses with NotThere."""
    # Only what can be a SHA-256 is asked for: PostgreSQL refuses a NUL in any text.
    kept = db.session.get(KeptText, sha256) if re.fullmatch("[0-9a-f]{64}", sha256) else None
    if kept is None:
        raise NotThere
    return LegalText(kept.name, kept.version, kept.title, kept.text, kept.sha256)
