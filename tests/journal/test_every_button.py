"""Whatever staff do by a button leads to one of the books that say who did what.

Read from the program itself: from the function behind each address, through all it calls, to
what writes in a book. That each of them does so whenever it succeeds is for its own tests.
"""

import ast
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

ROOT = Path(__file__).parents[2]
PREFIXES = (
    *("/heute", "/auftraege", "/lager", "/einkauf", "/artikel", "/verkauf", "/geld"),
    "/verwaltung",
)
#: Verbs and tables of the books, by their names.
BOOKS = frozenset({"note_change", "Movement", "OrderEvent", "Price", "Refund", "OrderNote"})
#: What changes nothing in the shop, or is a book of its own. A new one is added here knowingly.
EXCEPT = {"counter_staff.review": "shows what would be booked"}


@cache
def _module(name: str) -> tuple[dict[str, ast.AST], dict[str, tuple[str, str]]]:
    """What a module defines by name, and where its imported names come from."""
    path = ROOT / (name.replace(".", "/") + ".py")
    if not path.exists():
        return {}, {}
    defined: dict[str, ast.AST] = {}
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            defined |= dict.fromkeys(names, node.value)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shop"):
            for alias in node.names:
                imported[alias.asname or alias.name] = (node.module or "", alias.name)
    return defined, imported


def leads_to_a_book(module: str, function: str) -> bool:
    waiting, seen = [(module, function)], set()
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        defined, imported = _module(place[0])
        if place[1] not in defined:
            continue
        for node in ast.walk(defined[place[1]]):
            name = node.id if isinstance(node, ast.Name) else None
            if name is None:
                continue
            if name in BOOKS:
                return True
            if name in defined:
                waiting.append((place[0], name))
            elif name in imported:
                waiting.append(imported[name])
    return False


def _buttons(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.rule.startswith(PREFIXES)
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_button_of_the_staff_leads_to_a_book(app: Flask) -> None:
    buttons = _buttons(app)
    assert len(buttons) > 40
    silent = []
    for rule in buttons:
        view = app.view_functions[rule.endpoint]
        if not leads_to_a_book(view.__module__, view.__name__) and rule.endpoint not in EXCEPT:
            silent.append(f"{rule.endpoint} {rule.rule}")
    assert silent == []
