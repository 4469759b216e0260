"""Nobody fills a stranger's mailbox through the withdrawal form; the declarations stand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.clock import stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from shop.returns.allow_mail import allow_mail
from shop.returns.models import AcknowledgementCount, Withdrawal
from shop.returns.rules import MAILS_PER_HOUR
from tests.make.withdrawals import withdraw_online

MOMENT = datetime(2026, 11, 22, 10, 20, tzinfo=UTC)


def counted(app: Flask, table: type[Withdrawal | OutboxMail | AcknowledgementCount]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def asked(app: Flask, email: str = "stranger@example.org") -> bool:
    with app.app_context():
        answer = allow_mail(email)
        db.session.commit()
        return answer


def test_one_address_gets_five_an_hour_and_every_declaration_is_received(
    app: Flask, client: FlaskClient
) -> None:
    with stopped_at(MOMENT):
        pages = [withdraw_online(client) for _ in range(MAILS_PER_HOUR + 2)]
    assert counted(app, Withdrawal) == MAILS_PER_HOUR + 2
    assert counted(app, OutboxMail) == MAILS_PER_HOUR == 5
    for page in pages:
        assert "Ihr Widerruf ist eingegangen" in page.text
    assert ["geht jetzt an" in page.text for page in pages] == [True] * 5 + [False] * 2
    assert ["keine weitere Mail" in page.text for page in pages] == [False] * 5 + [True] * 2


def test_another_spelling_of_the_mailbox_is_the_same_mailbox(app: Flask) -> None:
    with stopped_at(MOMENT):
        for number in range(MAILS_PER_HOUR):
            assert asked(app, f"Stranger+{number}@Example.org")
        assert not asked(app, "stranger@example.org")


def test_other_people_are_not_kept_waiting(app: Flask) -> None:
    with stopped_at(MOMENT):
        for _ in range(MAILS_PER_HOUR + 1):
            asked(app)
        assert asked(app, "somebody.else@example.org")


def test_an_hour_later_mail_flows_again_and_old_counts_are_gone(app: Flask) -> None:
    with stopped_at(MOMENT):
        for _ in range(MAILS_PER_HOUR + 1):
            asked(app)
    with stopped_at(MOMENT + timedelta(hours=1)):
        assert asked(app)
    with stopped_at(MOMENT + timedelta(hours=3)):
        assert asked(app, "somebody.else@example.org")
    assert counted(app, AcknowledgementCount) == 1


def test_many_at_once_do_not_slip_past(app: Flask) -> None:
    with stopped_at(MOMENT), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: asked(app), range(12)))
    assert sum(answers) == MAILS_PER_HOUR


def test_what_is_rolled_back_was_not_counted(app: Flask) -> None:
    with stopped_at(MOMENT):
        for _ in range(MAILS_PER_HOUR * 2):
            with app.app_context():
                assert allow_mail("stranger@example.org")
                db.session.rollback()
