"""Whether a PDF is there to its end and shows anything (ISO 32000-1)."""

import re
import zlib
from collections.abc import Iterator

#: It may be followed by line ends and blanks; within so many bytes it must end.
_TAIL = 1024
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
#: Objects packed together, pages among them.
_PACKED = re.compile(rb"/ObjStm\b[^<>]*>>\s*stream\r?\n")
#: Unpacked, of each such stream: more is no description of pages.
_MOST = 1_000_000


def is_whole_pdf(content: bytes) -> bool:
    """With an end, and a page; what is encrypted cannot be looked into, and is believed."""
    if not content[-_TAIL:].rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF"):
        return False
    return b"/Encrypt" in content or any(_PAGE.search(part) for part in _parts(content))


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    for packed in _PACKED.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[packed.end() :], _MOST)
        except zlib.error:
            continue
