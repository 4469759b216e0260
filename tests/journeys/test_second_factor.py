"""A new colleague's first day and the next ones, in a browser with a passkey and one without."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from shop.accounts.add_person import add_person
from shop.accounts.models import Person
from shop.accounts.reset_factors import reset_factors
from shop.accounts.rules import RoleName
from shop.db import db
from tests.make.live_shop import LiveShop
from tests.make.people import PASSWORD

EMAIL = "erster-tag@laden.example"
#: A phone's own: nobody has to touch anything here.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def colleague(app: Flask) -> Iterator[str]:
    """Somebody who has never signed in."""
    with app.app_context():
        person = add_person(EMAIL, "Testperson Neu", [RoleName.STAFF], PASSWORD)
        db.session.commit()
        person_id = person.id
    yield EMAIL
    with app.app_context():
        reset_factors(person_id)
        gone = db.session.get_one(Person, person_id)
        gone.roles, gone.active = [], False
        gone.email = f"{person_id}@laden.example"
        db.session.commit()


def address(live: LiveShop) -> str:
    """By its name: a passkey belongs to one, not to a number."""
    return live.url.replace("127.0.0.1", "localhost")


def give_password(page: Page, live: LiveShop) -> None:
    page.goto(f"{address(live)}/konto/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def forget_sign_in(context: BrowserContext) -> None:
    context.clear_cookies()


def test_a_passkey_is_set_up_on_the_first_day_and_signs_in_on_the_next(
    live: LiveShop, browser: Browser, colleague: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    machine = context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    added = machine.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    give_password(page, live)
    page.get_by_label("Wie heißt dieses Gerät?").fill("Diensthandy")
    page.get_by_role("button", name="Passkey einrichten").click()
    page.get_by_role("heading", name="Ihre Ersatzcodes").wait_for()
    assert page.locator(".recovery-codes li").count() == 10
    page.get_by_role("link", name="weiter").click()
    page.goto(f"{address(live)}/konto/sicherheit")
    assert page.get_by_text("Diensthandy").first.is_visible()

    forget_sign_in(context)
    give_password(page, live)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/heute")

    # Another device has no such passkey: told so, and still outside.
    machine.send("WebAuthn.clearCredentials", {"authenticatorId": added["authenticatorId"]})
    forget_sign_in(context)
    give_password(page, live)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.get_by_text("Das hat nicht geklappt").wait_for()
    page.goto(f"{address(live)}/lager/")
    assert "/konto/zweiter-faktor" in page.url
    context.close()


def test_without_scripts_an_app_is_set_up_and_no_passkey_is_offered(
    live: LiveShop, browser: Browser, colleague: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    give_password(page, live)
    assert not page.get_by_role("button", name="Passkey einrichten").is_visible()
    page.get_by_role("button", name="Mit einer App einrichten").click()
    assert page.get_by_alt_text("QR-Code für Ihre App").is_visible()
    context.close()
