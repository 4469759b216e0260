"""The text of a file, whatever program wrote it."""

import codecs

from shop.stock_csv.rules import MOST_BYTES, BadStockFile, Fault, Problem

#: What a file begins with → its encoding, and its name.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

#: What .xlsx and .ods are.
_ZIP = b"PK\x03\x04"


def read_text(content: bytes) -> tuple[str, str]:
    """(text, name of its encoding): UTF-8, UTF-16 with its mark, or Windows-1252.

    Refuses with `BadStockFile` what is empty, too large, no text, or in no encoding we know: a
    guess would change names.
    """
    if len(content) > MOST_BYTES:
        raise BadStockFile([Problem(0, Fault.TOO_LARGE)])
    if content.startswith(_ZIP):
        raise BadStockFile([Problem(0, Fault.WORKBOOK)])
    text, name = _decoded(content)
    if "\0" in text:
        even = content[:200].count(0) > 20
        raise BadStockFile([Problem(0, Fault.UTF16_WITHOUT_MARK if even else Fault.NOT_TEXT)])
    if not text.strip():
        raise BadStockFile([Problem(0, Fault.EMPTY)])
    return text, name


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), name
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _strictly(content, "cp1252"), "Windows-1252"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise BadStockFile([Problem(0, Fault.UNKNOWN_ENCODING)]) from None
