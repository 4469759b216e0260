"""HTTP/1.1 on loopback for the app: connections are kept, and one can be cut without an answer."""

import io
import logging
import socket
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HOST = "127.0.0.1"
_LARGEST_BODY = 1024 * 1024
# In the WSGI environment: calling it cuts the connection instead of answering.
HANG_UP = "demo_stripe.hang_up"
_log = logging.getLogger(__name__)


class HttpServer(socketserver.ThreadingTCPServer):
    """One thread per connection; port 0 takes a free one."""

    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, port: int, app: "WSGIApplication") -> None:
        self.app = app
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((_HOST, port), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends listening; what is being answered is answered, kept connections end."""
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._open:
                connection.shutdown(socket.SHUT_RD)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)


class _Handler(BaseHTTPRequestHandler):
    """Logs no query string: it may carry a customer's address."""

    protocol_version = "HTTP/1.1"
    # An answer leaves in one piece, at once: otherwise a kept connection waits for the other side.
    wbufsize = -1
    disable_nagle_algorithm = True
    _is_cut = False

    def _answer(self) -> None:
        body = self._body()
        if body is None:
            self.send_error(413)
            self.close_connection = True
            return
        environ = self._environ(body)
        parts = cast(HttpServer, self.server).app(environ, cast("StartResponse", self._start))
        content = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if self._is_cut:
            self.close_connection = True
            return
        self._send(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer

    def _body(self) -> bytes | None:
        """All of it before the app runs, so that the next request begins where this one ends."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            return None
        return self.rfile.read(int(length)) if int(length) <= _LARGEST_BODY else None

    def _environ(self, body: bytes) -> "WSGIEnvironment":
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": _HOST,
            "SERVER_PORT": str(cast(HttpServer, self.server).server_address[1]),
            "SERVER_PROTOCOL": self.request_version,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            HANG_UP: self._hang_up,
        }
        for name, value in self.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        environ["CONTENT_LENGTH"] = str(len(body))
        environ["CONTENT_TYPE"] = self.headers.get("Content-Type", "")
        return environ

    def _start(self, status: str, headers: list[tuple[str, str]], _failure: Any = None) -> None:
        self._status, self._headers = status, headers

    def _hang_up(self) -> None:
        self._is_cut = True

    def _send(self, content: bytes) -> None:
        code, _, words = self._status.partition(" ")
        self.send_response(int(code), words)
        for name, value in self._headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in self._headers):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            # The caller went away; nothing is owed to anybody.
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except ConnectionError:
            self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        _log.info("%s %s %s", self.command, self.path.partition("?")[0], int(code))

    def log_message(self, format: str, *args: Any) -> None:
        _log.debug(format, *args)
