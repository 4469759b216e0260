"""An SMTP server for a test, that can also fail on purpose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from shop.demo.post.smtp import HOST, SmtpServer

TRY_LATER = "451 4.3.0 Try again later"
NEVER = "550 5.1.1 No such mailbox"


class ReceivingServer:
    """`received` holds every mail it has said 250 to, oldest first."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        #: Who each of them was for, by the envelope.
        self.recipients: list[list[str]] = []
        self.host = HOST
        #: Happens while the sender waits for the answer to a mail.
        self.before_answer: Callable[[], object] = lambda: None
        self._answers: list[str] = []
        self._server: SmtpServer | None = None
        self.port = 0
        self.accept_connections()

    def answer_next(self, *replies: str) -> None:
        """The next mails get these replies, such as `TRY_LATER`, and are not received."""
        self._answers += replies

    def refuse_connections(self) -> None:
        """As if the server were down. `accept_connections` brings it back on the same port."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def accept_connections(self) -> None:
        if self._server is None:
            self._server = SmtpServer(self, self.port)
            self._server.start()
            self.port = self._server.port

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.before_answer()
        if self._answers:
            return self._answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 2.0.0 Kept"


@contextmanager
def running_smtp_server() -> Iterator[ReceivingServer]:
    server = ReceivingServer()
    try:
        yield server
    finally:
        server.refuse_connections()
