"""The post office as one thing to start and stop."""

import logging
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from shop.demo.post.app import Phones, create_app
from shop.demo.post.maildir import Post
from shop.demo.post.smtp import HOST, Keeper, SmtpServer

_log = logging.getLogger(__name__)


class _Handler(WSGIRequestHandler):
    """Logs the page without its query: that may be a customer's address."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        _log.info("%s %s %s", self.command, self.path.partition("?")[0], code)


class PostOffice:
    """Takes and shows mails from construction to `stop()`. Port 0 takes a free one."""

    def __init__(
        self, store: Path, smtp_port: int = 0, web_port: int = 0, phones: Phones | None = None
    ) -> None:
        post = Post(store)
        self._web = make_server(
            HOST, web_port, create_app(post, phones), threaded=True, request_handler=_Handler
        )
        try:
            self._smtp = SmtpServer(Keeper(post), smtp_port)
        except OSError:
            self._web.server_close()
            raise
        self._smtp.start()
        self._thread = threading.Thread(target=self._web.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._web.server_port}"

    @property
    def smtp_port(self) -> int:
        return self._smtp.port

    def stop(self) -> None:
        """A mail being taken in is either answered for or not kept; the sender tries again."""
        self._smtp.stop()
        self._web.shutdown()
        self._thread.join()
        self._web.server_close()
