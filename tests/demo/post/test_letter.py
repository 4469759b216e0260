import base64
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.demo.post.letter import read


def make_mail(subject: str = "Ihre Bestellung") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "laden@example.org", "wer@example.org", subject
    mail.set_content("Grüße aus dem Laden")
    mail.add_alternative("<p>Grüße aus dem Laden</p>", subtype="html")
    return mail


def test_an_ordinary_mail_shows_both_its_parts_and_its_attachment() -> None:
    mail = make_mail("Ihre Bestellung über 7,50 €")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Über uns.pdf")
    letter = read(bytes(mail))
    assert letter.subject == "Ihre Bestellung über 7,50 €"
    assert (letter.sender, letter.to) == ("laden@example.org", "wer@example.org")
    assert letter.text == "Grüße aus dem Laden\n"
    assert letter.html == "<p>Grüße aus dem Laden</p>\n"
    attachment = letter.attachments[0]
    assert (attachment.name, attachment.kind) == ("Über uns.pdf", "application/pdf")
    assert attachment.content == b"%PDF"


def test_a_second_text_is_an_attachment_and_not_lost() -> None:
    mail = make_mail()
    mail.add_attachment("AGB im Wortlaut", filename="agb.txt")
    letter = read(bytes(mail))
    assert letter.text == "Grüße aus dem Laden\n"
    assert letter.attachments[0].content == b"AGB im Wortlaut\n"


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("iso-8859-1", "Grüße".encode("latin-1")),
        ("windows-1252", "Grüße".encode("cp1252")),
        ("utf-8", "Grüße".encode()),
        ("utf-16", "Grüße".encode("utf-16")),
        # Not what they say they are: read as UTF-8.
        ("x-gibt-es-nicht", "Grüße".encode()),
        ("rot13", "Grüße".encode()),
        ("idna", "Grüße".encode()),
    ],
)
def test_every_charset_is_read_as_well_as_can_be(charset: str, raw: bytes) -> None:
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    assert read(head.encode() + base64.b64encode(raw)).text == "Grüße"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\n", "Grüße"),
        (b"Subject: =?iso-8859-1?B?R3L832U=?=\n\n", "Grüße"),
        ("Subject: Grüße\n\n".encode(), "Grüße"),
        (b"Subject: =?x-gibt-es-nicht?q?Hallo?=\n\n", "=?x-gibt-es-nicht?q?Hallo?="),
        (b"Subject: =?utf-8?b?kaputt!?=\n\n", "=?utf-8?b?kaputt!?="),
        (b"Subject: \xff\xfe\n\n", "\ufffd\ufffd"),
        (b"Subject: =?utf-8?q?a=00b=0Ac=E2=80=AEd?=\n\n", "a b c d"),
        (b"Subject: erste\n zweite Zeile\n\n", "erste zweite Zeile"),
        (b"\n\nnur Text", ""),
    ],
)
def test_every_subject_is_shown_as_well_as_can_be(raw: bytes, shown: str) -> None:
    assert read(raw).subject == shown


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b.txt", "a_b.txt"),
        ("..", "anhang-1"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_the_name_of_an_attachment_leads_nowhere(filename: str, shown: str) -> None:
    mail = make_mail()
    mail.add_attachment(b"", maintype="a", subtype="b", filename=filename)
    assert read(bytes(mail)).attachments[0].name == shown


def test_a_mail_nested_without_end_is_kept_but_not_taken_apart() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(3000)
    )
    assert not read(nested).readable


parts_of_mails = st.sampled_from(
    [
        b"Subject: ",
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"Content-Type: text/html; charset=",
        b"Content-Type: message/rfc822\n",
        b"Content-Disposition: attachment; filename*=",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"--b\n",
        b"--b--\n",
        b"=?utf-8?q?",
        b"utf-7''%FF",
        b"?=\n",
        b"\n",
        b"\r\n\r\n",
        b"begin 666 x\n",
    ]
)


@given(st.lists(st.one_of(parts_of_mails, st.binary(max_size=8)), max_size=30).map(b"".join))
def test_whatever_arrives_can_be_shown(raw: bytes) -> None:
    letter = read(raw)
    shown = [letter.subject, letter.sender, letter.to, letter.text or "", letter.html or ""]
    for text in [*shown, *(attachment.name for attachment in letter.attachments)]:
        text.encode("utf-8")
