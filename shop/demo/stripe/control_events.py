"""The control interface: what becomes of webhooks, as a mode and for each event."""

from typing import Any, cast, get_args

from flask import request
from werkzeug.wrappers import Response

from shop.demo.stripe import event_queue
from shop.demo.stripe.control_answer import control_blueprint, done
from shop.demo.stripe.control_body import Refused, body
from shop.demo.stripe.event_modes import Mode
from shop.demo.stripe.letters import payload_of, signed
from shop.demo.stripe.machine import machine

blueprint = control_blueprint("control_events")

_MOST_COPIES = 8
_ACTIONS = ("send", "replay", "duplicate", "missign", "lose", "swallow")


@blueprint.get("/ereignisse")
def events() -> Response:
    """The queue, oldest first; `?offen=1` only what may still be sent by itself or by hand."""
    with machine().store.transaction() as tx:
        found = event_queue.queued(tx, only_open=request.args.get("offen") == "1")
    return done({"modes": _modes(), "events": [event.as_json() for event in found]})


@blueprint.post("/ereignisse")
def switch_mode() -> Response:
    """{"mode", "share", "seed", "seconds"}: modes add up until "normal" ends them all."""
    asked = body()
    modes = machine().account.event_modes
    mode = asked.word("mode", [*get_args(Mode), "normal"])
    share, seed = asked.share("share"), asked.whole("seed", 0, 0, 2**31)
    seconds = asked.number("seconds", 1.0, 0.0, 3600.0)
    asked.end()
    if mode == "normal":
        modes.switch_off()
    else:
        modes.switch_on(cast(Mode, mode), share=share, seed=seed, seconds=seconds)
    return done({"modes": _modes()})


@blueprint.post("/ereignisse/alle")
def all_events() -> Response:
    """{"do": "send" | "lose" | "swallow", "order", "seed", "copies"} with all that are open.

    Sent one after the other in this order; the answer tells what came back from each.
    """
    here, asked = machine(), body()
    action = asked.word("do", ("send", "lose", "swallow"), "send")
    order = cast(event_queue.Order, asked.word("order", get_args(event_queue.Order), "oldest"))
    seed = asked.whole("seed", 0, 0, 2**31)
    copies = asked.whole("copies", 1, 1, _MOST_COPIES)
    asked.end()
    with here.store.transaction() as tx:
        ids = event_queue.open_ids(tx, order, seed)
    return done({"events": [{"id": i, "answer": _carry_out(action, i, copies)} for i in ids]})


@blueprint.post("/ereignisse/ruhe")
def quiet() -> Response:
    """{"seconds"}: waits until every event was delivered, given up or is held."""
    asked = body()
    seconds = asked.number("seconds", 20.0, 0.0, 60.0)
    asked.end()
    return done({"quiet": machine().deliveries.wait_until_idle(seconds)})


@blueprint.post("/ereignisse/<event_id>")
def one_event(event_id: str) -> Response:
    """{"do": …}; `swallow`: never sent, though Stripe takes it for delivered."""
    asked = body()
    action = asked.word("do", _ACTIONS)
    asked.end()
    copies = 2 if action == "duplicate" else 1
    return done({"id": event_id, "answer": _carry_out(action, event_id, copies)})


@blueprint.get("/ereignisse/<event_id>/brief")
def letter(event_id: str) -> Response:
    """What would be posted now, for tests that deliver by themselves."""
    here = machine()
    with here.store.transaction() as tx:
        payload = payload_of(tx.get("event", event_id))
    signature = signed(payload, here.account.webhook_secret)
    return done({"payload": payload.decode(), "signature": signature})


def _carry_out(action: str, event_id: str, copies: int) -> str | None:
    here = machine()
    if action in ("lose", "swallow"):
        end = event_queue.lose if action == "lose" else event_queue.swallow
        with here.store.transaction() as tx:
            end(tx, event_id)
        return None
    if here.account.webhook_url is None:
        raise Refused("Es ist keine Adresse bekannt, an die Ereignisse gehen.", 409)
    if action == "missign":
        return here.deliveries.send_wrongly_signed(event_id)
    return here.deliveries.send_now(event_id, copies=copies)


def _modes() -> dict[str, Any]:
    return {str(mode): share for mode, share in machine().account.event_modes.on().items()}
