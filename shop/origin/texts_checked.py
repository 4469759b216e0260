"""Every text the shop's files contain, held against `wording.py`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shop.origin.wording import Why, findings

#: Claims as data.
_CLAIMS = ("shop/origin/", "shop/demo/data/proofs.py")
#: Programs that stand for a foreign service.
_FOREIGN = ("shop/demo/stripe/", "shop/demo/post/")
_PATTERNS = (
    "templates/**/*.*",
    "translations/**/*.po",
    *(f"shop/**/*.{ending}" for ending in ("md", "txt", "toml", "typ")),
    *(f"static/**/*.{ending}" for ending in ("svg", "js")),
)
#: The list of words itself, and models, whose words are columns.
_NO_TEXTS = frozenset({"wording.py", "models.py"})
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_KEY = re.compile(r"[a-z0-9_.:/-]*")


class FoundWord(NamedTuple):
    #: „templates/catalogue/home.html“
    path: str
    line: int
    word: str
    why: Why


def words_in_files(root: Path) -> list[FoundWord]:
    """What may not stand in the templates, legal texts, translations and code below `root`.

    What only the staff read may name what needs a claim; nothing may say what is banned.
    """
    return [
        FoundWord(path, line, finding.word, finding.why)
        for path, line, text in _texts(root)
        for finding in findings(text, claims_allowed=_may_name_claims(path))
    ]


def _texts(root: Path) -> Iterator[tuple[str, int, str]]:
    for pattern in _PATTERNS:
        for path in sorted(root.glob(pattern)):
            yield from _lines(path.relative_to(root).as_posix(), path.read_text())
    for path in sorted(root.glob("shop/**/*.py")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(_FOREIGN) and path.name not in _NO_TEXTS:
            yield from ((name, line, text) for line, text in _strings(path.read_text()))


def _lines(name: str, text: str) -> Iterator[tuple[str, int, str]]:
    # A comment gives way to as many line breaks, so that the numbers stay right.
    shown = _JINJA_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for number, line in enumerate(shown.splitlines(), 1):
        yield name, number, line


def _strings(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a program that people may read: neither its docstrings nor keys."""
    tree = ast.parse(source)
    told_to_readers_of_code = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in told_to_readers_of_code
            and not _KEY.fullmatch(node.value)
        ):
            yield node.lineno, node.value


def _may_name_claims(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return (
        path.startswith(_CLAIMS)
        or "staff" in folder.split("/")
        or name.startswith(("staff_", "proof_"))
        or name.endswith(("staff_pages.py", "forms.py"))
    )
