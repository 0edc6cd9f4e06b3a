"""What a plan can be changed into, one step away: rows swapped, moved, left out, added, or done from another time on.

No step leads to a plan that is illegal or of no use to its robot: rows that it cannot do are never there, nor are
rows that nothing else of the plan ever lets it start.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import ceil, floor
from statistics import median_low
from typing import NamedTuple

from sim.robots.lineup import abilities_of
from sim.table.chains import startable
from sim.table.game import Game, playbooks_by
from sim.table.language import MATCH_SECONDS, Playbook, Robot, Set

WAITS = (30.0, 60.0, 90.0, 120.0)
"""From when on a row is done that had no time of its own, in seconds: fifths of a match. From there it is turned."""
SHIFTS = (-12.0, -4.0, 4.0, 12.0)
"""How much earlier or later a row is done that has a time, in seconds: assumptions."""
SPREAD = 6.0
"""The spread of a decision where no playbook of the season has one, in seconds: assumed, as most have."""


class Draft(NamedTuple):
    """What decides in a plan: its order, and mean and spread of its decisions by row, in the same order."""

    order: tuple[str, ...]
    decisions: tuple[tuple[str, tuple[float, float]], ...] = ()

    @property
    def times(self) -> dict[str, tuple[float, float]]:
        """The decisions by row, in seconds."""
        return dict(self.decisions)


Move = Callable[[Draft], Draft]
"""Gives a draft one step away, or the same one where there is no such step."""


@dataclass(frozen=True)
class Possible:
    """What one robot can play in a season."""

    game: Game
    rows: tuple[str, ...]
    """What the robot can do."""
    donors: tuple[Draft, ...]
    """The season's playbooks as this robot can play them, no two alike."""
    spread: float
    """Of a decision that is new, in seconds."""

    def tidied(self, order: Sequence[str], times: Mapping[str, tuple[float, float]]) -> Draft:
        """Give a draft without rows that the robot cannot do or never could start; it may be empty."""
        rows = {row.name: row for row in self.game.actions}
        kept = [rows[name] for name in order if name in self.rows]
        names = tuple(row.name for row in startable(self.game.model, kept))
        return Draft(names, tuple((name, times[name]) for name in names if name in times))

    def bounds(self, row: str) -> tuple[float, float]:
        """Give the earliest and the latest whole second from which on a row may be done."""
        found = next(each for each in self.game.actions if each.name == row)
        return ceil(found.after), floor(MATCH_SECONDS - found.seconds)

    def numbers(self, draft: Draft) -> dict[str, tuple[float, float]]:
        """Give the rows of a draft that have a time, each with its bounds."""
        bounds = {row: self.bounds(row) for row in draft.times}
        return {row: (low, high) for row, (low, high) in bounds.items() if low < high}

    def turned(self, draft: Draft, times: Mapping[str, float]) -> Draft:
        """Give a draft with other times, in whole seconds; the spreads stay."""
        known = draft.times
        return self.tidied(draft.order, known | {row: (float(round(at)), known[row][1]) for row, at in times.items()})

    def moves(self, draft: Draft) -> list[Move]:
        """Give every step that is tried from a draft."""
        return [*_of_order(self, draft), *_of_rows(self, draft), *_of_times(self, draft)]


def possible_of(game: Game, robot: Robot, plan: Playbook | None = None) -> Possible:
    """Give what a robot can play; the spread of a new decision is the plan's own, else the season's usual one."""
    able = abilities_of(robot, game.model)
    rows = tuple(row.name for row in game.actions if row.by == "robot" and row.can in (None, *able))
    playbooks = playbooks_by(game.model, "robot")
    own = [] if plan is None else [each.after[1] for each in plan.set.values()]
    spreads = own or [each.after[1] for playbook in playbooks for each in playbook.set.values()]
    bare = Possible(game, rows, (), median_low(spreads) if spreads else SPREAD)
    drafts = dict.fromkeys(draft_of(bare, each) for each in playbooks)
    return Possible(game, rows, tuple(each for each in drafts if each.order), bare.spread)


def draft_of(possible: Possible, plan: Playbook) -> Draft:
    """Give what decides in a plan, as far as the robot can play it."""
    return possible.tidied(plan.order, {row: each.after for row, each in plan.set.items()})


def as_plan(draft: Draft, plan: Playbook, name: str) -> Playbook:
    """Give a plan under this name that plays a draft, and is else as the other plan."""
    decisions = {row: Set(after=after) for row, after in draft.decisions}
    return plan.model_copy(update={"name": name, "order": draft.order, "set": decisions})


def _of_order(possible: Possible, draft: Draft) -> Iterator[Move]:
    """Swap neighbours, put a row first or last."""
    for row, after in pairwise(draft.order):
        yield partial(_put, possible, after, row)
    for row in draft.order:
        yield partial(_put, possible, row, "")
        yield partial(_put, possible, row, None)


def _of_rows(possible: Possible, draft: Draft) -> Iterator[Move]:
    """Leave a row out, add one where a playbook has it or first; add all rows of a playbook, or do no others."""
    for row in draft.order:
        yield partial(_without, possible, (row,))
    for row in possible.rows:
        if row not in draft.order:
            yield partial(_put, possible, row, "")
            yield from (partial(_added, possible, donor, (row,)) for donor in possible.donors if row in donor.order)
    for donor in possible.donors:
        yield partial(_added, possible, donor, donor.order)
        yield partial(_without, possible, tuple(row for row in draft.order if row not in donor.order))


def _of_times(possible: Possible, draft: Draft) -> Iterator[Move]:
    """Do a row as soon as it can be done, or from another time on."""
    for row in draft.order:
        if row in draft.times:
            yield partial(_at_once, possible, row)
            yield from (partial(_shifted, possible, row, seconds) for seconds in SHIFTS)
        yield from (partial(_waiting, possible, row, seconds) for seconds in WAITS)


def _put(possible: Possible, row: str, before: str | None, draft: Draft) -> Draft:
    """Put a row before another one, before all (an empty text) or last (None), whether it was there or not."""
    others = [each for each in draft.order if each != row]
    if before and before not in others:
        return draft
    place = others.index(before) if before else 0 if before is not None else len(others)
    return possible.tidied([*others[:place], row, *others[place:]], draft.times)


def _without(possible: Possible, rows: Sequence[str], draft: Draft) -> Draft:
    found = possible.tidied([each for each in draft.order if each not in rows], draft.times)
    return found if found.order else draft


def _added(possible: Possible, donor: Draft, rows: Sequence[str], draft: Draft) -> Draft:
    """Add rows where a playbook has them: before what follows them there, with the time that they have there."""
    order, times = list(draft.order), donor.times | draft.times
    for row in reversed([each for each in donor.order if each in rows and each not in draft.order]):
        later = donor.order[donor.order.index(row) + 1 :]
        order.insert(min((order.index(each) for each in later if each in order), default=len(order)), row)
    return possible.tidied(order, times)


def _at_once(possible: Possible, row: str, draft: Draft) -> Draft:
    return possible.tidied(draft.order, {name: after for name, after in draft.decisions if name != row})


def _shifted(possible: Possible, row: str, seconds: float, draft: Draft) -> Draft:
    return _waiting(possible, row, draft.times[row][0] + seconds, draft) if row in draft.times else draft


def _waiting(possible: Possible, row: str, seconds: float, draft: Draft) -> Draft:
    low, high = possible.bounds(row)
    if row not in draft.order or not low <= seconds <= high:
        return draft
    spread = draft.times[row][1] if row in draft.times else possible.spread
    return possible.tidied(draft.order, draft.times | {row: (seconds, spread)})
