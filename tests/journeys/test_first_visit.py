"""What a first visit costs: no cookie, no foreign host, little weight, no jump, no barrier."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Request, ViewportSize

from tests.make.browser import DESKTOP, PHONE, visitor
from tests.make.live_shop import LiveShop

PUBLIC = [
    "/",
    "/kaffee/",
    "/kaffee/hausmischung",
    "/kaffee/geschenkbox",
    "/herkunft",
    "/partnerschaft",
    "/warenkorb",
    "/impressum",
    "/agb",
    "/widerrufsbelehrung",
    "/datenschutz",
    "/versand",
    "/barrierefreiheit",
    "/konto/anmelden",
    "/gibt-es-nicht",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_first_visit_sets_no_cookie_and_asks_nobody_else(
    live: LiveShop, browser: Browser, path: str
) -> None:
    asked: set[str] = set()
    with visitor(browser) as page:
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.goto(live.url + path)
        page.wait_for_load_state("networkidle")
        assert page.context.cookies() == []
    assert asked == {urlsplit(live.url).netloc}


@pytest.mark.parametrize("path", ["/kaffee/hausmischung", "/kaffee/"])
def test_the_first_view_weighs_at_most_100_kb_and_nothing_jumps(
    live: LiveShop, browser: Browser, path: str
) -> None:
    weights: list[int] = []

    def weigh(request: Request) -> None:
        sizes = request.sizes()
        weights.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    with visitor(browser) as page:
        page.on("requestfinished", weigh)
        page.goto(live.url + path)
        page.wait_for_load_state("networkidle")
        shift = page.evaluate(
            """() => new Promise(resolve => {
                let sum = 0;
                new PerformanceObserver(list => {
                    for (const entry of list.getEntries()) sum += entry.value;
                }).observe({type: 'layout-shift', buffered: true});
                requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
            })"""
        )
    assert 5_000 < sum(weights) <= 100_000
    assert shift == 0


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nobody_is_shut_out(
    live: LiveShop, browser: Browser, path: str, size: ViewportSize
) -> None:
    """What axe can find of WCAG 2.2 AA, and no sideways scrolling."""
    with visitor(browser, size=size) as page:
        page.goto(live.url + path)
        found = Axe().run(
            page,
            options={
                "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
            },
        )
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
