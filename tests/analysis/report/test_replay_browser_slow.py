"""Replay pages in a real browser, from a disk, without a network: every season, desk and phone, day and night."""

from math import hypot

import numpy as np
import pytest
from browser import SIZES, findings, opened, seek, sideways, text
from places import TESTS
from played import PLAYED
from standing import BUZZER, score_at

from analysis.report.page import written
from analysis.report.replay import page_of
from analysis.run.replays import played_match
from analysis.words import Said, language, languages
from sim.play.request import run_request

pytestmark = pytest.mark.slow

MATCHES, SEED = 30, 11
FROM_THE_RIGHT = next(code for code in languages() if language(code).direction == "rtl")
TOUCHING = """(every) => {
  const slider = document.getElementById("at");
  const over = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]) > 1;
  const found = [];
  for (slider.value = 0; Number(slider.value) < Number(slider.max); slider.value = Number(slider.value) + every) {
    slider.dispatchEvent(new Event("input"));
    const robots = [...document.querySelectorAll("#field [data-agent]")].filter((each) => each.dataset.agent < 6);
    const boxes = robots.map((each) => each.querySelector(".body").getBoundingClientRect());
    const touch = (a, b) => over(a, b, "left", "right") && over(a, b, "top", "bottom");
    if (boxes.some((a, i) => boxes.slice(0, i).some((b) => touch(a, b)))) found.push(slider.value);
  }
  return found;
}"""
HUMANS = """(ms) => {
  const floor = document.querySelector("#field .floor").getBoundingClientRect();
  const slider = document.getElementById("at");
  return [...document.querySelectorAll("#matches button")].flatMap((match) => {
    match.click();
    slider.value = ms;
    slider.dispatchEvent(new Event("input"));
    const humans = [...document.querySelectorAll("#field [data-agent]")].filter(({ dataset }) => dataset.agent >= 6);
    const boxes = humans.map((each) => each.querySelector(".body").getBoundingClientRect());
    return boxes.map((box) => box.right > floor.left + 1 && box.left < floor.right - 1);
  });
}"""
"""Say of each human of each match whether it is drawn in the field, or across its walls."""
READ = """([match, ms]) => {
  const button = document.querySelectorAll("#matches button")[match];
  if (button.getAttribute("aria-pressed") === "false") button.click();
  const slider = document.getElementById("at");
  slider.value = ms;
  slider.dispatchEvent(new Event("input"));
  const number = (each) => Number(each.textContent.replaceAll(",", ""));
  const cells = [...document.querySelectorAll("#parts td")].map(number);
  return [["red", "blue"].map((side) => number(document.getElementById(side))), cells];
}"""
"""Choose a match, go to a moment, and read the board and the table of parts."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Give a function that writes a season's page and gives its file with the matches that are in it."""
    folder, known = tmp_path_factory.mktemp("pages"), {}

    def page(key, count=1, code="en"):
        if (key, count) not in known:
            found = [played_match(run_request(key, seed=SEED), number) for number in range(count)]
            titles = [Said("replay.match", {"match": each.match, "seed": SEED}) for each in found]
            known[key, count] = found, page_of(list(zip(titles, found, strict=True)))
        found, made = known[key, count]
        file = folder / f"{key}-{count}-{code}.html"
        file.write_text(written(made, language(code)), encoding="utf-8")
        return file, found

    return page


def points(page, side):
    """Read a side's score off the board."""
    return int(text(page, f"#{side}").replace(",", ""))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", PLAYED)
def test_a_page_fits_and_keeps_nobody_out(browser, pages, key, size, scheme):
    """No sideways scroll at the beginning, in the middle and at the end, and nothing serious that axe finds."""
    file, _ = pages(key)
    with opened(browser, file, size, scheme) as page:
        for ms in (0, BUZZER // 2, BUZZER):
            seek(page, ms)
            assert sideways(page) <= 0
        assert findings(page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", PLAYED)
def test_a_page_fits_where_text_runs_from_the_right(browser, pages, key, size):
    """In Arabic too nothing is cut off or kept from anybody, and the field stands as it does in English."""
    file, _ = pages(key, code=FROM_THE_RIGHT)
    with opened(browser, file, size) as page:
        seek(page, BUZZER // 2)
        assert page.evaluate("() => getComputedStyle(document.body).direction") == "rtl"
        assert sideways(page) <= 0
        left, right = (page.locator(f".board .{side}").bounding_box()["x"] for side in ("red", "blue"))
        assert left < right
        assert findings(page) == []


@pytest.mark.parametrize("key", PLAYED)
def test_the_scores_are_the_sheets_and_the_markings(browser, pages, key):
    """In 30 matches the score at the end is the sheet's, that at three other moments the marking's, part by part."""
    file, matches = pages(key, MATCHES)
    luck = np.random.default_rng(SEED)
    rules = matches[0].request.game.rules
    with opened(browser, file) as page:
        for nth, found in enumerate(matches):
            for ms in (*(luck.integers(0, BUZZER // 100, 3) * 100).tolist(), BUZZER):
                expected = score_at(found, ms)
                totals, cells = page.evaluate(READ, [nth, ms])
                assert totals == cells[-2:] == expected.total[0].tolist()
                exact = np.array([expected.parts[name][0] for name in rules.parts]).ravel() / rules.unit
                assert cells[:-2] == pytest.approx(exact, abs=0.0006)  # three decimals are shown
            assert expected.total[0].tolist() == found.played.scores[0].tolist()


@pytest.mark.parametrize("key", PLAYED)
def test_robots_do_not_lie_on_each_other(browser, pages, key):
    """At a hundred moments of a match, on their ways and at their spots, no robot covers another."""
    file, _ = pages(key, MATCHES)
    with opened(browser, file) as page:
        assert page.evaluate(TOUCHING, 1_500) == []


def test_humans_stand_behind_their_wall(browser, pages, monkeypatch):
    """Also where their spot lies in the field, as that of the made-up season of the tests does."""
    monkeypatch.setenv("SIM_SEASONS", str(TESTS / "kit" / "seasons"))
    file, matches = pages("fgc_2031", 9)
    assert any(line.agent in range(6, 12) for match in matches for line in match.log)
    with opened(browser, file) as page:
        for ms in (0, BUZZER // 2, BUZZER):
            found = page.evaluate(HUMANS, ms)
            assert len(found) >= len(matches)
            assert not any(found)


def test_it_plays_pauses_and_ends(browser, pages):
    """Played at full speed it comes to the end, says so and stops; played again it begins anew."""
    file, (found,) = pages("fgc_2022")
    with opened(browser, file, "phone") as page:
        assert text(page, "#clock") == "0:00"
        page.select_option("#speed", "16")
        page.click("#play")
        page.wait_for_function("() => Number(document.getElementById('at').value) > 5000")
        page.click("#play")
        assert page.get_attribute("#play", "aria-label") == language("en").texts["replay.play"]
        seek(page, BUZZER - 2_000)
        page.click("#play")
        page.wait_for_function("() => document.getElementById('clock').textContent === '2:30'")
        page.wait_for_function("() => document.getElementById('play').textContent === '▶'")
        assert [points(page, side) for side in ("red", "blue")] == found.played.scores[0].tolist()
        page.click("#play")
        page.wait_for_function("() => Number(document.getElementById('at').value) < 10000")


def test_the_keyboard_does_it_all(browser, pages):
    """Space, arrows, Home, End, plus, minus and digits do what the page says; every control can be reached by Tab."""
    file, matches = pages("fgc_2022", MATCHES)
    with opened(browser, file) as page:
        keys = page.keyboard
        for key, ms in (("End", BUZZER), ("Home", 0), ("ArrowRight", 1_000), ("Shift+ArrowRight", 6_000)):
            keys.press(key)
            assert int(page.input_value("#at")) == ms, key
        for key, ms in (("ArrowLeft", 5_000), ("Shift+ArrowLeft", 0)):
            keys.press(key)
            assert int(page.input_value("#at")) == ms, key
        for key, speed in (("+", "8"), ("-", "4"), ("-", "2")):
            keys.press(key)
            assert page.input_value("#speed") == speed
        keys.press("Space")
        page.wait_for_function("() => Number(document.getElementById('at').value) > 0")
        keys.press("Space")
        keys.press("3")
        assert page.locator("#matches button").nth(2).get_attribute("aria-pressed") == "true"
        keys.press("End")
        assert [points(page, side) for side in ("red", "blue")] == matches[2].played.scores[0].tolist()
        reached = []
        while "speed" not in reached:
            keys.press("Tab")
            reached.append(page.evaluate("() => document.activeElement.id || document.activeElement.tagName"))
        assert reached == [*["BUTTON"] * len(matches), "SUMMARY", "play", "at", "speed"]


def test_who_wants_no_motion_sees_none(browser, pages):
    """Where motion is to be reduced a robot is drawn at its spot from the start of an attempt on."""
    file, (found,) = pages("fgc_2022")
    starts = [line.ms for line in found.log if line.agent == 0 and line.what == 0]
    there = "() => document.querySelector('#field [data-agent=\"0\"]').getAttribute('transform')"
    drawn = {}
    for motion in ("reduce", "no-preference"):
        with opened(browser, file, motion=motion) as page:
            seek(page, starts[0] + 200)
            early = page.evaluate(there)
            seek(page, starts[1] - 100)
            drawn[motion] = early, page.evaluate(there)
    way = {
        motion: hypot(*(a - b for a, b in zip(*map(numbers, ends), strict=True))) for motion, ends in drawn.items()
    }
    assert way["reduce"] < 20 < way["no-preference"]


def numbers(transform):
    """Read `translate(1.5 2)`."""
    return [float(each) for each in transform.removeprefix("translate(").removesuffix(")").split()]


def test_targets_are_large_enough_for_fingers(browser, pages):
    """On a phone buttons, the slider and the list of speeds are at least 44 px high, and always in the window."""
    file, _ = pages("fgc_2022", MATCHES)
    with opened(browser, file, "phone") as page:
        for each in page.locator("button, select, input").all():
            assert each.bounding_box()["height"] >= 44
        box = page.locator("#play").bounding_box()
        assert box["y"] + box["height"] <= SIZES["phone"][1]
