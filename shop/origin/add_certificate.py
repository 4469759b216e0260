"""Add a certificate to the records, with its file."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.clock import today
from shop.db import db
from shop.origin.begin_change import begin_change
from shop.origin.claim_refusals import CodeMissing, SameCertificate
from shop.origin.claim_rules import PROCESSORS, is_control_body_code
from shop.origin.evidence_files import keep_file
from shop.origin.proof_models import Certificate, Scheme
from shop.origin.rules import refuse_disorder

_LONGEST_NAME = 120
_SAME = ("scheme_id", "number", "holder", "valid_from", "valid_until")


def add_certificate(
    values: Mapping[str, Any], file: bytes, file_name: str, person_id: int | None
) -> int:
    """The id of the certificate; who adds it has checked it today. Does not commit.

    `values`: scheme_id, holder_kind, holder, number, certifier, valid_from, valid_until, scope; and
    where there are such cooperative_id, control_body_code, verify_url. Raises `DatesOutOfOrder`,
    `CodeMissing`, `SameCertificate`, or a `BadFile`. The file is on disk before the row says so.
    """
    refuse_disorder(*((name, values[name]) for name in ("valid_from", "valid_until")))
    digest, media_type = keep_file(file)
    begin_change()
    scheme = db.session.get_one(Scheme, values["scheme_id"])
    code = str(values.get("control_body_code", ""))
    needs_code = scheme.kind == "organic" and values["holder_kind"] in PROCESSORS
    if (code or needs_code) and not is_control_body_code(code):
        raise CodeMissing
    _refuse_same(values, digest)
    certificate = Certificate(
        **values,
        file_sha256=digest,
        file_name=file_name[-_LONGEST_NAME:],
        file_type=media_type,
        checked_by=person_id,
        checked_on=today(),
    )
    db.session.add(certificate)
    db.session.flush()
    after = {name: value for name, value in values.items() if not name.endswith("_id")}
    after |= {"scheme": scheme.name, "file_sha256": digest}
    note_change("certificate", certificate.id, {}, after, person_id)
    return certificate.id


def _refuse_same(values: Mapping[str, Any], digest: str) -> None:
    """A button pressed twice adds one certificate."""
    same = (getattr(Certificate, name) == values[name] for name in _SAME)
    found = db.session.scalar(
        select(Certificate.id).where(*same, Certificate.file_sha256 == digest).limit(1)
    )
    if found:
        raise SameCertificate(found)
