"""A real Chromium for a test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    sync_playwright,
)

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

#: Nothing is asked of the network but what the page itself asks for.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Chromium as Debian packages it; a machine without it fails here, with what to install."""
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("these tests need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(
    browser: Browser, *, size: ViewportSize = PHONE, scripts: bool = True
) -> Iterator[Page]:
    """A page of somebody who was never here; fails on any error the browser's console shows,
    except that a page which is to be missing is missing."""
    context: BrowserContext = browser.new_context(
        viewport=size, java_script_enabled=scripts, locale="de-DE", timezone_id="Europe/Berlin"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if _is_fault(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
        assert complaints == []
    finally:
        context.close()


def _is_fault(said: ConsoleMessage) -> bool:
    return said.type == "error" and "404 (NOT FOUND)" not in said.text
