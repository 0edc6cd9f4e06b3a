"""The web page as people use it: its views, forms and answers; which views it has is read off its scripts."""

import re

from places import ROOT

STATIC = ROOT / "sim" / "web" / "static"
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.js"))}
VIEWS = re.findall(r"^  (\w+): \{ group:", SCRIPTS["questions.js"], re.MULTILINE)
ANSWERED = "#answer[aria-busy=false] :is(#json, #page), #status.refused"
SMALL = """() => [...document.querySelectorAll("button, a, select, input, textarea, summary, .button, .tick")]
  .filter((each) => each.offsetParent && !/checkbox|radio|file/.test(each.type))
  .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([what]) => what)"""
"""Controls that are too small for a finger; a box to tick and a file to open are pressed by their labels."""
ON_SEASON = "(key) => facts && facts.key === key"
UNFOLD = "() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"


def go(page, view):
    """Go to a view by its link, through the menu where there is one."""
    if page.locator("#menu").is_visible():
        page.click("#menu")
    page.click(f"#views [data-view={view}]")
    arrived(page, view)


def arrived(page, view):
    """Wait until a view is to be seen."""
    page.wait_for_selector(f"#views [data-view={view}][aria-current]", state="attached")
    page.wait_for_selector("#form")


def choose(page, season):
    """Choose a season."""
    page.select_option("#season", season)
    page.wait_for_function(ON_SEASON, arg=season)


def put(page, name, value):
    """Put a value into a field."""
    page.locator(f'[id="{name}"]').fill(str(value))


def press(page, name):
    """Press the button of this name."""
    page.locator(f'[id="{name}"]').click()


def unfold(page):
    """Open all that is folded."""
    page.evaluate(UNFOLD)


def play(page):
    """Press the button at the bottom, and give what the status says when the answer is there."""
    page.click("#play")
    return answer(page)


def answer(page):
    """Wait for the whole answer, and give what the status says then."""
    page.wait_for_selector(ANSWERED, timeout=90_000)
    return page.locator("#status").inner_text()
