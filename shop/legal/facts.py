"""What the settings say that a legal text must name."""

from dataclasses import asdict

from shop.config import Settings
from shop.web.filters import euro


def facts(settings: Settings) -> dict[str, str]:
    """The values for the `{names}` in the texts, each on one line."""
    operator = {name: " ".join(value.split()) for name, value in asdict(settings.operator).items()}
    return operator | {
        "address": f"{operator['street']}, {operator['postcode']} {operator['city']}",
        "hoster": " ".join(settings.hoster.split()),
        "mailer": " ".join(settings.mailer.split()),
        "shop_url": settings.base_url,
        "shipping": euro(settings.shipping_cents),
        "free_shipping_from": euro(settings.free_shipping_from_cents),
        "payment_minutes": str(settings.payment_minutes),
    }
