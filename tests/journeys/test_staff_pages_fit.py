"""Every staff page on a phone: for a thumb, for the keyboard, and for whoever hears it read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from shop.clock import now, today
from shop.db import db
from shop.demo.fill import fill
from shop.demo.people import COLLEAGUES, STAFF
from shop.ledger.models import PremiumEntry
from shop.orders.models import Order
from shop.orders.rules import State
from shop.payment.models import Attempt
from shop.payouts.models import Payout
from shop.refunds.models import Refund
from tests.journeys.staff import called, sign_in, tab_to
from tests.journeys.staff_pages import staff_pages
from tests.make.browser import PHONE, visitor
from tests.make.databases import Databases
from tests.make.live_shop import LiveShop, live_shop
from tests.make.shop import make_settings, make_shop

ADMIN = COLLEAGUES[-1]
#: WCAG 2.2 A and AA.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Links in running text are left to axe, which knows their exception.
FIT = """() => {
    const root = document.documentElement, found = [];
    if (root.scrollWidth > root.clientWidth) found.push(`is ${root.scrollWidth} px wide`);
    const heads = document.querySelectorAll('h1').length;
    if (heads !== 1) found.push(`has ${heads} h1`);
    const seen = it => it.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !it.closest('.visually-hidden');
    const controls = 'button, .button, input, select, textarea, summary';
    for (const it of document.querySelectorAll(controls)) {
        if (it.type === 'hidden' || !seen(it)) continue;
        const mayBeTicked = ['checkbox', 'radio'].includes(it.type) && it.labels && it.labels[0];
        const {width, height} = (mayBeTicked || it).getBoundingClientRect();
        const name = it.outerHTML.slice(0, 90).replace(/\\s+/g, ' ');
        const size = `${Math.round(width)} × ${Math.round(height)}: ${name}`;
        if (width < 24 || height < 24) found.push(`too small, ${size}`);
        if (it.matches('.button') && height < 44) found.push(`no thumb meets it, ${size}`);
        const told = (it.labels && it.labels.length)
            || it.getAttribute('aria-label') || it.getAttribute('aria-labelledby');
        if (it.matches('input, select, textarea') && !told) found.push(`no label: ${name}`);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def wide(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveShop, Flask]]:
    """A demo shop of some months, which has an example of everything."""
    folder = tmp_path_factory.mktemp("wide")
    with databases.fresh("sqlite") as url, make_shop(make_settings(url, folder)) as app:
        with app.app_context():
            fill(today() - timedelta(days=75))
            _pay_out()
            _refund_at_the_provider()
            _give_to_the_projects()
            db.session.commit()
        with live_shop(url, folder, stripe=True) as live:
            yield live, app


def _pay_out() -> None:
    at = now()
    db.session.add(
        Payout(
            id="po_1",
            amount_cents=1000,
            status="paid",
            automatic=True,
            reconciliation="completed",
            created_at=at,
            arrives_on=at.date(),
        )
    )


def _refund_at_the_provider() -> None:
    """Nobody has said yet what became of the goods."""
    paid = select(Attempt).join(Order, Order.id == Attempt.order_id)
    attempt = db.session.scalars(
        paid.where(Order.state == State.PACKED, Order.delivery == "shipping")
    ).first()
    assert attempt
    at = now()
    db.session.add(
        Refund(
            order_id=attempt.order_id,
            attempt_id=attempt.id,
            amount_cents=100,
            gives_back="goods",
            origin="dashboard",
            state="succeeded",
            stripe_id="re_1",
            goods_known=False,
            requested_at=at,
            next_try_at=at,
        )
    )


def _give_to_the_projects() -> None:
    db.session.add(
        PremiumEntry(
            kind="transfer",
            purpose="project",
            source="transfer:example",
            micro=-1_000_000,
            business_date=today(),
            booked_at=now(),
            document="Kontoauszug 12",
        )
    )


def test_every_staff_page_fits_a_phone_and_shuts_nobody_out(
    wide: tuple[LiveShop, Flask], browser: Browser
) -> None:
    live, app = wide
    pages = staff_pages(app)
    assert len(pages) > 80
    found: dict[str, list[str]] = {}
    with visitor(browser, size=PHONE) as page:
        sign_in(page, live, app, ADMIN)
        for path in pages:
            if problems := problems_of(page, live.url + path):
                found[path] = problems
    assert found == {}


def problems_of(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    problems: list[str] = page.evaluate(FIT)
    if answer is None or answer.status != 200:
        problems.append(f"answers {answer and answer.status}")
    axe = Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]})
    for one in axe.response["violations"]:
        where = one["nodes"][0]["html"][:120]
        problems.append(f"{one['id']}, {len(one['nodes'])} times: {where}")
    return problems


def test_an_order_is_packed_and_found_by_keyboard_alone(
    wide: tuple[LiveShop, Flask], browser: Browser
) -> None:
    live, app = wide
    with visitor(browser, size=PHONE) as page:
        sign_in(page, live, app, STAFF)
        tab_to(page, "gepackt SK-")
        number = called(page).removeprefix("gepackt ")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"gepackt {number}")).to_have_count(0)
        tab_to(page, "Bestellung suchen")
        page.keyboard.type(number)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(number)
        expect(page.get_by_role("button", name="doch nicht gepackt")).to_be_visible()


def test_a_shelf_is_counted_by_keyboard_alone(
    wide: tuple[LiveShop, Flask], browser: Browser
) -> None:
    live, app = wide
    with visitor(browser, size=PHONE) as page:
        sign_in(page, live, app, STAFF)
        page.goto(f"{live.url}/lager/inventur/")
        tab_to(page, "Mitzählen")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Liste").wait_for()
        tab_to(page, "Liste")
        page.keyboard.press("Enter")
        page.wait_for_url("**/liste")
        tab_to(page, "offen")
        page.keyboard.press("Enter")
        # The number is asked for at once: no way to the field.
        page.wait_for_url("**/zaehlen?*")
        page.keyboard.type("7")
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text("gespeichert")
