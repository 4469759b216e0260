"""Stripe's events, brought to the shop's webhook by hand."""

from collections.abc import Iterable

from flask import Flask

from tests.make.demo_stripe import RunningDemoStripe


def event_ids(stripe: RunningDemoStripe, kind: str = "") -> list[str]:
    """Of the events that are held, oldest first; `kind` is how their type begins."""
    return [event.id for event in stripe.queued_events() if event.type.startswith(kind)]


def deliver(app: Flask, stripe: RunningDemoStripe, ids: Iterable[str]) -> set[int]:
    """Posts them one after the other; the statuses the shop answered."""
    return {post(app, stripe, event_id) for event_id in ids}


def post(app: Flask, stripe: RunningDemoStripe, event_id: str) -> int:
    payload, signature = stripe.letter(event_id)
    answer = app.test_client().post(
        "/stripe/ereignisse",
        data=payload,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    return answer.status_code
