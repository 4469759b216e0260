"""Which words a text may not contain, and which only a claim may say."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.origin.wording import Why, findings


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ein umweltfreundlicher Becher", Why.GENERIC),
        ("die grüne Wahl", Why.GENERIC),
        ("Nachhaltig angebaut", Why.GENERIC),
        ("mehr Nachhaltigkeit", Why.GENERIC),
        ("ökologisch verpackt", Why.GENERIC),
        ("unser ökofairer Stadtkaffee", Why.GENERIC),
        ("klimaneutraler Versand", Why.CLIMATE),
        ("CO₂-kompensiert", Why.CLIMATE),
        ("Co2-neutral geröstet", Why.CLIMATE),
        ("garantiert entwaldungsfrei", Why.DUTY),
        ("besonders bekömmlich", Why.HEALTH),
        ("ein magenschonender Kaffee", Why.HEALTH),
        ("Kaffee aus unserer Partnerstadt", Why.ORIGIN),
        ("100 % Cajamarca", Why.ORIGIN),
        ("Bio-Kaffee", Why.NEEDS_CLAIM),
        ("ein BIO Kaffee", Why.NEEDS_CLAIM),
        ("Biobohnen", Why.NEEDS_CLAIM),
        ("aus ökologischem Landbau", Why.NEEDS_CLAIM),
        ("DE-ÖKO-006", Why.NEEDS_CLAIM),
        ("fair gehandelt", Why.NEEDS_CLAIM),
        ("umweltfreundlichere Becher", Why.GENERIC),
        ("die grünste Wahl", Why.GENERIC),
        ("am ökologischsten", Why.GENERIC),
        ("emissionsfrei geliefert", Why.GENERIC),
        ("sustainability", Why.GENERIC),
        ("cafés sostenibles", Why.GENERIC),
        ("biofair", Why.GENERIC),
        ("co²-neutral", Why.CLIMATE),
        ("klimabewusst geröstet", Why.CLIMATE),
        ("gesünder", Why.HEALTH),
        ("gut für Ihre Gesundheit", Why.HEALTH),
        ("gesundheitsfördernd", Why.HEALTH),
        ("aus unserer\nPartnerstadt", Why.ORIGIN),
        ("aus\u00a0unserer Partnerstadt", Why.ORIGIN),
        ("aus Cajamarca, unserer Partnerstadt", Why.ORIGIN),
        ("100\u202f%\u00a0Cajamarca", Why.ORIGIN),
        ("100 % aus der Region Cajamarca", Why.ORIGIN),
        ("fairere Preise", Why.NEEDS_CLAIM),
        ("fairste Preise", Why.NEEDS_CLAIM),
        ("fairgehandelt", Why.NEEDS_CLAIM),
        ("Fairhandel", Why.NEEDS_CLAIM),
        ("precio justo", Why.NEEDS_CLAIM),
        ("biodynamisch", Why.NEEDS_CLAIM),
        ("vom Biohof", Why.NEEDS_CLAIM),
        ("Bioarabica", Why.NEEDS_CLAIM),
        ("Oeko-Kontrolle", Why.NEEDS_CLAIM),
        *((name, Why.NEEDS_CLAIM) for name in ("Bioland", "Demeter", "Naturland-Siegel")),
        *((name, Why.NEEDS_CLAIM) for name in ("Rainforest Alliance", "WFTO", "Fair Trade")),
        ("Fairtrade", Why.NEEDS_CLAIM),
    ],
)
def test_a_word_that_needs_proof_is_found_with_its_reason(text: str, why: Why) -> None:
    assert [finding.why for finding in findings(text)] == [why]


@pytest.mark.parametrize(
    "text",
    [
        "Biografie einer Biologin",
        "Ökonomie des Hafens",
        "eine unfaire Affäre",
        "Grünkohl und Rohkaffee",
        "„Kommunale Nachhaltigkeitspartnerschaften mit Lateinamerika“",
        "Zusammenarbeit im Gesundheitswesen",
        "Verletzung des Lebens, des Körpers oder der Gesundheit",
        "Die Partnerstadt Cajamarca liegt im Hochland.",
    ],
)
def test_words_that_only_look_like_it_and_names_others_gave_are_left_alone(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "na\u00adch\u00adhaltig",
        "nach\u200bhaltig",
        "nach\u2060haltig",
        "nach\ufe0fhaltig",
        "ｎａｃｈｈａｌｔｉｇ",
        "𝐧𝐚𝐜𝐡𝐡𝐚𝐥𝐭𝐢𝐠",
    ],
)
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    assert [(finding.word, finding.at) for finding in findings(f"so {text}")] == [("nachhaltig", 3)]


def test_letters_with_their_accents_apart_are_the_same_letters() -> None:
    [finding] = findings(unicodedata.normalize("NFD", "für ökologischen Landbau"))
    assert (finding.word, finding.at) == ("ökologischen Landbau", 5)


def test_a_claim_may_say_what_it_proves_and_still_nothing_that_is_banned() -> None:
    text = "Bio-Kaffee, fair gehandelt und nachhaltig"
    assert [finding.word for finding in findings(text, claims_allowed=True)] == ["nachhaltig"]


@given(st.text(), st.sampled_from(["bio", "Öko", "klimaneutral", "Fairtrade"]), st.text())
def test_a_word_is_found_wherever_it_stands(before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}"
    assert any(finding.at == len(before) + 1 for finding in findings(text))
