"""The language of seed files: what each of its words means, seen in the matches of the seasons that use it."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from edited import table_of
from played import PLAYED

from rules.season import Array
from sim.engine.fast import Engine
from sim.engine.log import BROKE, FAILED, STARTED, SUCCEEDED, LogLine
from sim.engine.sheets import sheet_of
from sim.robots.drawn import prepare
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.agents import BUZZER, FIELD
from sim.table.game import Game

MATCHES = 60
POWER = "fgc_2018"
FOOD = "fgc_2024"
BALLS = "fgc_2026"
every_season = pytest.mark.parametrize("name", PLAYED)


class Matches(NamedTuple):
    """Matches of one season, played."""

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
def played(name: str, old: str = "", new: str = "", count: int = MATCHES) -> Matches:
    """Play matches of a season, after one edit of its text."""
    game = table_of(name, old, new)
    engine = Engine(game, rows_of(game, game.playbooks), seed=1)
    robots = prepare(lineup(game, game.playbooks), 1, 0, count)
    logs: list[list[LogLine]] = [[] for _ in range(count)]
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


@every_season
def test_a_season_is_played_whole(name):
    """Each playbook is somebody's, every sheet scores, and attempts are counted."""
    matches = played(name)
    assert set(matches.robots.playbook.flat) >= set(range(len(matches.game.playbooks)))
    total = matches.game.rules.score(matches.sheet).total
    assert total.shape == (MATCHES, 2)
    assert (total > 0).any(axis=0).all()
    assert matches.attempts.tolist() == [sum(e.what == STARTED for e in log) for log in matches.logs]


@every_season
def test_pieces_are_kept(name):
    """Every piece that was there at the start is there at the end, and some have moved; only food is made."""
    matches = played(name)
    for kind in {place.piece for place in matches.game.model.place if place.piece} - {"food"}:
        start, end = matches.game.start[matches.of(kind)], matches.end[:, matches.of(kind)]
        assert (end.sum(axis=1) == start.sum()).all()
        assert (end != start).any()


@every_season
def test_who_is_done_starts_no_more(name):
    """After the success of a `final` row an agent does nothing, and there are such agents."""
    matches = played(name)
    out = set()
    for match, event in ((match, event) for match, log in enumerate(matches.logs) for event in log):
        assert (match, event.agent) not in out or event.what == BROKE
        if event.what == SUCCEEDED and matches.game.actions[event.action].final:
            out.add((match, event.agent))
    assert out or not any(row.final for row in matches.game.actions)


def test_clocks_run_from_the_switch_on_and_count_whole_seconds():
    """Wind needs powerline and crank, the shared reactor eight cubes and the side's powerline, a panel nothing."""
    matches = played(POWER)
    for match, side in each_side:
        rows = ("set wind line", "crank", "set reaction line", "install panel")
        wind, crank, line, panels = (matches.when(match, row, side) for row in rows)
        eighth = sorted(ms for each in (0, 1) for ms in matches.when(match, "load reactor", each))[7:]
        assert matches.sheet.wind[match, side] == seconds_after(wind, crank)
        assert matches.sheet.reaction[match, side] == seconds_after(eighth, line)
        solar = sum((BUZZER - ms) // 1_000 for ms in panels)
        slots = [min(max(solar - 150 * slot, 0), 150) for slot in range(5)]
        assert matches.sheet.solar[match, side].tolist() == slots
    assert min(matches.sheet.wind.max(), matches.sheet.reaction.max()) > 60
    assert (matches.sheet.solar > 0).sum(axis=-1).max() >= 3


def test_a_reactor_of_seven_cubes_never_runs():
    """With room for seven cubes the shared reactor fills up, and no side's clock runs."""
    sheet = played(POWER, "start = 8\nmost = 8\nsource", "start = 7\nmost = 8\nsource").sheet
    assert sheet.reactor_cubes.max() == 7
    assert not sheet.reaction.any()


def test_coopertition_takes_a_line_of_the_other_side():
    """A line that is lent is the other side's: so many each side has at home or lent; some lend and others do not."""
    matches = played(POWER, 'level = "match"', 'level = "alliance"')
    assert set(home_lines(matches, matches.end).flat) == set(home_lines(matches, matches.game.start[None]).flat)
    coop = matches.sheet.coopertition
    assert (coop[:, 0] != coop[:, 1]).any()


def home_lines(matches: Matches, marking: Array) -> Array:
    """Count the lines of each side wherever they are: its own, and those that the other side has borrowed."""
    side_of_counter = np.array([" blue" in counter for counter in matches.game.counters])
    borrowed = matches.of("robot.lent") | matches.of("alliance.lent_in") | matches.of("alliance.coopertition")
    lines = matches.of("line")
    return np.stack([marking[:, lines & ((side_of_counter ^ borrowed) == side)].sum(axis=1) for side in (0, 1)])


def test_a_playbook_of_the_match_is_everybodys():
    """Where a playbook is the match's all who come play it, and there are matches of both kinds."""
    agreed = [{each == 0 for each in match if each >= 0} for match in played(POWER).robots.playbook[:, :6]]
    assert {len(match) for match in agreed} == {1}
    assert {True} in agreed
    assert {False} in agreed


def test_what_misses_lies_where_its_drops_say():
    """Balls in the extinguisher are those that hit, in lots; those that missed are on the floor, on board or used."""
    matches = played(BALLS)
    for match, log in enumerate(matches.logs):
        thrown = [e for e in log if matches.row(e) in ("throw at the extinguisher", "throw the last")]
        each = {"throw at the extinguisher": 2, "throw the last": 1}
        hit = sum(e.n * each[matches.row(e)] for e in thrown if e.what == SUCCEEDED)
        assert matches.sheet.extinguisher[match] == hit
    assert any(e.what == FAILED for log in matches.logs for e in log if matches.row(e) == "throw the last")


def test_robots_park_at_their_decision_and_humans_keep_to_their_station():
    """Nobody parks before its own time, times differ, and each human has an order of its own."""
    matches = played(POWER)
    events = [(match, e) for match, log in enumerate(matches.logs) for e in log if e.what == STARTED]
    parks = [(e.ms, matches.robots.opens[match, e.agent, 0]) for match, e in events if matches.row(e) == "park"]
    assert all(begins >= opens > 90_000 for begins, opens in parks)
    assert len({opens for _, opens in parks}) > 20
    for match, e in events:
        if 6 <= e.agent < FIELD:
            playbook = matches.game.playbooks[matches.robots.playbook[match, e.agent]]
            assert (playbook.by, playbook.station) == ("human", e.agent % 3 + 1)
            assert matches.row(e) in playbook.order
    assert {e.agent for _, e in events} >= set(range(6, FIELD))


def test_goals_go_from_empty_to_produced():
    """Slots 1-6 and 7-12 are filled apart, fullest first, as often as the places say; every code comes up."""
    matches = played(FOOD)
    for kind, slots in (("stair", matches.sheet.nexus[..., :6]), ("house", matches.sheet.nexus[..., 6:])):
        for code, name in enumerate(("empty", "blue", "green", "full", "produced")):
            expected = matches.end[:, matches.of(f"alliance.{kind}_{name}")]
            np.testing.assert_array_equal((slots == code).sum(axis=-1), expected)
        assert (np.diff(slots) <= 0).all()
    assert set(matches.sheet.nexus.flat) == {0, 1, 2, 3, 4}


def test_every_produced_goal_has_given_one_food():
    """Food lies on the floor, on board or is secured: as many as produced goals, and two dispensers work at once."""
    matches = played(FOOD)
    produced = (matches.sheet.nexus == 4).sum(axis=-1)
    np.testing.assert_array_equal(matches.sheet.food_produced, produced)
    np.testing.assert_array_equal(matches.end[:, matches.of("food")].sum(axis=1), produced.sum(axis=-1))
    assert matches.sheet.food_secured.max() > 3
    assert matches.most_at_once("stair gives food", "house gives food") == 2


def test_the_balance_is_one_throw_of_two_branches():
    """A success balances the field, a failure does not, and both come up; each robot stands in one place."""
    matches = played(FOOD)
    ends = [[e.what for e in log if matches.row(e) == "read the balance"] for log in matches.logs]
    assert {what for _, what in ends} == {SUCCEEDED, FAILED}
    assert matches.sheet.field_balanced.tolist() == [what == SUCCEEDED for _, what in ends]
    assert set(matches.sheet.parked.flat) == {0, 1, 2}


def test_balls_are_poured_in_lots():
    """One hopper gives all 500 balls in four lots of 125, and robots sweep up to six into the room they have."""
    matches = played(BALLS)
    lots = [[(side_of(e), e.n) for e in log if matches.row(e) == "pour"] for log in matches.logs]
    assert lots == [[(0, 5)] * 8] * MATCHES  # four starts and four successes of the one row that is nobody's side
    assert {e.n for log in matches.logs for e in log if matches.row(e) == "sweep"} == set(range(1, 7))
    held = matches.end[:, matches.of("robot.load")] + matches.end[:, matches.of("robot.room")]
    np.testing.assert_array_equal(held, matches.robots.room)
    assert (matches.end[:, matches.of("ball")].sum(axis=1) == 500).all()


@pytest.mark.parametrize("room", [1, 2, 3])
def test_a_place_of_this_room_holds_so_many_robots_and_no_more(room):
    """At most so many robots of a side shoot at the unit, or drive up to its goals; and so many do."""
    now = "start = {0}\nmost = {0}\n".format
    stands = played(BALLS, f'to shoot from"\n{now(2)}', f'to shoot from"\n{now(room)}')
    at_unit = [counter.startswith("robot.at_unit") for counter in stands.game.counters]
    assert stands.end[:, at_unit].reshape(MATCHES, 2, 3).sum(axis=-1).max() <= room
    lanes = played(FOOD, f'the stairs"\n{now(2)}', f'the stairs"\n{now(room)}')
    rows = [action.name for action in lanes.game.actions if "alliance.lane" in action.takes]
    assert lanes.most_at_once(*rows) == room


def test_partners_are_lifted_by_those_who_offer():
    """Lifted robots hang in zone 1, never more on a side than hooks were held out."""
    matches = played(BALLS, count=1_500)
    lifted = matches.sheet.partner_climb == 1
    assert (matches.sheet.brace[lifted] == 2).all()
    assert lifted.any()
    for match, side in np.argwhere(lifted.any(axis=-1)).tolist():
        assert lifted[match, side].sum() <= len(matches.when(match, "hold out a hook", side))
