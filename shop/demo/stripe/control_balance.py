"""The control interface: payouts, and money that belongs to no payment."""

from werkzeug.wrappers import Response

from shop.demo.stripe import balance, payouts
from shop.demo.stripe.control_answer import control_blueprint
from shop.demo.stripe.control_body import Refused, body
from shop.demo.stripe.control_change import changed

blueprint = control_blueprint("control_balance")

_LARGEST = 99_999_999


@blueprint.post("/auszahlungen")
def payout_run() -> Response:
    """{"fails"}: everything available goes to the bank; null if that is nothing."""
    asked = body()
    fails = asked.flag("fails", False)
    asked.end()
    return changed(lambda tx, account: payouts.run(tx, account, fails=fails))


@blueprint.post("/gebuehren")
def take_fee() -> Response:
    """{"amount"}: a fee that belongs to no payment."""
    asked = body()
    amount = asked.cents("amount")
    asked.end()
    if amount is None:
        raise Refused("„amount“ fehlt.")
    return changed(lambda tx, account: balance.take_fee(tx, account, amount, "Demo-Gebühr"))


@blueprint.post("/korrekturen")
def adjust() -> Response:
    """{"amount"}: a correction that belongs to no payment, signed, in cents."""
    asked = body()
    amount = asked.whole("amount", 0, -_LARGEST, _LARGEST)
    asked.end()
    if amount == 0:
        raise Refused("„amount“ fehlt.")
    return changed(lambda tx, account: balance.adjust(tx, account, amount, "Demo-Korrektur"))
