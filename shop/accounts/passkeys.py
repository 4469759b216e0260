"""Passkeys (WebAuthn): what a browser is asked, and whether its answer is right.

py_webauthn checks the signatures. Flask-Security's own pages around it are not used: they hand
out JSON on paths of their own, know no limit of tries and no page of ours.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import request
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from shop.accounts.models import Passkey, Person
from shop.accounts.one_time_codes import ISSUER
from shop.config import settings

#: Longer is no answer of a browser.
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class NewKey:
    credential_id: str
    public_key: str
    sign_count: int


def new_challenge() -> str:
    return bytes_to_base64url(secrets.token_bytes(32))


def asked_to_register(person: Person, known: Sequence[Passkey], challenge: str) -> dict[str, Any]:
    """For `navigator.credentials.create`. A device that has one of theirs makes no second."""
    options = generate_registration_options(
        rp_id=_host(),
        rp_name=ISSUER,
        user_name=person.email,
        user_display_name=person.name or person.email,
        user_id=_handle(person.id),
        challenge=base64url_to_bytes(challenge),
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.DISCOURAGED,
        ),
    )
    return dict(json.loads(options_to_json(options)))


def registered(answer: str, challenge: str) -> NewKey | None:
    """What to keep of a new passkey; None if the answer is not one to this challenge."""
    try:
        found = verify_registration_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    return NewKey(
        credential_id=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
    )


def asked_to_prove(known: Sequence[Passkey], challenge: str) -> dict[str, Any]:
    """For `navigator.credentials.get`. As a second factor touching it is enough."""
    options = generate_authentication_options(
        rp_id=_host(),
        challenge=base64url_to_bytes(challenge),
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return dict(json.loads(options_to_json(options)))


def named_in(answer: str) -> str:
    """Which passkey an answer says it is of; empty if it says nothing that could be one."""
    try:
        said = json.loads(answer[:LONGEST_ANSWER])
    except (ValueError, RecursionError):
        return ""
    found = said.get("id") if isinstance(said, dict) else None
    return found if isinstance(found, str) else ""


def proved(answer: str, challenge: str, key: Passkey) -> int | None:
    """The new count of its signatures; None if the answer is not this key's to this challenge."""
    try:
        found = verify_authentication_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    return found.new_sign_count


def _handle(person_id: int) -> bytes:
    # Says nothing about the person, and is the same each time, as authenticators expect.
    return hashlib.sha256(f"{_host()} {person_id}".encode()).digest()


def _descriptors(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in known
    ]


def _host() -> str:
    """Passkeys belong to a name; a demo has two, and only localhost is one, 127.0.0.1 is not."""
    return urlsplit(_origin()).hostname or ""


def _origin() -> str:
    # Requests to strangers' hosts are refused before (TRUSTED_HOSTS).
    return f"{urlsplit(settings().base_url).scheme}://{request.host}"
