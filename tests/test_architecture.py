"""The arrow holds, the rules stay pure, and Stripe stands behind one wall."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHOP = ROOT / "shop"

#: From the top down. A package imports only what stands below it; modules of one row are one floor.
ARROW = (
    ("app", "serve"),
    ("cli",),
    ("worker", "demo"),
    ("today", "journal"),
    ("reports",),
    ("books",),
    ("reconcile",),
    ("customers", "counter"),
    ("returns",),
    ("payouts",),
    ("disputes",),
    ("checkout",),
    ("refunds",),
    ("trace",),
    ("premium",),
    ("fulfilment",),
    ("orders",),
    ("cart",),
    ("split",),
    ("assortment", "stocktake", "stock_csv", "purchasing"),
    ("stock",),
    ("catalogue",),
    ("origin",),
    ("ledger",),
    ("accounts",),
    ("audit",),
    ("legal",),
    ("payment",),
    ("mail",),
    ("web",),
    ("db", "environment"),
    ("config",),
    ("clock", "errors"),
    ("money",),
)
FLOOR = {name: height for height, row in enumerate(ARROW) for name in row}
IMPURE = {"flask", "flask_sqlalchemy", "flask_babel", "sqlalchemy", "stripe", "wtforms"}

FILES = sorted(SHOP.rglob("*.py"))


def _package(path: Path) -> str:
    return path.relative_to(SHOP).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "shop":
                yield from (f"shop.{alias.name}" for alias in node.names)
            else:
                yield node.module


def _wrong_way(path: Path) -> list[str]:
    here = _package(path)
    found = []
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] != "shop" or len(parts) == 1 or parts[1] == here:
            continue
        if FLOOR[parts[1]] <= FLOOR[here]:
            found.append(f"{path.relative_to(ROOT)} imports {name}")
    return found


def test_every_package_imports_only_what_stands_below_it() -> None:
    paths = [path for path in FILES if path != SHOP / "__init__.py"]
    assert [wrong for path in paths for wrong in _wrong_way(path)] == []


def test_every_package_has_its_floor() -> None:
    assert {_package(path) for path in FILES} - {"__init__"} == set(FLOOR)


def test_rules_and_money_know_nothing_of_the_web_or_the_database() -> None:
    pure = [path for path in FILES if path.name == "rules.py" or _package(path) == "money"]
    assert [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in pure
        for name in _imports(path)
        if name.split(".")[0] in IMPURE
    ] == []


def test_stripe_is_imported_behind_one_wall_and_by_what_stands_in_for_stripe() -> None:
    stand_in = SHOP / "demo" / "stripe"
    importers = {
        str(path.relative_to(SHOP))
        for path in FILES
        if stand_in not in path.parents
        and any(name.split(".")[0] == "stripe" for name in _imports(path))
    }
    assert importers
    assert all(name.startswith("payment/stripe_") for name in importers)


def test_only_the_command_line_imports_the_demo() -> None:
    demo = SHOP / "demo"
    importers = {
        str(path.relative_to(SHOP))
        for path in FILES
        if demo not in path.parents and any(name.startswith("shop.demo") for name in _imports(path))
    }
    assert importers <= {"cli.py"}


@pytest.mark.parametrize("stranger", ["demo/stripe", "demo/post"])
def test_what_plays_a_foreign_service_knows_nothing_of_the_shop(stranger: str) -> None:
    own = "shop." + stranger.replace("/", ".")
    assert [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (SHOP / stranger).rglob("*.py")
        for name in _imports(path)
        if name.startswith("shop.") and not name.startswith(own)
    ] == []


def test_no_file_outgrows_its_reader() -> None:
    assert [
        str(path.relative_to(ROOT)) for path in FILES if len(path.read_text().splitlines()) > 240
    ] == []
