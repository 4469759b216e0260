from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.clock import now, stopped_at, today
from shop.db import db
from shop.origin.evidence_answer import safe_name
from shop.origin.proof_models import Certificate, Scheme
from shop.origin.revoke_certificate import revoke_certificate
from shop.origin.withdraw_claim import withdraw_claim
from tests.make.origin import make_cooperative, make_green_lot
from tests.make.photos import make_photo
from tests.make.proofs import make_certificate, make_claim, make_pdf, make_scheme


def address_of(app: Flask, certificate_id: int) -> str:
    with app.app_context():
        return f"/nachweise/{db.session.get_one(Certificate, certificate_id).file_sha256}"


def mark_of(app: Flask) -> str:
    with app.app_context():
        return f"/zeichen/{db.session.scalars(select(Scheme.mark_sha256)).one()}"


def said_on(app: Flask, *certificate_ids: int) -> int:
    """A claim that rests on these certificates of fair trade."""
    return make_claim(app, [make_green_lot(app)], "fair", certificate_ids=certificate_ids)


def test_a_valid_certificate_can_be_read_by_everybody_and_does_nothing(
    app: Flask, client: FlaskClient
) -> None:
    file = make_pdf()
    scheme = make_scheme(app, "fair")
    certificate = make_certificate(app, scheme, file=file, file_name="Zertifikat Jaén.pdf")
    said_on(app, certificate)
    answer = client.get(address_of(app, certificate))
    assert (answer.status_code, answer.data) == (200, file)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"] == "inline; filename=Zertifikat-Jaen.pdf"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_is_gone_with_the_last_valid_certificate_it_belongs_to_also_when_asked_again(
    app: Flask, client: FlaskClient
) -> None:
    file, scheme = make_pdf(), make_scheme(app, "fair")
    certificate = make_certificate(app, scheme, file=file, valid_until=today())
    last = today() + timedelta(days=1)
    said_on(app, certificate, make_certificate(app, scheme, file=file, valid_until=last))
    address = address_of(app, certificate)
    kept = {"If-None-Match": client.get(address).headers["ETag"]}
    with stopped_at(now() + timedelta(days=1)):
        assert client.get(address, headers=kept).status_code == 304
    with stopped_at(now() + timedelta(days=2)):
        assert client.get(address).status_code == 404
        assert client.get(address, headers=kept).status_code == 404


def test_a_revoked_certificate_is_not_shown(app: Flask, client: FlaskClient) -> None:
    certificate = make_certificate(app, make_scheme(app, "fair"))
    said_on(app, certificate)
    assert client.get(address_of(app, certificate)).status_code == 200
    with app.app_context():
        revoke_certificate(certificate, "entzogen", None)
        db.session.commit()
    assert client.get(address_of(app, certificate)).status_code == 404


def test_a_certificate_that_does_not_count_yet_is_not_shown(
    app: Flask, client: FlaskClient
) -> None:
    tomorrow = today() + timedelta(days=1)
    scheme = make_scheme(app, "fair")
    early = make_certificate(app, scheme, valid_from=tomorrow)
    said_on(app, early, make_certificate(app, scheme))
    assert client.get(address_of(app, early)).status_code == 404
    with stopped_at(now() + timedelta(days=1)):
        assert client.get(address_of(app, early)).status_code == 200


def test_a_certificate_on_which_nothing_is_said_is_not_shown(
    app: Flask, client: FlaskClient
) -> None:
    scheme = make_scheme(app, "fair")
    certificate = make_certificate(app, scheme)
    address = address_of(app, certificate)
    assert client.get(address).status_code == 404
    claim = said_on(app, certificate)
    assert client.get(address).status_code == 200
    with app.app_context():
        withdraw_claim(claim, None)
        db.session.commit()
    assert client.get(address).status_code == 404


def test_of_a_cooperative_with_no_share_in_what_is_said_no_certificate_is_shown(
    app: Flask, client: FlaskClient
) -> None:
    scheme = make_scheme(app, "fair")
    papers = {
        id: make_certificate(
            app,
            scheme,
            holder_kind="cooperative",
            holder=f"Coop {id}",
            cooperative_id=id,
            control_body_code="",
        )
        for id in (make_cooperative(app), make_cooperative(app))
    }
    inside, outside = papers
    lot = make_green_lot(app, {inside: 10_000})
    make_claim(app, [lot], "fair", certificate_ids=list(papers.values()))
    assert client.get(address_of(app, papers[inside])).status_code == 200
    assert client.get(address_of(app, papers[outside])).status_code == 404


@pytest.mark.parametrize("kind", ["fair", "organic"])
def test_a_mark_is_shown_while_a_claim_under_its_scheme_may_be_said(
    app: Flask, client: FlaskClient, kind: str
) -> None:
    mark, lot = make_photo(40, 40, "WEBP"), make_green_lot(app)
    scheme = make_scheme(app, kind, mark=mark)
    address = mark_of(app)
    certificate = make_certificate(app, scheme)
    assert client.get(address).status_code == 404
    claim = make_claim(app, [lot], kind, certificate_ids=[certificate])
    if kind == "organic":
        assert client.get(address).status_code == 404
        make_certificate(app, scheme, holder_kind="shop", holder="Demo-Stadtkaffee")
    answer = client.get(address)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, mark, "image/webp")
    with stopped_at(now() + timedelta(days=266)):
        assert client.get(address).status_code == 404
    with app.app_context():
        withdraw_claim(claim, None)
        db.session.commit()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2F..%2Fsecret-key", "%00"])
def test_what_was_never_kept_is_not_found(client: FlaskClient, digest: str) -> None:
    assert client.get(f"/nachweise/{digest}").status_code == 404
    assert client.get(f"/zeichen/{digest}").status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Bio Zertifikat (2026).PDF", "Bio-Zertifikat--2026.pdf"),
        ("Straße.png", "Strasse.pdf"),
        ('x";filename=evil.html', "x--filename-evil.pdf"),
        ("../../etc/passwd", "datei.pdf"),
        ("日本語", "datei.pdf"),
        ("", "datei.pdf"),
        ("a" * 300, "a" * 80 + ".pdf"),
    ],
)
def test_a_file_name_has_nothing_in_it_that_could_be_misread(name: str, safe: str) -> None:
    assert safe_name(name, "application/pdf") == safe
