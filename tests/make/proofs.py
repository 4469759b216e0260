"""Schemes, certificates and claims for a test: valid today by the shop's clock, and committed."""

import itertools
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from shop.clock import today
from shop.db import db
from shop.origin.add_certificate import add_certificate
from shop.origin.add_claim import add_claim
from shop.origin.evidence_files import keep_mark
from shop.origin.models import BatchSource
from shop.origin.save_scheme import save_scheme
from tests.make.photos import make_photo

_numbers = itertools.count(1)
PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
)
#: The maker of the batches of `tests/make/origin.py`.
ROASTER = "Demo-Rösterei"
CODE = "DE-ÖKO-006"


def make_pdf() -> bytes:
    """One that is like no other."""
    return PDF.replace(b"\n", b"\n%% %d\n" % next(_numbers), 1)


def make_scheme(
    app: Flask, kind: str = "organic", *, mark: bytes | None = None, **fields: Any
) -> int:
    """With the mark of a small drawing, unless `mark` is empty."""
    with app.app_context():
        drawn = make_photo(64, 64, "PNG") if mark is None else mark
        given = {
            "name": f"{'EU-Bio' if kind == 'organic' else 'Demo-Fair'} {next(_numbers)}",
            "kind": kind,
            "criteria_url": "https://scheme.example/criteria",
            "permitted_because": "Öffentliches Zeichen, VO (EU) 2018/848",
            "mark_sha256": keep_mark(drawn) if drawn else "",
        }
        made = save_scheme(given | fields, None)
        db.session.commit()
    return made


def make_certificate(
    app: Flask, scheme_id: int, *, file: bytes | None = None, **fields: Any
) -> int:
    """Of the roaster, with the code of its control body; since before the batches of
    `tests/make/origin.py` were made, and for most of a year from today."""
    with app.app_context():
        file_name = fields.pop("file_name", "zertifikat.pdf")
        given = {
            "scheme_id": scheme_id,
            "holder_kind": "roaster",
            "holder": ROASTER,
            "number": f"DEMO-{next(_numbers)}",
            "control_body_code": CODE,
            "certifier": "Demo-Kontrollstelle",
            "valid_from": date(2024, 1, 1),
            "valid_until": today() + timedelta(days=265),
            "scope": "Röstkaffee",
        }
        made = add_certificate(given | fields, file or make_pdf(), file_name, None)
        db.session.commit()
    return made


def make_claim(
    app: Flask,
    green_lot_ids: Collection[int],
    kind: str = "organic",
    *,
    certificate_ids: Collection[int] = (),
    text: str = "",
    specification: str = "",
    origin_line: str = "",
) -> int:
    """Shown today: with a certificate of the roaster, and for an organic claim one of the shop."""
    proofs = certificate_ids or _proofs(app, kind)
    organic = kind == "organic"
    with app.app_context():
        made = add_claim(
            kind,
            text or ("Bio-Kaffee" if organic else "Demo-Fair-zertifiziert"),
            specification
            or ("aus ökologischem Anbau" if organic else "nach dem Demo-Fair-Standard"),
            origin_line or ("Landwirtschaft Peru" if organic else ""),
            proofs,
            green_lot_ids,
            None,
        )
        db.session.commit()
    return made


def lots_of(app: Flask, batch_id: int) -> set[int]:
    """The green lots of a batch."""
    with app.app_context():
        found = select(BatchSource.green_lot_id).where(BatchSource.batch_id == batch_id)
        return set(db.session.scalars(found))


def _proofs(app: Flask, kind: str) -> list[int]:
    scheme = make_scheme(app, kind)
    if kind != "organic":
        return [make_certificate(app, scheme, control_body_code="")]
    shop: dict[str, Any] = {"holder_kind": "shop", "holder": "Demo-Stadtkaffee"}
    return [make_certificate(app, scheme), make_certificate(app, scheme, **shop)]
