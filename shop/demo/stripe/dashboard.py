"""The "Dashboard": what there is, what the shop was told, and a button for each thing to try."""

from typing import get_args

from flask import Blueprint, render_template

from shop.demo.stripe import dashboard_rows as rows
from shop.demo.stripe import event_queue, sessions
from shop.demo.stripe.answering import catch_up
from shop.demo.stripe.event_modes import Mode
from shop.demo.stripe.faults import Kind
from shop.demo.stripe.machine import machine

blueprint = Blueprint("dashboard", __name__)
blueprint.before_request(lambda: catch_up(machine()))

_CALLS = (
    "*",
    "POST /v1/checkout/sessions",
    "GET /v1/checkout/sessions/*",
    "POST /v1/checkout/sessions/*/expire",
    "POST /v1/refunds",
    "GET /v1/*",
)
_SHOWN_EVENTS = 100


@blueprint.get("/")
def index() -> str:
    with machine().store.transaction() as tx:
        found = [rows.payment(tx, session) for session in rows.newest(tx, sessions.KIND)]
    return render_template("dashboard/payments.html", payments=found, shown=rows.SHOWN)


@blueprint.get("/zahlungen/<session_id>")
def payment(session_id: str) -> str:
    with machine().store.transaction() as tx:
        found = rows.payment(tx, sessions.get(tx, session_id))
        belonging = rows.belonging(tx, found)
        events = rows.events_of(tx, found, belonging)
    return render_template(
        "dashboard/payment.html", payment=found, belonging=belonging, events=events
    )


@blueprint.get("/erstattungen")
def refunds() -> str:
    with machine().store.transaction() as tx:
        found = rows.of_orders(tx, "refund")
    account = machine().account
    return render_template("dashboard/refunds.html", refunds=found, account=account)


@blueprint.get("/einsprueche")
def disputes() -> str:
    with machine().store.transaction() as tx:
        disputed = rows.of_orders(tx, "dispute")
        warned = rows.of_orders(tx, "radar.early_fraud_warning")
        reviewed = rows.of_orders(tx, "review")
    return render_template(
        "dashboard/disputes.html", disputes=disputed, warnings=warned, reviews=reviewed
    )


@blueprint.get("/auszahlungen")
def payouts() -> str:
    with machine().store.transaction() as tx:
        found = [
            {"object": payout, "moved": rows.paid_out(tx, payout["id"])}
            for payout in rows.newest(tx, "payout")
        ]
        waiting = rows.waiting_for_payout(tx)
    return render_template(
        "dashboard/payouts.html", payouts=found, waiting=waiting, shown=rows.SHOWN
    )


@blueprint.get("/ereignisse")
def events() -> str:
    here = machine()
    with here.store.transaction() as tx:
        found = event_queue.listed(tx, "1", shown=_SHOWN_EVENTS)[::-1]
        open_ids = event_queue.open_ids(tx)
    return render_template(
        "dashboard/events.html",
        events=found,
        open_count=len(open_ids),
        shown=_SHOWN_EVENTS,
        webhook_url=here.account.webhook_url,
        modes=here.account.event_modes.on(),
        all_modes=get_args(Mode),
    )


@blueprint.get("/schalter")
def switches() -> str:
    here = machine()
    return render_template(
        "dashboard/switches.html",
        account=here.account,
        clock=here.account.clock,
        faults=here.faults.ordered(),
        met=here.faults.met(),
        kinds=get_args(Kind),
        calls=_CALLS,
    )
