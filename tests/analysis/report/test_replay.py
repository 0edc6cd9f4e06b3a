"""What a replay page shows: the score at every moment, everybody's attempts, the field; and how large the page is."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from played import PLAYED
from standing import BUZZER, score_at, standing

from analysis.documents import document
from analysis.report.page import Page, written
from analysis.report.replay import page_of, seen
from analysis.run.replays import played_match
from analysis.words import Said, language
from rules.errors import ModelError
from sim.engine.log import BROKE, STARTED
from sim.play.request import run_request
from sim.table.language import Action, Place
from sim.table.spots import spot_of

TITLE = Said("replay.match", {"match": 1, "seed": 1})
MOST, MORE = 60_000, 30_000
"""Bytes of a page with one match, and of each further match."""


def shown(key, *numbers, seed=3):
    """Give some matches of a season with what a page shows of them."""
    found = [(TITLE, played_match(run_request(key, seed=seed), number)) for number in numbers]
    return [each for _, each in found], page_of(found)


def numbers_of(text):
    """Read numbers that stand as a text, with digits up to z."""
    return [int(each, 36) for each in text.split()]


def at(track, moments, ms):
    """Read a track at a time, as the page's script does."""
    track, place, value = numbers_of(track), 0, 0
    for later, more in zip(track[::2], track[1::2], strict=True):
        place += later
        if moments[place] > ms:
            return value
        value += more
    return value


def total(match, moments, side, ms):
    """Add up a side's parts at a time, as the page's script does."""
    return sum(at(part[side], moments, ms) for part in match.parts)


@pytest.mark.parametrize("key", PLAYED)
def test_the_score_at_any_moment_is_the_markings(key):
    """Totals, parts and places at the end and at moments of our choice are those of the match cut there."""
    (found,), page = shown(key, 1)
    match = page.shows.matches[0]
    moments = np.cumsum(numbers_of(match.moments))
    for ms in (0, *np.random.default_rng(3).integers(0, BUZZER, 12).tolist(), BUZZER - 1, BUZZER):
        expected, (marking, _) = score_at(found, ms), standing(found, ms)
        assert [total(match, moments, side, ms) / expected.unit for side in (0, 1)] == expected.total[0].tolist()
        for part, name in zip(match.parts, found.request.game.rules.parts, strict=True):
            assert [at(track, moments, ms) for track in part] == expected.parts[name][0].tolist(), name
        for place, tracks in zip(seen(found.request.game), match.places, strict=True):
            counts = [count for name, count in marking.items() if name.partition(" ")[0] == place.name]
            assert [at(track, moments, ms) for track in tracks] == counts, place.name
        assert ms < BUZZER or expected.total[0].tolist() == found.played.scores[0].tolist()


@pytest.mark.parametrize("key", PLAYED)
def test_everybody_did_what_the_log_says(key):
    """The attempts of robots and humans, unpacked, are those of the log; those who break down do so when it says."""
    (found,), page = shown(key, 2)
    for agent in page.shows.matches[0].agents:
        told, now = [], 0
        for row, wait, took, ended in np.reshape(numbers_of(agent.attempts), (-1, 4)).astype(int).tolist():
            n, how = divmod(ended, len(page.shows.stage.results))
            told.append((now + wait, now + wait + took, row, how, n))
            now += wait + took
        lines = [line for line in found.log if line.agent == agent.number and line.what != BROKE]
        starts = [line.ms for line in lines if line.what == STARTED]
        ends = [(line.ms, line.action, line.what, line.n) for line in lines if line.what != STARTED]
        assert told == [(start, *end) for start, end in zip(starts, ends, strict=True)]
        broke = [line.ms for line in found.log if line.agent == agent.number and line.what == BROKE]
        assert agent.breaks == (broke[0] if broke else None)
    robots_and_humans = {agent for agent in found.request.game.agents if agent < 12}
    assert robots_and_humans <= {agent.number for agent in page.shows.matches[0].agents}


@pytest.mark.parametrize("key", PLAYED)
@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_page_is_small(key, code):
    """A page with the busiest of twenty matches has at most 60 KB, each further match 30 KB more."""
    busiest = max(range(20), key=lambda number: len(played_match(run_request(key, seed=3), number).log))
    sizes = [
        len(written(shown(key, *numbers)[1], language(code)).encode()) for numbers in ([busiest], [busiest, 0, 1])
    ]
    assert sizes[0] <= MOST
    assert sizes[1] - sizes[0] <= 2 * MORE


def test_a_page_may_load_nothing():
    """Its policy allows what is inside by its hash and nothing else; no address of the net stands in it."""
    _, page = shown("fgc_2022", 0)
    text = written(page, language("fr"))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert set(re.findall(r"https?://[\w./]+", text)) == {"http://www.w3.org/2000/svg"}
    assert '<html lang="fr" dir="ltr">' in text
    assert "{{" not in text.partition("<script")[0]


def test_what_is_shown_cannot_end_its_element():
    """A name that looks like the end of a script stays data."""
    _, page = shown("fgc_2022", 0)
    title = Said("</script><script>alert(1)</script>")
    text = written(Page(title.key, page.body, (), (), (), title), language("en"))
    assert text.count("</script>") == 2
    (data,) = re.findall(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert json.loads(data)["page"] == document(title)


def place(**given):
    """Make a place with pieces."""
    return Place(**{"name": "field.near", "doc": "", "piece": "ball", **given})


def row(at, by="robot", **tokens):
    """Make a row that is done at a spot."""
    return Action(name=at, doc="", by=by, seconds=1, source="us", at=at, **tokens)


@pytest.mark.parametrize(
    ("where", "rows", "spot"),
    {
        "taken": (place(), [row("a", takes={"field.near": 1}), row("b", gives={"field.near": 1})], "a"),
        "mostly taken": (place(), [row("a", takes={"field.near": 1}), *[row("b", takes={"field.near": 1})] * 2], "b"),
        "only brought": (place(), [row("b", gives={"field.near": 1})], "b"),
        "its own": (place(at="c"), [row("a", takes={"field.near": 1})], "c"),
        "let in": (place(), [row("a", by="field", takes={"field.near": 1}), row("b")], "a"),
        "out of sight": (place(), [row("a", by="field", takes={"field.near": 1}), row("a")], None),
        "the other side's": (place(name="alliance.near"), [row("a", takes={"other.near": 1})], None),
    }.values(),
)
def test_pieces_lie_where_they_are_taken(where, rows, spot):
    """A place's pieces are drawn at its own spot, else where most rows take them, else where they are brought."""
    assert spot_of(where, rows) == spot


def test_a_season_without_a_field_is_not_drawn():
    """Its page is refused in one line."""
    request = run_request("fgc_2022")
    bare = request.game.model.model_copy(update={"field": None, "spot": ()})
    found = played_match(replace(request, game=request.game.with_model(bare)), 0)
    with pytest.raises(ModelError, match="expected size and spots of the field"):
        page_of([(TITLE, found)])
