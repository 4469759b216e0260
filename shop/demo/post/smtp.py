"""Takes mails in by SMTP, on loopback only."""

import asyncio
import logging
import socket
from collections.abc import Awaitable
from typing import Protocol

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from shop.demo.post.maildir import Post

HOST = "127.0.0.1"
_log = logging.getLogger(__name__)


class Handler(Protocol):
    """What becomes of each mail: the answer is the SMTP reply to it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str: ...


class SmtpServer(Controller):
    """Answers from `start()` to `stop()`. Port 0 takes a free one; OSError if it is taken."""

    def __init__(self, handler: Handler, port: int) -> None:
        self._socket = socket.create_server((HOST, port))
        bound = self._socket.getsockname()[1]
        super().__init__(handler, hostname=HOST, port=bound, ident="Demo-Post")

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        # Bound above, so that a taken port is known at once and a free one has its number.
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


class Keeper:
    """Keeps every mail it is given."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        try:
            self._post.keep(envelope.mail_from or "", envelope.rcpt_tos, content)
        except OSError:
            _log.exception("a mail could not be kept")
            return "452 4.3.1 No room for this mail, try again later"
        return "250 2.0.0 Kept"
