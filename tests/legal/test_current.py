from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from shop.clock import stopped_at
from shop.legal import current
from shop.legal.blocks import Paragraph
from shop.legal.current import NAMES, OF_A_CONTRACT, current_text, current_texts
from tests.make.shop import make_settings, make_shop


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    current._versions.cache_clear()
    current._text.cache_clear()
    yield
    current._versions.cache_clear()
    current._text.cache_clear()


@contextmanager
def shop(folder: Path, **changes: Any) -> Iterator[None]:
    settings = make_settings("sqlite://", folder)
    operator = replace(settings.operator, **changes.pop("operator", {}))
    with (
        make_shop(replace(settings, operator=operator, **changes)) as app,
        app.app_context(),
    ):
        yield


def test_every_text_is_there_with_its_title_and_version(tmp_path: Path) -> None:
    with shop(tmp_path):
        assert [text.name for text in current_texts()] == list(NAMES)
        for text in current_texts():
            assert text.text.startswith(text.title + "\n===")
            assert text.version <= date.today()


def test_the_texts_of_a_contract_can_be_asked_for_alone(tmp_path: Path) -> None:
    with shop(tmp_path):
        titles = [text.title for text in current_texts(*OF_A_CONTRACT)]
    assert titles == ["Allgemeine Geschäftsbedingungen", "Widerrufsbelehrung"]


def test_the_hash_is_of_the_text_as_shown(tmp_path: Path) -> None:
    with shop(tmp_path):
        for text in current_texts():
            assert text.sha256 == sha256(text.text.encode()).hexdigest()


def test_another_operator_makes_another_text_with_another_hash(tmp_path: Path) -> None:
    with shop(tmp_path):
        before = current_text("impressum")
    with shop(tmp_path, operator={"name": "Kaffeekontor Spree"}):
        after = current_text("impressum")
    assert "Kaffeekontor Spree" in after.text
    assert "Kaffeekontor Spree" not in before.text
    assert before.sha256 != after.sha256


def test_the_shipping_cost_of_the_settings_stands_in_the_texts(tmp_path: Path) -> None:
    with shop(tmp_path, shipping_cents=520, free_shipping_from_cents=4500):
        for text in current_texts("agb", "versand"):
            assert "5,20\u00a0€" in text.text
            assert "45,00\u00a0€" in text.text
            assert "4,90" not in text.text


def test_a_shop_without_vat_id_shows_no_empty_line_for_it(tmp_path: Path) -> None:
    with shop(tmp_path, operator={"vat_id": ""}):
        assert "Umsatzsteuer-Identifikationsnummer" not in current_text("impressum").text


def test_no_text_is_shown_with_a_hole_in_it() -> None:
    with pytest.raises(KeyError):
        current.fill((Paragraph("Aufsicht: {supervisor}"),), {"name": "Laden"})


def test_what_the_operator_is_called_is_not_filled_in_twice() -> None:
    filled = current.fill((Paragraph("{name}"),), {"name": "{city}", "city": "Berlin"})
    assert filled == (Paragraph("{city}"),)


def test_a_new_version_is_valid_from_its_day_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "agb").mkdir()
    for day, word in (("2026-11-01", "alt"), ("2027-03-01", "neu")):
        (tmp_path / "agb" / f"{day}.txt").write_text(f"AGB\n===\n\n{word}\n", encoding="utf-8")
    monkeypatch.setattr(current, "TEXTS", tmp_path)
    with shop(tmp_path):
        # 23:30 UTC on 28 February is already March in Berlin.
        with stopped_at(datetime(2027, 2, 28, 22, 30, tzinfo=UTC)):
            assert current_text("agb").version == date(2026, 11, 1)
        with stopped_at(datetime(2027, 2, 28, 23, 30, tzinfo=UTC)):
            assert current_text("agb").version == date(2027, 3, 1)
        with stopped_at(datetime(2024, 1, 1, tzinfo=UTC)):
            assert current_text("agb").version == date(2026, 11, 1)


def test_a_text_nobody_has_checked_says_so(tmp_path: Path) -> None:
    with shop(tmp_path):
        assert all(text.is_template for text in current_texts())
        assert all("Vorlage: vor dem Einsatz" in text.html for text in current_texts())
