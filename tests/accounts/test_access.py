"""Every address is either for everybody, on purpose, or asks who comes."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from shop.accounts.models import Person
from shop.accounts.rules import RoleName
from shop.accounts.set_roles import roles_named
from shop.db import db
from tests.make.people import PASSWORD, make_person, next_code, signed_in

#: First parts of addresses anybody may call; a new one is added here knowingly.
PUBLIC = (
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
    "/sitemap.xml",
    "/robots.txt",
    # What is needed to get in, or by whoever is on the way.
    "/konto/anmelden",
    "/konto/abmelden",
    "/konto/passwort-vergessen",
    "/konto/passwort-neu",
    "/konto/mail-adresse-neu",
    "/konto/link/",
    "/konto/bestaetigen/",
    "/konto/geloescht",
)
#: For whoever is on the way in; each looks who that is.
ON_THE_WAY = (
    "/konto/zweiter-faktor",
    "/konto/zweiter-faktor/frage",
    "/konto/zweiter-faktor/passkey",
    "/konto/zweiter-faktor/ersatzcode",
    "/konto/zweiter-faktor/einrichten",
    "/konto/zweiter-faktor/app",
    "/konto/zweiter-faktor/app/bestaetigen",
    "/konto/zweiter-faktor/passkey/frage",
    "/konto/zweiter-faktor/passkey/neu",
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
#: Role → whose pages it opens.
OPENS = {
    "staff": {"staff", "person"},
    "report": {"report", "person"},
    "admin": {"staff", "report", "admin", "person"},
    "customer": {"customer", "person"},
}
#: Open to a role for what is one's own; their tests tell whose they show.
OWN_ONLY = ("/verlauf/person/",)
#: They end the session that walks through all pages.
LAST = ("/konto/sitzungen/", "/konto/daten/loeschen")


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


def is_public(rule: Rule) -> bool:
    return rule.rule in ("/", "/konto/", *ON_THE_WAY) or rule.rule.startswith(PUBLIC)


def test_the_staff_and_report_pages_all_ask_for_their_role(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for start, role in MINE.items():
            if rule.rule.startswith(start.rstrip("/")):
                assert role_for(app, rule) == role, rule


def test_a_page_is_public_on_purpose_or_asks_for_a_role(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert is_public(rule) or role_for(app, rule), f"{rule} is open to everybody"
        assert not (is_public(rule) and role_for(app, rule)), rule


def nobody(app: Flask) -> FlaskClient:
    return app.test_client()


def half_in(role: str) -> Callable[[Flask], FlaskClient]:
    """Somebody who works here, after the right password and before the second factor."""

    def visit(app: Flask) -> FlaskClient:
        make_person(app, f"{role}@laden.example", [role])
        client = app.test_client()
        data = {"email": f"{role}@laden.example", "password": PASSWORD}
        assert client.post("/konto/anmelden", data=data).location == "/konto/zweiter-faktor"
        return client

    return visit


@pytest.mark.parametrize(
    ("visitor", "step"),
    [
        (nobody, "/konto/anmelden?"),
        *((half_in(role), "/konto/zweiter-faktor") for role in ("staff", "report", "admin")),
    ],
    ids=["nobody", "staff", "report", "admin"],
)
def test_who_is_not_in_is_sent_to_the_sign_in_or_its_second_step(
    app: Flask, visitor: Callable[[Flask], FlaskClient], step: str
) -> None:
    client = visitor(app)
    assert guarded(app)
    for rule in guarded(app):
        for method, path in ways(rule):
            answer = client.open(path, method=method)
            assert answer.status_code in (302, 303), rule
            said = "/konto/anmelden?verfallen=1" if method == "POST" else step
            assert answer.location.startswith(said), rule
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("role", OPENS)
def test_a_role_opens_exactly_its_pages(app: Flask, role: str) -> None:
    # What is done to the first of all is not done to the visitor.
    make_person(app, "erste@laden.example")
    client = signed_in(app, role)
    seen = 0
    for rule in sorted(guarded(app), key=lambda rule: rule.rule.startswith(LAST)):
        for method, path in ways(rule):
            answer = client.open(path, method=method)
            if role_for(app, rule) not in OPENS[role]:
                assert answer.status_code == 403, rule
                assert "gehört nicht zu Ihren Aufgaben" in answer.text
            elif not rule.rule.startswith(OWN_ONLY):
                assert answer.status_code not in (401, 403) and answer.status_code < 500, rule
                assert not answer.headers.get("Location", "").startswith("/konto/anmelden?"), rule
                seen += 1
    assert seen


def test_pages_on_the_way_in_are_closed_to_strangers(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule in ON_THE_WAY:
            for method, path in ways(rule):
                answer = app.test_client().open(path, method=method)
                assert answer.status_code in (302, 303, 409), rule


def test_a_post_from_a_foreign_page_is_refused_everywhere_but_at_the_webhook(app: Flask) -> None:
    client, refused = signed_in(app, "admin"), 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        for method, path in ways(rule):
            if method != "POST":
                continue
            for told in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
                assert client.post(path, headers=told).status_code == 403, rule
                refused += 1
    assert refused > 100
    assert "anmelden" not in client.get("/konto/").location


def test_who_becomes_a_colleague_is_not_in_with_a_customers_session(app: Flask) -> None:
    """A session that showed one factor stays shut whatever its person may do by now."""
    client = signed_in(app, "customer")
    assert client.get("/konto/sicherheit").status_code == 200
    with app.app_context():
        found = db.session.scalars(select(Person)).one()
        found.roles = roles_named([RoleName.STAFF, RoleName.CUSTOMER])
        db.session.commit()
    for path in ("/lager/", "/konto/sicherheit"):
        assert client.get(path).location.startswith("/konto/anmelden?")


def test_a_page_one_asked_for_comes_back_after_signing_in(app: Flask) -> None:
    make_person(app)
    client = app.test_client()
    wanted = "/lager/?q=Ja%C3%A9n&zeige=knapp"
    page = client.get(wanted, follow_redirects=True).text
    kept = page.split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")
    data = {"email": "lager@laden.example", "password": PASSWORD, "next": kept}
    client.post("/konto/anmelden", data=data)
    answer = client.post("/konto/zweiter-faktor", data={"code": next_code(app)})
    assert answer.location == wanted


def test_what_was_typed_into_an_expired_session_is_not_lost_silently(app: Flask) -> None:
    page = app.test_client().post("/lager/x/korrektur", follow_redirects=True)
    assert "Die letzte Eingabe wurde nicht gespeichert" in page.text
