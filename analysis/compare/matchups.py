"""What is played against the same luck: one robot, or one alliance, is changed, all else stays as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.paired import Played, differences
from analysis.precision import Precision, until_precise
from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate
from sim.play.matches import Matches
from sim.play.request import Request, repointed, repopulated
from sim.play.run import cut, played
from sim.play.workers import Job, at_once, mapped
from sim.robots.files import DRAWN, Station
from sim.table.agents import STATIONS

Values = npt.NDArray[Any]

TESTED = 0
"""The side whose robots are changed: red."""


@dataclass(frozen=True)
class Variant:
    """One of the things that are compared, by name: a plan, a robot, or both, or three of them."""

    name: str
    station: Station = DRAWN
    population: Mapping[str, float] = field(default_factory=dict)
    """The numbers of the population that it turns."""
    points: Mapping[str, float] = field(default_factory=dict)
    """The point values that it turns."""
    side: tuple[Station, ...] = ()
    """All three of red, where whole alliances are compared; nothing where it is one station."""


def request_of(request: Request, variant: Variant, places: Sequence[int]) -> Request:
    """Let a variant stand at these stations of red; everybody else is as the request says."""
    stations, side = list(request.stations), variant.side or (variant.station,) * STATIONS
    for place in places:
        there, own = stations[place], side[place]
        stations[place] = Station(robot=own.robot or there.robot, plan=own.plan or there.plan)
    placed = repointed(replace(request, stations=tuple(stations)), variant.points)
    if not variant.population:
        return placed
    return repopulated(placed, {**(request.population or {}), **variant.population})


def distinct_names(names: Sequence[str], files: Sequence[str]) -> list[str]:
    """Tell equal names apart by what they were called where they were asked for, and equal calls by a number."""
    told = [
        name if names.count(name) == 1 or name == file else f"{name} ({file})"
        for name, file in zip(names, files, strict=True)
    ]
    return [name if told.count(name) == 1 else f"{name} #{told[: i + 1].count(name)}" for i, name in enumerate(told)]


def stations_of(everybody: bool) -> tuple[int, ...]:
    """Give the stations of red that are changed: the first one, or all three."""
    return tuple(range(STATIONS)) if everybody else (0,)


class Matchup:
    """Matches of several variants, match i of each under the same luck; more can be played at any time."""

    def __init__(
        self, request: Request, variants: Sequence[Variant], places: Sequence[int], workers: int, first: int = 0
    ) -> None:
        self.variants = variants
        self.first = first
        """The number of the first match."""
        self.requests = [request_of(request, variant, places) for variant in variants]
        self.workers = workers
        self.matches = 0
        self.rules: list[Precision] = []
        """Where a precision was asked for: the rule of each pair."""
        self.found: list[list[Mapping[str, Values]]] = [[] for _ in variants]

    def play(self, more: int, progress: Callable[[int], None]) -> None:
        """Play `more` matches of every variant."""
        start = self.first + self.matches
        matches = range(start, start + more)
        for request, found in zip(self.requests, self.found, strict=True):
            for block in mapped(seen, cut(request, matches), self.workers):
                found.append(block)
                progress(len(block["own"]))
        self.matches += more

    def scores(self) -> list[Estimate]:
        """Give each variant's mean alliance score."""
        return [estimate(np.concatenate([block["own"] for block in found])) for found in self.found]

    def played(self) -> list[Played]:
        """Give what was played so far, for `analysis.compare.paired`."""
        return [joined_up(variant.name, found) for variant, found in zip(self.variants, self.found, strict=True)]

    def measures(self) -> Values:
        """Give what the season ranks by, `(variant, match)`."""
        return np.array([np.concatenate([block["measure"] for block in found]) for found in self.found])

    def play_until(self, wanted: float, most: int, progress: Callable[[int], None]) -> None:
        """Play until every pair's mean difference has a 95 % half-width of at most `wanted`, or `most` matches.

        Raises ValueError for a single variant.
        """
        pairs = list(combinations(range(len(self.variants)), 2))

        def play(more: int) -> list[Values]:
            self.play(more, progress)
            measures = self.measures()[:, -more:]
            return [differences(measures[a], measures[b]) for a, b in pairs]

        self.rules = until_precise([Precision(wanted, most) for _ in pairs], play)


def matchup_of(
    request: Request,
    variants: Sequence[Variant],
    everybody: bool,
    precision: float | None,
    jobs: int | None,
    told: Callable[[int], None],
) -> Matchup:
    """Play variants on the same luck: as many matches as were asked for, or until they are precise enough."""
    matchup = Matchup(request, variants, stations_of(everybody), at_once(request, jobs))
    if precision is None:
        matchup.play(request.matches, told)
    else:
        matchup.play_until(precision, request.matches, told)
    return matchup


def measures_of(requests: Sequence[Request], matches: range, workers: int, told: Callable[[int], None]) -> Values:
    """Play the same matches of several requests, side by side: what the season ranks by, `(request, match)`."""
    found = []
    for values in mapped(measured, [job for each in requests for job in cut(each, matches)], workers):
        found.append(values)
        told(len(values))
    return np.concatenate(found).reshape(len(requests), -1)


def seen(request: Request, matches: range) -> Mapping[str, Values]:
    """Play some matches, and give what of them is compared, as seen from the side that is tested."""
    return seen_from(played(request, matches), TESTED)


def measured(request: Request, matches: range) -> Values:
    """Play some matches, and give what the season ranks by, `(match,)`, of the side that is tested."""
    return measure_of(played(request, matches))


FIGURES = ("points", "wins", "ranking")


def figures(request: Request, numbers: range) -> Values:
    """Play some matches, and give of the tested side its points, 1 where it wins, and what the season ranks by.

    The shape is `(figure, match)`, in the order of `FIGURES`.
    """
    matches = played(request, numbers)
    own, other = (matches.breakdown.total[:, side] for side in (TESTED, 1 - TESTED))
    return np.array([own, own > other, measure_of(matches)], dtype=float)


def blocks(
    requests: Sequence[Request], numbers: range, workers: int, told: Callable[[int], None]
) -> Iterator[Values]:
    """Play the same matches of several requests side by side: a block after the other, `(request, figure, match)`."""
    jobs = [Job(request, each.numbers) for each in cut(requests[0], numbers) for request in requests]
    coming = mapped(figures, jobs, workers)
    while found := list(islice(coming, len(requests))):
        told(sum(each.shape[1] for each in found))
        yield np.array(found)


def replayed(
    work: Callable[[Request, range], Values],
    requests: Sequence[Request],
    matches: int,
    together: int,
    workers: int,
    told: Callable[[int], None],
) -> Values:
    """Play the first matches of several requests anew, `together` in a job, with other models or robots.

    `work` gives a block `(..., other, match)`; those of a request are joined, `(request, ..., other, match)`.
    """
    firsts = range(0, matches, together)
    jobs = [Job(each, range(first, min(first + together, matches))) for each in requests for first in firsts]
    found = []
    for block in mapped(work, jobs, workers):
        found.append(block)
        told(block.shape[-2] * block.shape[-1])
    return np.array(
        [np.concatenate(found[at : at + len(firsts)], axis=-1) for at in range(0, len(found), len(firsts))]
    )


def measure_of(matches: Matches, side: int = TESTED) -> Values:
    """Give what the season ranks by, `(match,)`, of a side: that which is tested, where no other is named."""
    return matches.rules.measure(matches.sheet, matches.breakdown)[:, side]


def seen_from(matches: Matches, side: int) -> Mapping[str, Values]:
    """Give measure, own and other score, and the parts in points, of a side."""
    breakdown = matches.breakdown
    parts = {f"part {name}": points[:, side] / breakdown.unit for name, points in breakdown.parts.items()}
    own, other = breakdown.total[:, side], breakdown.total[:, 1 - side]
    return {"measure": measure_of(matches, side), "own": own, "other": other, **parts}


def joined_up(name: str, found: Sequence[Mapping[str, Values]]) -> Played:
    """Put what `seen_from` gave of matches in a row together, as `analysis.compare.paired` compares it."""
    whole = {each: np.concatenate([block[each] for block in found]) for each in found[0]}
    parts = {each.removeprefix("part "): whole[each] for each in whole if each.startswith("part ")}
    return Played(name, whole["measure"], whole["own"], whole["other"], parts)
