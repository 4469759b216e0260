"""From an HTTP request to Stripe's answer: access, validation, idempotency, one transaction."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, g, request

from shop.demo.stripe import events, fault_hook, idempotency, overdue
from shop.demo.stripe.access import check_access
from shop.demo.stripe.account import API_VERSION, Account
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.expand import expanded
from shop.demo.stripe.form_body import nested
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.machine import Machine, machine
from shop.demo.stripe.parameters import validated
from shop.demo.stripe.store import Document, Transaction

Read = Callable[[Transaction, dict[str, Any]], Document]


@dataclass(frozen=True)
class Call:
    """One writing request."""

    account: Account
    params: dict[str, Any]
    cause: events.Cause


def answer_read(shape: type, read: Read) -> Response:
    """Answers a GET whose parameters have the shape of the library's TypedDict."""
    check_access(request.headers, machine().account)
    params = validated(nested(request.args.items(multi=True)), shape)
    catch_up(machine())
    with machine().store.transaction() as tx:
        return _json(200, expanded(tx, read(tx, params), params.get("expand", [])))


def catch_up(here: Machine) -> None:
    """Lazily, so that nobody ever sees what is past its time."""
    with here.store.transaction() as tx:
        any_overdue = overdue.catch_up(tx, here.account)
    if any_overdue:
        here.deliveries.wake()


def answer_write(
    shape: type,
    write: Callable[[Transaction, Call], Document],
    check: Callable[[Call], None] = lambda call: None,
) -> Response:
    """Answers a POST; what `shape` or `check` refuse was never begun and is not replayed."""
    here = machine()
    check_access(request.headers, here.account)
    catch_up(here)
    key = request.headers.get("Idempotency-Key")
    if key is not None and (stored := _begin(here, key)) is not None:
        return _json(stored.status, stored.body, replayed=True)
    try:
        params = validated(nested(request.form.items(multi=True)), shape)
        call = Call(here.account, params, (g.request_id, key))
        check(call)
    except ApiError:
        _abandon(here, key)
        raise
    response = _execute(
        here, key, lambda tx: expanded(tx, write(tx, call), params.get("expand", []))
    )
    here.deliveries.wake()
    return response


def _begin(here: Machine, key: str) -> idempotency.StoredAnswer | None:
    with here.store.transaction() as tx:
        return idempotency.begin(tx, key, _fingerprint(), here.account.clock.now())


def _fingerprint() -> str:
    asked = [request.method, request.path, sorted(request.form.items(multi=True))]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _abandon(here: Machine, key: str | None) -> None:
    if key is not None:
        with here.store.transaction() as tx:
            idempotency.abandon(tx, key)


def _execute(here: Machine, key: str | None, work: Callable[[Transaction], Document]) -> Response:
    # The change and its stored answer are committed together: a replay can never do it twice.
    try:
        with here.store.transaction() as tx:
            status, body = _carry_out(tx, work)
            if key is not None:
                idempotency.finish(tx, key, status, body)
        return _json(status, body)
    except Exception as failure:
        refusal = failure if isinstance(failure, ApiError) else _server_error()
        if key is not None:
            with here.store.transaction() as tx:
                idempotency.finish(tx, key, refusal.status, refusal.envelope())
        if refusal is failure:
            raise
        current_app.logger.exception("Demo-Stripe failed")
        raise refusal from failure


def _carry_out(tx: Transaction, work: Callable[[Transaction], Document]) -> tuple[int, Document]:
    if fault_hook.fails_instead_of_work():
        raise fault_hook.stored_failure()
    body = work(tx)
    if fault_hook.fails_after_work():
        return 500, fault_hook.stored_failure().envelope()
    return 200, body


def _server_error() -> ApiError:
    return ApiError("Demo-Stripe failed; see its log.", status=500, kind="api_error")


def refuse_unknown_address(method: str, address: str) -> Response:
    check_access(request.headers, machine().account)
    raise ApiError(f"Unrecognized request URL ({method}: {address}).", status=404)


def start_request() -> None:
    g.request_id = new_id("req_")


def error_answer(error: ApiError) -> Response:
    return _json(error.status, error.envelope())


def _json(status: int, body: Document, *, replayed: bool = False) -> Response:
    response = current_app.response_class(
        json.dumps(body, ensure_ascii=False), status, mimetype="application/json"
    )
    response.headers["Request-Id"] = g.request_id
    response.headers["Stripe-Version"] = API_VERSION
    if request.method == "POST" and (key := request.headers.get("Idempotency-Key")):
        response.headers["Idempotency-Key"] = key
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
