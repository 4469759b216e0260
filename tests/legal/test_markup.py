from hypothesis import given
from hypothesis import strategies as st

from shop.legal.blocks import Heading, Items, Lines, Paragraph
from shop.legal.markup import as_html


def test_an_address_and_a_mail_address_become_links() -> None:
    html = as_html(
        (Paragraph("Siehe https://laden.example/agb. Fragen an a.b@laden.example, gern."),)
    )
    assert html == (
        '<p>Siehe <a href="https://laden.example/agb">https://laden.example/agb</a>. '
        'Fragen an <a href="mailto:a.b@laden.example">a.b@laden.example</a>, gern.</p>'
    )


def test_the_title_is_left_to_the_page() -> None:
    html = as_html((Heading(1, "AGB"), Heading(2, "Geltung"), Items(("a", "b")), Lines(("c", "d"))))
    assert html == "<h2>Geltung</h2>\n<ul><li>a</li><li>b</li></ul>\n<p>c<br>d</p>"


@given(st.text(alphabet="<>&\"'/:@.ahtps ", min_size=1))
def test_whatever_the_operator_is_called_it_never_becomes_markup(name: str) -> None:
    html = as_html((Paragraph("https://laden.example/" + name), Lines((name,)), Heading(2, name)))
    allowed = ("<p>", "</p>", "<h2>", "</h2>", "</a>", '<a href="', '">')
    for piece in allowed:
        html = html.replace(piece, "")
    assert not set("<>\"'") & set(str(html))


def test_the_sign_of_an_unchecked_text_stands_out() -> None:
    notice = Paragraph("Vorlage: vor dem Einsatz anwaltlich prüfen lassen.")
    assert 'class="notice"' in as_html((notice,))
