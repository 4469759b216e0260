"""The control interface: the clock, the account, and what goes wrong with calls of the API."""

import re
from dataclasses import asdict
from typing import Any, cast, get_args

from flask import current_app, request
from werkzeug.wrappers import Response

from shop.demo.stripe.account import NextRefund
from shop.demo.stripe.answering import catch_up
from shop.demo.stripe.control_answer import control_blueprint, done
from shop.demo.stripe.control_body import Body, Refused, body
from shop.demo.stripe.faults import Fault, Kind
from shop.demo.stripe.machine import machine

blueprint = control_blueprint("control")

_YEAR = 366 * 24 * 60 * 60
_MOST = 1_000_000
_OWN_MACHINE = re.compile(r"http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?/\S*")


@blueprint.get("/")
def overview() -> Response:
    """What there is, by method and address."""
    told = {}
    for rule in current_app.url_map.iter_rules():
        if rule.rule.startswith("/steuerung/"):
            meaning = (current_app.view_functions[rule.endpoint].__doc__ or "").split("\n")[0]
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                told[f"{method} {rule.rule}"] = meaning
    return done(dict(sorted(told.items(), key=lambda entry: entry[0].split()[::-1])))


@blueprint.route("/uhr", methods=["GET", "POST"])
def clock() -> Response:
    """{"advance": seconds} forward, or {"reset": true} to the real time; nothing comes back."""
    here = machine()
    if request.method == "POST":
        asked = body()
        is_reset = asked.flag("reset", False)
        seconds = asked.whole("advance", 0 if is_reset else None, 0, 10 * _YEAR)
        asked.end()
        if seconds is None:
            raise Refused("„advance“ fehlt: um wie viele Sekunden?")
        if is_reset:
            here.account.clock.reset()
        here.account.clock.advance(seconds)
        catch_up(here)
    return done({"now": here.account.clock.now()})


@blueprint.route("/konto", methods=["GET", "POST"])
def account() -> Response:
    """Fee, delay of balance transactions, what becomes of refunds, where events go."""
    kept = machine().account
    if request.method == "POST":
        asked = body()
        changes = {
            "fee_bp": asked.whole("fee_bp", kept.fee_bp, 0, 10_000),
            "fee_cents": asked.whole("fee_cents", kept.fee_cents, 0, 100_000),
            "balance_delay_seconds": asked.whole(
                "balance_delay_seconds", kept.balance_delay_seconds, 0, _YEAR
            ),
            "next_refund": asked.word("next_refund", get_args(NextRefund), kept.next_refund),
            "webhook_url": _webhook_url(asked, kept.webhook_url),
        }
        asked.end()
        for name, value in changes.items():
            setattr(kept, name, value)
        machine().deliveries.wake()
    names = ("fee_bp", "fee_cents", "balance_delay_seconds", "next_refund", "webhook_url")
    return done({name: getattr(kept, name) for name in names})


def _webhook_url(asked: Body, present: str | None) -> str | None:
    """Only on this machine: nobody is to be posted at by whoever reaches this page."""
    url = asked.text("webhook_url", present)
    if url == "" or url is None or url == present:
        return url or None
    if not _OWN_MACHINE.fullmatch(url):
        raise Refused("„webhook_url“ muss eine http-Adresse auf 127.0.0.1 sein.")
    return url


@blueprint.get("/fehler")
def faults() -> Response:
    """What is ordered, and how many calls met a fault."""
    return done(_faults())


@blueprint.post("/fehler")
def order_fault() -> Response:
    """{"kind", "call", "times", "skip", "share", "seed", "seconds"}; kind "none" clears."""
    here = machine().faults
    asked = body()
    kind = asked.word("kind", [*get_args(Kind), "none"])
    if kind == "none":
        here.clear()
        return done(_faults())
    share = asked.share("share")
    fault = Fault(
        kind=cast(Kind, kind),
        call=str(asked.text("call", "*")),
        # A share is meant for all that comes; 0 is without end, too.
        times=asked.whole("times", 1 if share == 1 else 0, 0, _MOST) or None,
        skip=asked.whole("skip", 0, 0, _MOST),
        share=share,
        seed=asked.whole("seed", 0, 0, 2**31),
        seconds=asked.number("seconds", 1.0, 0.0, 60.0),
    )
    asked.end()
    here.order(fault)
    return done(_faults())


@blueprint.delete("/fehler")
def clear_faults() -> Response:
    """Ends all faults, and forgets the calls."""
    machine().faults.clear()
    return done(_faults())


@blueprint.get("/aufrufe")
def calls() -> Response:
    """The calls of the API since the faults were last cleared, oldest first."""
    return done({"calls": machine().faults.calls()})


def _faults() -> dict[str, Any]:
    here = machine().faults
    listed = [asdict(fault) for fault in here.ordered()]
    for fault in listed:
        fault.pop("_random")
    return {"faults": listed, "met": here.met()}
