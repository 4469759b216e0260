"""The control interface: what befalls payments and refunds."""

from typing import cast, get_args

from werkzeug.wrappers import Response

from shop.demo.stripe import payments, refunds, sessions
from shop.demo.stripe.account import Account, NextRefund
from shop.demo.stripe.control_answer import control_blueprint, done
from shop.demo.stripe.control_body import Refused, body
from shop.demo.stripe.control_change import changed
from shop.demo.stripe.machine import machine
from shop.demo.stripe.store import Document, Transaction

blueprint = control_blueprint("control_payments")


@blueprint.post("/zahlungen/<session_id>/bezahlen")
def pay(session_id: str) -> Response:
    """{"method"}: as on the hosted page, but without waiting for the shop to hear of it."""
    asked = body()
    method = cast(payments.Method, asked.word("method", get_args(payments.Method), "card"))
    asked.end()

    def carry_out(tx: Transaction, account: Account) -> Document:
        if payments.pay(tx, account, session_id, method) is None:
            raise Refused("Diese Zahlung ist nicht mehr offen oder erlaubt diesen Weg nicht.", 409)
        return sessions.get(tx, session_id)

    return changed(carry_out)


@blueprint.post("/zahlungen/<session_id>/lastschrift")
def settle_debit(session_id: str) -> Response:
    """{"succeeds"}: the bank's decision on a direct debit."""
    asked = body()
    succeeds = asked.flag("succeeds")
    asked.end()

    def carry_out(tx: Transaction, account: Account) -> Document:
        payments.settle_debit(tx, account, session_id, succeeds=succeeds)
        return sessions.get(tx, session_id)

    return changed(carry_out)


@blueprint.post("/zahlungen/<session_id>/verlust")
def lose_payment(session_id: str) -> Response:
    """The bank takes back a debit that had succeeded."""
    body().end()

    def carry_out(tx: Transaction, account: Account) -> Document:
        payments.lose(tx, account, session_id)
        return sessions.get(tx, session_id)

    return changed(carry_out)


@blueprint.post("/zahlungen/<session_id>/noch-einmal")
def pay_again(session_id: str) -> Response:
    """A second, paid session for the same order."""
    body().end()
    return changed(lambda tx, account: payments.session_again(tx, account, session_id))


@blueprint.post("/erstattungen")
def dashboard_refund() -> Response:
    """{"payment_intent", "amount"}: behind the shop's back; all that is left by default."""
    asked = body()
    intent_id, amount = asked.needed("payment_intent"), asked.cents("amount")
    asked.end()
    return changed(lambda tx, account: refunds.create_in_dashboard(tx, account, intent_id, amount))


@blueprint.post("/erstattungen/naechste")
def next_refund() -> Response:
    """{"next_refund"}: what becomes of refunds from now on."""
    asked = body()
    chosen = asked.word("next_refund", get_args(NextRefund))
    asked.end()
    machine().account.next_refund = cast(NextRefund, chosen)
    return done({"next_refund": chosen})


@blueprint.post("/erstattungen/<refund_id>")
def end_refund(refund_id: str) -> Response:
    """{"status", "failure_reason"}: the bank's answer to a refund."""
    asked = body()
    status = cast(refunds.End, asked.word("status", get_args(refunds.End)))
    reason = asked.text("failure_reason", None)
    asked.end()
    return changed(lambda tx, account: refunds.end(tx, account, refund_id, status, reason))
