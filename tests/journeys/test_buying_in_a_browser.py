"""Somebody buys coffee in a real browser and pays on Stripe's hosted page."""

import re

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from shop.orders.rules import State
from tests.journeys.books import booked, shelf
from tests.make.browser import DESKTOP, PHONE, visitor
from tests.make.live_shop import LiveShop
from tests.make.live_work import mailbox_of, work_once

ADDRESS = {
    "Vor- und Nachname": "Testperson 007",
    "Straße und Hausnummer": "Musterweg 1",
    "Postleitzahl": "12555",
    "Ort": "Berlin",
}


def number_on(page: Page) -> str:
    found = re.search(r"SK-\d{4}-\d{5}", page.get_by_role("main").inner_text())
    assert found
    return found[0]


def test_two_bags_on_a_phone_without_scripts(live: LiveShop, app: Flask, browser: Browser) -> None:
    on_hand, reserved = shelf(app, "D-HAUS-250-B")
    with visitor(browser, size=PHONE, scripts=False) as page:
        page.goto(f"{live.url}/")
        page.get_by_role("link", name="Zum Kaffee").click()
        page.get_by_role("link", name="Hausmischung").first.click()
        page.get_by_label("Menge").fill("2")
        page.get_by_role("button", name="In den Warenkorb").click()
        expect(page.get_by_role("heading", name="Warenkorb")).to_be_visible()
        page.get_by_role("button", name="Als Gast zur Kasse").click()
        page.get_by_label("E-Mail").fill("phone@example.org")
        for label, answer in ADDRESS.items():
            page.get_by_label(label, exact=True).first.fill(answer)
        page.get_by_role("button", name="Weiter zur Prüfung").click()
        expect(page.get_by_role("main")).to_contain_text("19,90\u00a0€")
        page.get_by_role("button", name="zahlungspflichtig bestellen", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("19,90\u00a0€")
        assert page.url.startswith(live.settings.stripe_api_base or "-")
        page.get_by_role("button", name="Mit Karte bezahlen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("bezahlt")
        number = number_on(page)
    money = booked(app, number)
    assert money.state == State.PAID
    assert {
        money.order_cents,
        money.line_cents,
        money.ledger_cents,
        money.stripe_cents,
        money.stripe_received_cents,
    } == {1990}
    assert shelf(app, "D-HAUS-250-B") == (on_hand - 2, reserved)
    work_once(live)
    assert mailbox_of(live, "phone@example.org") == [
        f"Ihre Bestellung {number} ist eingegangen",
        f"Bestellung {number}: bezahlt und bestätigt",
    ]


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has the focus is called so, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        called = page.evaluate(
            """() => {
                const it = document.activeElement;
                const label = it.labels && it.labels[0];
                return [it.textContent, label && label.textContent].filter(Boolean).join(' ')
                    .replace(/\\s+/g, ' ').trim();
            }"""
        )
        if name in called:
            return
    raise AssertionError(f"no way to {name!r} by keyboard")


def test_a_pickup_by_keyboard_alone(live: LiveShop, app: Flask, browser: Browser) -> None:
    with visitor(browser, size=DESKTOP) as page:
        page.goto(f"{live.url}/kaffee/filter-jaen")
        tab_to(page, "In den Warenkorb")
        page.keyboard.press("Enter")
        page.wait_for_url("**/warenkorb")
        tab_to(page, "Als Gast zur Kasse")
        page.keyboard.press("Enter")
        page.wait_for_url("**/kasse")
        tab_to(page, "Nach Hause liefern")
        page.keyboard.press("ArrowRight")
        tab_to(page, "E-Mail")
        page.keyboard.type("keys@example.org")
        tab_to(page, "Vor- und Nachname")
        page.keyboard.type("Testperson 008")
        tab_to(page, "Rathaus Köpenick")
        page.keyboard.press("Space")
        tab_to(page, "Weiter zur Prüfung")
        page.keyboard.press("Enter")
        page.wait_for_url("**/kasse/pruefen")
        tab_to(page, "zahlungspflichtig bestellen")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{live.settings.stripe_api_base}/**")
        tab_to(page, "Mit Karte bezahlen")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("bezahlt")
        money = booked(app, number_on(page))
    assert (money.state, money.order_cents, money.stripe_received_cents) == (State.PAID, 790, 790)


def to_review(live: LiveShop, page: Page, email: str) -> None:
    page.goto(f"{live.url}/kaffee/hausmischung")
    page.get_by_role("button", name="In den Warenkorb").click()
    page.get_by_role("button", name="Als Gast zur Kasse").click()
    page.get_by_label("E-Mail").fill(email)
    for label, answer in ADDRESS.items():
        page.get_by_label(label, exact=True).first.fill(answer)
    page.get_by_role("button", name="Weiter zur Prüfung").click()


def test_double_click_reload_and_back_order_once(
    live: LiveShop, app: Flask, browser: Browser
) -> None:
    with visitor(browser) as page:
        to_review(live, page, "twice@example.org")
        page.get_by_role("button", name="zahlungspflichtig bestellen").dblclick()
        page.get_by_role("button", name="Mit Karte bezahlen").wait_for()
        first = page.url
        page.go_back()
        expect(page.get_by_role("main")).to_contain_text("noch nicht bezahlt")
        page.get_by_role("button", name="Jetzt bezahlen").click()
        page.get_by_role("button", name="Mit Karte bezahlen").wait_for()
        assert page.url == first
        page.get_by_role("button", name="Mit Karte bezahlen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("bezahlt")
        paid = page.url
        page.reload()
        page.go_back()
        page.goto(first)
        page.goto(paid)
        expect(page.get_by_role("heading", level=1)).to_contain_text("bezahlt")
        number = number_on(page)
    assert booked(app, number).stripe_received_cents == 1240
    work_once(live)
    assert len(mailbox_of(live, "twice@example.org")) == 2


def test_a_declined_card_then_another_then_the_way_back(
    live: LiveShop, app: Flask, browser: Browser
) -> None:
    with visitor(browser) as page:
        to_review(live, page, "declined@example.org")
        page.get_by_role("button", name="zahlungspflichtig bestellen").click()
        page.get_by_role("button", name="Karte abgelehnt").click()
        expect(page.get_by_role("button", name="Mit Karte bezahlen")).to_be_visible()
        page.get_by_role("link", name="Abbrechen").click()
        expect(page.get_by_role("main")).to_contain_text("noch nicht bezahlt")
        page.get_by_role("button", name="Jetzt bezahlen").click()
        page.get_by_role("button", name="Mit Karte bezahlen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("bezahlt")
        assert booked(app, number_on(page)).state == State.PAID
