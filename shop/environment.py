"""Settings from the environment, checked at start: a missing or dangerous one stops the shop.

`SHOP_MODE` is `demo` (the default: invented operator, Demo-Stripe, a banner on every page) or
`production`, which refuses demo values and asks for everything it needs. All other names are
listed in the README.
"""

import os
import secrets
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address
from pathlib import Path

from click import ClickException

from shop.config import Operator, Settings

DEMO_STRIPE_KEY = "sk_test_demo_stadtkaffee"


class BadSettings(ClickException):
    """The shop does not start with these settings; the message says which and why."""


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Refuses with `BadSettings` what the shop must not start with."""
    env = os.environ if environ is None else environ
    mode = env.get("SHOP_MODE", "demo")
    if mode == "demo":
        return _demo(env)
    if mode == "production":
        return _production(env)
    raise BadSettings(f"SHOP_MODE must be demo or production, not {mode!r}")


def _demo(env: Mapping[str, str]) -> Settings:
    port = _number(env, "PORT", 8000)
    data_dir = Path(env.get("DATA_DIR", "var")).resolve()
    key = env.get("STRIPE_SECRET_KEY", "")
    if key and not key.startswith(("sk_test_", "rk_test_")):
        raise BadSettings("a demo shop takes no real money: STRIPE_SECRET_KEY must be a test key")
    hook = env.get("STRIPE_WEBHOOK_SECRET", "")
    if key and not hook:
        raise BadSettings("STRIPE_SECRET_KEY needs STRIPE_WEBHOOK_SECRET beside it")
    stripe = None if key else f"http://127.0.0.1:{port + 1}"
    smtp = "SMTP_HOST" in env
    return Settings(
        demo=True,
        secret_key=_kept_secret(data_dir / "secret-key"),
        database_url=env.get("DATABASE_URL", f"sqlite:///{data_dir / 'stadtkaffee.sqlite'}"),
        base_url=env.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        data_dir=data_dir,
        operator=DEMO_OPERATOR,
        hoster=DEMO_HOSTER,
        mailer=DEMO_MAILER,
        stripe_secret_key=key or DEMO_STRIPE_KEY,
        stripe_webhook_secrets=_list(hook)
        or (f"whsec_{_kept_secret(data_dir / 'webhook-secret')}",),
        stripe_api_base=stripe,
        checkout_origin=stripe or STRIPE_CHECKOUT,
        smtp_host=env.get("SMTP_HOST", "127.0.0.1"),
        smtp_port=_number(env, "SMTP_PORT", 25 if smtp else port + 3),
        smtp_user=env.get("SMTP_USER", ""),
        smtp_password=env.get("SMTP_PASSWORD", ""),
        smtp_security=_security(env, "none"),
        mail_from=DEMO_OPERATOR.email,
        demo_mailbox_url=None if smtp else f"http://127.0.0.1:{port + 2}",
        demo_stripe_url=stripe,
    )


def _production(env: Mapping[str, str]) -> Settings:
    missing = sorted(name for name in _REQUIRED if not env.get(name))
    if missing:
        raise BadSettings("production needs " + ", ".join(missing))
    found = Settings(
        demo=False,
        secret_key=env["SECRET_KEY"],
        secret_key_fallbacks=_list(env.get("SECRET_KEY_FALLBACKS", "")),
        database_url=_psycopg(env["DATABASE_URL"]),
        base_url=env["BASE_URL"].rstrip("/").lower(),
        data_dir=Path(env["DATA_DIR"]).resolve(),
        operator=Operator(
            **{name: env.get(f"OPERATOR_{name.upper()}", "") for name in Operator.__annotations__}
        ),
        hoster=env["HOSTER"],
        mailer=env["MAIL_PROVIDER"],
        stripe_secret_key=env["STRIPE_SECRET_KEY"],
        stripe_webhook_secrets=_list(env["STRIPE_WEBHOOK_SECRET"]),
        stripe_api_base=None,
        checkout_origin=STRIPE_CHECKOUT,
        smtp_host=env["SMTP_HOST"],
        smtp_port=_number(env, "SMTP_PORT", 587),
        smtp_user=env.get("SMTP_USER", ""),
        smtp_password=env.get("SMTP_PASSWORD", ""),
        smtp_security=_security(env, "starttls"),
        mail_from=env["MAIL_FROM"],
        shipping_cents=_number(env, "SHIPPING_CENTS", 490),
        free_shipping_from_cents=_number(env, "FREE_SHIPPING_FROM_CENTS", 4000),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
    )
    _refuse_danger(found, env)
    return found


def _refuse_danger(found: Settings, env: Mapping[str, str]) -> None:
    dangers = {
        "SECRET_KEY must have at least 32 characters": len(found.secret_key) < 32,
        "BASE_URL must be https:// and a host, nothing behind it": not found.secure
        or found.base_url != f"https://{found.host}",
        "SECRET_KEY_FALLBACKS must have at least 32 characters each": any(
            len(key) < 32 for key in found.secret_key_fallbacks
        ),
        "DATABASE_URL must be postgresql:// or sqlite:////": not found.database_url.startswith(
            ("postgresql+psycopg://", "sqlite:////")
        ),
        "MAIL_FROM must be a plain address": not _is_address(found.mail_from),
        "SMTP_USER needs SMTP_SECURITY starttls or tls": bool(found.smtp_user)
        and found.smtp_security == "none",
        "STRIPE_SECRET_KEY must be a live key": not found.livemode,
        "STRIPE_WEBHOOK_SECRET must start with whsec_": not found.stripe_webhook_secrets
        or not all(
            secret.startswith("whsec_") and len(secret) > 16
            for secret in found.stripe_webhook_secrets
        ),
        "OPERATOR_NAME is that of the demo operator": "Demo" in found.operator.name,
        "HOSTER and MAIL_PROVIDER are those of the demo": "Demo" in found.hoster + found.mailer,
        "FLASK_DEBUG must be off": env.get("FLASK_DEBUG", "0") not in {"", "0"},
    }
    said = [sentence for sentence, is_so in dangers.items() if is_so]
    if said:
        raise BadSettings("; ".join(said))


def _kept_secret(path: Path) -> str:
    """A random secret, made once and kept beside the demo's data."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        # The first of several processes wins; all read the same one.
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise BadSettings(f"{name} must be a whole number, not {value!r}")
    return int(value)


def _security(env: Mapping[str, str], default: str) -> str:
    value = env.get("SMTP_SECURITY", "") or default
    if value not in {"none", "starttls", "tls"}:
        raise BadSettings(f"SMTP_SECURITY must be none, starttls or tls, not {value!r}")
    return value


def _is_address(text: str) -> bool:
    try:
        Address(addr_spec=text)
    except (ValueError, HeaderParseError, IndexError):
        return False
    return "@" in text


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _psycopg(url: str) -> str:
    # Hosters hand out postgres:// addresses; SQLAlchemy wants the driver named.
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


STRIPE_CHECKOUT = "https://checkout.stripe.com"

DEMO_OPERATOR = Operator(
    name="Demo-Stadtkaffee",
    legal_form="erfundener Verein zur Vorführung",
    representative="Testperson 001",
    street="Musterweg 1",
    postcode="12555",
    city="Berlin",
    email="laden@stadtkaffee.example",
    phone="030 0000000",
    register="Demo-Register VR 0000",
    vat_id="DE000000000 (Demo)",
)

DEMO_HOSTER = "Demo-Rechenzentrum, Musterweg 2, 12555 Berlin; Server in Berlin (alles erfunden)"
DEMO_MAILER = "Demo-Postamt, Musterweg 3, 12555 Berlin (alles erfunden)"

_REQUIRED = (
    "SECRET_KEY",
    "DATABASE_URL",
    "BASE_URL",
    "DATA_DIR",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "SMTP_HOST",
    "MAIL_FROM",
    "TRUSTED_PROXIES",
    "HOSTER",
    "MAIL_PROVIDER",
    *(f"OPERATOR_{name.upper()}" for name in Operator.__annotations__ if name != "vat_id"),
)
