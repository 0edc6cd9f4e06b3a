"""A real browser to open pages in, without a network: a chromium driven by Playwright, where both are there."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = "SIM_AXE"
"""The environment variable that names the file axe.min.js of the package axe-core; `.ci/run` fetches it."""
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
SERIOUS = ("serious", "critical")

AXE_FINDS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map((each) => [each.impact, each.id, each.nodes.map((node) => node.html.slice(0, 120))]);
}"""
SEEK = """(ms) => {
  const slider = document.getElementById("at");
  slider.value = ms;
  slider.dispatchEvent(new Event("input"));
}"""


@contextmanager
def browsing():
    """Start a browser, or skip the test and say what is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no page was opened")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"none of {', '.join(NAMES)} is installed: no page was opened")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser, file, size="desk", scheme="light", motion="no-preference", then=""):
    """Open a file as from a disk; fail if it asks for anything else, or says anything on the console.

    `then` is what its address has behind the file's name.
    """
    with visited(browser, file.as_uri() + then, size, scheme, motion, offline=True) as page:
        yield page


@contextmanager
def visited(browser, address, size="desk", scheme="light", motion="no-preference", noise=(), **more):
    """Open an address; fail if the page asks anybody else, or says anything on the console but what is expected."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion=motion, **more
    )
    page, wrong = context.new_page(), []
    page.on("console", lambda message: any(each in message.text for each in noise) or wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("request", lambda request: None if _is_own(request.url, address) else wrong.append(request.url))
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


def _is_own(asked, address):
    """Say whether a request goes to the page itself: the same file, or the same server."""
    one, other = urlsplit(asked), urlsplit(address)
    served = (one.scheme, one.netloc) == (other.scheme, other.netloc)
    return one.scheme == "blob" or (served and (one.scheme != "file" or one.path == other.path))


def seek(page, ms):
    """Put a replay at a time, as who moves its slider does."""
    page.evaluate(SEEK, ms)


def text(page, selector):
    """Give the text of an element."""
    return page.locator(selector).text_content()


def sideways(page):
    """Say by how many px a page is wider than its window."""
    return page.evaluate("() => document.documentElement.scrollWidth - innerWidth")


def findings(page):
    """Give what axe finds that keeps people out, or skip where axe is not there."""
    script = os.environ.get(AXE)
    if script is None:
        pytest.skip(f"{AXE} names no axe.min.js: accessibility was not checked")
    page.evaluate(Path(script).read_text(encoding="utf-8"))
    return [found for found in page.evaluate(AXE_FINDS) if found[0] in SERIOUS]
