"""The charts of pages in a real browser: what is drawn is what the numbers say, at whatever width there is."""

import json
import re

import pytest
from browser import SIZES, findings, opened, sideways

from analysis.report.page import Page, written
from analysis.words import language

pytestmark = pytest.mark.slow

EDGES, RED, BLUE = [0, 10, 20, 30], [4, 8, 0], [2, 2, 6]
ROWS = [
    {"name": "early", "value": 8.0, "low": 6.0, "high": 10.0, "text": "8"},
    {"name": "late", "value": -4.0, "low": -5.0, "high": -3.0, "text": "-4"},
]
POINTS = [{"x": x, "y": y, "low": y - 1, "high": y + 1} for x, y in ((90, 10), (100, 14), (110, 12))]
BODY = "<main><h1>Charts</h1><div id='h'></div><div id='b'></div><div id='l'></div></main>"
SCRIPT = """
const found = DATA.page;
const holder = (id) => document.getElementById(id);
histogram(holder("h"), { edges: found.edges, series: found.series, unit: "points", label: "scores" });
bars(holder("b"), { rows: found.rows, unit: "points", label: "differences" });
line(holder("l"), { points: found.points, best: 1, unit: "seconds", label: "a sweep" });
"""
LETTERS = """() => {
  const sizes = [...document.querySelectorAll("svg text")].map((each) => getComputedStyle(each).fontSize);
  return [...new Set(sizes)];
}"""
LOOK = """(each) => {
  const style = getComputedStyle(each);
  return [style.fill === "none", style.strokeDasharray !== "none"];
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Write a page of three charts."""
    folder = tmp_path_factory.mktemp("charts")
    (folder / "body.html").write_text(BODY, encoding="utf-8")
    (folder / "own.js").write_text(SCRIPT, encoding="utf-8")
    series = [{"side": "red", "counts": RED}, {"side": "blue", "counts": BLUE}]
    shows = {"edges": EDGES, "series": series, "rows": ROWS, "points": POINTS}
    styles, scripts = ("base.css", "charts.css"), ("drawing.js", "charts.js", str(folder / "own.js"))
    page = Page("Charts", str(folder / "body.html"), styles, scripts, (), shows)
    (folder / "a.html").write_text(written(page, language("en")), encoding="utf-8")
    return folder / "a.html"


def attributes(page, selector, *names):
    """Give attributes of every element that is found, as numbers."""
    found = page.locator(selector)
    return [[float(each.get_attribute(name)) for name in names] for each in found.all()]


def heights(page, selector):
    """Read the heights of a histogram's bins off its outline, above the axis."""
    path = page.locator(selector).get_attribute("d")
    ups = [float(each) for each in re.findall(r"V(-?[\d.]+)", path)]
    return [ups[-1] - up for up in ups[:-1]]


@pytest.mark.parametrize("size", SIZES)
def test_heights_and_lengths_are_the_numbers(browser, file, size):
    """Bins are as high as their counts, bars as long as their values, whiskers as wide as their intervals."""
    with opened(browser, file, size) as page:
        scale = heights(page, "#h .first")[1] / max(RED)
        assert heights(page, "#h .first") == pytest.approx([count * scale for count in RED])
        assert heights(page, "#h .second") == pytest.approx([count * scale for count in BLUE])
        (one, other), zero = attributes(page, "#b .first", "x", "width"), attributes(page, "#b .zero", "x1")[0][0]
        per_point = one[1] / ROWS[0]["value"]
        assert one[0] == pytest.approx(zero)
        assert other == pytest.approx([zero + ROWS[1]["value"] * per_point, -ROWS[1]["value"] * per_point])
        spans = [x2 - x1 for x1, x2 in attributes(page, "#b .whisker", "x1", "x2") if x2 > x1]
        assert spans == pytest.approx([(row["high"] - row["low"]) * per_point for row in ROWS])
        (x, y), (best_x, best_y), (last_x, last_y) = attributes(page, "#l .point", "cx", "cy")
        assert best_x - x == pytest.approx(last_x - best_x)
        assert (y - best_y) / (last_y - best_y) == pytest.approx(4 / 2)
        assert page.locator("#l .best").get_attribute("cx") == page.locator("#l .point").nth(1).get_attribute("cx")
        assert sideways(page) <= 0
        assert findings(page) == []


def test_charts_are_drawn_anew_at_a_new_width(browser, file):
    """Where the window grows the drawings do, and letters stay as large as they were."""
    with opened(browser, file, "phone") as page:
        narrow = attributes(page, "#h svg", "width")[0][0]
        assert page.evaluate(LETTERS) == ["12px"]
        page.set_viewport_size({"width": 1280, "height": 800})
        page.wait_for_function(
            f"() => Number(document.querySelector('#h svg').getAttribute('width')) > {json.dumps(narrow)}"
        )
        assert page.evaluate(LETTERS) == ["12px"]
        assert attributes(page, "#b svg", "width") == attributes(page, "#h svg", "width")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_red_and_blue_differ_by_form(browser, file, scheme):
    """Red is filled, blue a broken line: who sees no colours tells them apart, by day and by night."""
    with opened(browser, file, scheme=scheme) as page:
        assert page.locator("#h .red").evaluate(LOOK) == [False, False]
        assert page.locator("#h .blue").evaluate(LOOK) == [True, True]
