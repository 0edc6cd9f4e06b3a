"""Reports in a real browser, from a disk, without a network: every kind, desk and phone, day and night, on paper."""

import json
import re

import pytest
from browser import SIZES, findings, opened, sideways
from studies import EVERY, LONG, asked, write_files

from analysis.report.page import written
from analysis.report.reading import read
from analysis.report.report import page_of
from analysis.words import language, languages

pytestmark = pytest.mark.slow

FROM_THE_RIGHT = next(code for code in languages() if language(code).direction == "rtl")
BUDGET = 60_000
"""Bytes of a page."""
NEGATIVE = """() => [...document.querySelectorAll("td.number, svg text")]
  .filter((each) => each.textContent.startsWith("-"))
  .map((each) => [each.textContent, getComputedStyle(each).direction])"""
OUTSIDE = """() => [...document.querySelectorAll("svg")].flatMap((drawing) => {
  const box = drawing.getBoundingClientRect();
  return [...drawing.querySelectorAll("text")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return left < box.left - 1 || right > box.right + 1;
  }).map((each) => each.textContent);
})"""
"""Letters of pictures that are cut off."""
LETTERS = "() => [...document.querySelectorAll('svg text')].map((each) => getComputedStyle(each).fontSize)"
OVERLAID = """() => {
  const beside = (a, b) => a.left >= b.right - 1 || b.left >= a.right - 1;
  const apart = (a, b) => beside(a, b) || a.top >= b.bottom - 2 || b.top >= a.bottom - 2;
  return [...document.querySelectorAll("svg")].flatMap((drawing) => {
    const texts = [...drawing.querySelectorAll("text")];
    const letters = texts.map((each) => [each.textContent, each.getBoundingClientRect()]);
    return letters.flatMap(([one, a], i) =>
      letters.slice(0, i).filter(([, b]) => !apart(a, b)).map(([other]) => [one, other]));
  });
}"""
"""Letters of pictures that lie on each other."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the files of the studies."""
    found = tmp_path_factory.mktemp("reports")
    write_files(found)
    return found


@pytest.fixture(scope="module")
def documents(sim, folder):
    """Give a function that asks a study once and gives its document's bytes."""
    known = {}

    def document(name):
        if name not in known:
            words = [str(folder / word) if re.search(r"\.(toml|csv)$", word) else word for word in asked(name)]
            done = sim(*words, "--json")
            assert done.returncode == 0, done.stderr
            known[name] = done.stdout.encode()
        return known[name]

    return document


@pytest.fixture(scope="module")
def pages(documents, folder):
    """Give a function that writes the page of some studies in a language, and gives its file."""

    def page(names, code="en"):
        file = folder / f"{' '.join(names)} {code}.html"
        if not file.exists():
            studies = [read(documents(name), name) for name in names]
            file.write_text(written(page_of(studies), language(code)), encoding="utf-8")
        return file

    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_a_report_fits_and_keeps_nobody_out(browser, pages, name, size, scheme):
    """No sideways scroll, nothing on the console, no request, no finding of axe; no letter is cut or laid over."""
    file = pages([name])
    assert file.stat().st_size <= BUDGET
    with opened(browser, file, size, scheme) as page:
        assert sideways(page) <= 0
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(OVERLAID) == []
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert sideways(page) <= 0
        assert findings(page) == []


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
@pytest.mark.parametrize("size", SIZES)
def test_a_report_of_another_language(browser, pages, code, size):
    """Every text of the page is there in each language, from the right too; what is English says so."""
    with opened(browser, pages(["models", "sweep", "forecast"], code), size) as page:
        assert page.locator("html").get_attribute("dir") == language(code).direction
        assert page.locator("#stamps").text_content() == language(code).texts["page.draft"]
        assert sideways(page) <= 0
        assert page.locator(".verdict[lang=en]").count() == 0
        assert page.locator("thead th", has_text=language(code).texts["head.plays"]).count() > 0
        assert page.locator("tbody bdi[lang=en]").count() > 5
        assert page.locator(".lead > [lang=en]").count() == 0
        assert findings(page) == []


def test_minus_signs_stay_in_front(browser, pages):
    """In a page from the right a negative number of a table and of a picture is still written -0.5, not 0.5-."""
    with opened(browser, pages(["models"], FROM_THE_RIGHT)) as page:
        found = page.evaluate(NEGATIVE)
        assert len(found) > 3
        assert {direction for _, direction in found} == {"ltr"}


def test_a_report_is_read_by_keyboard(browser, pages):
    """Tab reaches the contents, every table that scrolls and every fold; Enter opens a fold and follows a link."""
    with opened(browser, pages(["run", "compare", "sweep"]), "phone") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#study0"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("() => location.hash") == "#study1"
        wanted = page.locator("main .wide:visible, main summary:visible, main pre[tabindex]:visible").count()
        seen = set()
        page.evaluate("() => document.querySelector('nav a').focus()")
        for _ in range(wanted + 10):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("() => [...document.querySelectorAll('main *')].indexOf(document.activeElement)"))
        assert len(seen - {-1}) == wanted
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("details").first.evaluate("(each) => each.open")


def test_pictures_are_drawn_anew_at_a_new_width(browser, pages):
    """Where the window grows the pictures do, and letters keep their size."""
    with opened(browser, pages(["sweep"]), "phone") as page:
        narrow = float(page.locator("figure svg.chart").last.get_attribute("width"))
        page.set_viewport_size({"width": 1280, "height": 800})
        page.wait_for_function(
            f"() => document.querySelector('figure .holder svg').getAttribute('width') > {json.dumps(narrow)}"
        )
        assert set(page.evaluate(LETTERS)) == {"12px"}


def test_paper_has_everything(browser, pages):
    """On paper folds are open but those under pictures, and the ground is white whatever the screen was."""
    with opened(browser, pages(["models"]), "desk", "dark") as page:
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert page.locator("details:not([open]):visible").count() == 0
        assert page.locator("details[open]:visible").count() > 3
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name", LONG)
def test_a_long_study_has_its_page(documents, pages, name):
    """Verbs that take longer have pages with an answer, a picture where they draw one, and tables."""
    told = json.loads(documents(name))["report"]
    text = pages([name]).read_text(encoding="utf-8")
    assert told["verb"] == asked(name)[0]
    assert any(isinstance(piece, dict) for piece in told["told"])
    assert '"kind":' in text
