"""A past that was never played: paid sessions, each with its money, paid out week by week."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from shop.demo.stripe import payouts
from shop.demo.stripe.account import Account
from shop.demo.stripe.balance import charge_line
from shop.demo.stripe.balance_documents import transaction_document
from shop.demo.stripe.line_documents import line_documents
from shop.demo.stripe.past_payment import PastPayment
from shop.demo.stripe.payment_documents import charge_document, intent_document
from shop.demo.stripe.session_documents import payer_details, session_document
from shop.demo.stripe.store import Document, Transaction

_DAY = 24 * 60 * 60
_WEEK = 7 * _DAY
# The first Monday since the epoch, six in the morning.
_FIRST_PAYOUT = 4 * _DAY + 6 * 60 * 60


def add_history(tx: Transaction, account: Account, payments: Iterable[PastPayment]) -> int:
    """Adds those whose session is not known yet, without events; returns how many.

    Each is complete and paid, with intent, charge and balance transaction; every Monday that is
    past, what came before it was paid out. Charges and payouts get the same ids each time.
    """
    weeks: dict[int, list[Document]] = defaultdict(list)
    for payment in payments:
        if not tx.exists(payment.session):
            line = _add_payment(tx, account, payment)
            weeks[_next_payout(payment.created)].append(line)
    for paid_out_at, lines in sorted(weeks.items()):
        if paid_out_at <= account.clock.now():
            _add_payout(tx, paid_out_at, lines)
    return sum(map(len, weeks.values()))


def _next_payout(moment: int) -> int:
    return _FIRST_PAYOUT + ((moment - _FIRST_PAYOUT) // _WEEK + 1) * _WEEK


def _add_payment(tx: Transaction, account: Account, payment: PastPayment) -> Document:
    """Returns the balance transaction."""
    session, items = _session(account, payment)
    intent = intent_document(account, session, {"metadata": payment.metadata})
    charge = charge_document(account, intent, payment.method, payment.email, "succeeded")
    charge.update(id=_id(charge["id"][:3], payment.session), payment_intent=payment.intent)
    line = charge_line(account, charge)
    line["id"] = charge["balance_transaction"] = _id("txn_", payment.session)
    intent.update(
        id=payment.intent,
        amount_received=payment.amount,
        latest_charge=charge["id"],
        payment_method=charge["payment_method"],
        status="succeeded",
    )
    line["available_on"] = payment.created
    for made in (session, intent, charge, line):
        made["created"] = payment.created
    tx.add(session, {"line_items": items, "payment_intent_data": {"metadata": payment.metadata}})
    tx.add(intent)
    tx.add(charge)
    tx.add(line)
    return line


def _session(account: Account, payment: PastPayment) -> tuple[Document, list[Document]]:
    """With the one line that is remembered: the whole."""
    product = {"name": f"Bestellung {payment.reference}"}
    price = {"currency": "eur", "unit_amount": payment.amount, "product_data": product}
    params = {
        "client_reference_id": payment.reference,
        "customer_email": payment.email,
        "line_items": [{"price_data": price, "quantity": 1}],
        "metadata": payment.metadata,
        "success_url": f"{account.base_url}/",
    }
    session = session_document(account, params)
    session.update(
        id=payment.session,
        customer_details=payer_details(payment.email),
        expires_at=payment.created + _DAY,
        payment_intent=payment.intent,
        payment_status="paid",
        status="complete",
        url=None,
    )
    return session, line_documents(params, payment.created)


def _add_payout(tx: Transaction, moment: int, lines: list[Document]) -> None:
    payout = payouts.payout_document(moment, sum(line["net"] for line in lines))
    payout["id"] = _id("po_", ",".join(line["id"] for line in lines))
    own = transaction_document(moment, "payout", -payout["amount"], payout["id"], [])
    own["id"] = payout["balance_transaction"] = _id("txn_", payout["id"])
    payout.update(status="paid", reconciliation_status="completed")
    tx.add(payout)
    tx.add(own)
    for line in (*lines, own):
        tx.keep(line["id"], {"payout": payout["id"]})


def _id(prefix: str, seed: str) -> str:
    return prefix + hashlib.sha256(seed.encode()).hexdigest()[:24]
