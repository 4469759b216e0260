"""What a declaration refers to, and what becomes of the words in it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.utils import urlize

from shop.returns.rules import (
    Declaration,
    mailbox_of,
    money_back_by,
    order_numbers,
    without_links,
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("SK-2026-00042", ("SK-2026-00042",)),
        ("sk 2026 00042", ("SK-2026-00042",)),
        ("Nr. SK–2026–00042, bestellt am 3.11.", ("SK-2026-00042",)),
        ("SK-2026-00042 und SK-2026-00043", ("SK-2026-00042", "SK-2026-00043")),
        ("SK-2026-123456", ("SK-2026-123456",)),
        ("SK-2026-0004", ()),
        ("SK-2026-0000000042", ()),
        ("SK-٢٠٢٦-٠٠٠٤٢", ()),
        ("zwei Tüten Hausmischung", ()),
        ("", ()),
    ],
)
def test_order_numbers_are_found_however_they_are_written(
    text: str, numbers: tuple[str, ...]
) -> None:
    assert order_numbers(text) == numbers


@given(st.dates(max_value=date(9999, 1, 1)))
def test_the_money_is_due_fourteen_days_after_the_day_it_was_received(day: date) -> None:
    assert money_back_by(day) - day == timedelta(days=14)


def test_the_day_of_receipt_does_not_count() -> None:
    assert money_back_by(date(2026, 12, 24)) == date(2027, 1, 7)


@given(st.text())
def test_taking_links_away_leaves_every_character_there(text: str) -> None:
    assert without_links(text).replace("\u200b", "") == text.replace("\u200b", "")


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example.com/a?b=c",
        "http://192.0.2.7/x",
        "www.evil.com",
        "evil.com",
        "mailto:evil@example.com",
        "evil@example.com",
        "//evil.org",
    ],
)
def test_no_address_in_it_is_taken_for_a_link(link: str) -> None:
    text = f"Gewonnen! {link} jetzt"
    assert "<a " not in urlize(without_links(text))
    assert "://" not in without_links(text)


@pytest.mark.parametrize(
    "text", ["Dr. Müller", "am 3.11.2026 um 9:30", "1/2 Kiste", "SK-2026-00042"]
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert without_links(text) == text


def test_one_mailbox_counts_once_however_it_is_spelt() -> None:
    spellings = [
        "name@example.org",
        "Name@Example.ORG",
        "name+1@example.org",
        "name+a+b@example.org",
    ]
    assert {mailbox_of(email) for email in spellings} == {"name@example.org"}
    assert mailbox_of("anna@example.org") != mailbox_of("anna@example.com")


def test_no_goods_named_means_everything() -> None:
    assert Declaration("Testperson 001", "SK-2026-00042", "t@example.org").goods == ""
