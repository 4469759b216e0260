"""Run everything the demo shop consists of, each part in its own process."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask_migrate import upgrade

from shop.config import Settings, settings
from shop.demo.fill import fill
from shop.demo.past_payments import write_past_payments
from shop.demo.people import COLLEAGUES, PASSWORD, PEOPLE

ROOT = Path(__file__).resolve().parent.parent.parent


def run() -> None:
    """Creates and fills the demo shop where there is none, starts its parts, prints how to reach
    them and returns when Ctrl-C, SIGTERM or the death of a part ends them all.

    Refuses with a sentence when a port is taken. Needs an app context.
    """
    found = settings()
    commands = _commands(found)
    _refuse_taken_ports(found)
    upgrade()
    fill()
    write_past_payments(_past(found))
    parts = {name: subprocess.Popen(command, cwd=ROOT) for name, command in commands.items()}
    stopping = _listen_for_the_end()
    try:
        _wait_for(found.base_url + "/healthz", parts, stopping)
        if not stopping:
            _greet(found)
        while not stopping and all(part.poll() is None for part in parts.values()):
            time.sleep(0.2)
        dead = [name for name, part in parts.items() if part.poll() is not None]
    finally:
        _stop(parts)
    if dead and not stopping:
        raise click.ClickException(f"{', '.join(dead)} ist nicht mehr da; alles beendet.")


def _commands(found: Settings) -> dict[str, list[str]]:
    port = urlsplit(found.base_url).port or 8000
    commands = {
        "Laden": [
            *(sys.executable, "-m", "gunicorn", "--config", "shop/serve.py"),
            *("--bind", f"127.0.0.1:{port}", "shop:create_app()"),
        ],
        "Worker": [sys.executable, "-m", "flask", "--app", "shop", "worker"],
    }
    if found.demo_stripe_url:
        commands["Demo-Stripe"] = [
            *(sys.executable, "-m", "shop.demo.stripe"),
            *("--port", str(urlsplit(found.demo_stripe_url).port)),
            *("--store", str(found.data_dir / "demo-stripe.sqlite")),
            *("--secret-key", found.stripe_secret_key),
            *("--webhook-url", f"{found.base_url}/stripe/ereignisse"),
            *("--webhook-secret", found.stripe_webhook_secrets[0]),
            *("--history", str(_past(found))),
        ]
    if found.demo_mailbox_url:
        commands["Demo-Postfach"] = [
            *(sys.executable, "-m", "shop.demo.post"),
            *("--smtp-port", str(found.smtp_port)),
            *("--web-port", str(urlsplit(found.demo_mailbox_url).port)),
            *("--store", str(found.data_dir / "demo-post")),
            *(f"--phone={one.email}={one.secret}" for one in COLLEAGUES),
        ]
    return commands


def _past(found: Settings) -> Path:
    return found.data_dir / "demo-past.jsonl"


def _refuse_taken_ports(found: Settings) -> None:
    ports = {urlsplit(url).port for url in (found.base_url, found.demo_stripe_url) if url}
    if found.demo_mailbox_url:
        ports |= {urlsplit(found.demo_mailbox_url).port, found.smtp_port}
    for port in sorted(port for port in ports if port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise click.ClickException(
                    f"Port {port} ist schon belegt. Mit PORT=9000 make run geht es woanders."
                ) from None


def _listen_for_the_end() -> list[int]:
    received: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda sent, _frame: received.append(sent))
    return received


def _wait_for(url: str, parts: dict[str, subprocess.Popen[bytes]], stopping: list[int]) -> None:
    # Not through a proxy of the environment: the address is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not stopping and all(part.poll() is None for part in parts.values()):
        with contextlib.suppress(OSError), opener.open(url, timeout=2):
            return
        time.sleep(0.1)


def _greet(found: Settings) -> None:
    lines = [
        "",
        f"  Stadtkaffee      {found.base_url}",
        f"  Demo-Postfach    {found.demo_mailbox_url}" if found.demo_mailbox_url else "",
        f"  Demo-Stripe      {found.demo_stripe_url}" if found.demo_stripe_url else "",
        "",
        f"  Anmelden         {found.base_url}/konto/anmelden",
        *(f"    {email:<32} {what}" for email, what in PEOPLE.items()),
        f"    Passwort: {PASSWORD}",
        f"    Codes:    {found.demo_mailbox_url}/telefon oder .venv/bin/flask --app shop demo codes"
        if found.demo_mailbox_url
        else "",
        "",
        "  Strg-C beendet alles; die Daten bleiben. make reset verwirft sie.",
        "",
    ]
    click.echo("\n".join(lines))
    sys.stdout.flush()


def _stop(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for part in parts.values():
        if part.poll() is None:
            part.terminate()
    for part in parts.values():
        try:
            part.wait(timeout=20)
        except subprocess.TimeoutExpired:
            part.kill()
