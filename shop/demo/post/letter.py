"""One mail taken apart for reading. Never fails: what cannot be read is shown as it came."""

import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    subject: str
    sender: str
    to: str
    #: None where the mail has no such part.
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]
    #: False if the mail could not be taken apart; its source is whole nevertheless.
    readable: bool = True


def read(raw: bytes) -> Letter:
    """The parts of a mail, decoded as far as they can be."""
    try:
        return _read(message_from_bytes(raw))
    except Exception:
        # Anything can arrive by mail, and the standard parser answers some junk with errors of
        # many kinds (nesting without end, lengths that lie); the reader gets the source instead.
        _log.warning("a mail could not be taken apart", exc_info=True)
        return Letter("", "", "", None, None, (), readable=False)


def header(message: Message, name: str) -> str:
    """A header field in words: unfolded, decoded, without control characters; empty if missing."""
    # raw_items: the plain accessors replace UTF-8 that stands in a header as it is.
    values = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    return ", ".join(_in_words(value) for value in values)


def _read(message: Message) -> Letter:
    text = html = None
    attachments: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        shown = part.get_content_disposition() != "attachment"
        kind = part.get_content_type()
        if shown and kind == "text/plain" and text is None:
            text = _decoded(part)
        elif shown and kind == "text/html" and html is None:
            html = _decoded(part)
        else:
            attachments.append(_attachment(part, kind, len(attachments) + 1))
    return Letter(
        header(message, "Subject"),
        header(message, "From"),
        header(message, "To"),
        text,
        html,
        tuple(attachments),
    )


def _in_words(value: str) -> str:
    plain = _whole(re.sub(r"\r?\n[ \t]*", " ", value))
    # An unknown character set or a broken encoding: better as it came than not at all.
    with suppress(ValueError, LookupError, MessageError):
        plain = str(make_header(decode_header(plain)))
    return _printable(_whole(plain))


def _whole(text: str) -> str:
    """Bytes that stood outside ASCII read as UTF-8; what is none becomes a replacement sign."""
    escapes_only = not re.search(r"[\ud800-\udc7f\udd00-\udfff]", text)
    raw = text.encode("utf-8", "surrogateescape" if escapes_only else "replace")
    return raw.decode("utf-8", "replace")


def _printable(text: str) -> str:
    # Controls, and the signs that turn the direction of everything after them.
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", " ", text).strip()


def _decoded(part: Message) -> str:
    content = _content(part)
    for charset in (part.get_content_charset("utf-8"), "utf-8"):
        try:
            return content.decode(charset, "replace").replace("\r\n", "\n")
        except (ValueError, LookupError):
            continue
    return content.decode("latin-1")


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachment(part: Message, kind: str, number: int) -> Attachment:
    name = _in_words(part.get_filename() or "").replace("/", "_").replace("\\", "_")[-120:]
    return Attachment(name.strip(". ") or f"anhang-{number}", kind, _content(part))
