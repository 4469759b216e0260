"""What the law asks the texts to say, and what it forbids."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.cart.rules import MAX_LINES, MAX_QUANTITY
from shop.legal.blocks import as_plain, parse
from shop.legal.current import NAMES, TEXTS, current_text
from tests.make.shop import make_settings, make_shop


@pytest.fixture
def words(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Each text in one line, so that a sentence is found wherever it is wrapped."""
    with make_shop(make_settings("sqlite://", tmp_path)) as app, app.app_context():
        yield {name: " ".join(current_text(name).text.split()) for name in NAMES}


def _sentences(file: str) -> list[str]:
    wording = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return [" ".join(paragraph.split()) for paragraph in wording.split("\n\n")]


# Art. 246a § 1 (2) EGBGB. Annex 1 with the notes that apply here: several goods of one order that
# may be delivered apart (1 c), the online function (3), goods (4, 5 a to c).
@pytest.mark.parametrize("sentence", [*_sentences("annex_1.txt"), *_sentences("annex_2.txt")])
def test_the_withdrawal_instruction_keeps_to_the_statutory_model(
    words: dict[str, str], sentence: str
) -> None:
    assert sentence in words["widerrufsbelehrung"]


def test_the_withdrawal_instruction_names_whom_to_write_to(words: dict[str, str]) -> None:
    assert (
        "müssen Sie uns (Demo-Stadtkaffee, Musterweg 1, 12555 Berlin, Telefon: 030 0000000, "
        "E-Mail: laden@stadtkaffee.example) mittels"
    ) in words["widerrufsbelehrung"]


def test_the_terms_say_how_the_contract_comes_about(words: dict[str, str]) -> None:
    assert (
        "Mit der Schaltfläche „zahlungspflichtig bestellen“ geben Sie ein verbindliches Angebot"
        in words["agb"]
    )
    assert "Wir nehmen Ihr Angebot an, indem wir Sie unmittelbar" in words["agb"]
    assert "Die Zahlungsseite ist 35 Minuten lang offen" in words["agb"]
    assert "Der Vertrag wird in deutscher Sprache geschlossen." in words["agb"]
    assert "Wir speichern den Vertragstext" in words["agb"]
    assert "Verhaltenskodex" in words["agb"]


def test_refusing_conciliation_is_said_on_the_site_and_in_the_terms(words: dict[str, str]) -> None:
    for name in ("agb", "impressum"):
        assert "Verbraucherschlichtungsstelle teilzunehmen (§ 36 VSBG)" in words[name]


def test_the_imprint_names_everything_the_law_asks_for(words: dict[str, str]) -> None:
    for fact in (
        "Demo-Stadtkaffee",
        "Rechtsform: erfundener Verein",
        "Vertreten durch: Testperson 001",
        "Musterweg 1 12555 Berlin",
        "Telefon: 030 0000000",
        "E-Mail: laden@stadtkaffee.example",
        "Register: Demo-Register VR 0000",
        "DE000000000 (Demo)",
    ):
        assert fact in words["impressum"]


def test_shipping_says_where_to_for_how_much_and_how_to_pay(words: dict[str, str]) -> None:
    for sentence in (
        "Wir liefern nur an Anschriften in Deutschland",
        "Versand innerhalb Deutschlands: 4,90\u00a0€ je Bestellung",
        "ab einem Warenwert von 40,00\u00a0€: kostenlos",
        "der Tag, bis zu dem Ihre Bestellung bei Ihnen ist, wenn Sie am selben Tag bezahlen",
        "Meist sind das vier Werktage nach der Zahlung",
        f"höchstens {MAX_QUANTITY} Stück je Artikel und {MAX_LINES} verschiedene Artikel",
        "- Kredit- oder Debitkarte - PayPal - SEPA-Lastschrift",
        "Keine Zahlungsart kostet einen Aufschlag.",
    ):
        # `split()` above also splits at the no-break space.
        assert " ".join(sentence.split()) in words["versand"]


def test_the_privacy_notice_names_receivers_periods_and_rights(
    words: dict[str, str],
) -> None:
    for word in (
        "Stripe Payments Europe",
        "Demo-Rechenzentrum, Musterweg 2",
        "Demo-Postamt, Musterweg 3",
        "PayPal (Europe)",
        "§ 25 Abs. 2 Nr. 2 TDDDG",
        "acht Jahre (§ 147 AO",
        "sechs Jahre (§ 147 AO",
        "zehn Jahre (§ 147 AO",
        *(f"Art. {number} DSGVO" for number in (15, 16, 17, 18, 20, 21, 77)),
    ):
        assert word in words["datenschutz"]


def test_no_text_leaves_the_operator_a_hole_to_fill(words: dict[str, str]) -> None:
    assert [name for name, text in words.items() if re.search(r"[\[\]{}]", text)] == []


def test_the_accessibility_page_names_the_authority(words: dict[str, str]) -> None:
    assert "(MLBF), Magdeburg" in words["barrierefreiheit"]


def test_no_text_links_to_the_closed_platform_for_disputes(words: dict[str, str]) -> None:
    for text in words.values():
        assert "consumers/odr" not in text
        assert "Online-Streitbeilegung" not in text


# UWG, annex no. 2a and 4a to 4c; no health claims either (Regulation (EC) 1924/2006).
FORBIDDEN = re.compile(
    r"nachhaltig|umwelt(freundlich|schonend)|klima(neutral|freundlich|positiv)|kompensiert|ökofair|"
    r"ökologisch|biologisch|\bgrüne?[rsn]?\b|\bfair\b|bekömmlich|magenschonend",
    re.IGNORECASE,
)


def test_no_text_makes_a_green_or_health_claim(words: dict[str, str]) -> None:
    for name, text in words.items():
        assert not FORBIDDEN.search(text), name


def test_every_version_ever_written_can_still_be_read() -> None:
    files = list(TEXTS.glob("*/*.txt"))
    assert {file.parent.name for file in files} == set(NAMES)
    for file in files:
        blocks = parse(file.read_text(encoding="utf-8"))
        assert parse(as_plain(blocks)) == blocks


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_written_as_it_is_mailed_wrapped_evenly(name: str) -> None:
    newest = max((TEXTS / name).glob("*.txt")).read_text(encoding="utf-8")
    assert as_plain(parse(newest)) == newest
