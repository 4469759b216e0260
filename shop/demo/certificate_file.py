"""The file of an invented certificate: it says on its face that it is none."""

from pathlib import Path

import typst

from shop.demo.data.proofs import CONTROL_BODY, Paper

_TEMPLATE = Path(__file__).resolve().parent / "data" / "certificate.typ"


def certificate_file(paper: Paper) -> bytes:
    """A PDF of one page; the same paper gives the same file."""
    return typst.compile(
        _TEMPLATE,
        sys_inputs={
            "number": paper.number,
            "scheme": paper.rules.name,
            "holder": paper.holder,
            "scope": paper.scope,
            "certifier": CONTROL_BODY,
            "code": paper.code or "keiner",
            "validity": f"{paper.valid_from:%d.%m.%Y} bis {paper.valid_until:%d.%m.%Y}",
        },
    )
