"""The post office from outside: mails go in by SMTP and are read on its pages."""

import re
import smtplib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.client import HTTPResponse
from pathlib import Path
from typing import cast

import pytest

from shop.demo.post.maildir import Post
from shop.demo.post.server import PostOffice
from tests.demo.post.test_letter import make_mail


@contextmanager
def running(store: Path) -> Iterator[PostOffice]:
    office = PostOffice(store)
    try:
        yield office
    finally:
        office.stop()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    with running(tmp_path / "post") as office:
        yield office


def send(office: PostOffice, mail: EmailMessage | bytes, *recipients: str) -> None:
    raw = (mail if isinstance(mail, bytes) else bytes(mail)).replace(b"\n", b"\r\n")
    with smtplib.SMTP("127.0.0.1", office.smtp_port, timeout=10) as smtp:
        smtp.sendmail("laden@example.org", recipients or ("wer@example.org",), raw)


def get(office: PostOffice, path: str) -> HTTPResponse:
    return cast(HTTPResponse, urllib.request.urlopen(office.url + path, timeout=10))


def page(office: PostOffice, path: str = "/") -> str:
    with get(office, path) as answer:
        return answer.read().decode(errors="replace")


def first_mail(office: PostOffice, query: str = "") -> str:
    found = re.search(r'href="(/brief/[^"]+)"', page(office, "/" + query))
    assert found
    return found[1]


def test_an_empty_mailbox_says_so(office: PostOffice) -> None:
    assert "Hier liegt noch nichts" in page(office)
    assert "diese Mails haben den Rechner nie verlassen" in page(office)


def test_a_sent_mail_is_listed_and_can_be_read(office: PostOffice) -> None:
    send(office, make_mail("Bestellung SK-1 über 7,50 €"))
    listed = page(office)
    assert "Bestellung SK-1 über 7,50 €" in listed
    assert "wer@example.org" in listed
    assert "1 Mail" in listed
    shown = page(office, first_mail(office))
    assert "Grüße aus dem Laden" in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown


def test_the_newest_mail_is_on_top(office: PostOffice) -> None:
    for number in range(3):
        send(office, make_mail(f"Nummer {number}"))
    assert re.findall(r"Nummer \d", page(office)) == ["Nummer 2", "Nummer 1", "Nummer 0"]


def test_mails_can_be_filtered_by_recipient(office: PostOffice) -> None:
    send(office, make_mail("Für Ada"), "ada@example.org")
    send(office, make_mail("Für Bo"), "bo@example.org", "chef@example.org")
    for query, there, away in (("ADA@", "Für Ada", "Für Bo"), ("chef", "Für Bo", "Für Ada")):
        listed = page(office, f"/?an={query}")
        assert there in listed
        assert away not in listed
    assert "Für diesen Empfänger liegt hier nichts" in page(office, "/?an=niemand")


def test_the_mail_is_found_by_whom_it_went_to_not_by_what_it_says(office: PostOffice) -> None:
    send(office, make_mail("Blindkopie"), "still@example.org")
    assert "Blindkopie" in page(office, "/?an=still@example.org")


def test_an_html_part_is_shown_without_any_power(office: PostOffice) -> None:
    mail = EmailMessage()
    mail.set_content("Text")
    mail.add_alternative("<script>alert(1)</script><p>Schön</p>", subtype="html")
    send(office, mail)
    with get(office, first_mail(office) + "/html") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "<p>Schön</p>" in answer.read().decode()
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox;")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_markup_in_a_subject_stays_text(office: PostOffice) -> None:
    send(office, make_mail("<img src=x> & Co"))
    assert "&lt;img src=x&gt; &amp; Co" in page(office)


def test_an_attachment_is_saved_and_never_opened(office: PostOffice) -> None:
    mail = make_mail()
    mail.add_attachment("<script>", subtype="html", filename="Ü.html")
    send(office, mail)
    with get(office, first_mail(office) + "/anhang/1") as answer:
        assert answer.read() == b"<script>\n"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_the_source_is_the_mail_as_it_came(office: PostOffice) -> None:
    raw = b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\nZeile\n.\n..\nEnde \xff\n"
    send(office, raw, "a@example.org")
    with get(office, first_mail(office) + "/quelltext") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        source = answer.read()
    assert source == b"Return-Path: <laden@example.org>\nDelivered-To: a@example.org\n" + raw


def test_a_restart_keeps_every_mail(tmp_path: Path) -> None:
    with running(tmp_path / "post") as office:
        send(office, make_mail("Vor dem Neustart"))
    with running(tmp_path / "post") as office:
        assert "Vor dem Neustart" in page(office)
        send(office, make_mail("Danach"))
        assert "2 Mails" in page(office)


def test_many_mails_are_shown_page_by_page(tmp_path: Path) -> None:
    post = Post(tmp_path / "post")
    for number in range(120):
        post.keep("laden@example.org", ["wer@example.org"], f"Subject: N{number}.\n\n".encode())
    with running(tmp_path / "post") as office:
        seen = [re.findall(r"N\d+\.", page(office, f"/?seite={number}")) for number in (1, 2, 3)]
    assert [len(names) for names in seen] == [50, 50, 20]
    assert sum(seen, []) == [f"N{number}." for number in reversed(range(120))]


@pytest.mark.parametrize(
    "path",
    [
        "/brief/gibt-es-nicht",
        "/brief/..%2F..%2Fetc%2Fpasswd",
        "/brief/%00",
        "/brief/x/html",
        "/brief/x/anhang/1",
        "/nirgends",
    ],
)
def test_what_is_not_there_is_said_in_german(office: PostOffice, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(office, path)
    with refused.value as answer:
        assert answer.code == 404
        assert "Das gibt es hier nicht" in answer.read().decode()


@pytest.mark.parametrize("query", ["?seite=-1", "?seite=x", "?seite=" + "9" * 5000, "?an=%ff%00"])
def test_an_odd_query_is_answered_all_the_same(office: PostOffice, query: str) -> None:
    assert "Alle Mails" in page(office, "/" + query)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\x00\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain;\n\nx",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)
        ),
        b"Subject: " + b"=?utf-8?q?" * 300 + b"\n\n" + b"x" * 2000,
    ],
)
def test_junk_is_listed_and_can_be_opened(tmp_path: Path, junk: bytes) -> None:
    Post(tmp_path / "post").keep("\udcff <>", ["ü\udcff@x"], junk)
    with running(tmp_path / "post") as office:
        path = first_mail(office)
        assert "Eingegangen" in page(office, path)
        assert page(office, path + "/quelltext").startswith("Return-Path:")


def test_a_stray_file_among_the_mails_does_no_harm(tmp_path: Path) -> None:
    with running(tmp_path / "post") as office:
        (tmp_path / "post" / "new" / "notiz").write_bytes(b"Subject: Notiz\n\n")
        assert "Notiz" in page(office)


def test_a_foreign_host_name_is_refused(office: PostOffice) -> None:
    request = urllib.request.Request(office.url + "/", headers={"Host": "boese.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    with refused.value as answer:
        assert answer.code == 400


def test_a_taken_port_is_said_at_once(office: PostOffice, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        PostOffice(tmp_path / "other", smtp_port=office.smtp_port)


def test_the_post_office_knows_nothing_of_the_shop() -> None:
    program = (
        "import sys, shop.demo.post.__main__;"
        "print(*(m for m in sys.modules if m.startswith('shop.') and m != 'shop.demo'))"
    )
    names = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout.split()
    assert names
    assert all(name.startswith("shop.demo.post") for name in names)
