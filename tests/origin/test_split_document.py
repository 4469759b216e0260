"""The document of a split says what it says, in one way only."""

import json
from datetime import date

import pytest

from shop.origin.split_document import NotASplit, Part, read_parts, write_parts

VAT = Part("vat", 49, "law", "7 %", "§ 12 UStG", date(2026, 11, 20))
SHOP = Part("shop", 701, "rest")


def changed(**columns: object) -> str:
    row = json.loads(write_parts([VAT, SHOP]))
    row[0].update(columns)
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_what_is_written_is_read_again() -> None:
    assert read_parts(write_parts([VAT, SHOP])) == (VAT, SHOP)


def test_the_same_parts_are_the_same_text_in_whatever_order_they_come() -> None:
    assert write_parts([SHOP, VAT]) == write_parts([VAT, SHOP])


def test_umlauts_and_unknown_amounts_survive() -> None:
    parts = (Part("roasting", None, "document", "Röstlohn"), Part("shop", None, "rest"))
    assert "Röstlohn" in write_parts(parts)
    assert read_parts(write_parts(parts)) == parts


def test_only_the_shop_may_add_to_a_price() -> None:
    assert read_parts(write_parts([Part("shop", -5, "rest")]))[0].cents == -5
    with pytest.raises(NotASplit):
        Part("vat", -1, "law")


@pytest.mark.parametrize(
    "parts",
    [[VAT], [VAT, VAT, SHOP], [VAT, SHOP, SHOP]],
    ids=["without the shop", "a part twice", "the shop twice"],
)
def test_each_part_stands_there_once_and_the_shop_among_them(parts: list[Part]) -> None:
    with pytest.raises(NotASplit):
        write_parts(parts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[1]",
        '[["vat"]]',
        changed(kind="gift"),
        changed(basis="guess"),
        changed(basis="rest"),
        changed(cents="49"),
        changed(cents=4.9),
        changed(cents=True),
        changed(cents=-1),
        changed(dated_on="20.11.2026"),
        changed(words=None),
        changed(extra=1),
        " " + write_parts([VAT, SHOP]),
        json.dumps(json.loads(write_parts([VAT, SHOP]))),
        json.dumps(json.loads(write_parts([VAT, SHOP]))[::-1]),
    ],
)
def test_anything_else_is_no_split(text: str) -> None:
    with pytest.raises(NotASplit):
        read_parts(text)
