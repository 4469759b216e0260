"""The work nobody waits for: mail, payments nobody reported, tidying up.

Any number of workers may share one database: each piece of work is claimed row by row.
"""

import logging
import signal
from collections.abc import Callable
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask, current_app

from shop.accounts.answer_recoveries import answer_recoveries
from shop.accounts.forget_old_links import forget_old_links
from shop.accounts.forget_old_sessions import forget_old_sessions
from shop.accounts.forget_old_tries import forget_old_tries
from shop.accounts.write_letter import WRITERS as ACCOUNT_LETTERS
from shop.assortment.apply_planned_prices import apply_planned_prices
from shop.checkout.forget_old_drafts import forget_old_drafts
from shop.checkout.look_again import look_again
from shop.clock import now
from shop.customers.erase_what_ended import erase_what_ended, forget_notices
from shop.customers.forget_old_requests import forget_old_requests
from shop.db import db
from shop.mail.send_due import send_due
from shop.mail.words import Writer
from shop.orders.write_letter import WRITERS as LETTERS
from shop.payouts.find_in_balance import find_in_balance
from shop.reconcile.reconcile_daily import reconcile_daily
from shop.refunds.send_refunds import send_refunds
from shop.refunds.write_letter import WRITERS as REFUND_LETTERS
from shop.trace.recall_mails import WRITERS as RECALL_LETTERS

log = logging.getLogger("shop.worker")


#: News → who writes the mail about it.
WRITERS: dict[str, Writer] = {
    **LETTERS,
    **REFUND_LETTERS,
    **RECALL_LETTERS,
    **ACCOUNT_LETTERS,
}


def send_mails() -> None:
    """Writes and sends what waits in the outbox. Commits."""
    send_due(WRITERS)


def tidy_up() -> None:
    """Forgets what was typed and not ordered, sessions that ended and old tries. Commits."""
    forget_old_drafts(now())
    forget_old_requests()
    forget_notices()
    forget_old_sessions()
    forget_old_tries()
    forget_old_links()
    db.session.commit()


#: What is done, and after how many seconds again.
JOBS: tuple[tuple[Callable[[], object], int], ...] = (
    (answer_recoveries, 2),
    (send_mails, 2),
    (look_again, 15),
    (send_refunds, 15),
    (apply_planned_prices, 15),
    (reconcile_daily, 300),
    (find_in_balance, 300),
    (tidy_up, 600),
    (erase_what_ended, 86_400),
)

#: The rare ones, too, are done soon after a start: nobody knows how long no worker was there.
FIRST_ROUND = timedelta(seconds=15)


def run_once() -> None:
    """Does everything that is due now. Needs an app context."""
    for job, _ in JOBS:
        job()
        db.session.remove()


def work() -> None:
    """Works until SIGTERM or Ctrl-C, and finishes what it is at. Needs an app context."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy
    scheduler = BlockingScheduler(timezone="UTC")
    for job, seconds in JOBS:
        scheduler.add_job(
            _guarded,
            "interval",
            (app, job),
            seconds=seconds,
            next_run_time=now() + min(timedelta(seconds=seconds), FIRST_ROUND),
            max_instances=1,
            coalesce=True,
        )

    def stop(_signal: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler.start()


def _guarded(app: Flask, job: Callable[[], object]) -> None:
    with app.app_context():
        try:
            job()
        except Exception:
            # The next round tries again; a worker that dies sends no mail at all.
            log.exception("job %s failed", getattr(job, "__name__", job))
        finally:
            db.session.remove()
