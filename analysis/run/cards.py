"""What one robot did: how often it started each row of its plan, how long it took, how often it worked, how it ended.

Counted in a run's first matches, which are played again for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate, Values
from rules.season import SIDE, entries
from sim.engine.log import DID
from sim.play.request import Request
from sim.play.run import played
from sim.robots.drawn import NO_PLAYBOOK
from sim.robots.files import DRAWN
from sim.table.agents import BUZZER, STATIONS
from sim.table.game import agent_name

ENOUGH = 1_000
"""Matches that are played again: they tell a share to about one and a half per cent."""
TOGETHER = 250
"""Matches whose robots are drawn at once."""


@dataclass(frozen=True)
class RowCard:
    """What came of one row of a robot's plan."""

    times: Estimate
    """How often it was started in a match."""
    seconds: float | None
    """How long it took on average, what was cut short left out; None where it never ended."""
    works: Estimate | None
    """The share of tries that worked, what was cut short left out."""
    matches: Estimate
    """The share of matches in which it worked at least once."""
    tries: int
    """How many tries ended in all, what was cut short left out."""
    worked: int
    """How many of these worked."""


@dataclass(frozen=True)
class Card:
    """What one robot did in some matches."""

    robot: str
    """Its name, or that it is drawn."""
    station: str
    plan: str
    matches: int
    rows: Mapping[str, RowCard]
    """Those rows of its plan that were ever started."""
    never: tuple[str, ...]
    """Those that never were."""
    came: Estimate
    """The share of matches that it came to."""
    broke: Estimate
    """The share of matches in which it broke down."""
    ends: Mapping[str, Mapping[str, Estimate]]
    """By entry of the score sheet: the share of matches that the robot ended in each state."""


def cards(request: Request) -> list[Card]:
    """Give a card of every station for which a robot or a plan is named."""
    return [
        card(request, place)
        for place, station in enumerate(request.known_plans)
        if station.plan is not None and request.stations[place] != DRAWN
    ]


def card(request: Request, place: int) -> Card:
    """Play a run's first matches again and give what the robot at a station did, which has a plan of its own."""
    station, matches = request.known_plans[place], min(request.matches, ENOUGH)
    order = () if station.plan is None else station.plan.order
    counts = _counted(request, place, matches)
    rows = {name: _row(*counts.rows[name]) for name in order if counts.rows[name][0].any()}
    return Card(
        robot="a drawn robot" if station.robot is None else station.robot.name,
        station=agent_name(place, request.game),
        plan="what is drawn" if station.plan is None else station.plan.name,
        matches=matches,
        rows=rows,
        never=tuple(name for name in order if name not in rows),
        came=estimate(counts.came),
        broke=estimate(counts.broke),
        ends=_ends(request, place, matches),
    )


@dataclass(frozen=True)
class _Counts:
    came: Values
    """`(match,)`, as all that follows."""
    broke: Values
    rows: Mapping[str, tuple[Values, ...]]
    """By row: starts, ends that were no cuts, successes, and seconds of those that ended."""


def _counted(request: Request, place: int, matches: int) -> _Counts:
    came, broke, did = [], [], []
    for first in range(0, matches, TOGETHER):
        robots = request.robots(first, min(TOGETHER, matches - first))
        came.append(robots.playbook[:, place] != NO_PLAYBOOK)
        broke.append(came[-1] & (robots.breaks[:, place] < BUZZER))
        did.append(request.player.did(robots, place))
    counts = np.concatenate(did).astype(float)
    counts[..., DID.index("milliseconds")] /= 1_000
    rows = {row.name: tuple(counts[:, number].T) for number, row in enumerate(request.game.actions)}
    return _Counts(np.concatenate(came), np.concatenate(broke), rows)


def _row(starts: Values, ends: Values, successes: Values, seconds: Values) -> RowCard:
    ended = float(ends.sum())
    return RowCard(
        times=estimate(starts),
        seconds=float(seconds.sum()) / ended if ended else None,
        works=ratio(successes, ends) if ended else None,
        matches=estimate(successes > 0),
        tries=int(ended),
        worked=int(successes.sum()),
    )


def ratio(parts: Values, wholes: Values) -> Estimate:
    """Give the sum of some counts over that of others, `(match,)` each, with its error over matches."""
    share, n = float(parts.sum() / wholes.sum()), len(parts)
    if n < 2:
        return Estimate(share, None)
    return Estimate(share, float((parts - share * wholes).std(ddof=1)) / sqrt(n) / float(wholes.mean()))


def _ends(request: Request, place: int, matches: int) -> dict[str, dict[str, Estimate]]:
    """Give the share of each state of the entries that each robot has of its own."""
    sheet, (side, station) = played(request, range(matches)).sheet, divmod(place, STATIONS)
    found = {}
    for name, entry in entries(request.game.rules.sheet).items():
        if entry.codes is not None and [len(labels) for labels in entry.axes.values()] == [len(SIDE), STATIONS]:
            states = getattr(sheet, name)[:, side, station]
            found[name] = {code.name: estimate(states == code) for code in entry.codes}
    return found
