"""Every view of the page in a real browser, from the real server: desk and phone, day and night, every language."""

import pytest
from browser import SIZES, findings, sideways, visited
from played import PLAYED
from web_page import SMALL, VIEWS, arrived, choose, go, play, put, unfold

from analysis.words import language, languages

pytestmark = pytest.mark.slow

FROM_THE_RIGHT = next(code for code in languages() if language(code).direction == "rtl")
FOCUS = "() => document.activeElement.id || document.activeElement.dataset.view || ''"
FOCUS_SEEN = "() => getComputedStyle(document.activeElement).outlineStyle"


def check(page):
    """A view fits, is big enough for fingers and keeps nobody out, folded and unfolded."""
    for _ in range(2):
        assert sideways(page) <= 0
        assert page.evaluate(SMALL) == []
        unfold(page)
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_view_fits_and_keeps_nobody_out(browser, address, size, scheme):
    """No sideways scroll, nothing on the console, no other host, no small target, nothing that axe finds."""
    with visited(browser, address, size, scheme) as page:
        arrived(page, VIEWS[0])
        for view in VIEWS:
            go(page, view)
            for button in page.locator(".bar .main:visible").all():
                box = button.bounding_box()
                assert box["y"] + box["height"] <= SIZES[size][1], "the button is always in reach"
            check(page)


@pytest.mark.parametrize("key", PLAYED)
def test_every_season_has_its_forms(browser, address, key):
    """A season's own rows, abilities, plans and field fit on a phone; its first question is answered."""
    with visited(browser, address, "phone") as page:
        arrived(page, VIEWS[0])
        choose(page, key)
        for view in ("season", "robot", "plans", "compare"):
            go(page, view)
            check(page)
        page.uncheck("#models")
        page.select_option("#matches", "2000")
        assert play(page) == language("en").texts["web.done"]
        assert page.locator(".verdict").count() == 1


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_every_view_of_another_language(browser, address, code):
    """Each language has every view; the verdict is in it; what is a draft says so."""
    with visited(browser, f"{address}?language={code}", "phone") as page:
        arrived(page, VIEWS[0])
        assert page.locator("html").get_attribute("dir") == language(code).direction
        for view in VIEWS:
            go(page, view)
            assert page.locator("main > .note").inner_text() == language(code).texts["page.draft"]
            check(page)
        go(page, "compare")
        page.uncheck("#models")
        page.select_option("#matches", "2000")
        play(page)
        assert page.locator(".verdict[lang=en]").count() == 0
        check(page)


def test_the_language_is_changed_and_all_that_was_put_in_stays(browser, address):
    """Who changes the language sees the same view with the same values."""
    with visited(browser, address, "desk") as page:
        arrived(page, VIEWS[0])
        go(page, "robot")
        put(page, "robot-name", "Wall-E")
        page.select_option("#language", FROM_THE_RIGHT)
        page.wait_for_selector("html[dir=rtl]")
        arrived(page, "robot")
        assert page.locator("#robot-name").input_value() == "Wall-E"


def tabbed(page, wanted, most=80):
    """Press Tab until something has the focus; each stop on the way shows that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SEEN) != "none"
        if page.evaluate(FOCUS) == wanted:
            return
    raise AssertionError(f"{wanted} was not reached")


def test_the_keyboard_alone_is_enough(browser, address):
    """From the first view to an answer: menu, plan, a row moved, a number typed, Enter plays."""
    with visited(browser, address, "phone") as page:
        arrived(page, VIEWS[0])
        tabbed(page, "menu")
        page.keyboard.press("Enter")
        tabbed(page, "plans")
        page.keyboard.press("Enter")
        arrived(page, "plans")
        page.locator("#plan0-order summary").focus()
        page.keyboard.press("Enter")
        rows = [each.inner_text() for each in page.locator("#plan0-order li strong").all()]
        tabbed(page, f"plan0-down-{rows[0]}")
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUS) == f"plan0-down-{rows[0]}"
        moved = [each.inner_text() for each in page.locator("#plan0-order li strong").all()]
        assert moved[:2] == rows[1::-1]
        page.locator(f'[id="plan0-up-{rows[0]}"]').focus()
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUS) == f"plan0-down-{rows[0]}", "no higher: the button beside it has the focus"
        page.locator("#menu").focus()
        page.keyboard.press("Enter")
        tabbed(page, "compare")
        page.keyboard.press("Enter")
        arrived(page, "compare")
        page.uncheck("#models")
        page.locator("#seed").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        page.wait_for_selector("#json", timeout=90_000)
        assert page.locator("#spoken").inner_text() == page.locator(".verdict").inner_text()


def test_motion_that_nobody_wants_is_left_out(browser, address):
    """Nothing of the page moves by itself where somebody asked for that."""
    with visited(browser, address, "phone", motion="reduce") as page:
        arrived(page, VIEWS[0])
        moving = "() => [...document.querySelectorAll('*')].filter((each) => each.getAnimations().length).length"
        assert page.evaluate(moving) == 0
