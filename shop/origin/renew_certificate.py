"""A newer certificate for the same scheme and holder carries claims on."""

from collections.abc import Collection, Mapping
from typing import Any

from shop.db import db
from shop.origin.add_certificate import add_certificate
from shop.origin.claim_refusals import OtherHolder
from shop.origin.extend_claim import extend_claim
from shop.origin.proof_models import Certificate
from shop.origin.revoke_certificate import UnknownCertificate

_SAME = ("scheme_id", "holder_kind", "holder", "cooperative_id")


def renew_certificate(
    certificate_id: int,
    values: Mapping[str, Any],
    file: bytes,
    file_name: str,
    claim_ids: Collection[int],
    person_id: int | None,
) -> int:
    """The id of the new certificate, on which these claims rest as well from now on.

    The old one stays beside it until it ends. Raises what `add_certificate` does, and `OtherHolder`
    when scheme or holder differ. Does not commit.
    """
    old = db.session.get(Certificate, certificate_id)
    if old is None:
        raise UnknownCertificate
    if any(values.get(name) != getattr(old, name) for name in _SAME):
        raise OtherHolder
    new = add_certificate(values, file, file_name, person_id)
    for claim_id in sorted(claim_ids):
        extend_claim(claim_id, (new,), (), person_id)
    return new
