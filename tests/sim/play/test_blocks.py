"""Nothing but the time depends on how matches are cut into blocks, and on how many of these are played at once."""

import json
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_games import cases
from played import PLAYED
from reading import alike, content

from rules.errors import ModelError
from sim import simulate
from sim.engine import fast, reference
from sim.play.request import MOST, run_request
from sim.play.run import play
from sim.robots.drawn import prepare
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.game import playable

RUN = 700
LAST = MOST - 1
"""The last match of the longest run."""
FEW = 200
MANY = 5_000
"""Four blocks of the reference engine, and three of the compiled one."""


def engine_of(kind, game, seed=5):
    """Make an engine for a table, with the line-up of its whole population."""
    books = game.playbooks
    return kind(game, rows_of(game, books), seed), lineup(game, books)


def some(block, first, count):
    """Give some matches of a block."""
    return [array[first : first + count] for array in block]


@pytest.fixture(scope="module", params=PLAYED)
def whole(request):
    """Play a block of matches of a season: the engine, the line-up and the block."""
    engine, drawn_from = engine_of(fast.Engine, playable(request.param))
    return engine, drawn_from, engine.play_block(drawn_from, 0, RUN)


@pytest.mark.parametrize("first", [0, 1, 127, 128, 129, 384])
def test_a_block_holds_the_same_matches_wherever_it_begins(whole, first):
    """Blocks of one, of the size in which robots are drawn, of more and less, are parts of a longer block."""
    engine, drawn_from, block = whole
    for count in (1, 2, 127, 128, 129, 257):
        assert alike(engine.play_block(drawn_from, first, count), some(block, first, count)), count


def test_a_block_holds_what_single_matches_do(whole):
    """Marking, clocks, attempts and fouls of a block are those of its matches, each played alone."""
    engine, drawn_from, block = whole
    robots = prepare(drawn_from, 5, 0, RUN)
    played = [engine.play(robots, match) for match in range(RUN)]
    assert block.marking.tolist() == [match.marking for match in played]
    assert block.clocks.tolist() == [match.clocks for match in played]
    assert block.attempts.tolist() == [match.attempts for match in played]
    assert np.array_equal(block.fouls, robots.fouls)


@pytest.mark.parametrize("first", [0, 100, 2**31 - 70, LAST - 139])
def test_blocks_of_both_engines_are_equal(first):
    """The reference engine's block is the compiled one's, up to the last match that a run can have."""
    blocks = []
    for kind in (reference.Engine, fast.Engine):
        engine, drawn_from = engine_of(kind, playable("fgc_2022"))
        blocks.append(engine.play_block(drawn_from, first, 140))
    assert alike(*blocks)
    assert [array.dtype for array in blocks[0]] == [array.dtype for array in blocks[1]]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(cases(), st.integers(1, 7), st.integers(0, 5), st.integers(1, 9))
def test_blocks_of_any_table_are_equal(case, seed, first, count):
    """Of any legal table both engines play the same block."""
    blocks = []
    for kind in (reference.Engine, fast.Engine):
        engine, drawn_from = engine_of(kind, case.game, seed)
        blocks.append(engine.play_block(drawn_from, first, count))
    assert alike(*blocks)


def assert_same_run(one, other):
    """Compare two runs, entry by entry, part by part."""
    for entry in fields(one.sheet):
        assert np.array_equal(getattr(one.sheet, entry.name), getattr(other.sheet, entry.name))
    assert one.breakdown.parts.keys() == other.breakdown.parts.keys()
    for name, points in one.breakdown.parts.items():
        assert np.array_equal(points, other.breakdown.parts[name])
    assert np.array_equal(one.scores, other.scores)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Play a run one block after the other, and save it."""
    folder = tmp_path_factory.mktemp("blocks") / "run"
    return simulate("fgc_2022", MANY, 6, out=folder, jobs=1), folder


@pytest.mark.parametrize("jobs", [None, 2, 3, 1_024], ids=str)
def test_nothing_depends_on_the_jobs(alone, tmp_path, jobs):
    """However many blocks are played at once, sheets, points and every saved byte are the same."""
    run, folder = alone
    assert_same_run(simulate("fgc_2022", MANY, 6, out=tmp_path, jobs=jobs), run)
    assert content(tmp_path) == content(folder)


def test_nothing_depends_on_the_engine(tmp_path):
    """The reference engine, in one process or two, gives the same run; its manifest says which it was."""
    runs = {(engine, jobs): tmp_path / f"{engine} {jobs}" for engine, jobs in (("fast", 1), ("reference", 1))}
    runs["reference", 2] = tmp_path / "reference 2"
    played = [simulate("fgc_2022", FEW, 6, None, out, *how) for how, out in runs.items()]
    one, alone, processes = (content(out) for out in runs.values())
    assert_same_run(played[0], played[1])
    assert_same_run(played[1], played[2])
    assert alone == processes
    manifests = [json.loads(files.pop("run.json")) for files in (one, alone)]
    assert [manifest.pop("engine") for manifest in manifests] == ["fast", "reference"]
    assert one.pop("run.sum") != alone.pop("run.sum")
    assert (manifests[0], one) == (manifests[1], {name: alone[name] for name in one})


@pytest.mark.parametrize("jobs", [0, -1, 1_025, 2.5, "2", True], ids=str)
def test_impossible_jobs_are_refused(jobs, tmp_path):
    """Jobs go from 1 to 1,024: anything else is refused by name before anything is written."""
    with pytest.raises(ModelError, match=f"^jobs: expected a whole number from 1 to 1,024, found {jobs}$"):
        simulate("fgc_2022", 1, out=tmp_path / "run", jobs=jobs)
    assert not (tmp_path / "run").exists()


def test_jobs_are_checked_before_the_first_part_is_asked_for():
    """`play` itself refuses, not the first look at what it gives."""
    with pytest.raises(ModelError, match=r"^jobs: "):
        play(run_request("fgc_2022"), jobs=0)


def test_who_stops_looking_stops_the_run():
    """A run whose first part is all that is wanted ends there, whatever is being played ahead."""
    told = []
    parts = play(run_request("fgc_2022", 10**7), jobs=2, progress=told.append)
    first = next(parts)
    parts.close()
    assert sum(told) == len(first.scores) == 65_536
    assert list(parts) == []
