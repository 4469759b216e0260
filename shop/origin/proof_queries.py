"""Whether a file counts today."""

from datetime import date
from itertools import groupby

from sqlalchemy import or_, select

from shop.db import reading
from shop.origin.claim_records import claim_rows, stand
from shop.origin.claim_rules import may_be_said
from shop.origin.proof_models import Certificate, Claim, ClaimEvidence, Scheme


def valid_file(digest: str, day: date) -> tuple[str, str] | None:
    """Name and media type of the file of a certificate that is valid on this day."""
    statement = (
        select(Certificate.file_name, Certificate.file_type)
        .where(
            Certificate.file_sha256 == digest,
            Certificate.valid_from <= day,
            Certificate.valid_until >= day,
            or_(Certificate.revoked_on.is_(None), Certificate.revoked_on > day),
        )
        .order_by(Certificate.id)
        .limit(1)
    )
    with reading() as connection:
        row = connection.execute(statement).first()
    return (row.file_name, row.file_type) if row else None


def is_mark_shown(digest: str, day: date) -> bool:
    """Whether some claim under a scheme with this mark may be said on this day."""
    of_mark = (
        select(ClaimEvidence.claim_id)
        .join(Certificate, Certificate.id == ClaimEvidence.certificate_id)
        .join(Scheme, Scheme.id == Certificate.scheme_id)
        .where(Scheme.mark_sha256 == digest, Scheme.mark_sha256 != "")
    )
    statement = claim_rows().where(Claim.id.in_(of_mark)).order_by(Claim.id)
    with reading() as connection:
        rows = connection.execute(statement).all()
    found = (list(same) for _, same in groupby(rows, key=lambda row: row.claim_id))
    return any(may_be_said(stand(claim), day) for claim in found)
