"""The shop's own texts say nothing that only a claim may say."""

from pathlib import Path

import pytest

from shop.origin.texts_checked import words_in_files

ROOT = Path(__file__).parent.parent.parent


def test_no_text_of_the_shop_claims_anything_by_itself() -> None:
    assert words_in_files(ROOT) == []


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("templates/home.html", "<p>\n{# Bio\n #}\n<b>Bio</b>", 4),
        ("templates/staff/claims.html", "<p>Bio ist ein Wort\nfür alle, grün auch", 2),
        ("templates/mail/order.txt", "fair gehandelt", 1),
        ("shop/legal/texts/agb/1.md", "Wir versenden\nklimaneutral.", 2),
        ("translations/es/LC_MESSAGES/messages.po", 'msgstr "café orgánico"', 1),
        ("shop/cart/pages.py", '"""Bio."""\nTOLD = _("Ihr Bio-Kaffee")', 2),
        ("templates/home.html", "<p>\naus unserer\nPartnerstadt</p>", 2),
        ("templates/home.html", "\nnach<wbr>haltig", 2),
        ("templates/home.html", "kli&shy;maneutral", 1),
        ("templates/home.html", "<p>\nCO<sub>2</sub>-neutral", 2),
        ("templates/home.html", "&#98;io", 1),
        ("templates/home.html", "B<b>i</b>o", 1),
        ("templates/home.html", '<img\n alt="&#x42;io">', 2),
        ("shop/cart/pages.py", 'TOLD = "nachhaltig"', 1),
        ("shop/cart/pages.py", 'TOLD = _("bio")', 1),
        ("shop/cart/pages.py", 'TOLD = f"{size} bio"', 1),
        ("shop/checkout/forms.py", 'LABEL = _("Bio-Kaffee")', 1),
        ("static/css/seal.css", '.seal::before {\n  content: "klimaneutral";\n}', 2),
        ("static/site.json", '{"name": "Bio-Laden"}', 1),
        ("static/img/seal.svg", "<svg><title>Nachhaltig</title></svg>", 1),
    ],
)
def test_a_word_is_named_with_its_file_and_line(
    tmp_path: Path, path: str, text: str, line: int
) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    assert [(found.path, found.line) for found in words_in_files(tmp_path)] == [(path, line)]


def test_staff_may_read_the_names_of_claims_and_keys_are_no_texts(tmp_path: Path) -> None:
    for path, text in {
        "templates/origin/staff/claims.html": "<option>Bio</option>",
        "shop/origin/forms.py": 'LABEL = _("Bio-Aussage")',
        "shop/cart/rules.py": 'KIND = "fair"',
        "templates/home.html": "<td>Biograf</td><td>ie</td>",
        "templates/two.html": "<li>100 %</li><li>Cajamarca</li>",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert words_in_files(tmp_path) == []
