"""The mails, each in a file of a Maildir: whatever happens, one was kept whole or not at all."""

import mailbox
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path

from shop.demo.post.letter import header

_HEADERS_AT_MOST = 64 * 1024
#: Where the envelope is kept: who the mail was really for may not stand in its own header.
DELIVERED_TO = "Delivered-To"


@dataclass(frozen=True)
class Summary:
    key: str
    received_at: datetime
    recipients: str
    subject: str

    def is_for(self, wanted: str) -> bool:
        return wanted.casefold() in self.recipients.casefold()


class Post:
    """Every mail ever taken in. Safe to use from several threads, and beside other programs."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.Lock()
        self._known: dict[str, Summary] = {}
        self._maildir(create=True)

    def keep(self, sender: str, recipients: Sequence[str], content: bytes) -> str:
        """On disk when this returns. The key is for `source`."""
        envelope = [f"Return-Path: <{sender}>"]
        envelope += [f"{DELIVERED_TO}: {recipient}" for recipient in recipients]
        head = "".join(line + "\n" for line in envelope).encode("utf-8", "surrogateescape")
        return self._maildir().add(head + content.replace(b"\r\n", b"\n"))

    def newest_first(self) -> list[Summary]:
        """Reads the head of each mail once, however often it is asked."""
        maildir = self._maildir()
        keys = maildir.keys()
        with self._lock:
            self._known = {
                key: self._known.get(key) or _summary(key, _head(maildir, key)) for key in keys
            }
            return sorted(self._known.values(), key=lambda mail: _moment(mail.key), reverse=True)

    def source(self, key: str) -> bytes | None:
        """The whole mail as it came, with the envelope on top; None if there is no such mail."""
        try:
            return self._maildir().get_bytes(key)
        except KeyError:
            return None

    def _maildir(self, create: bool = False) -> mailbox.Maildir:
        # A fresh one each time: its table of contents is not made for several threads.
        return mailbox.Maildir(self._folder, create=create)


def received_at(key: str) -> datetime:
    """A Maildir names its files by the moment they came."""
    return datetime.fromtimestamp(_moment(key)[0], UTC)


def _moment(key: str) -> tuple[int, int, str]:
    seconds, _, rest = key.partition(".")
    micro = rest[1:].partition("P")[0]
    if len(seconds) <= 11 and seconds.isascii() and seconds.isdigit():
        return int(seconds), int(micro) if micro.isascii() and micro.isdigit() else 0, key
    return 0, 0, key


def _head(maildir: mailbox.Maildir, key: str) -> bytes:
    try:
        with maildir.get_file(key) as file:
            return file.read(_HEADERS_AT_MOST)
    except (KeyError, OSError):
        return b""


def _summary(key: str, head: bytes) -> Summary:
    message = BytesHeaderParser().parsebytes(head)
    recipients = header(message, DELIVERED_TO) or header(message, "To")
    return Summary(key, received_at(key), recipients, header(message, "Subject"))
