"""The language of seed files carries other seasons than the one it was made for: three small ones are played here."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from small_seasons import SEASONS, table_of

from rules.season import Array
from sim.engine.log import BROKE, FAILED, STARTED, SUCCEEDED, LogLine
from sim.engine.reference import Engine
from sim.engine.sheets import sheet_of
from sim.robots.drawn import prepare
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.agents import BUZZER, FIELD
from sim.table.game import Game

MATCHES = 20
every_fixture = pytest.mark.parametrize("name", SEASONS)


class Matches(NamedTuple):
    """Matches of one fixture, played."""

    game: Game
    robots: Any
    end: Array
    logs: list[list[LogLine]]
    attempts: Array
    sheet: Any

    def of(self, what: str) -> Array:
        """Say which counters are those of a place, or of all places that hold this kind of piece."""
        places = [place.name for place in self.game.model.place if what in (place.name, place.piece)]
        return np.array([counter.split(" ")[0] in places for counter in self.game.counters])

    def when(self, match: int, row: str, side: int, what: int = SUCCEEDED) -> list[int]:
        """Give when a row of one side started or ended so."""
        return [e.ms for e in self.logs[match] if (self.row(e), e.what, side_of(e)) == (row, what, side)]

    def row(self, event: LogLine) -> str:
        """Name the row of an event; the row of a breakdown is none."""
        return self.game.actions[event.action].name if event.what != BROKE else ""

    def most_at_once(self, *rows: str) -> int:
        """Say how many agents of one side were at these rows at once, at most."""
        most = 0
        for log in self.logs:
            at = [0, 0]
            for event in log:
                if self.row(event) in rows:
                    at[side_of(event)] += 1 if event.what == STARTED else -1
                    most = max(most, *at)
        return most


@cache
def played(name: str, old: str = "", new: str = "") -> Matches:
    """Play matches of a fixture, after one edit of its text."""
    game = table_of(name, old, new)
    engine = Engine(game, rows_of(game, game.playbooks), seed=1)
    robots = prepare(lineup(game, game.playbooks), 1, 0, MATCHES)
    logs: list[list[LogLine]] = [[] for _ in range(MATCHES)]
    ends = [engine.play(robots, match, log) for match, log in enumerate(logs)]
    marking, clocks, attempts = map(np.array, zip(*ends, strict=True))
    return Matches(game, robots, marking, logs, attempts, sheet_of(game, marking, clocks, robots.fouls))


def side_of(event: LogLine) -> int:
    """Say whose event it is: 0 red, 1 blue."""
    return (event.agent - FIELD) % 2 if event.agent >= FIELD else event.agent % 6 // 3


def seconds_after(*starts: list[int]) -> int:
    """Give the whole seconds left 1 ms after the last of these rows first succeeded; 0 where one never did."""
    return (BUZZER - 1 - max(ms[0] for ms in starts)) // 1_000 if all(starts) else 0


each_side = [(match, side) for match in range(MATCHES) for side in (0, 1)]


@every_fixture
def test_a_fixture_is_played_whole(name):
    """Each row succeeds somewhere, each playbook is somebody's, every sheet scores, in under 480 attempts a match."""
    matches = played(name)
    done = {event.action for log in matches.logs for event in log if event.what == SUCCEEDED}
    assert done == set(range(len(matches.game.actions)))
    assert set(matches.robots.playbook.flat) >= set(range(len(matches.game.playbooks)))
    total = SEASONS[name].score(matches.sheet).total
    assert total.shape == (MATCHES, 2)
    assert (total > 0).any(axis=0).all()
    assert matches.attempts.tolist() == [sum(e.what == STARTED for e in log) for log in matches.logs]
    assert matches.attempts.max() < 480


@every_fixture
def test_pieces_are_kept(name):
    """Every piece that was there at the start is there at the end, and some have moved; only food is made."""
    matches = played(name)
    for kind in {place.piece for place in matches.game.model.place if place.piece} - {"food"}:
        start, end = matches.game.start[matches.of(kind)], matches.end[:, matches.of(kind)]
        assert (end.sum(axis=1) == start.sum()).all()
        assert (end != start).any()


@every_fixture
def test_who_is_done_starts_no_more(name):
    """After the success of a `final` row an agent does nothing, and there are such agents."""
    matches = played(name)
    out = set()
    for match, event in ((match, event) for match, log in enumerate(matches.logs) for event in log):
        assert (match, event.agent) not in out or event.what == BROKE
        if event.what == SUCCEEDED and matches.game.actions[event.action].final:
            out.add((match, event.agent))
    assert out


def test_clocks_run_from_the_switch_on_and_count_whole_seconds():
    """Wind needs powerline and crank, the shared reactor eight cubes and the side's powerline, a panel nothing."""
    matches = played("generators")
    for match, side in each_side:
        rows = ("set wind", "crank", "set reactor", "install panel")
        wind, crank, line, panels = (matches.when(match, row, side) for row in rows)
        eighth = sorted(ms for each in (0, 1) for ms in matches.when(match, "load reactor", each))[7:]
        assert matches.sheet.wind[match, side] == seconds_after(wind, crank)
        assert matches.sheet.reactor[match, side] == seconds_after(eighth, line)
        solar = sum((BUZZER - ms) // 1_000 for ms in panels)
        slots = [min(max(solar - 150 * slot, 0), 150) for slot in range(5)]
        assert matches.sheet.solar[match, side].tolist() == slots
    assert min(matches.sheet.wind.max(), matches.sheet.reactor.max()) > 60
    assert (matches.sheet.solar > 0).sum(axis=-1).max() >= 3


def test_a_reactor_of_seven_cubes_never_runs():
    """With room for seven cubes the shared reactor fills up, and no side's clock runs."""
    sheet = played("generators", "start = 8\n", "start = 7\n").sheet
    assert sheet.reactor_cubes.max() == 7
    assert not sheet.reactor.any()


def test_coopertition_takes_a_cube_of_the_other_side():
    """Each coopertition powerline is a cube less on the other side; a playbook of the match has both sides try."""
    matches = played("generators", 'level = "match"', 'level = "alliance"')
    coop = matches.sheet.coopertition
    lines = matches.end[:, matches.of("line")].reshape(MATCHES, -1, 2).sum(axis=1)
    np.testing.assert_array_equal(lines, 6 + coop - coop[:, ::-1])
    assert (coop[:, 0] != coop[:, 1]).any()
    agreed = [{each == 0 for each in match if each >= 0} for match in played("generators").robots.playbook[:, :6]]
    assert {len(match) for match in agreed} == {1}
    assert {True} in agreed


def test_a_missed_high_goal_falls_into_the_low_one():
    """Cubes in the low goal are those pushed in and those that missed the high one."""
    matches = played("generators")
    missed = [len(matches.when(match, "high goal", side, FAILED)) for match, side in each_side]
    pushed = [len(matches.when(match, "low goal", side)) for match, side in each_side]
    assert matches.sheet.low.flatten().tolist() == np.add(missed, pushed).tolist()
    assert any(missed)


def test_robots_park_at_their_decision_and_humans_keep_to_their_station():
    """Nobody parks before its own time, times differ, and each human has an order of its own."""
    matches = played("generators")
    events = [(match, e) for match, log in enumerate(matches.logs) for e in log if e.what == STARTED]
    parks = [(e.ms, matches.robots.opens[match, e.agent, 0]) for match, e in events if matches.row(e) == "park"]
    assert all(begins >= opens > 90_000 for begins, opens in parks)
    assert len({opens for _, opens in parks}) > 20
    for human, row in ((6, "set wind"), (7, "set reactor"), (8, "ready panel")):
        first = {match: matches.row(e) for match, e in reversed(events) if e.agent == human}
        assert {*first.values()} - {"set combustion"} == {row}


def test_goals_go_from_empty_to_produced():
    """Slots 1-6 and 7-12 are filled apart, fullest first, as often as the places say; every code comes up."""
    matches = played("goals")
    for kind, slots in (("stair", matches.sheet.nexus[..., :6]), ("hoop", matches.sheet.nexus[..., 6:])):
        for code, name in enumerate(("empty", "blue", "green", "full", "produced")):
            expected = matches.end[:, matches.of(f"alliance.{kind}_{name}")] if (kind, code) != ("hoop", 2) else 0
            np.testing.assert_array_equal((slots == code).sum(axis=-1), expected)
        assert (np.diff(slots) <= 0).all()
    assert set(matches.sheet.nexus.flat) == {0, 1, 2, 3, 4}


def test_every_produced_goal_has_given_one_food():
    """Food lies on the floor, on board or is secured: as many as produced goals, and two dispensers work at once."""
    matches = played("goals")
    produced = (matches.sheet.nexus == 4).sum(axis=-1)
    np.testing.assert_array_equal(matches.sheet.food_produced, produced)
    np.testing.assert_array_equal(matches.end[:, matches.of("food")].sum(axis=1), produced.sum(axis=-1))
    assert matches.sheet.food_secured.max() > 3
    assert matches.most_at_once("food from a stair", "food from a hoop") == 2


def test_the_balance_is_one_throw_of_two_branches():
    """A success balances the field, a failure does not, and both come up; each robot stands in one place."""
    matches = played("goals")
    ends = [[e.what for e in log if matches.row(e) == "balance"] for log in matches.logs]
    assert {what for _, what in ends} == {SUCCEEDED, FAILED}
    assert matches.sheet.balanced.tolist() == [what == SUCCEEDED for _, what in ends]
    assert set(matches.sheet.parked.flat) == {0, 1, 2}


def test_balls_are_poured_in_lots():
    """One hopper gives all 500 balls in four lots of 125, and robots sweep up to eight into the room they have."""
    matches = played("balls")
    lots = [[(side_of(e), e.n) for e in log if matches.row(e) == "release"] for log in matches.logs]
    assert lots == [[(0, 5)] * 8] * MATCHES  # four starts and four successes of the one row that is nobody's side
    assert {e.n for log in matches.logs for e in log if matches.row(e) == "collect"} == set(range(1, 9))
    held = matches.end[:, matches.of("robot.load")] + matches.end[:, matches.of("robot.room")]
    np.testing.assert_array_equal(held, matches.robots.room)
    assert (matches.end[:, matches.of("ball")].sum(axis=1) == 500).all()


@pytest.mark.parametrize("room", [1, 2, 3])
def test_a_place_of_this_room_holds_so_many_robots_and_no_more(room):
    """At most so many robots hang on a side's brace, lifted ones too, or drive up to its goals; and so many do."""
    now = "start = {0}\nmost = {0}\nsource".format
    braced = played("balls", f'brace"\n{now(3)}', f'brace"\n{now(room)}').sheet.brace
    assert (braced > 0).sum(axis=-1).max() == room
    lanes = played("goals", now(2), now(room))
    rows = [action.name for action in lanes.game.actions if "alliance.lane" in action.takes]
    assert lanes.most_at_once(*rows) == room


def test_partners_are_lifted_by_those_who_offer():
    """Lifted robots hang in zone 1, never more on a side than hooks were held out."""
    matches = played("balls")
    lifted = matches.sheet.partner == 1
    assert (matches.sheet.brace[lifted] == 2).all()
    assert lifted.any()
    for match, side in each_side:
        assert lifted[match, side].sum() <= len(matches.when(match, "hold out a hook", side))
