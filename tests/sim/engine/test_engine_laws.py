"""The engines hold the law of a match on hundreds of small tables, and play as the oracle does, to the last row.

Laws are read off the log of the compiled engine, which the oracle's equals.
"""

from collections import Counter
from functools import cache

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_games import cases
from oracle import BROKE, BUZZER, CUT, FAILED, STARTED, SUCCEEDED
from players import ENGINES, by_fast, by_oracle, by_reference

from rules.errors import ModelError
from sim.engine import log as logs
from sim.robots.drawn import Robots, prepare
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.game import playable

thorough = settings(max_examples=80, deadline=None, derandomize=True)
swift = settings(max_examples=40, deadline=None, derandomize=True)
MATCHES = 4


def played(player, case, robots, match):
    """Play a match of a case: marking, clocks and event log."""
    return player(case.game, case.orders, case.seed, robots, match)


def matches_of(case):
    """Play matches of a case by the compiled engine: its robots, the match's number, the marking and the log."""
    robots = case.robots(MATCHES)
    for match in range(case.first, case.first + MATCHES):
        marking, _, log = played(by_fast, case, robots, match)
        yield robots, match, marking, log


def changes(case, event):
    """Give what a line of the log adds to each counter, by the words of its row."""
    if event.what == BROKE:
        return {}
    row = case.game.actions[event.action]
    failed = row.takes if row.drops is None else row.drops
    tokens = {STARTED: row.takes, SUCCEEDED: row.gives, FAILED: failed, CUT: row.takes}[event.what]
    side = event.agent % 2 if event.agent >= 12 else event.agent % 6 // 3
    times = -event.n if event.what == STARTED else event.n
    owned = {oracle.counter_of(token, oracle.SIDES[side], event.agent % 3 + 1): n for token, n in tokens.items()}
    return {counter: times * n for counter, n in owned.items()}


def test_engine_and_oracle_mean_the_same_by_what():
    """Codes of the event log are the same numbers in both."""
    names = ("STARTED", "SUCCEEDED", "FAILED", "CUT", "BROKE")
    assert [getattr(logs, name) for name in names] == [getattr(oracle, name) for name in names]
    assert logs.LogLine._fields == ("ms", "agent", "action", "what", "n")


@thorough
@given(cases())
def test_the_engines_play_as_the_oracle_does(case):
    """Marking, clocks and the whole event log are equal on any legal table."""
    robots = case.robots(MATCHES)
    for match in range(case.first, case.first + MATCHES):
        expected = played(by_oracle, case, robots, match)
        assert played(by_reference, case, robots, match) == expected
        assert played(by_fast, case, robots, match) == expected


@pytest.mark.parametrize("player", ENGINES)
@pytest.mark.parametrize("seed", [1, 417])
def test_a_season_is_played_as_the_oracle_plays_it(seed, player):
    """Marking, clocks and the whole event log of thirty matches of 2022 are equal."""
    game = playable("2022")
    orders = rows_of(game, game.playbooks)
    robots = prepare(lineup(game, game.playbooks), seed, 0, 30)
    for match in range(30):
        assert player(game, orders, seed, robots, match) == by_oracle(game, orders, seed, robots, match)


@swift
@given(cases(makes=False))
def test_every_piece_is_kept(case):
    """Where no row makes any, there are as many pieces of each kind at the end as at the start."""
    piece = {place.name: place.piece for place in case.game.model.place}
    for robots, match, marking, _ in matches_of(case):
        kept = Counter()
        start = oracle.start_of(case.game, robots, match)
        for counter, end in zip(case.game.counters, marking, strict=True):
            kept[piece[counter.split(" ")[0]]] += end - start[counter]
        del kept[None]
        assert set(kept.values()) == {0}


@swift
@given(cases())
def test_no_counter_is_negative_or_above_its_most(case):
    """Line by line the log keeps each counter within its bounds, and leads to the marking at the end."""
    most = {place.name: place.most for place in case.game.model.place if place.most is not None}
    for robots, match, marking, log in matches_of(case):
        held = oracle.start_of(case.game, robots, match)
        for event in log:
            for counter, change in changes(case, event).items():
                held[counter] += change
                assert 0 <= held[counter] <= most.get(counter.split(" ")[0], held[counter])
        assert marking == [held[counter] for counter in case.game.counters]


@swift
@given(cases())
def test_nobody_starts_what_is_not_open_or_not_his(case):
    """An agent starts a row of its own playbook, once it is open; absent, broken and final agents start none."""
    for robots, match, _, log in matches_of(case):
        gone = set()
        for ms, agent, action, what, _ in log:
            row = case.game.actions[action]
            if what == STARTED:
                column = 0 if agent >= 12 else agent % 6
                assert robots.opens[match - case.first, column, action] <= ms
                assert agent not in gone
            if what == STARTED and agent < 12:
                playbook = robots.playbook[match - case.first, agent]
                assert playbook >= 0
                assert action in case.orders[playbook]
            if what == BROKE or (what == SUCCEEDED and row.final):
                gone.add(agent)


@swift
@given(cases())
def test_nothing_counts_from_the_buzzer_on(case):
    """Starts, successes, failures and breakdowns come before the buzzer, in the order of time; cuts at it at most."""
    for _, _, _, log in matches_of(case):
        assert [event.ms for event in log] == sorted(event.ms for event in log)
        assert all(event.ms < BUZZER + (event.what == CUT) for event in log)


@swift
@given(cases())
def test_an_agent_makes_one_attempt_at_a_time(case):
    """An agent ends what it started, as often at once, before it starts again; no attempt outlives the match."""
    for _, _, _, log in matches_of(case):
        busy = {}
        for event in log:
            if event.what == STARTED:
                assert event.agent not in busy
                assert 1 <= event.n <= case.game.actions[event.action].lot
                busy[event.agent] = event.action, event.n
            elif event.what != BROKE:
                assert busy.pop(event.agent) == (event.action, event.n)
        assert busy == {}


@swift
@given(cases())
def test_only_robots_break_down(case):
    """A robot that came breaks down when its numbers say so, once; what it was at is cut there and then."""
    for robots, match, _, log in matches_of(case):
        breaks = robots.breaks[match - case.first].tolist()
        came = robots.playbook[match - case.first, :6] >= 0
        due = sorted((ms, agent) for agent, ms in enumerate(breaks) if ms < BUZZER and came[agent])
        assert sorted((event.ms, event.agent) for event in log if event.what == BROKE) == due
        for event in log:
            if event.what == CUT and event.ms < BUZZER:
                assert (event.ms, event.agent) in due


@pytest.mark.parametrize("player", ENGINES)
@swift
@given(cases(leaky=True))
def test_a_table_that_breaks_its_most_is_refused_by_all(player, case):
    """Where complements are forgotten, engine and oracle both stop with a ModelError of the same row and place."""
    robots = case.robots(MATCHES)
    for match in range(case.first, case.first + MATCHES):
        try:
            expected = played(by_oracle, case, robots, match)
        except ModelError as error:
            row, counter, _ = error.parts
            with pytest.raises(ModelError) as caught:
                played(player, case, robots, match)
            assert row in str(caught.value)
            assert counter in str(caught.value)
        else:
            assert played(player, case, robots, match) == expected


@cache
def thousand():
    """Draw the robots of a thousand matches of 2022."""
    game = playable("2022")
    return prepare(lineup(game, game.playbooks), 5, 0, 1_000)


@pytest.mark.parametrize("name", [name for name in Robots._fields if name != "first"])
def test_robots_do_not_depend_on_their_batch(name):
    """The robots of match 417 are the same drawn alone as among a thousand, field by field."""
    game = playable("2022")
    alone = prepare(lineup(game, game.playbooks), 5, 417, 1)
    assert np.array_equal(getattr(alone, name)[0], getattr(thousand(), name)[417])


@pytest.mark.parametrize("player", ENGINES)
@swift
@given(cases(), st.integers(0, MATCHES - 1))
def test_a_match_does_not_depend_on_its_batch(player, case, nth):
    """A match is the same played alone, from robots drawn alone, as among others."""
    among = played(player, case, case.robots(MATCHES), case.first + nth)
    later = type(case)(case.game, case.seed, case.first + nth, case.tied)
    assert played(player, later, later.robots(1), case.first + nth) == among
