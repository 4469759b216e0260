"""What the README points to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("path", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_every_link_leads_to_a_file(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z]+)`", README))))
def test_every_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_setting_the_shop_reads_is_explained() -> None:
    read = set(re.findall(r'"([A-Z][A-Z_]{3,})"', (ROOT / "shop/environment.py").read_text()))
    known = set(re.findall(r"[A-Z][A-Z_]{3,}", README))
    assert {name for name in read if name != "FLASK_DEBUG"} - known == set()
