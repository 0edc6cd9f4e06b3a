"""The compiled part of `fast.py`: one match, and many, from lines of whole numbers (`layout.py` has their cells).

Read `reference.py` first: names and order are the same here; what differs serves speed. An idle agent is looked at
again only when a counter that it reads has changed its way, or one of its rows opens: `pending` has a bit for each.
What ends next is the smallest of the agents' keys, which hold the end in ms, the number of the start, and the place.
"""

from typing import Any, NamedTuple

import numpy as np

from rules.season import Array
from sim.compiling import compiled, inlined, trailing_zeros
from sim.draws import ATTEMPTS, SHIFT, duration, philox
from sim.engine import layout as b
from sim.engine.layout import NEVER, NOBODY, Board, Cells
from sim.engine.log import BROKE, CUT, FAILED, STARTED, SUCCEEDED, Block
from sim.robots.drawn import Robots
from sim.table.agents import BUZZER, FIELD, ROBOTS

TO_END, TO_START = 45, 6
"""Where in a key the end and the number of the start begin; the place is below them."""
PLACE = (1 << TO_START) - 1
STARTS, LINES, COUNTER, FOUND, BY, ROW, MATCH = range(7)
"""Columns of `tally`: attempts and log lines of the match, and what `broken_promise` says of a place that holds more
than it may; its counter is NOBODY while there is none."""


class Match(NamedTuple):
    """What the match that is being played stands at, see `layout.py` for the cells."""

    counters: Array
    agents: Cells
    steps: Cells
    """Those of the agents' books that open before the buzzer, in the order of choice."""
    odds: Array
    keys: Array
    """(place,): when the agent's attempt ends; NEVER where it is at none."""
    tally: Array
    lines: Array
    """(line, 5): the event log, as far as there is room."""


@compiled
def play_some(on: Board, m: Match, seed: int, first: int, robots: Robots, block: Block, at: int, upto: int) -> None:
    """Play matches from match `first` on into the block's places from `at` on; `robots` holds theirs from place 0.

    Stops at a match that breaks the promise of a place.
    """
    for i in range(upto - at):
        _set_counters(on, m, first + i, robots, i)
        plays = _set_agents(on, m, first + i, robots, i)
        _play(on, m, seed, first + i, plays, robots.breaks, i)
        if m.tally[COUNTER] != NOBODY:
            m.tally[MATCH] = first + i
            return
        for counter in range(block.marking.shape[1]):
            block.marking[at + i, counter] = m.counters[counter * b.COUNTER + b.HELD]
            block.clocks[at + i, counter] = m.counters[counter * b.COUNTER + b.CLOCK]
        for robot in range(ROBOTS):
            for kind in range(robots.fouls.shape[2]):
                block.fouls[at + i, robot, kind] = robots.fouls[i, robot, kind]
        block.attempts[at + i] = m.tally[STARTS]


@compiled
def count_did(
    on: Board, m: Match, loud: Match, seed: int, agent: int, robots: Robots, found: Array, done: int
) -> int:
    """Count what an agent did in the matches of `robots` from place `done` on, read from their event logs.

    Gives the place of the first match that has no room for its log in `loud`, which is `m` with lines, or all places.
    """
    for i in range(done, len(found)):
        match = robots.first + i
        for told in range(2):
            now = loud if told else m
            _set_counters(on, now, match, robots, i)
            plays = _set_agents(on, now, match, robots, i)
            _play(on, now, seed, match, plays, robots.breaks, i)
            if m.tally[COUNTER] != NOBODY:
                m.tally[MATCH] = match
                return len(found)
            if 2 * m.tally[STARTS] + ROBOTS > len(loud.lines):
                return i
        begun = np.int64(0)
        for line in range(m.tally[LINES]):
            row, what, ms = loud.lines[line, 2], loud.lines[line, 3], loud.lines[line, 0]
            if loud.lines[line, 1] == agent and what == STARTED:
                found[i, row, 0] += 1
                begun = ms
            elif loud.lines[line, 1] == agent and what in (SUCCEEDED, FAILED):
                found[i, row, 1] += 1
                found[i, row, 2] += what == SUCCEEDED
                found[i, row, 3] += ms - begun
    return len(found)


@inlined
def _set_counters(on: Board, m: Match, match: int, robots: Robots, i: int) -> None:
    """Let every counter begin with its tokens, the robots' own room, and 150 s for each token of a clock."""
    for cell in range(len(m.counters)):
        m.counters[cell] = on.counters[match % b.TURNS, cell]
    if on.room != NOBODY:
        for robot in range(ROBOTS):
            m.counters[(on.room + robot) * b.COUNTER + b.HELD] = robots.room[i, robot]
    for line in range(0, len(m.counters), b.COUNTER):
        ticking = m.counters[line + b.HELD] * m.counters[line + b.TICKS]
        m.counters[line + b.CLOCK] = ticking * (BUZZER // 1_000)


@inlined
def _set_agents(on: Board, m: Match, match: int, robots: Robots, i: int) -> int:
    """Give every agent the steps of its book, with their numbers of this match; give the places of all that play."""
    plays = step = 0
    for cell in range(len(m.agents)):
        m.agents[cell] = on.agents[match % b.TURNS, cell]
    for agent in range(0, len(m.agents), b.AGENT):
        number, column, season = m.agents[agent + b.NUMBER], m.agents[agent + b.COLUMN], m.agents[agent + b.STEPS]
        book = robots.playbook[i, number] if number < FIELD else m.agents[agent + b.BOOK] - 1
        m.agents[agent + b.STEPS] = step
        if book != NOBODY:
            plays |= 1 << agent // b.AGENT
            for choice in range(1, 1 + on.books[book, 0]):
                row = on.books[book, choice]
                if robots.opens[i, column, row] < BUZZER:
                    for cell in range(b.STEP):
                        m.steps[step + cell] = on.steps[season + row * b.STEP + cell]
                    m.steps[step + b.OPENS] = robots.opens[i, column, row]
                    m.odds[step // b.STEP * b.ODDS + b.MEDIAN] = robots.median[i, column, row]
                    m.odds[step // b.STEP * b.ODDS + b.THRESHOLD] = robots.threshold[i, column, row]
                    step += b.STEP
        m.agents[agent + b.LAST] = step
    return plays


@inlined
def _play(on: Board, m: Match, seed: int, match: int, plays: int, breaks: Array, i: int) -> None:
    """Play one match to the buzzer: windows open, robots break down, attempts end, each with its dispatch (law 2)."""
    for place in range(len(m.keys)):
        m.keys[place] = NEVER
    idle = pending = plays
    opening, breakdown = _next_opening(m, 0), _next_breakdown(m, plays, breaks, i, -1)
    now = starts = m.tally[LINES] = 0
    while m.tally[COUNTER] == NOBODY:
        place = 0
        while pending & idle:  # one dispatch: everybody pending in turn, then from the first one again (law 1)
            later = (pending & idle) >> place
            if later == 0:
                place = 0
                continue
            place += trailing_zeros(later)
            pending &= ~(1 << place)
            step = _first_enabled(on, m, place * b.AGENT, now)
            if step != NOBODY:
                idle &= ~(1 << place)
                pending |= _start(on, m, seed, match, place, step, starts, now)
                starts += 1
            place += 1
        key = _smallest(m.keys)
        now = min(key >> TO_END, opening, breakdown >> TO_START)
        if opening == now and now < BUZZER:
            pending |= _opening_now(m, now)
            opening = _next_opening(m, now)
        elif breakdown >> TO_START == now and now < BUZZER:
            place = breakdown & PLACE
            _note(m, now, m.agents[place * b.AGENT + b.NUMBER], NOBODY, BROKE, 0)
            idle &= ~(1 << place)
            breakdown = _next_breakdown(m, plays, breaks, i, breakdown)
            if m.keys[place] != NEVER:
                pending |= _end(on, m, place, b.TAKES, CUT, now)
        elif now < BUZZER:
            place = key & PLACE
            if m.agents[place * b.AGENT + b.SUCCEEDS]:
                kind, what = b.GIVES, SUCCEEDED
            else:
                kind, what = b.DROPS, FAILED
            pending |= _end(on, m, place, kind, what, now)
            if what == FAILED or not m.steps[m.agents[place * b.AGENT + b.DOES] + b.FINAL]:
                idle |= 1 << place
                pending |= 1 << place
        elif key != NEVER:
            idle = 0
            _end(on, m, key & PLACE, b.TAKES, CUT, BUZZER)
        else:
            break
    m.tally[STARTS] = starts


@inlined
def _next_opening(m: Match, now: int) -> int:
    """Note when rows of the agents for whom one opens now open next; give the first of all next openings."""
    first = BUZZER
    for agent in range(0, len(m.agents), b.AGENT):
        if m.agents[agent + b.NEXT] == now:
            following = BUZZER
            for step in range(m.agents[agent + b.STEPS], m.agents[agent + b.LAST], b.STEP):
                if m.steps[step + b.OPENS] > now:
                    following = min(following, m.steps[step + b.OPENS])
            m.agents[agent + b.NEXT] = following
        first = min(first, m.agents[agent + b.NEXT])
    return first


@inlined
def _opening_now(m: Match, now: int) -> int:
    """Give the places of the agents with a row that opens now."""
    found = 0
    for agent in range(0, len(m.agents), b.AGENT):
        if m.agents[agent + b.NEXT] == now:
            found |= 1 << agent // b.AGENT
    return found


@inlined
def _next_breakdown(m: Match, plays: int, breaks: Array, i: int, last: int) -> int:
    """Give the next breakdown of a robot that came: its ms and, in the lowest bits, the robot's place in the turn."""
    found = NEVER
    for place in range(ROBOTS):
        key = (breaks[i, m.agents[place * b.AGENT + b.NUMBER]] << TO_START) + place
        if plays >> place & 1 and key > last:
            found = min(found, key)
    return found


@inlined
def _first_enabled(on: Board, m: Match, agent: int, now: int) -> Any:
    """Give the first step of the agent that may start now, or NOBODY."""
    for step in range(m.agents[agent + b.STEPS], m.agents[agent + b.LAST], b.STEP):
        promising = m.counters[m.steps[step + b.FIRST] + b.HELD] >= m.steps[step + b.LEAST]
        if promising and m.steps[step + b.OPENS] <= now and _is_enabled(on, m, step):
            return step
    return NOBODY


@inlined
def _is_enabled(on: Board, m: Match, step: int) -> bool:
    """Say whether a step may start, of which the first counter that it reads holds enough."""
    for arc in range(m.steps[step + b.READS] + 1, m.steps[step + b.UNLESS]):
        if m.counters[on.arc_to[arc] + b.HELD] < on.arc_count[arc]:
            return False
    for arc in range(m.steps[step + b.UNLESS], m.steps[step + b.TAKES]):
        if m.counters[on.arc_to[arc] + b.HELD] >= on.arc_count[arc]:
            return False
    return True


@inlined
def _start(on: Board, m: Match, seed: int, match: int, place: int, step: int, starts: int, now: int) -> Any:
    """Take what a step takes, as often as lot and counters allow; give who looks again."""
    agent, own = place * b.AGENT, step // b.STEP * b.ODDS
    n = np.int64(m.steps[step + b.LOT])
    if n > 1:
        for arc in range(m.steps[step + b.TAKES], m.steps[step + b.GIVES]):
            n = min(n, m.counters[on.arc_to[arc] + b.HELD] // on.arc_count[arc])
    woken = _change(on, m, step, b.TAKES, -n, now)
    if m.steps[step + b.NTH] == 0:
        _draw_try(on, m, seed, match, agent, step)
    m.agents[agent + b.DOES], m.agents[agent + b.TIMES], m.agents[agent + b.SUCCEEDS] = step, n, m.odds[own + b.WORKS]
    ends = min(now + m.odds[own + b.LASTS], BUZZER)
    m.keys[place] = (ends << TO_END) + (starts << TO_START) + place
    m.steps[step + b.NTH] += 1
    _draw_try(on, m, seed, match, agent, step)
    _note(m, now, m.agents[agent + b.NUMBER], m.steps[step + b.ROW], STARTED, n)
    return woken


@inlined
def _draw_try(on: Board, m: Match, seed: int, match: int, agent: int, step: int) -> None:
    """Draw how long a step's next try lasts, and whether it works (laws 3 and 4)."""
    own = step // b.STEP * b.ODDS
    level, word, _, _ = philox(
        np.uint64(match),
        np.uint64(m.agents[agent + b.NUMBER]),
        np.uint64(m.steps[step + b.ROW]),
        np.uint64(m.steps[step + b.NTH]),
        np.uint64(seed),
        np.uint64(ATTEMPTS),
    )
    m.odds[own + b.LASTS] = duration(m.odds[own + b.MEDIAN], on.factors[level >> SHIFT])
    m.odds[own + b.WORKS] = np.int64(word) < m.odds[own + b.THRESHOLD]


@inlined
def _end(on: Board, m: Match, place: int, kind: int, what: int, now: int) -> Any:
    """End an agent's attempt, with the tokens of its arcs of one kind; give who looks again."""
    agent = place * b.AGENT
    step, n = np.int64(m.agents[agent + b.DOES]), np.int64(m.agents[agent + b.TIMES])
    m.keys[place] = NEVER
    woken = _change(on, m, step, kind, n, now)
    _note(m, now, m.agents[agent + b.NUMBER], m.steps[step + b.ROW], what, n)
    if m.tally[COUNTER] != NOBODY:
        m.tally[BY], m.tally[ROW] = m.agents[agent + b.NUMBER], m.steps[step + b.ROW]
    return woken


@inlined
def _change(on: Board, m: Match, step: Any, kind: int, times: Any, now: int) -> Any:
    """Move the tokens of a step's arcs of one kind, `times` times; give the bits of who looks again."""
    woken = 0
    for arc in range(m.steps[step + kind], m.steps[step + kind + 1]):
        counter, change = on.arc_to[arc], times * on.arc_count[arc]
        before = m.counters[counter + b.HELD]
        after = before + change
        m.counters[counter + b.HELD] = after
        if change > 0:
            if before < m.counters[counter + b.NEEDED]:
                woken |= m.counters[counter + b.MORE]
            if after > m.counters[counter + b.MOST] and m.tally[COUNTER] == NOBODY:
                m.tally[COUNTER], m.tally[FOUND] = counter // b.COUNTER, after
        elif before >= m.counters[counter + b.AVOIDED]:
            woken |= m.counters[counter + b.FEWER]
        if m.counters[counter + b.TICKS]:
            m.counters[counter + b.CLOCK] += change * ((BUZZER - now) // 1_000)
    return woken


@inlined
def _smallest(keys: Array) -> Any:
    smallest = NEVER
    for key in keys:
        smallest = min(smallest, key)
    return smallest


@inlined
def _note(m: Match, now: int, agent: Any, row: Any, what: int, n: Any) -> None:
    """Write a line of the event log, where one is wanted."""
    if len(m.lines):
        line = m.tally[LINES]
        m.lines[line, 0], m.lines[line, 1], m.lines[line, 2] = now, agent, row
        m.lines[line, 3], m.lines[line, 4] = what, n
        m.tally[LINES] += 1
