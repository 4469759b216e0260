"""The shop behind its server: what goes into the log, and that it ends in order."""

import socket
from pathlib import Path

from tests.make.databases import Databases
from tests.make.live_shop import LiveShop, live_shop


def test_the_log_tells_neither_who_asked_nor_for_what(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("sqlite") as url, live_shop(url, tmp_path) as shop:
        assert b" 400 " in _answer(shop, b"GET /bestellung/geheim HTTP/9\r\n\r\n")
        assert b" 404 " in _answer(
            shop, b"GET /bestellung/geheim HTTP/1.0\r\nHost: localhost\r\n\r\n"
        )
    said = shop.log.read_text()
    assert "Invalid request" in said
    assert "geheim" not in said
    assert "127.0.0.1" not in said


def test_the_server_ends_when_it_is_told_to(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("sqlite") as url, live_shop(url, tmp_path) as shop:
        process = shop.parts["shop"]
        process.terminate()
        assert process.wait(timeout=10) == 0


def _answer(shop: LiveShop, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", shop.port)) as connection:
        connection.sendall(request)
        return connection.makefile("rb").read()
