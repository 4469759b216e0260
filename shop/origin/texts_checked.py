"""Every text the shop's files contain, held against `wording.py`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shop.origin.texts_read import without_tags, written
from shop.origin.wording import Finding, Why, findings

#: Claims as data.
_CLAIMS = ("shop/origin/", "shop/demo/data/proofs.py")
#: Programs that stand for a foreign service.
_FOREIGN = ("shop/demo/stripe/", "shop/demo/post/")
_PATTERNS = (
    "templates/**/*.*",
    "translations/**/*.po",
    *(f"shop/**/*.{ending}" for ending in ("md", "txt", "toml", "typ")),
    *(f"{folder}/**/*.json" for folder in ("shop", "static")),
    *(f"static/**/*.{ending}" for ending in ("svg", "js", "css", "webmanifest")),
)
#: The list of words itself, and models, whose words are columns.
_NO_TEXTS = frozenset({"wording.py", "models.py"})
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_KEY = re.compile(r"[a-z0-9_.:/-]*")
#: Calls whose strings are read by people.
_SAYS = frozenset({"_", "gettext", "lazy_gettext", "ngettext", "flash"})
#: Forms that only the staff fill in.
_STAFF_FORMS = frozenset(
    {"shop/premium/forms.py", "shop/split/forms.py", "shop/stock/forms.py", "shop/trace/forms.py"}
)


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
        for path, start, text in _texts(root)
        for line, finding in _found(start, text, claims_allowed=_may_name_claims(path))
    ]


def _found(start: int, text: str, *, claims_allowed: bool) -> list[tuple[int, Finding]]:
    """With its line: in the text as it is written, and as it is read."""
    found: dict[tuple[int, Why, str], Finding] = {}
    for read, at in (written(text), without_tags(text)):
        for finding in findings(read, claims_allowed=claims_allowed):
            line = start + text.count("\n", 0, at[finding.at])
            found.setdefault((line, finding.why, finding.word.lower()), finding)
    return [(line, found[line, why, word]) for line, why, word in sorted(found)]


def _texts(root: Path) -> Iterator[tuple[str, int, str]]:
    for pattern in _PATTERNS:
        for path in sorted(root.glob(pattern)):
            # A comment gives way to as many line breaks, so that the numbers stay right.
            text = _JINJA_COMMENT.sub(_line_breaks, path.read_text())
            yield path.relative_to(root).as_posix(), 1, text
    for path in sorted(root.glob("shop/**/*.py")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(_FOREIGN) and path.name not in _NO_TEXTS:
            yield from ((name, line, text) for line, text in _strings(path.read_text()))


def _line_breaks(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _strings(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a program that people may read: neither its docstrings nor keys."""
    tree = ast.parse(source)
    told_to_readers_of_code = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    said = {id(string) for node in ast.walk(tree) for string in _said(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in told_to_readers_of_code
            and (id(node) in said or not _is_key(node.value))
        ):
            yield node.lineno, node.value


def _said(node: ast.AST) -> Iterator[ast.expr]:
    """What this part of a program says to people."""
    if isinstance(node, ast.JoinedStr):
        yield from node.values
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYS:
        yield from node.args


def _is_key(text: str) -> bool:
    """One small word, that of a column or a kind; none is called by a word that nobody may say."""
    return bool(_KEY.fullmatch(text)) and not findings(text, claims_allowed=True)


def _may_name_claims(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return (
        path.startswith(_CLAIMS)
        or path in _STAFF_FORMS
        or "staff" in folder.split("/")
        or name.startswith(("staff_", "proof_"))
    )
