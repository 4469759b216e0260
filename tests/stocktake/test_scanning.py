"""The camera fills the field and goes on by itself; a scanner that types needs no script."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from tests.make.catalogue import make_product
from tests.make.databases import Databases
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.shop import make_settings, make_shop
from tests.make.stocktake import begun

#: What the label says, as a browser on a telephone reads it.
_READS = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "https://laden.example/charge/26-118" }]; }
};
"""
_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture
def telephone(databases: Databases, tmp_path: Path) -> Iterator[Page]:
    """At the counting page of a stocktake, signed in."""
    with databases.fresh("sqlite") as url, make_shop(make_settings(url, tmp_path)) as app:
        batch_id = make_batch(app, code="26-118")
        make_product(app, "Filter Jaén", variants=[{"shelf": {batch_id: 8}, "sku": "D-JAEN"}])
        begun(app)
        cookies = signed_in(app)._cookies or {}
        server = make_server("localhost", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        root = f"http://localhost:{server.port}"
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=[*_CAMERA, *_QUIET]
                )
                size = {"width": 360, "height": 740}
                context = browser.new_context(viewport=size, base_url=root)  # type: ignore[arg-type]
                context.add_cookies(
                    [{"name": one.key, "value": one.value, "url": root} for one in cookies.values()]
                )
                page = context.new_page()
                yield page
                browser.close()
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def test_the_camera_reads_the_label_and_the_number_is_next(telephone: Page) -> None:
    telephone.add_init_script(_READS)
    telephone.goto("/lager/inventur/1")
    telephone.get_by_role("button", name="Mit der Kamera scannen").click()
    telephone.wait_for_url("**/zaehlen?artikel=D-JAEN&charge=26-118")
    telephone.keyboard.type("7")
    telephone.keyboard.press("Enter")
    telephone.get_by_text("7 × Filter Jaén").wait_for()
    assert telephone.evaluate("document.activeElement.id") == "q"
    assert telephone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_scanner_that_types_needs_neither_camera_nor_mouse(telephone: Page) -> None:
    telephone.add_init_script("delete window.BarcodeDetector")
    telephone.goto("/lager/inventur/1")
    assert telephone.get_by_role("button", name="Mit der Kamera scannen").is_hidden()
    telephone.keyboard.type("26-118")
    telephone.keyboard.press("Enter")
    telephone.wait_for_url("**/zaehlen?**")
    number = telephone.locator(".count-number")
    assert number.bounding_box()["height"] >= 64  # type: ignore[index]
    assert number.get_attribute("inputmode") == "numeric"
