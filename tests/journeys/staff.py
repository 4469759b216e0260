"""What the staff of the live shop do on a phone, and what its pages and books then say."""

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Locator, Page
from sqlalchemy import select, update

from shop.accounts.models import Authenticator, Person
from shop.catalogue.models import Variant
from shop.db import db
from shop.demo.people import PASSWORD, Colleague, code_of
from shop.origin.models import Batch
from shop.stock.lies_there import lies_there
from shop.stock.models import Level
from tests.make.live_shop import LiveShop

#: As the report of a day heads its columns of goods.
KINDS = ("eingegangen", "abgefüllt", "verkauft", "zurück", "abgeschrieben", "korrigiert")
#: As it counts orders, and heads its columns of money.
STEPS = ("bezahlt", "gepackt", "versandt", "übergeben")
MONEY = ("Verkäufe", "Stück", "verkauft", "erstattet", "bleibt")


def sign_in(page: Page, live: LiveShop, app: Flask, colleague: Colleague) -> None:
    """With the password, and the code the colleague's telephone shows."""
    _let_code_count_again(app, colleague)
    page.goto(f"{live.url}/konto/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(colleague.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    # A code made at the end of its half minute may be too old when it arrives.
    for _try in range(2):
        page.get_by_label("Code").fill(code_of(colleague))
        page.get_by_role("button", name="Anmelden").click()
        if "/konto/zweiter-faktor" not in page.url:
            break
    page.wait_for_url("**/heute")


def _let_code_count_again(app: Flask, colleague: Colleague) -> None:
    """As if time had passed: each story signs in, and a code counts once."""
    with app.app_context():
        whose = select(Person.id).where(Person.email == colleague.email).scalar_subquery()
        db.session.execute(
            update(Authenticator).where(Authenticator.person_id == whose).values(last_step=0)
        )
        db.session.commit()


def bags_on_shelf(app: Flask, sku: str) -> dict[str, int]:
    """Batch → bags that lie there, as somebody sees who stands before the shelf."""
    with app.app_context():
        rows = db.session.execute(
            select(Level.id, Batch.code)
            .join(Batch, Batch.id == Level.batch_id)
            .join(Variant, Variant.id == Level.variant_id)
            .where(Variant.sku == sku)
        ).all()
        there = lies_there(row.id for row in rows)
        return {row.code: there[row.id] for row in rows}


@dataclass(frozen=True)
class Day:
    """The numbers on the page of the day's report; 0 where it has no row."""

    #: State → orders that got there.
    steps: dict[str, int]
    #: Way → column → units, or cents.
    money: dict[str, dict[str, int]]
    #: Columns of one variant → units.
    goods: dict[str, int]


def day_report(page: Page, live: LiveShop, sku: str) -> Day:
    page.goto(f"{live.url}/heute/bericht")
    figures = page.locator("dl.figures > div")
    steps = {
        one.locator("dt").inner_text(): _number(one.locator("dd").inner_text())
        for one in figures.all()
    }
    money = {
        row.locator("th").inner_text(): _cells(row)
        for row in page.locator("table", has_text="Verkauf nach Weg").locator("tbody tr").all()
    }
    goods = page.locator("tbody tr").filter(has=page.locator(f"a[href='/lager/{sku}']"))
    return Day(steps, money, _cells(goods) if goods.count() else {})


def _cells(row: Locator) -> dict[str, int]:
    return {
        cell.get_attribute("data-label") or "": _number(cell.inner_text())
        for cell in row.locator("td").all()
    }


def _number(text: str) -> int:
    """„+80“, „−3“, „1.234“; „12,90 €“ in cents."""
    return int("".join(sign for sign in text.replace("−", "-") if sign.isdigit() or sign in "+-"))


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has the focus is called so, as somebody without a mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if name in called(page):
            return
    raise AssertionError(f"no way to {name!r} by keyboard")


def called(page: Page) -> str:
    """What has the focus, by its text and label; nothing at the end of the page."""
    words: str = page.evaluate(
        """() => {
            const it = document.activeElement;
            if (it === document.body) return '';
            const label = it.labels && it.labels[0];
            return [it.textContent, label && label.textContent].filter(Boolean).join(' ')
                .replace(/\\s+/g, ' ').trim();
        }"""
    )
    return words
