"""The routes of Stripe's API, version 1, that the shop uses."""

from flask import Blueprint, Response, request
from stripe import params as stripe_params
from stripe.params import checkout as checkout_params

from shop.demo.stripe import money_api, operations, session_rules, sessions
from shop.demo.stripe.answering import Read, answer_read, answer_write, refuse_unknown_address
from shop.demo.stripe.fault_hook import meet_fault, spoil_answer

blueprint = Blueprint("api", __name__, url_prefix="/v1")
blueprint.register_blueprint(money_api.blueprint)
blueprint.before_request(meet_fault)
blueprint.after_request(spoil_answer)


@blueprint.post("/checkout/sessions")
def create_session() -> Response:
    return answer_write(
        checkout_params.SessionCreateParams,
        lambda tx, call: sessions.create(tx, call.account, call.params),
        check=lambda call: session_rules.check(call.params, call.account.clock.now()),
    )


@blueprint.get("/checkout/sessions")
def list_sessions() -> Response:
    return answer_read(checkout_params.SessionListParams, operations.list_sessions)


@blueprint.get("/checkout/sessions/<session_id>")
def retrieve_session(session_id: str) -> Response:
    return answer_read(
        checkout_params.SessionRetrieveParams, lambda tx, _: sessions.get(tx, session_id)
    )


@blueprint.get("/checkout/sessions/<session_id>/line_items")
def list_session_lines(session_id: str) -> Response:
    return answer_read(
        checkout_params.SessionListLineItemsParams,
        lambda tx, params: operations.list_session_lines(tx, session_id, params),
    )


@blueprint.post("/checkout/sessions/<session_id>/expire")
def expire_session(session_id: str) -> Response:
    return answer_write(
        checkout_params.SessionExpireParams,
        lambda tx, call: sessions.expire(tx, call.account, session_id, call.cause),
    )


@blueprint.get("/payment_intents")
def list_intents() -> Response:
    return answer_read(stripe_params.PaymentIntentListParams, operations.list_intents)


@blueprint.get("/payment_intents/<intent_id>")
def retrieve_intent(intent_id: str) -> Response:
    return answer_read(
        stripe_params.PaymentIntentRetrieveParams, _getting("payment_intent", intent_id, "intent")
    )


@blueprint.get("/charges")
def list_charges() -> Response:
    return answer_read(stripe_params.ChargeListParams, operations.list_charges)


@blueprint.get("/charges/<charge_id>")
def retrieve_charge(charge_id: str) -> Response:
    return answer_read(stripe_params.ChargeRetrieveParams, _getting("charge", charge_id))


@blueprint.get("/events")
def list_events() -> Response:
    return answer_read(stripe_params.EventListParams, operations.list_events)


@blueprint.get("/events/<event_id>")
def retrieve_event(event_id: str) -> Response:
    return answer_read(
        stripe_params.EventRetrieveParams, lambda tx, _: operations.retrieve_event(tx, event_id)
    )


@blueprint.route("/<path:address>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def unknown_address(address: str) -> Response:
    return refuse_unknown_address(request.method, f"/v1/{address}")


def _getting(kind: str, object_id: str, param: str = "id") -> Read:
    return lambda tx, _: tx.get(kind, object_id, param=param)
