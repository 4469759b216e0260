"""Charges, the balance, payouts. Every function raises like `stripe_client.translated`."""

from collections.abc import Iterator
from datetime import datetime

import stripe
from stripe.params import BalanceTransactionListParams

from shop.clock import business_date
from shop.payment.provider import BalanceSeen, ChargeSeen, PayoutSeen
from shop.payment.stripe_client import PAGE, client, id_of, moment, translated


def retrieve_charge(charge_id: str) -> ChargeSeen:
    """The charge as it is now, with its balance line once there is one."""
    with translated():
        charge = client().v1.charges.retrieve(charge_id, {"expand": ["balance_transaction"]})
    line = charge.balance_transaction
    return ChargeSeen(
        id=charge.id,
        payment_intent_id=id_of(charge.payment_intent),
        status=charge.status,
        amount_cents=charge.amount,
        balance_line=read_line(line, id_of(charge.payment_intent))
        if isinstance(line, stripe.BalanceTransaction)
        else None,
    )


def lines_of_payout(payout_id: str) -> Iterator[BalanceSeen]:
    """Every balance line of an automatic payout, its own included, newest first."""
    return _lines({"payout": payout_id})


def lines_since(since: datetime) -> Iterator[BalanceSeen]:
    """Every balance line created since then, newest first; fetched page by page."""
    return _lines({"created": {"gte": int(since.timestamp())}})


def _lines(asked: BalanceTransactionListParams) -> Iterator[BalanceSeen]:
    whole: BalanceTransactionListParams = {**asked, "limit": PAGE, "expand": ["data.source"]}
    with translated():
        for line in client().v1.balance_transactions.list(whole).auto_paging_iter():
            yield read_line(line, id_of(getattr(line.source, "payment_intent", None)))


def read_line(line: stripe.BalanceTransaction, payment_intent_id: str | None) -> BalanceSeen:
    """`payment_intent_id`: the payment behind it, which the line itself does not say."""
    return BalanceSeen(
        id=line.id,
        kind=line.type,
        category=line.reporting_category,
        amount_cents=line.amount,
        fee_cents=line.fee,
        net_cents=line.net,
        source_id=id_of(line.source) or "",
        payment_intent_id=payment_intent_id,
        occurred_at=moment(line.created),
    )


def retrieve_payout(payout_id: str) -> PayoutSeen:
    """The payout as it is now."""
    with translated():
        return _read_payout(client().v1.payouts.retrieve(payout_id))


def list_payouts(since: datetime) -> Iterator[PayoutSeen]:
    """All payouts created since then, newest first; fetched page by page."""
    with translated():
        found = client().v1.payouts.list(
            {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
        )
        for payout in found.auto_paging_iter():
            yield _read_payout(payout)


def _read_payout(payout: stripe.Payout) -> PayoutSeen:
    return PayoutSeen(
        id=payout.id,
        amount_cents=payout.amount,
        status=payout.status,
        automatic=payout.automatic,
        reconciliation=payout.reconciliation_status,
        created_at=moment(payout.created),
        arrives_on=business_date(moment(payout.arrival_date)),
    )
