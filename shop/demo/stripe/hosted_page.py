"""The page a customer pays on: works without scripts, and says that no money moves."""

from typing import get_args

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from shop.demo.stripe import authentication, payments, sessions
from shop.demo.stripe.answering import catch_up
from shop.demo.stripe.content_policy import content_policy
from shop.demo.stripe.machine import machine
from shop.demo.stripe.payment_methods import kind_of
from shop.demo.stripe.store import Document, Transaction

blueprint = Blueprint("hosted_page", __name__)

_METHODS: dict[str, payments.Method] = {method: method for method in get_args(payments.Method)}
# Ways to pay that lead over a second page, of the bank or of PayPal.
_STEPS: dict[str, payments.Method] = {"3-d-secure": "card_3ds", "paypal": "paypal"}
_STEP_OF: dict[str, str] = {method: step for step, method in _STEPS.items()}


@blueprint.get("/c/pay/<session_id>")
def show(session_id: str) -> Response:
    catch_up(machine())
    return _page(session_id)


@blueprint.post("/c/pay/<session_id>")
def choose(session_id: str) -> BaseResponse:
    """One of the page's buttons; a second submit finds the session closed and pays nothing."""
    catch_up(machine())
    choice = request.form.get("choice", "")
    if choice == "decline":
        return _fail(session_id)
    step = _STEP_OF.get(choice)
    if step is not None and _is_offered(session_id, step):
        return redirect(url_for("hosted_page.step", session_id=session_id, step=step), 303)
    if choice not in _METHODS:
        return _page(session_id, status=400)
    return _pay(session_id, _METHODS[choice])


@blueprint.get("/c/pay/<session_id>/<any('3-d-secure', 'paypal'):step>")
def step(session_id: str, step: str) -> BaseResponse:
    catch_up(machine())
    if not _is_offered(session_id, step):
        return _back(session_id)
    with machine().store.transaction() as tx:
        session = sessions.get(tx, session_id)
    page = render_template(
        "hosted_step.html", session=session, step=step, merchant=machine().account.merchant
    )
    return _leading_to_the_shop(make_response(page), session)


@blueprint.post("/c/pay/<session_id>/<any('3-d-secure', 'paypal'):step>")
def confirm(session_id: str, step: str) -> BaseResponse:
    """The customer says yes or no on the second page."""
    catch_up(machine())
    choice = request.form.get("choice")
    if choice == "yes":
        return _pay(session_id, _STEPS[step])
    if choice == "no" and step == "3-d-secure":
        return _fail(session_id, at_the_bank=True)
    # Leaving PayPal is no failure: nothing has been tried.
    return _back(session_id)


def _back(session_id: str) -> BaseResponse:
    return redirect(url_for("hosted_page.show", session_id=session_id), code=303)


def _is_offered(session_id: str, step: str) -> bool:
    with machine().store.transaction() as tx:
        session = sessions.get(tx, session_id)
    is_payable = session["status"] == "open" and session["amount_total"] > 0
    return is_payable and kind_of(_STEPS[step]) in session["payment_method_types"]


def _pay(session_id: str, method: payments.Method) -> BaseResponse:
    here = machine()
    with here.store.transaction() as tx:
        completion = payments.pay(tx, here.account, session_id, method)
        session = sessions.get(tx, session_id)
    if completion is not None:
        here.deliveries.wake()
        here.deliveries.wait_until_tried(completion["id"], here.account.redirect_wait_seconds)
    if session["status"] == "complete":
        return redirect(_success_url(session), code=303)
    return _page(session_id, status=400 if session["status"] == "open" else 200)


def _fail(session_id: str, *, at_the_bank: bool = False) -> BaseResponse:
    here = machine()
    fail = authentication.refuse if at_the_bank else payments.decline
    with here.store.transaction() as tx:
        fail(tx, here.account, session_id)
    here.deliveries.wake()
    return _back(session_id)


def _success_url(session: Document) -> str:
    # Replaced only where it stands literally, exactly as Stripe does.
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _page(session_id: str, *, status: int = 200) -> Response:
    with machine().store.transaction() as tx:
        session = sessions.get(tx, session_id)
        lines = sessions.lines(tx, session_id)
        failure = _failure(tx, session)
    page = render_template(
        "hosted_page.html",
        session=session,
        lines=lines,
        merchant=machine().account.merchant,
        failure=failure,
        is_pending=payments.is_pending(session),
        success_url=_success_url(session),
    )
    return _leading_to_the_shop(make_response(page, status), session)


def _failure(tx: Transaction, session: Document) -> str:
    """What the last try ended in: "", "declined" or "not_confirmed"."""
    if not payments.is_declined(session):
        return ""
    error = tx.get("payment_intent", session["payment_intent"])["last_payment_error"] or {}
    return "not_confirmed" if error.get("code") == authentication.FAILED else "declined"


def _leading_to_the_shop(response: Response, session: Document) -> Response:
    targets = [session["success_url"], session["cancel_url"]]
    policy = content_policy(address for address in targets if address)
    response.headers["Content-Security-Policy"] = policy
    return response
