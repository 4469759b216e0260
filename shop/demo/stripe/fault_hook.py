"""Where a call of the API meets its fault: before it is answered, and with its answer at hand."""

import json

from flask import Response, g, request

from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.http_server import HANG_UP
from shop.demo.stripe.machine import machine


def meet_fault() -> Response | None:
    """Before the call; an answer of its own if nothing is to be carried out."""
    faults = machine().faults
    fault = g.fault = faults.meet(request.method, request.path)
    if fault is None:
        return None
    if fault.kind == "drop_before":
        return _hang_up()
    if fault.kind == "slow":
        faults.dawdle(fault.seconds)
    elif fault.kind in ("500_before", "409", "429"):
        raise _refusal(fault.kind)
    return None


def spoil_answer(response: Response) -> Response:
    """After the call: what the caller gets to see of the answer."""
    if _kind() == "drop_after":
        return _hang_up()
    if _kind() == "500_after" or _kind().startswith("500_stored") and request.method == "GET":
        response.status_code = 500
        response.set_data(json.dumps(stored_failure().envelope()))
    return response


def fails_instead_of_work() -> bool:
    """Whether the call's stored answer is to be a 500, with nothing done."""
    return _kind() == "500_stored_before"


def fails_after_work() -> bool:
    """Whether the call's stored answer is to be a 500, with everything done."""
    return _kind() == "500_stored_after"


def stored_failure() -> ApiError:
    return _refusal("500_before")


def _kind() -> str:
    fault = g.get("fault")
    return "" if fault is None else fault.kind


def _hang_up() -> Response:
    request.environ[HANG_UP]()
    return Response()


def _refusal(kind: str) -> ApiError:
    if kind == "409":
        return ApiError(
            "There is currently another in-progress request using this idempotent key.",
            status=409,
            kind="idempotency_error",
            code="idempotency_key_in_use",
        )
    if kind == "429":
        return ApiError("Request rate limit exceeded.", status=429, code="rate_limit")
    return ApiError("Demo-Stripe failed, as it was told to.", status=500, kind="api_error")
