"""A day of the shop's staff with a phone: from a sack of coffee to the report of the day."""

import re
from datetime import date, timedelta

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from shop.clock import today
from shop.demo.people import STAFF
from tests.journeys.books import shelf
from tests.journeys.staff import KINDS, MONEY, STEPS, Day, bags_on_shelf, day_report, sign_in
from tests.make.browser import PHONE, visitor
from tests.make.live_shop import LiveShop
from tests.make.live_work import mailbox_of, work_once

SKU, NAME, SIZE = "D-HAUS-250-F", "Hausmischung", "250 g, gemahlen für Filter"
#: Cents: of a bag, and for a parcel.
PRICE, POSTAGE = 750, 490
#: Green coffee of which enough is left for a sack of roasted.
LOT = "G-26-04"


def test_what_was_done_in_a_day_is_what_its_report_says(
    live: LiveShop, app: Flask, browser: Browser
) -> None:
    old = bags_on_shelf(app, SKU)
    free, _ = shelf(app, SKU)
    with (
        visitor(browser, size=PHONE, scripts=False) as staff,
        visitor(browser, size=PHONE, scripts=False) as anna,
        visitor(browser, size=PHONE, scripts=False) as bert,
    ):
        sign_in(staff, live, app, STAFF)
        before = day_report(staff, live, SKU)

        code = receive_20_kg(staff, live)
        fill_80_bags(staff, code)

        fetched = buy(anna, live, 2, "anna@example.org", pickup=True)
        sent = buy(bert, live, 3, "bert@example.org", pickup=False)

        pack(staff, live, fetched)
        pack(staff, live, sent)
        # Who fetches an order has read that it lies ready.
        work_once(live)
        ship(staff, live, sent)
        hand_over(staff, live, anna, fetched)
        take_one_back(staff, live, fetched)
        # Sold first is what expires first: all five were of the new batch, and one is back.
        assert bags_on_shelf(app, SKU) == old | {code: 80 - 2 - 3 + 1}
        count(staff, live, old | {code: 80 - 2 - 3 + 1 - 1})

        after = day_report(staff, live, SKU)
        came = f"Röstkaffee eingegangen: 20 kg, Charge {code}"
        expect(staff.get_by_role("main")).to_contain_text(came)
    moved = {"abgefüllt": 80, "verkauft": -5, "zurück": 1, "korrigiert": -1}
    assert grown(before.goods, after.goods, KINDS) == {"eingegangen": 0, "abgeschrieben": 0} | moved
    assert after.goods["am Abend"] == shelf(app, SKU)[0] == free + 75
    assert after.goods["am Abend"] - after.goods["am Morgen"] == sum(
        after.goods[kind] for kind in KINDS
    )
    assert grown(before.steps, after.steps, STEPS) == dict(zip(STEPS, (2, 2, 1, 1), strict=True))
    assert of_way("Abholung", before, after) == (1, 2 - 1, 2 * PRICE, -PRICE, PRICE)
    parcel = 3 * PRICE + POSTAGE
    assert of_way("Versand", before, after) == (1, 3, parcel, 0, parcel)
    work_once(live)
    assert mailbox_of(live, "anna@example.org")[2:] == [
        f"Bestellung {fetched} liegt zur Abholung bereit",
        f"Bestellung {fetched}: Sie bekommen Geld zurück",
    ]
    assert mailbox_of(live, "bert@example.org")[2:] == [f"Bestellung {sent} ist unterwegs"]


def grown(before: dict[str, int], after: dict[str, int], names: tuple[str, ...]) -> dict[str, int]:
    """What the day's numbers say more than in the morning: others have bought before."""
    return {name: after.get(name, 0) - before.get(name, 0) for name in names}


def of_way(way: str, before: Day, after: Day) -> tuple[int, ...]:
    """Sales, units, and cents that were sold, given back and kept."""
    return tuple(grown(before.money.get(way, {}), after.money[way], MONEY).values())


def day(when: date) -> str:
    return f"{when:%d.%m.%Y}"


def receive_20_kg(page: Page, live: LiveShop) -> str:
    """Ordered, come, and entered as a batch that expires before all others; its code."""
    page.goto(f"{live.url}/heute")
    page.get_by_text("Menü").click()
    page.get_by_role("link", name="Einkauf").click()
    page.get_by_role("link", name="Neuer Einkauf").click()
    page.get_by_label("Lieferant", exact=True).fill("Rösterei Beispiel (erfunden)")
    first = page.get_by_role("group", name="Zeile 1")
    first.get_by_label("Was").select_option(label=f"Röstkaffee: {NAME} (kg)")
    first.get_by_label("Menge").fill("20")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("main")).to_contain_text("ist angelegt")
    page.get_by_role("link", name="Charge eintragen").click()
    page.get_by_label("Lieferschein").fill("LS 4711")
    code = page.get_by_label("Chargennummer").input_value()
    page.get_by_label("Am", exact=True).fill(day(today()))
    page.get_by_label("Mindestens haltbar bis").fill(day(today() + timedelta(days=180)))
    lot = page.locator("option", has_text=LOT).first.get_attribute("value")
    source = page.get_by_role("group", name="Zeile 1")
    source.get_by_label("Rohkaffee").select_option(lot)
    source.get_by_label("kg").fill("23,6")
    page.get_by_role("button", name="Charge eintragen").click()
    expect(page.get_by_role("main")).to_contain_text("20 kg")
    return code


def fill_80_bags(page: Page, code: str) -> None:
    page.get_by_role("link", name="Abfüllen").click()
    page.get_by_label("Sorte").select_option(label=f"{NAME}, {SIZE} ({SKU})")
    page.get_by_label("Stück").fill("80")
    page.get_by_role("button", name="Einbuchen").click()
    expect(page.get_by_role("main")).to_contain_text("80 × Hausmischung")
    expect(page.locator("dl.figures dd").first).to_have_text("0\u00a0g")


def buy(page: Page, live: LiveShop, units: int, email: str, *, pickup: bool) -> str:
    """Somebody else, at home; the number of the paid order, whose page stays open."""
    page.goto(f"{live.url}/kaffee/hausmischung")
    page.get_by_role("radio", name=SIZE.partition(", ")[2]).first.check()
    page.get_by_label("Menge").fill(str(units))
    page.get_by_role("button", name="In den Warenkorb").click()
    page.goto(f"{live.url}/kasse{'?art=abholung' if pickup else ''}")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Vor- und Nachname").first.fill("Testperson 009")
    if pickup:
        page.get_by_label("Rathaus Köpenick").check()
    else:
        page.get_by_label("Straße und Hausnummer").first.fill("Musterweg 1")
        page.get_by_label("Postleitzahl").first.fill("12555")
        page.get_by_label("Ort", exact=True).first.fill("Berlin")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    page.get_by_role("button", name="zahlungspflichtig bestellen").click()
    page.get_by_role("button", name="Mit Karte bezahlen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("bezahlt")
    found = re.search(r"SK-\d{4}-\d{5}", page.get_by_role("main").inner_text())
    assert found
    return found[0]


def pack(page: Page, live: LiveShop, number: str) -> None:
    """One tap in the list: today's page shows the most urgent ones only."""
    page.goto(f"{live.url}/auftraege/?liste=packen")
    page.get_by_role("button", name=f"gepackt {number}").click()
    expect(page.get_by_role("button", name=f"gepackt {number}")).to_have_count(0)


def ship(page: Page, live: LiveShop, number: str) -> None:
    page.goto(f"{live.url}/auftraege/{number}")
    page.get_by_label("Sendungsnummer").first.fill("00340434161094042557")
    page.get_by_role("button", name="versandt", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("00340434161094042557")


def hand_over(page: Page, live: LiveShop, customer: Page, number: str) -> None:
    """The customer shows the code on the order's page; it is typed in as it is read."""
    customer.goto(customer.url.removesuffix("/zurueck"))
    code = customer.locator(".pickup-code-signs").inner_text()
    page.goto(f"{live.url}/auftraege/uebergabe")
    page.get_by_label("Abholcode").fill(code.lower())
    page.get_by_role("button", name="Zeigen").click()
    expect(page.get_by_role("main")).to_contain_text(number)
    page.get_by_role("button", name="übergeben").click()
    expect(page.get_by_role("main")).to_contain_text("übergeben")
    customer.reload()
    expect(customer.locator(".pickup-code-signs")).to_have_count(0)


def take_one_back(page: Page, live: LiveShop, number: str) -> None:
    """The money of one bag goes back, and the bag to its shelf."""
    page.goto(f"{live.url}/auftraege/{number}")
    page.get_by_role("link", name="Erstatten", exact=True).click()
    page.get_by_label("Stück").fill("1")
    page.get_by_label("zurück, wieder ins Regal").check()
    page.get_by_label("Widerruf").check()
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    page.get_by_role("button", name="7,50\u00a0€ erstatten").click()
    expect(page.get_by_role("main")).to_contain_text("7,50")


def count(page: Page, live: LiveShop, there: dict[str, int]) -> None:
    """The shelf of one kind of bag is counted without its numbers, everything else left as it is;
    one bag is missing."""
    page.goto(f"{live.url}/lager/inventur/")
    page.get_by_label("Ort").select_option(label="Lager")
    page.get_by_role("button", name="Zählen beginnen").click()
    page.get_by_role("link", name="Liste").click()
    for code, units in there.items():
        page.get_by_label("Sorte, Artikelnummer oder Charge").fill(SKU)
        page.get_by_role("button", name="Anzeigen").click()
        shelf = page.get_by_role("link").filter(has_text=SKU).filter(has_text=code)
        shelf.click()
        assert not re.search(rf"\b{units}\b", page.get_by_role("main").inner_text()), "not blind"
        page.get_by_label("Wie viele liegen da?").fill(str(units))
        page.get_by_role("button", name="Speichern und weiter").click()
        # It goes on with the next row of the list.
        page.get_by_role("link", name="Zurück, ohne zu zählen").click()
    page.get_by_role("link", name="Prüfen und buchen").click()
    page.get_by_label("Alles, wobei nichts gewählt ist").select_option("bleibt, wie es ist")
    page.get_by_role("button", name="So entscheiden").click()
    page.get_by_role("button", name="Unterschiede buchen").click()
    expect(page.get_by_role("main")).to_contain_text("gebucht am")
