"""The settings of a shop, and who runs it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import current_app


@dataclass(frozen=True)
class Operator:
    """Who sells: shown in the Impressum, the legal texts and every mail (§ 5 DDG)."""

    name: str
    legal_form: str
    representative: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str
    register: str
    vat_id: str


@dataclass(frozen=True)
class Settings:
    demo: bool
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    #: Where customers reach the shop, without a trailing slash; links in mails start with it.
    base_url: str
    #: Photographs, files of certificates and, in demo mode, the database.
    data_dir: Path
    operator: Operator
    #: Name, address and place of the servers, for the privacy notice (Art. 13 (1) e GDPR).
    hoster: str
    #: Name and address of who sends our mail, likewise.
    mailer: str
    stripe_secret_key: str = field(repr=False)
    #: Several while a secret is being rotated.
    stripe_webhook_secrets: tuple[str, ...] = field(repr=False)
    #: Another address than Stripe's own, only in demo mode.
    stripe_api_base: str | None
    #: Where the hosted payment page lives: allowed as target of our forms.
    checkout_origin: str
    smtp_host: str
    smtp_port: int
    mail_from: str
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    #: none, starttls or tls (from the first byte, as on port 465).
    smtp_security: str = "none"
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    shipping_cents: int = 490
    free_shipping_from_cents: int = 4000
    #: Lifetime of a payment session; Stripe's minimum is 30, the rest is for clock skew.
    payment_minutes: int = 35
    #: Proxies in front whose X-Forwarded-* headers are believed.
    trusted_proxies: int = 0
    demo_mailbox_url: str | None = None
    demo_stripe_url: str | None = None

    @property
    def livemode(self) -> bool:
        return self.stripe_secret_key.startswith(("sk_live_", "rk_live_"))

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc


def settings() -> Settings:
    """The settings of the running app."""
    return cast(Settings, current_app.extensions["settings"])
