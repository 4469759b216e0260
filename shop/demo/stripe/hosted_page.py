"""The page a customer pays on: works without scripts, and says that no money moves."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from shop.demo.stripe import payments, sessions
from shop.demo.stripe.answering import catch_up
from shop.demo.stripe.content_policy import content_policy
from shop.demo.stripe.machine import Machine, machine
from shop.demo.stripe.store import Document

blueprint = Blueprint("hosted_page", __name__)

_METHODS: dict[str, payments.Method] = {
    "card": "card",
    "sepa_debit": "sepa_debit",
    "paypal": "paypal",
}


@blueprint.get("/c/pay/<session_id>")
def show(session_id: str) -> Response:
    catch_up(machine())
    return _page(session_id)


@blueprint.post("/c/pay/<session_id>")
def choose(session_id: str) -> BaseResponse:
    """One of the page's buttons; a second submit finds the session closed and pays nothing."""
    here = machine()
    catch_up(here)
    choice = request.form.get("choice", "")
    if choice == "decline":
        return _decline(here, session_id)
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


def _decline(here: Machine, session_id: str) -> BaseResponse:
    with here.store.transaction() as tx:
        payments.decline(tx, here.account, session_id)
    here.deliveries.wake()
    return redirect(url_for("hosted_page.show", session_id=session_id), code=303)


def _success_url(session: Document) -> str:
    # Replaced only where it stands literally, exactly as Stripe does.
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _page(session_id: str, *, status: int = 200) -> Response:
    with machine().store.transaction() as tx:
        session = sessions.get(tx, session_id)
        lines = sessions.lines(tx, session_id)
    page = render_template(
        "hosted_page.html",
        session=session,
        lines=lines,
        merchant=machine().account.merchant,
        is_declined=payments.is_declined(session),
        is_pending=payments.is_pending(session),
        success_url=_success_url(session),
    )
    response = make_response(page, status)
    targets = [session["success_url"], session["cancel_url"]]
    policy = content_policy(address for address in targets if address)
    response.headers["Content-Security-Policy"] = policy
    return response
