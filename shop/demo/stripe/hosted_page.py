"""The page a customer pays on: works without scripts, and says that no money moves."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from shop.demo.stripe import payments, sessions
from shop.demo.stripe.answering import expire_overdue
from shop.demo.stripe.machine import machine
from shop.demo.stripe.store import Document

blueprint = Blueprint("hosted_page", __name__)

_METHODS: dict[str, payments.Method] = {
    "card": "card",
    "sepa_debit": "sepa_debit",
    "paypal": "paypal",
}


@blueprint.get("/c/pay/<session_id>")
def show(session_id: str) -> Response:
    expire_overdue(machine())
    return _page(session_id)


@blueprint.post("/c/pay/<session_id>")
def choose(session_id: str) -> BaseResponse:
    """One of the page's buttons; a second submit finds the session closed and pays nothing."""
    here = machine()
    expire_overdue(here)
    choice = request.form.get("choice", "")
    if choice == "decline":
        with here.store.transaction() as tx:
            payments.decline(tx, here.account, session_id)
        here.deliveries.wake()
        return _page(session_id, declined=True)
    if choice not in _METHODS:
        return _page(session_id, status=400)
    with here.store.transaction() as tx:
        completion = payments.pay(tx, here.account, session_id, _METHODS[choice])
        session = sessions.get(tx, session_id)
    if completion is not None:
        here.deliveries.wake()
        here.deliveries.wait_until_tried(completion["id"], here.account.redirect_wait_seconds)
    if session["status"] == "complete":
        return redirect(_success_url(session), code=303)
    return _page(session_id, status=400 if session["status"] == "open" else 200)


def _success_url(session: Document) -> str:
    # Replaced only where it stands literally, exactly as Stripe does.
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _page(session_id: str, *, declined: bool = False, status: int = 200) -> Response:
    with machine().store.transaction() as tx:
        session = sessions.get(tx, session_id)
        lines = sessions.lines(tx, session_id)
    page = render_template(
        "hosted_page.html",
        session=session,
        lines=lines,
        merchant=machine().account.merchant,
        is_declined=declined and session["status"] == "open",
        is_pending=payments.is_pending(session),
        success_url=_success_url(session),
    )
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = _policy(session)
    return response


def _policy(session: Document) -> str:
    # A browser applies form-action to the redirect after the POST, too.
    addresses = [session["success_url"], session["cancel_url"]]
    origins = {_origin(address) for address in addresses if address}
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action 'self' {' '.join(sorted(origins))}"
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
