"""The shop starts only with settings it can stand by."""

from pathlib import Path

import pytest

from shop.config import Settings
from shop.environment import BadSettings, from_environment

PRODUCTION = {
    "SHOP_MODE": "production",
    "SECRET_KEY": "k" * 32,
    "DATABASE_URL": "postgres://shop@db/shop",
    "BASE_URL": "https://kaffee.example/",
    "DATA_DIR": "/srv/shop",
    "STRIPE_SECRET_KEY": "sk_live_0123456789",
    "STRIPE_WEBHOOK_SECRET": "whsec_0123456789abcdef",
    "SMTP_HOST": "mail.example",
    "MAIL_FROM": "laden@kaffee.example",
    "TRUSTED_PROXIES": "1",
    "OPERATOR_NAME": "Verein für Stadtkaffee",
    "OPERATOR_LEGAL_FORM": "eingetragener Verein",
    "OPERATOR_REPRESENTATIVE": "Vorsitzende",
    "OPERATOR_STREET": "Straße 1",
    "OPERATOR_POSTCODE": "12555",
    "OPERATOR_CITY": "Berlin",
    "OPERATOR_EMAIL": "laden@kaffee.example",
    "OPERATOR_PHONE": "030 1234567",
    "OPERATOR_REGISTER": "VR 1",
    "HOSTER": "Rechenzentrum am Ort, Straße 2, 12555 Berlin",
    "MAIL_PROVIDER": "Postfach am Ort, Straße 3, 12555 Berlin",
}


def production(**changes: str) -> Settings:
    return from_environment(PRODUCTION | changes)


def test_production_with_everything_it_needs_talks_to_stripe_itself() -> None:
    found = production()
    assert not found.demo
    assert found.livemode
    assert found.stripe_api_base is None
    assert found.checkout_origin == "https://checkout.stripe.com"
    assert found.database_url == "postgresql+psycopg://shop@db/shop"
    assert found.base_url == "https://kaffee.example"
    assert found.demo_mailbox_url is found.demo_stripe_url is None


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "SHOP_MODE"])
def test_production_names_what_is_missing(name: str) -> None:
    with pytest.raises(BadSettings, match=name):
        production(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SECRET_KEY", "short", "32 characters"),
        ("BASE_URL", "http://kaffee.example", "https"),
        ("STRIPE_SECRET_KEY", "sk_test_0123456789", "live key"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_", "whsec_"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_0123456789abcdef,nothing", "whsec_"),
        ("STRIPE_WEBHOOK_SECRET", " , ", "whsec_"),
        ("OPERATOR_NAME", "Demo-Stadtkaffee", "demo operator"),
        ("HOSTER", "Demo-Rechenzentrum", "of the demo"),
        ("BASE_URL", "https://kaffee.example/laden", "nothing behind"),
        ("SECRET_KEY_FALLBACKS", "short", "32 characters"),
        ("DATABASE_URL", "mysql://shop@db/shop", "postgresql"),
        ("DATABASE_URL", "sqlite:///relative.sqlite", "sqlite"),
        ("MAIL_FROM", "Laden <laden@kaffee.example>", "plain address"),
        ("MAIL_FROM", "laden", "plain address"),
        ("SMTP_SECURITY", "yes", "starttls or tls"),
        ("FLASK_DEBUG", "1", "DEBUG"),
        ("SMTP_PORT", "fünf", "whole number"),
    ],
)
def test_production_refuses_what_is_dangerous(name: str, value: str, why: str) -> None:
    with pytest.raises(BadSettings, match=why):
        production(**{name: value})


def test_a_mail_password_never_travels_in_the_open() -> None:
    with pytest.raises(BadSettings, match="SMTP_USER"):
        production(SMTP_USER="shop", SMTP_SECURITY="none")
    assert production(SMTP_USER="shop").smtp_security == "starttls"


def test_a_host_is_the_same_in_capitals() -> None:
    assert production(BASE_URL="https://Kaffee.Example").host == "kaffee.example"


def test_two_webhook_secrets_are_believed_while_one_replaces_the_other() -> None:
    both = production(STRIPE_WEBHOOK_SECRET="whsec_0123456789abcdef, whsec_fedcba9876543210")
    assert both.stripe_webhook_secrets == ("whsec_0123456789abcdef", "whsec_fedcba9876543210")


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(BadSettings, match="SHOP_MODE"):
        from_environment({"SHOP_MODE": "staging"})


def demo(folder: Path, **changes: str) -> Settings:
    return from_environment({"DATA_DIR": str(folder)} | changes)


def test_the_demo_needs_nothing_and_keeps_its_secrets(tmp_path: Path) -> None:
    first, second = demo(tmp_path), demo(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert first.stripe_webhook_secrets == second.stripe_webhook_secrets
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_port_moves_the_whole_demo(tmp_path: Path) -> None:
    found = demo(tmp_path, PORT="9000")
    assert found.base_url == "http://127.0.0.1:9000"
    assert found.stripe_api_base == found.demo_stripe_url == "http://127.0.0.1:9001"
    assert found.demo_mailbox_url == "http://127.0.0.1:9002"
    assert found.smtp_port == 9003


def test_a_demo_with_a_stripe_test_account_talks_to_stripe(tmp_path: Path) -> None:
    found = demo(tmp_path, STRIPE_SECRET_KEY="sk_test_own", STRIPE_WEBHOOK_SECRET="whsec_own")
    assert (found.stripe_api_base, found.demo_stripe_url) == (None, None)
    assert found.stripe_webhook_secrets == ("whsec_own",)
    assert found.checkout_origin == "https://checkout.stripe.com"


def test_a_demo_takes_no_real_money(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="test key"):
        demo(tmp_path, STRIPE_SECRET_KEY="sk_live_real", STRIPE_WEBHOOK_SECRET="whsec_own")
    with pytest.raises(BadSettings, match="STRIPE_WEBHOOK_SECRET"):
        demo(tmp_path, STRIPE_SECRET_KEY="sk_test_own")


def test_no_secret_is_shown_with_the_settings(tmp_path: Path) -> None:
    shown = repr(production(SMTP_PASSWORD="very-secret"))
    for secret in ("very-secret", "k" * 32, "sk_live_0123456789", "whsec_0123456789abcdef"):
        assert secret not in shown
