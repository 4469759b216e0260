"""A certificate does not count any more, before its last day."""

from shop.audit.note_change import note_change
from shop.clock import today
from shop.db import db
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.proof_models import Certificate


class UnknownCertificate(NotThere):
    """No certificate has this number."""


def revoke_certificate(certificate_id: int, because: str, person_id: int | None) -> None:
    """Claims that rest on it are gone at the next request; a second time changes nothing.

    Does not commit.
    """
    begin_change()
    found = db.session.get(Certificate, certificate_id)
    if found is None:
        raise UnknownCertificate
    if found.revoked_on:
        return
    found.revoked_on, found.revoked_because = today(), because
    db.session.flush()
    after = {"revoked_on": found.revoked_on, "revoked_because": because}
    before = {"revoked_on": None, "revoked_because": ""}
    note_change("certificate", found.id, before, after, person_id)
