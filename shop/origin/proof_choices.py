"""What the forms of certificates and claims offer to choose from."""

from collections.abc import Iterable

from sqlalchemy import select

from shop.clock import today
from shop.db import db
from shop.origin.models import Batch, Cooperative, GreenLot
from shop.origin.proof_models import Certificate, Scheme


def certificate_choices(but: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Those that may become evidence: not revoked, not ended."""
    rows = db.session.execute(
        select(Certificate.id, Scheme.name, Certificate.holder, Certificate.number)
        .join(Scheme, Scheme.id == Certificate.scheme_id)
        .where(
            Certificate.revoked_on.is_(None),
            Certificate.valid_until >= today(),
            Certificate.id.not_in(list(but)),
        )
        .order_by(Scheme.name, Certificate.holder, Certificate.id)
    )
    return [(id, f"{scheme}, {holder}, {number}") for id, scheme, holder, number in rows]


def lot_choices(but: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Green lots, newest first."""
    rows = db.session.execute(
        select(GreenLot.id, GreenLot.code, GreenLot.contract)
        .where(GreenLot.id.not_in(list(but)))
        .order_by(GreenLot.contracted_on.desc(), GreenLot.id.desc())
    )
    return [(id, f"{code}, Vertrag {contract}") for id, code, contract in rows]


def cooperative_choices() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Cooperative.id, Cooperative.name).order_by(Cooperative.name))
    return [(id, name) for id, name in rows]


def roasters() -> list[str]:
    """Names as batches have them, which a certificate must spell the same."""
    return list(db.session.scalars(select(Batch.roaster).distinct().order_by(Batch.roaster)))
