"""The SMTP server the other tests lean on."""

import smtplib

import pytest

from tests.demo.post.test_letter import make_mail
from tests.make.smtp import NEVER, TRY_LATER, ReceivingServer, running_smtp_server


def send(server: ReceivingServer) -> None:
    with smtplib.SMTP(server.host, server.port, timeout=10) as smtp:
        smtp.send_message(make_mail())


def test_a_received_mail_can_be_looked_at_at_once() -> None:
    with running_smtp_server() as server:
        send(server)
        assert server.received[0]["Subject"] == "Ihre Bestellung"
        assert server.recipients == [["wer@example.org"]]


@pytest.mark.parametrize(("reply", "code"), [(TRY_LATER, 451), (NEVER, 550)])
def test_a_refusal_meets_only_the_next_mail(reply: str, code: int) -> None:
    with running_smtp_server() as server:
        server.answer_next(reply)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            send(server)
        assert refused.value.smtp_code == code
        assert server.received == []
        send(server)
        assert len(server.received) == 1


def test_a_server_that_is_down_comes_back_where_it_was() -> None:
    with running_smtp_server() as server:
        server.refuse_connections()
        with pytest.raises(ConnectionRefusedError):
            send(server)
        server.accept_connections()
        send(server)
        assert len(server.received) == 1
