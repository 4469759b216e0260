"""The staff's words for the lines of a payout, on pages and in the table to download."""

from flask_babel import gettext as _

from shop.payouts.rules import Group


def category_words(category: str) -> str:
    """For the provider's `reporting_category`; what is new to us keeps the provider's word."""
    words: dict[str, str] = {
        "charge": _("Zahlung"),
        "charge_failure": _("zurückgeholte Zahlung"),
        "refund": _("Erstattung"),
        "refund_failure": _("gescheiterte Erstattung"),
        "dispute": _("Rückbuchung"),
        "dispute_reversal": _("gewonnene Rückbuchung"),
        "fee": _("Gebühr von Stripe"),
        "tax": _("Steuer auf Gebühren"),
        "network_cost": _("Gebühr des Kartennetzes"),
        "other_adjustment": _("Korrektur von Stripe"),
        "payout": _("Auszahlung"),
        "payout_reversal": _("zurückgekommene Auszahlung"),
    }
    return words.get(category) or _("Korrektur: %(category)s", category=category)


def group_words(group: Group) -> str:
    words: dict[Group, str] = {
        Group.PAYMENTS: _("Zahlungen, brutto"),
        Group.REFUNDS: _("Erstattungen"),
        Group.DISPUTES: _("Rückbuchungen"),
        Group.ADJUSTMENTS: _("Korrekturen"),
        Group.RETURNED: _("zurückgekommene Auszahlungen"),
        Group.FEES: _("Gebühren"),
    }
    return words[group]
