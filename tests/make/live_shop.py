"""The shop as its operator runs it: gunicorn and its companions, each a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from shop.config import Settings
from shop.environment import from_environment

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class LiveShop:
    """`url` without a trailing slash; what the parts say is in `log`; each leads a process group
    that has its number."""

    url: str
    port: int
    settings: Settings
    log: Path
    parts: dict[str, "subprocess.Popen[bytes]"]


@contextmanager
def live_shop(
    database_url: str,
    folder: Path,
    *,
    stripe: bool = False,
    post: bool = False,
    worker: bool = False,
    served: str = "shop:create_app()",
    **env: str,
) -> Iterator[LiveShop]:
    """A demo shop on a migrated database, answering until the block ends.

    `stripe`, `post` and `worker` start Demo-Stripe, the demo post office and the worker beside it.
    `env` are further settings as `shop.environment` and `shop.serve` read them.
    """
    folder.mkdir(exist_ok=True)
    listening, port = _four_free_ports()
    with ExitStack() as ends, (folder / f"live-shop-{port}.log").open("ab") as log:
        ends.callback(listening.close)
        environment = _environment(database_url, folder, port) | env
        found = from_environment(environment)
        beside = {"stripe": (stripe, _stripe), "post": (post, _post), "worker": (worker, _worker)}
        commands = {name: make(found) for name, (wanted, make) in beside.items() if wanted}
        commands["shop"] = _serve(listening.fileno(), served)
        parts = {
            name: ends.enter_context(_part(command, environment, log.fileno(), listening.fileno()))
            for name, command in commands.items()
        }
        # From here on the socket is the server's alone: if it dies, nothing listens.
        listening.close()
        shop = LiveShop(found.base_url, port, found, Path(log.name), parts)
        try:
            _wait_until_up(shop)
        except OSError as failure:
            raise RuntimeError(shop.log.read_text()) from failure
        yield shop


def _four_free_ports() -> tuple[socket.socket, int]:
    """The shop's own socket, already listening, and its port; the three after it are free.

    They lie below those that the system gives to connections of its own.
    """
    for port in Random().sample(range(20_000, 32_000, 4), 100):
        with ExitStack() as others, suppress(OSError):
            for beside in (1, 2, 3):
                others.enter_context(socket.create_server(("127.0.0.1", port + beside)))
            return socket.create_server(("127.0.0.1", port), backlog=1024), port
    raise RuntimeError("no four free ports in a row")


def _environment(database_url: str, folder: Path, port: int) -> dict[str, str]:
    own = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return own | {
        "SHOP_MODE": "demo",
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
    }


def _serve(listening: int, served: str) -> list[str]:
    settings = ["--config", "shop/serve.py", "--bind", f"fd://{listening}"]
    return [sys.executable, "-m", "gunicorn", *settings, served]


def _stripe(found: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "shop.demo.stripe", "--log-level", "WARNING"),
        *("--port", str(_port_of(found.stripe_api_base))),
        *("--store", str(found.data_dir / "demo-stripe.sqlite")),
        *("--secret-key", found.stripe_secret_key),
        *("--webhook-url", f"{found.base_url}/stripe/ereignisse"),
        *("--webhook-secret", found.stripe_webhook_secrets[0]),
    ]


def _post(found: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "shop.demo.post", "--log-level", "WARNING"),
        *("--web-port", str(_port_of(found.demo_mailbox_url))),
        *("--smtp-port", str(found.smtp_port)),
        *("--store", str(found.data_dir / "demo-post")),
    ]


def _worker(_found: Settings) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "shop", "worker"]


@contextmanager
def _part(
    command: list[str], environment: dict[str, str], log: int, listening: int
) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        pass_fds=[listening] if f"fd://{listening}" in command else [],
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_up(shop: LiveShop) -> None:
    if "stripe" in shop.parts:
        _wait_for_port(_port_of(shop.settings.stripe_api_base), shop.parts["stripe"])
    if "post" in shop.parts:
        _wait_for_port(_port_of(shop.settings.demo_mailbox_url), shop.parts["post"])
    # Not through a proxy of the environment: the address is on this machine.
    opener = build_opener(ProxyHandler({}))
    opener.open(f"{shop.url}/healthz", timeout=_PATIENCE_SECONDS).close()


def _wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(_PATIENCE_SECONDS * 20):
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        with suppress(subprocess.TimeoutExpired):
            raise ConnectionError(f"ended with status {process.wait(timeout=0.05)}")
    raise ConnectionError(f"nothing listens on port {port}")


def _port_of(url: str | None) -> int:
    port = urlsplit(url or "").port
    assert port is not None
    return port
