"""Every address is either for everybody, on purpose, or asks who comes."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.make.people import PASSWORD, make_person, signed_in

#: First parts of addresses anybody may call; a new one is added here knowingly.
PUBLIC = (
    "/",
    "/static/",
    "/kaffee/",
    "/bilder/",
    "/warenkorb",
    "/kasse",
    "/bestellung/",
    "/herkunft",
    "/partnerschaft",
    "/praemie",
    "/charge/",
    "/01/",
    "/preis/",
    "/nachweise/",
    "/zeichen/",
    "/impressum",
    "/recht/",
    "/agb",
    "/widerruf",
    "/datenschutz",
    "/versand",
    "/barrierefreiheit",
    "/stripe/",
    "/healthz",
    "/readyz",
    "/konto/",
    "/sitemap.xml",
    "/robots.txt",
)
MINE = {
    "/heute": "staff",
    "/auftraege/": "staff",
    "/lager/": "staff",
    "/einkauf/": "staff",
    "/artikel/": "staff",
    "/verkauf/": "staff",
    "/verlauf/": "staff",
    "/geld/": "staff",
    "/berichte/": "report",
    "/verwaltung/": "admin",
}
#: Here stand customers' own pages next to the sign-in.
MIXED = "/konto/"


def guarded(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if role_for(app, rule)]


def role_for(app: Flask, rule: Rule) -> str | None:
    found: str | None = getattr(app.view_functions[rule.endpoint], "needed_role", None)
    return found


def ways(rule: Rule) -> list[tuple[str, str]]:
    """(method, path) with something in the place of each variable part."""
    path = rule.rule
    for name in rule.arguments:
        start = path.index("<")
        assert name in path[start : path.index(">") + 1] or len(rule.arguments) > 1
        path = path[:start] + "1" + path[path.index(">") + 1 :]
    return [(method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def test_the_staff_and_report_pages_all_ask_for_their_role(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for start, role in MINE.items():
            if rule.rule.startswith(start.rstrip("/")):
                assert role_for(app, rule) == role, rule


def test_a_page_is_public_on_purpose_or_asks_for_a_role(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        known = rule.rule == "/" or any(
            rule.rule.startswith(start) for start in PUBLIC if start != "/"
        )
        assert known or role_for(app, rule), f"{rule} is open to everybody"
        assert not (known and role_for(app, rule)) or rule.rule.startswith(MIXED), rule


def test_strangers_are_sent_to_the_sign_in(app: Flask) -> None:
    client = app.test_client()
    assert guarded(app)
    for rule in guarded(app):
        for method, path in ways(rule):
            answer = client.open(path, method=method)
            assert answer.status_code in (302, 303), rule
            assert answer.location.startswith("/konto/anmelden?"), rule
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("role", "other"), [("staff", "report"), ("report", "staff")])
def test_the_wrong_role_is_told_so_kindly(app: Flask, role: str, other: str) -> None:
    client = signed_in(app, role)
    for rule in guarded(app):
        for method, path in ways(rule):
            answer = client.open(path, method=method)
            if role_for(app, rule) == other:
                assert answer.status_code == 403, rule
                assert "gehört nicht zu Ihren Aufgaben" in answer.text
            elif role_for(app, rule) == role:
                assert answer.status_code not in (401, 403), rule


def test_an_admin_may_enter_everywhere(app: Flask) -> None:
    client = signed_in(app, "admin")
    for rule in guarded(app):
        if role_for(app, rule) == "customer":
            continue
        for method, path in ways(rule):
            answer = client.open(path, method=method)
            assert answer.status_code not in (401, 403), rule
            assert "anmelden" not in answer.headers.get("Location", ""), rule


def test_a_page_one_asked_for_comes_back_after_signing_in(app: Flask) -> None:
    make_person(app)
    client = app.test_client()
    wanted = "/lager/?q=Ja%C3%A9n&zeige=knapp"
    page = client.get(wanted, follow_redirects=True).text
    kept = page.split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")
    data = {"email": "lager@laden.example", "password": PASSWORD, "next": kept}
    assert client.post("/konto/anmelden", data=data).location == wanted


def test_what_was_typed_into_an_expired_session_is_not_lost_silently(app: Flask) -> None:
    page = app.test_client().post("/lager/x/korrektur", follow_redirects=True)
    assert "Die letzte Eingabe wurde nicht gespeichert" in page.text
