"""The compiled part of `fast.py`: one match, and many, from lines of whole numbers (`layout.py` has their cells).

Read `reference.py` first: names and order are the same here; what differs serves speed. Counters stand in words: one
sum changes many, and some bits of these are facts, which say what is enough. An idle agent is looked at again only
when a fact that it waits for has changed, or a row of its own opens: `pending` has a bit each.
What ends next is the smallest of the agents' keys, which hold the end in ms, the number of the start, and the place.
"""

from typing import Any, NamedTuple

import numpy as np

from rules.season import Array
from sim.compiling import compiled, inlined, trailing_zeros
from sim.draws import ATTEMPTS, SHIFT, duration, philox
from sim.engine import layout as b
from sim.engine.layout import CLOSED, NEVER, NOBODY, Board, Cells, Words
from sim.engine.log import BROKE, CUT, FAILED, STARTED, SUCCEEDED, Block
from sim.robots.drawn import NO_PLAYBOOK, Robots
from sim.table.agents import BUZZER, FIELD, ROBOTS

TO_END, TO_START = 45, 6
"""Where in a key the end and the number of the start begin; the place is below them."""
TO_OPENS, TO_CHOICE = 32, 6
"""Where in a line of the agenda the ms and the choice that opens then begin; the place is below them."""
BREAKS = 1 << TO_OPENS - 1
"""What is added to a line of the agenda where a robot breaks down: that comes after the windows of its ms."""
PLACE = (1 << TO_START) - 1
ALARM, LINES, MATCH, WAKES = range(4)
"""Columns of `tally`: whether an alarm rang, log lines, the match, and where its turn's wakes are."""


class Match(NamedTuple):
    """What the match that is being played stands at, see `layout.py` for the cells."""

    words: Words
    facts: Words
    """(1,): those for everybody, as they are."""
    clocks: Array
    agents: Cells
    choices: Array
    """(cell,), a line a step of the agents' books that opens before the buzzer, in the order of choice."""
    who: Words
    what: Words
    level: Words
    word: Words
    """(choice,): its agent and its row; the words of its first try."""
    care: Words
    want: Words
    """(choice,): which facts it asks for, and which of these must be so."""
    agenda: Array
    """What is to come, in order: windows that open, robots that break down, then the buzzer."""
    keys: Array
    """(place,): when the agent's attempt ends; NEVER where it is at none."""
    tally: Array
    lines: Array
    """(line, 6): the event logs, as far as there is room, and the match of each line."""


@compiled
def play_some(on: Board, m: Match, seed: int, first: int, robots: Robots, block: Block, at: int, upto: int) -> int:
    """Play matches from match `first` on into the block's places from `at` on; `robots` holds theirs from place 0.

    In each, windows open, robots break down, attempts end, each with its dispatch (law 2), until the buzzer. Gives
    how many were played: it stops at a match in which an alarm rings.
    """
    m.tally[LINES] = 0
    for i in range(upto - at):
        match = first + i
        turn = np.uint32(match % b.TURNS)
        m.tally[MATCH], m.tally[WAKES] = match, turn * b.BITS
        _set_counters(on, m, robots, np.uint32(i))
        idle = pending = _set_agents(on, m, turn, seed, match, robots, np.uint32(i))
        now = to_come = starts = m.tally[ALARM] = 0
        while True:
            place = 0
            while pending & idle:  # one dispatch: everybody pending in turn, then from the first one again (law 1)
                later = (pending & idle) >> place
                if later == 0:
                    place = 0
                    continue
                place += trailing_zeros(later)
                pending &= ~(1 << place)
                choice = _first_enabled(on, m, place)
                if choice != NOBODY:
                    idle &= ~(1 << place)
                    pending |= _start(on, m, seed, match, place, choice, starts, now)
                    starts += 1
                place += 1
            key, coming = _smallest(m.keys), m.agenda[to_come]
            now = min(key >> TO_END, coming >> TO_OPENS)
            if m.tally[ALARM]:
                return i
            place, kind, what, again = key & PLACE, b.TAKES, CUT, 0
            if coming >> TO_OPENS > now:
                agent = np.uint32(place * b.AGENT)
                succeeds, final = m.agents[agent + b.SUCCEEDS], on.final[m.agents[agent + b.DOES]]
                kind, what = (b.GIVES, SUCCEEDED) if succeeds else (b.DROPS, FAILED)
                again = np.int64(1 - (succeeds & final)) << place
            elif now >= BUZZER:  # who is still at it is cut, one by one (law 5)
                idle = 0
                if key == NEVER:
                    break
            elif coming & BREAKS:
                place = coming & PLACE
                _note(m, now, m.agents[place * b.AGENT + b.NUMBER], NOBODY, BROKE, 0)
                idle &= ~(1 << place)
                to_come += 1
            else:
                while m.agenda[to_come] >> TO_OPENS == now and not m.agenda[to_come] & BREAKS:
                    m.want[(m.agenda[to_come] & BREAKS - 1) >> TO_CHOICE] ^= np.uint64(CLOSED)
                    pending |= 1 << (m.agenda[to_come] & PLACE)
                    to_come += 1
                continue
            if m.keys[place] != NEVER:
                pending |= _end(on, m, place, kind, what, now) | again
                idle |= again
        _keep(on, m, robots, block, i, at + i, starts)
    return upto - at


@inlined
def _keep(on: Board, m: Match, robots: Robots, block: Block, i: int, at: int, starts: int) -> None:
    """Put how a match ended into its place of the block."""
    for counter in range(block.marking.shape[1]):
        block.marking[at, counter] = _held(m.words, on.homes, np.uint32(counter))
        block.clocks[at, counter] = m.clocks[counter] if on.clocks[counter] else 0
    for robot in range(ROBOTS):
        for kind in range(robots.fouls.shape[2]):
            block.fouls[at, robot, kind] = robots.fouls[i, robot, kind]
    block.attempts[at] = starts


@inlined
def _set_counters(on: Board, m: Match, robots: Robots, i: int) -> None:
    """Let every counter begin with its tokens, the robots' own room, and 150 s for each token of a clock."""
    facts = np.uint64(0)
    for word in range(len(m.words)):
        held = on.words[word]
        for robot in range(len(on.rooms)):
            held += np.uint64(robots.room[i, robot]) * on.rooms[robot, word]
        m.words[word] = held
        facts |= held & on.facts[word]
    m.facts[0] = facts & on.waited[b.EITHER]
    if on.ticks:
        for counter in range(len(m.clocks)):
            m.clocks[counter] = _held(m.words, on.homes, np.uint32(counter)) * on.clocks[counter]


@inlined
def _set_agents(on: Board, m: Match, turn: Any, seed: int, match: int, robots: Robots, i: int) -> int:
    """Give every agent the choices of its book, and put what is to come in order; give the places of who plays."""
    plays = choice = coming = 0
    for cell in range(len(m.agents)):
        m.agents[cell] = on.agents[turn, cell]
    for place in range(len(m.agents) // b.AGENT):
        m.keys[place] = NEVER
        agent = np.uint32(place * b.AGENT)
        number, book = m.agents[agent + b.NUMBER], m.agents[agent + b.BOOK]
        m.agents[agent + b.FIRST] = choice
        if number >= FIELD or robots.playbook[i, number] != NO_PLAYBOOK:
            plays |= 1 << place
            if number < FIELD:
                book += np.uint32(robots.playbook[i, number])
            for nth in range(1, 1 + on.books[book, 0]):
                row = on.books[book, np.uint32(nth)]
                opens = robots.opens[i, m.agents[agent + b.COLUMN], row]
                if opens < BUZZER:
                    _set_choice(on, m, robots, i, agent, row, choice)
                    if opens > 0:
                        m.want[choice] ^= np.uint64(CLOSED)
                        _come(m.agenda, coming, (opens << TO_OPENS) + (choice << TO_CHOICE) + place)
                        coming += 1
                    choice += 1
            if number < ROBOTS and robots.breaks[i, number] < BUZZER:
                _come(m.agenda, coming, (robots.breaks[i, number] << TO_OPENS) + BREAKS + place)
                coming += 1
        m.agents[agent + b.LAST] = choice
    _draw_firsts(on, m, seed, match, choice)
    m.agenda[coming] = BUZZER << TO_OPENS
    for place in range(len(m.agents) // b.AGENT, len(m.keys)):
        m.keys[place] = NEVER if place % 4 else NOBODY
    return plays


@inlined
def _set_choice(on: Board, m: Match, robots: Robots, i: int, agent: int, row: int, choice: int) -> None:
    """Note what a step asks for, and its numbers of this match."""
    step, column, line = m.agents[agent + b.STEPS] + row, m.agents[agent + b.COLUMN], np.uint32(choice * b.CHOICE)
    m.choices[line + b.NTH] = 0
    m.who[np.uint32(choice)], m.what[np.uint32(choice)] = m.agents[agent + b.NUMBER], row
    m.choices[line + b.MEDIAN] = robots.median[i, column, row]
    m.choices[line + b.THRESHOLD] = robots.threshold[i, column, row]
    m.care[np.uint32(choice)], m.want[np.uint32(choice)] = on.care[step], on.want[step]


@inlined
def _come(agenda: Array, coming: int, line: int) -> None:
    """Put a line into the agenda, in which there are `coming` of them, in order."""
    at = coming
    while at > 0 and agenda[at - 1] > line:
        agenda[at] = agenda[at - 1]
        at -= 1
    agenda[at] = line


@inlined
def _first_enabled(on: Board, m: Match, place: int) -> Any:
    """Give the first choice of the agent that may start now, or NOBODY."""
    agent = np.uint32(place * b.AGENT)
    own = m.agents[agent + b.COLUMN]
    facts = m.facts[0] | (m.words[own] & on.facts[own])
    for choice in range(m.agents[agent + b.FIRST], m.agents[agent + b.LAST]):
        at = np.uint32(choice)
        if (facts ^ m.want[at]) & m.care[at] == 0:
            return np.int64(choice)
    return NOBODY


@inlined
def _start(on: Board, m: Match, seed: int, match: int, place: int, choice: int, starts: int, now: int) -> Any:
    """Take what a step takes, as often as lot and counters allow; give who looks again."""
    agent, line, at = np.uint32(place * b.AGENT), np.uint32(choice * b.CHOICE), np.uint32(choice)
    row = np.uint32(m.what[at])
    step, n = m.agents[agent + b.STEPS] + row, on.lot[row]
    if n > 1:
        takes = step * np.uint32(b.MOVES) + np.uint32(b.TAKES)
        for arc in range(on.arcs_from[takes], on.arcs_from[takes + 1]):
            n = min(n, _held(m.words, on.homes, on.counters[arc]) // np.int64(on.counts[arc]))
    woken = _change(on, m, step, b.TAKES, -n, b.FEWER, now)
    m.agents[agent + b.DOES], m.agents[agent + b.TIMES] = row, n
    m.agents[agent + b.SUCCEEDS] = m.choices[line + b.WORKS]
    ends = min(now + m.choices[line + b.LASTS], BUZZER)
    m.keys[np.uint32(place)] = (ends << TO_END) + (starts << TO_START) + place
    m.choices[line + b.NTH] += 1
    nth = np.uint64(m.choices[line + b.NTH])
    level, word, _, _ = philox(np.uint64(match), m.who[at], m.what[at], nth, np.uint64(seed), np.uint64(ATTEMPTS))
    _note_try(on, m, line, level, word)
    _note(m, now, m.agents[agent + b.NUMBER], row, STARTED, n)
    return woken


@inlined
def _draw_firsts(on: Board, m: Match, seed: int, match: int, choices: int) -> None:
    """Draw the first try of every choice, the words side by side: the processor makes some at a time."""
    for choice in range(choices):
        m.level[choice], m.word[choice], _, _ = philox(
            np.uint64(match), m.who[choice], m.what[choice], np.uint64(0), np.uint64(seed), np.uint64(ATTEMPTS)
        )
    for choice in range(choices):
        _note_try(on, m, np.uint32(choice * b.CHOICE), m.level[choice], m.word[choice])


@inlined
def _note_try(on: Board, m: Match, line: Any, level: Any, word: Any) -> None:
    """Note how long a choice's next try lasts, and whether it works (law 4)."""
    m.choices[line + b.LASTS] = duration(m.choices[line + b.MEDIAN], np.int64(on.factors[level >> SHIFT]))
    m.choices[line + b.WORKS] = np.int64(word) < m.choices[line + b.THRESHOLD]


@inlined
def _end(on: Board, m: Match, place: int, kind: int, what: int, now: int) -> Any:
    """End an agent's attempt, with what it moves then; give who looks again."""
    agent = np.uint32(place * b.AGENT)
    row, n = m.agents[agent + b.DOES], np.int64(m.agents[agent + b.TIMES])
    m.keys[np.uint32(place)] = NEVER
    woken = _change(on, m, m.agents[agent + b.STEPS] + row, kind, n, b.MORE, now)
    _note(m, now, m.agents[agent + b.NUMBER], row, what, n)
    return woken


@inlined
def _change(on: Board, m: Match, step: Any, kind: int, times: Any, way: int, now: int) -> Any:
    """Move what a step moves then, `times` times; give the bits of who waits for a fact that changes so."""
    woken, changed, alarm, line = 0, np.uint64(0), np.uint64(0), np.uint32(step * b.MOVES + kind)
    for move in range(on.moves_from[line], on.moves_from[line + np.uint32(1)]):
        word = on.moved[move]
        before = m.words[word]
        after = before + np.uint64(times) * on.moves[move]
        m.words[word] = after
        changed |= (before ^ after) & on.facts[word]
        if way == b.MORE:
            alarm |= after & on.alarms[word]
    if alarm:
        m.tally[ALARM] = 1
    m.facts[0] ^= changed & on.waited[b.EITHER]
    changed &= on.waited[way]
    while changed:
        woken |= on.wakes[np.uint32(m.tally[WAKES] + trailing_zeros(changed))]
        changed &= changed - np.uint64(1)
    if on.ticks:
        for arc in range(on.arcs_from[line], on.arcs_from[line + 1]):
            m.clocks[on.counters[arc]] += times * np.int64(on.counts[arc]) * ((BUZZER - now) // 1_000)
    return woken


@inlined
def _held(words: Words, homes: Words, counter: Any) -> Any:
    """Give what a counter holds."""
    home = np.uint32(counter * b.HOME)
    slot = words[homes[home + b.AT]] >> homes[home + b.SHIFT] & homes[home + b.MASK]
    return np.int64(slot - homes[home + b.START])


@inlined
def _smallest(keys: Array) -> Any:
    """Give the smallest key, four side by side; the last four begin below 0, an end that forbids more of them.

    Those would have to wait for the one that was written last.
    """
    one = two = three = four = NEVER
    at = np.uint32(0)
    while keys[at] >= 0:
        one, two = min(one, keys[at]), min(two, keys[at + np.uint32(1)])
        three, four = min(three, keys[at + np.uint32(2)]), min(four, keys[at + np.uint32(3)])
        at += np.uint32(4)
    return min(min(one, two), min(three, four))


@inlined
def _note(m: Match, now: int, agent: Any, row: Any, what: int, n: Any) -> None:
    """Write a line of the event log, where one is wanted; what there is no room for is counted alone."""
    if len(m.lines):
        line = m.tally[LINES]
        if line < len(m.lines):
            m.lines[line, 0], m.lines[line, 1], m.lines[line, 2] = now, agent, row
            m.lines[line, 3], m.lines[line, 4], m.lines[line, 5] = what, n, m.tally[MATCH]
        m.tally[LINES] = line + 1
