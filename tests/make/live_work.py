"""What happens behind a live shop while its customers wait for nothing."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from tests.make.live_shop import ROOT, LiveShop

_opener = build_opener(ProxyHandler({}))


def work_once(live: LiveShop) -> None:
    """One round of the worker, as its own process: mails leave, payments are looked at."""
    environment = {
        "PATH": os.environ["PATH"],
        "PORT": str(live.port),
        "DATA_DIR": str(live.settings.data_dir),
        "DATABASE_URL": live.settings.database_url,
    }
    command = [sys.executable, "-m", "flask", "--app", "shop", "worker", "--once"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def mailbox_of(live: LiveShop, recipient: str) -> list[str]:
    """The subjects in the demo mailbox for this address, oldest first."""
    page = _opener.open(f"{live.settings.demo_mailbox_url}/?an={quote(recipient)}", timeout=10)
    reader = _Subjects()
    reader.feed(page.read().decode())
    return reader.found[::-1]


class _Subjects(HTMLParser):
    """The texts of the links that lead to single mails."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/brief/"):
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data.strip()
