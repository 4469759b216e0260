import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.legal.blocks import (
    WIDTH,
    BadText,
    Heading,
    Items,
    Lines,
    Paragraph,
    as_plain,
    parse,
    with_texts,
)

words = st.from_regex(r"[\w§„“(*)/.,:@]+(-[\w§]+)?", fullmatch=True)
texts = st.lists(words, min_size=1, max_size=40).map(" ".join)
titles = texts.filter(lambda text: 3 <= len(text) <= WIDTH)
several = st.lists(texts, min_size=1, max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Heading, st.sampled_from([1, 2]), titles),
    st.builds(Paragraph, texts),
    st.builds(Items, several),
    st.builds(Lines, several),
)


@given(st.lists(blocks, min_size=1, max_size=6).map(tuple))
def test_the_plain_text_says_all_that_the_blocks_said(made: tuple[Heading, ...]) -> None:
    assert parse(as_plain(made)) == made


@given(texts)
def test_no_line_of_a_paragraph_is_wider_than_a_quoted_mail_allows(text: str) -> None:
    lines = as_plain((Paragraph(text),)).splitlines()
    assert all(len(line) <= WIDTH or " " not in line for line in lines)


def test_each_kind_of_block_reads_like_a_letter() -> None:
    assert as_plain(
        (
            Heading(1, "Versand"),
            Paragraph("Wir liefern."),
            Items(("nach Hause", "in den Bezirk")),
            Lines(("Musterweg 1", "12555 Berlin")),
        )
    ) == (
        "Versand\n=======\n\nWir liefern.\n\n- nach Hause\n- in den Bezirk\n\n"
        "    Musterweg 1\n    12555 Berlin\n"
    )


def test_an_address_on_the_web_stays_in_one_piece() -> None:
    address = "https://stadtkaffee.example/" + "sehr-lang/" * 12
    assert address in as_plain((Paragraph("Sie finden das unter " + address),)).splitlines()


@pytest.mark.parametrize(
    "source",
    ["Titel\n----\n", "- eins\nzwei ohne Einzug\n", "  halb eingerückt\n"],
)
def test_a_text_that_is_not_well_formed_is_refused(source: str) -> None:
    with pytest.raises(BadText):
        parse(source)


def test_a_line_whose_text_falls_away_leaves_no_gap() -> None:
    address = Lines(("Musterweg 1", "USt-IdNr.:", "12555 Berlin"))
    kept = with_texts(address, lambda text: None if text.startswith("USt") else text)
    assert kept == Lines(("Musterweg 1", "12555 Berlin"))


def test_a_block_whose_texts_all_fall_away_falls_away_too() -> None:
    every = (Heading(2, "Register"), Paragraph("Register"), Items(("Register",)))
    assert [with_texts(block, lambda text: None) for block in every] == [None, None, None]
