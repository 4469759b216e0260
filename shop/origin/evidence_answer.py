"""How a file that somebody uploaded is sent: shown, and never able to do anything."""

import unicodedata

from flask import Response

from shop.origin.evidence_files import ENDINGS, evidence_file


def evidence_answer(digest: str, name: str, media_type: str) -> Response:
    """The file under this hash, to be shown by the browser itself, which runs nothing in it.

    Its name ends as its content demands, whatever it was called. Refuses with `NoSuchFile`.
    """
    answer = Response(evidence_file(digest), mimetype=media_type)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.set(
        "Content-Disposition", "inline", filename=safe_name(name or digest[:12], media_type)
    )
    return answer


def safe_name(name: str, media_type: str) -> str:
    """Letters, digits, „.“, „-“ and „_“ of ASCII, with the ending of its type."""
    ending = ENDINGS[media_type]
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    kept = "".join(
        c if c.isascii() and (c.isalnum() or c in "-_.") else "-"
        for c in plain
        if not unicodedata.combining(c)
    )
    stem = kept.rpartition(".")[0] or kept
    return f"{stem.strip('-.')[:80] or 'datei'}.{ending}"
