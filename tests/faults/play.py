"""A story with a disaster in it, and the shop's way back."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from shop.demo.stripe.faults import Kind
from tests.faults.proofs import Mark, mark, wrong_at_the_end, wrong_books
from tests.faults.scene import A_WHILE, LONG, PATIENCE, Gone, Sale, Scene
from tests.faults.sell import sell, sign_in
from tests.faults.stories import Story

#: Stripe tells some events when a second is over: the points before and after may then be others.
_TRIES = 3
#: Made ahead, one for each story of a day.
_SALES = 10


@dataclass(frozen=True)
class Fault:
    """It meets the call of this number (from 0) among those that are alike, so many times."""

    kind: Kind
    call: str
    number: int
    times: int


def rehearse(scene: Scene, story: Story) -> list[str]:
    """The points of this story. Without any disaster it must end well."""
    scene.patient = True
    for begin_life in (scene.begin_safe_life, scene.begin_life):
        since = _begin(scene, story)
        begin_life()
        wrong = _play(scene, story, since)
        points = scene.end_life()
        if wrong or not points:
            raise AssertionError(wrong or "passes no points")
    return points


def die(scene: Scene, story: Story, points: list[str], number: int, *, patient: bool) -> list[str]:
    """What is wrong after the shop has died at this point of the story."""
    scene.patient = patient
    # Between a mail server's yes and our note of it: the next life cannot know.
    around = points[max(number - 1, 0) : number + 1]
    repeated_mails = int(any(name.startswith("after mail") for name in around))
    for _ in range(_TRIES):
        since = _begin(scene, story)
        scene.begin_life(number)
        wrong = _play(scene, story, since, repeated_mails)
        scene.end_life()
        if scene.died_at == points[number]:
            return wrong
    return [*wrong, f"died elsewhere: {scene.died_at}"]


def die_twice(scene: Scene, story: Story, number: int, again: int) -> list[str]:
    """What is wrong after a death at this point, and one of the next life at that point."""
    scene.patient = True
    since = _begin(scene, story)
    scene.begin_life(number)
    scene.die_again_at = again
    wrong = _play(scene, story, since, repeated_mails=2)
    scene.end_life()
    scene.die_again_at = None
    return wrong


def suffer(scene: Scene, story: Story, fault: Fault) -> list[str]:
    """What is wrong after this fault between shop and Stripe."""
    scene.patient = True
    since = _begin(scene, story)
    scene.begin_safe_life()
    scene.stripe.clear_faults()
    scene.stripe.fail_next(
        fault.kind, fault.call, times=fault.times, skip=fault.number, seconds=2 * PATIENCE
    )
    wrong = _play(scene, story, since)
    if not scene.stripe.faults_met():
        wrong.append("met no fault")
    scene.stripe.clear_faults()
    if fault.kind.startswith("500_stored"):
        wrong = _after_a_day(scene, since)
    scene.end_life()
    return wrong + scene.complaints()


def hear(scene: Scene, story: Story) -> list[str]:
    """What is wrong after a story without a disaster but for the way its events come."""
    scene.patient = True
    since = _begin(scene, story)
    scene.begin_safe_life()
    wrong = _play(scene, story, since)
    scene.end_life()
    return wrong + scene.complaints()


def hear_nothing(scene: Scene, story: Story, *, late: bool) -> list[str]:
    """What is wrong if no event arrived until a round was over, or until the next morning."""
    scene.patient = True
    since = _begin(scene, story)
    scene.begin_safe_life()
    scene.tells = False
    with suppress(Gone):
        story.tell(scene)
    scene.wait(LONG)
    scene.work()
    scene.tells = late
    scene.tell_events()
    scene.wait_for_morning()
    scene.work()
    scene.wait(A_WHILE)
    scene.work()
    wrong = wrong_at_the_end(scene, since)
    scene.end_life()
    return wrong + scene.complaints()


def _begin(scene: Scene, story: Story) -> Mark:
    """What goes well before the story, in a life of its own."""
    scene.tells, scene.refunds, scene.pages, scene.sale = True, 1, 1, None
    scene.bank_refuses = False
    if scene.is_evening() or story.takes_its_time or (story.needs_sale and not scene.sales):
        scene.wait_for_morning()
        scene.begin_safe_life()
        scene.work()
        scene.sales = _sell_some(scene) if story.needs_sale and not scene.sales else scene.sales
        scene.end_life()
    if story.needs_staff:
        scene.begin_safe_life()
        sign_in(scene)
        scene.end_life()
    if story.needs_sale:
        scene.sale = scene.sales.pop()
    scene.stripe.swallow_queued_events()
    scene.wait(timedelta(seconds=1))
    return mark(scene)


def _sell_some(scene: Scene) -> list[Sale]:
    sales = [sell(scene) for _ in range(_SALES)]
    scene.stripe.swallow_queued_events()
    scene.work()
    return sales


def _play(scene: Scene, story: Story, since: Mark, repeated_mails: int = 0) -> list[str]:
    with suppress(Gone):
        story.tell(scene)
    _work_for_a_round(scene)
    wrong = wrong_at_the_end(scene, since, repeated_mails)
    if not wrong:
        return []
    soon = (
        []
        if story.takes_its_time
        else [f"after one round: {said}" for said in wrong_books(scene, since)]
    )
    scene.wait(LONG)
    scene.tell_events()
    scene.work()
    scene.wait(A_WHILE)
    scene.work()
    at_the_end = wrong_at_the_end(scene, since, repeated_mails)
    return soon + [f"at the end: {said}" for said in at_the_end]


def _work_for_a_round(scene: Scene) -> None:
    """And for one more as often as the shop dies of it, or Stripe fails."""
    before = None
    while (now := (scene.deaths, scene.stripe.faults_met())) != before:
        before = now
        scene.tell_events()
        scene.wait(A_WHILE)
        scene.work()


def _after_a_day(scene: Scene, since: Mark) -> list[str]:
    """So long Stripe repeats a failure it has stored."""
    scene.wait(timedelta(hours=25))
    scene.work()
    scene.wait(A_WHILE)
    scene.work()
    return [f"after a day: {said}" for said in wrong_at_the_end(scene, since)]
