"""Simulated events against the published one: how far apart their scores lie, and every statistic with its z.

The yardstick is the event: there is one real event a season, so what counts is how far it lies from simulated events,
measured by how far these lie from each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from analysis.event.baseline import drawn_scores, drawn_sheets
from analysis.event.distances import Distances, distances, halves_apart
from analysis.event.elements import MATCH, POINTS, sheet_statistics
from analysis.event.judging import Judged, event_statistics, judged
from analysis.event.observed import SCORE, figures_in, group_of, kept_in, statistics_of, values_of
from analysis.event.published import Published, other_half
from analysis.event.statistics import Distance, Values
from sim.play.event import MOST_REPEATS, event_request, jobs_of, play_repeat, size_of
from sim.play.request import EventRequest, check_whole, run_request
from sim.play.run import Progress
from sim.play.saved import program_version
from sim.play.workers import mapped
from sim.table.agents import ROBOTS
from sim.table.language import Edition

FALSE_ALARMS = 0.0027
"""How often a statistic of a true model is marked: as often as a normal value lies three standard deviations off."""

Drawn = tuple[str, Values | None, dict[int, float], list[Values]]
"""What values are, the published ones or their quantiles by per cent, and those of each simulated event."""


@dataclass(frozen=True)
class Yardstick:
    """What is published of an event, and what of each simulated one is laid beside it."""

    table: Published | None
    published: Mapping[str, float]
    """Every published statistic by name, those of a group together."""
    left_out: tuple[str, ...]
    """Figures of the season's whole event, where a half of it or another event is compared."""
    groups: frozenset[str]
    """The groups of figures that are of the whole event."""
    marked: str | None
    """Without a table: the group of figures that has the most quantiles, for the picture."""


class Counted(NamedTuple):
    """What is kept of a simulated event."""

    scores: Values
    """`(match, side)`, of the matches that stand beside the table's."""
    statistics: dict[str, float]
    marked: Values | None
    """The values that the marked group's quantiles are of."""


@dataclass(frozen=True)
class Against:
    """A published statistic beside those of simulated events; what no two events can tell is None.

    A z is (published - mean of the events) / sd between them.
    """

    published: float | None
    simulated: float | None
    sd: float | None
    z: float | None
    no_events: float | None
    """The mean where every number is drawn for itself, without playing matches."""


@dataclass(frozen=True)
class Validation:
    """Simulated events held against a published one: the document that `sim validate --json` prints."""

    season: str
    teams: int
    each: int
    matches: int
    """How many matches of each event are compared."""
    repeats: int
    seed: int
    version: str
    grade: str | None
    population: Mapping[str, float] | None
    matches_file: str | None
    details_file: str | None
    half: str | None
    halves: Distance | None
    """How far the two halves of the published matches lie apart."""
    no_events: str | None
    """What the baseline draws: score sheets' entries, or scores."""
    scores_agree: int | None
    """In how many matches the published score sheets score, by the rules, what the table has."""
    statistics: Mapping[str, Against]
    kept: Judged
    not_compared: tuple[str, ...]
    left_out: tuple[str, ...]
    distances: Distances | None
    cold: bool


def validation_request(
    season: str, table: Published | None, repeats: int, seed: int, population: str | None = None
) -> EventRequest:
    """Ask for events with as many teams and matches as the published one had.

    A table of the season's own event may hold the beginning of it. One of another event, a national one say, holds
    all of it: as many teams as it names play as often as gives the event so many matches.
    """
    check_whole("repeats", repeats, 2, MOST_REPEATS)
    run = run_request(season, seed=seed, population=population)
    edition = run.game.edition
    teams, each = size_of(edition, None, None)
    if table is not None and not is_of(edition, table):
        teams = int(_whole(table).teams.max()) + 1
        each = ROBOTS * (_whole(table).played - 1) // teams + 1
    return event_request(run, teams, each, repeats)


def is_of(edition: Edition, table: Published) -> bool:
    """Say whether a table is of the season's own event: it has as many teams, and no more matches."""
    whole = _whole(table)
    return int(whole.teams.max()) + 1 == edition.teams and whole.played <= (edition.matches or 0)


def yardstick(request: EventRequest, table: Published | None = None) -> Yardstick:
    """Put together what is published: a table of matches, figures of the seed file, or both."""
    figures = figures_in(request.game.model)
    measured = {} if table is None else _measured(table, figures)
    of_whole = {name: value for name, value in figures.items() if name not in measured}
    apart = table is not None and (bool(table.half) or not is_of(request.game.edition, table))
    return Yardstick(
        table,
        _by_group({**measured, **({} if apart else of_whole)}),
        left_out=tuple(of_whole) if apart else (),
        groups=frozenset() if apart else frozenset(map(group_of, of_whole)),
        marked=None if table is not None else _most_marked(figures),
    )


def count_events(
    beside: Yardstick, request: EventRequest, numbers: range, workers: int, told: Progress
) -> list[Counted]:
    """Play these repeats of an event, some at once, and keep of each what is laid beside the published one."""
    found = []
    for counted in mapped(partial(count, beside), jobs_of(request, numbers), workers):
        found += counted
        told(request.matches)
    return found


def count(beside: Yardstick, request: EventRequest, numbers: range) -> list[Counted]:
    """Play repeats of an event one after the other, and keep of each what is laid beside the published one."""
    table = beside.table
    places = np.arange(request.matches) if table is None else table.places
    details = None if table is None else table.details
    found = []
    for number in numbers:
        repeat = play_repeat(request, number)
        marked = values_of(repeat, beside.marked) if beside.marked is not None else None
        statistics = statistics_of(repeat, beside.groups, places, details)
        found.append(Counted(repeat.matches.scores[places], statistics, marked))
    return found


def validate(beside: Yardstick, request: EventRequest, events: Sequence[Counted], cold: bool = False) -> Validation:
    """Hold simulated events against what is published; at least two."""
    table, simulated = beside.table, [event.statistics for event in events]
    without, drawn = without_matches(beside, request, len(events))
    return Validation(
        season=request.game.key,
        teams=request.teams,
        each=request.each,
        matches=request.matches if table is None else table.played,
        repeats=len(events),
        seed=request.seed,
        version=program_version(),
        grade=request.game.edition.model,
        population=request.population,
        matches_file=None if table is None else table.name,
        details_file=None if table is None else table.details_name,
        half=None if table is None else table.half,
        halves=halves_apart(table.whole.scores) if table is not None and table.whole is not None else None,
        no_events=None if table is None else "entries" if _are_scored(table) else "scores",
        scores_agree=_agreeing(table) if table is not None and _are_scored(table) else None,
        statistics={
            name: against(value, _of(simulated, name), _of(drawn, name))
            for name, value in beside.published.items()
            if name in simulated[0]
        },
        kept=_judged(beside, request, simulated),
        not_compared=tuple(name for name in beside.published if name not in simulated[0]),
        left_out=beside.left_out,
        distances=_distances(table, events, without),
        cold=cold,
    )


def picture_of(beside: Yardstick, events: Sequence[Counted]) -> Drawn:
    """Give what the picture shows: what the values are, the published ones or their quantiles, each event's."""
    marked = [event.marked for event in events if event.marked is not None]
    if beside.table is None and beside.marked is not None and marked:
        return _axis(beside.marked), None, marks(beside.published, beside.marked), marked
    published = None if beside.table is None else beside.table.scores
    return _axis(SCORE), published, {}, [event.scores for event in events]


def _axis(group: str) -> str:
    return f"{group} (points)".replace("_", " ")


def _judged(beside: Yardstick, request: EventRequest, simulated: Sequence[Mapping[str, float]]) -> Judged:
    """Say which statistics are kept to judge by, and how far out the published event is by all of them."""
    kept = kept_in(request.game.model)
    return judged(beside.published, simulated, [name for name in beside.published if name in kept])


def _distances(table: Published | None, events: Sequence[Counted], without: list[Values]) -> Distances | None:
    if table is None:
        return None
    return distances(table.scores, [event.scores for event in events], without, float(_whole(table).scores.std()))


def without_matches(
    beside: Yardstick, request: EventRequest, repeats: int
) -> tuple[list[Values], list[dict[str, float]]]:
    """Draw the no-events baseline: as many sets of scores as there are events, and the statistics of each.

    Where a half is compared it is fitted to the other one, as a model is that shall be judged.
    """
    table = beside.table
    if table is None:
        return [], []
    fitted_to = other_half(table) or table
    if fitted_to.details is None or not fitted_to.details.whole:
        scores = drawn_scores(fitted_to.scores, repeats, table.played, request.seed)
        return scores, [event_statistics(each, table.teams) for each in scores]
    sheets = drawn_sheets(fitted_to.details, repeats, table.played, request.seed)
    scores = [each.matches.scores for each in sheets]
    drawn = [event_statistics(each, table.teams) for each in scores]
    return scores, [{**of, **sheet_statistics(each)} for of, each in zip(drawn, sheets, strict=True)]


def _measured(table: Published, figures: Mapping[str, float]) -> dict[str, float]:
    """Give what a table itself tells; of points and of all that a match has, only what figures are published of."""
    told = {} if table.details is None else sheet_statistics(table.details)
    wanted = {name: value for name, value in told.items() if name in figures or group_of(name) not in (MATCH, POINTS)}
    return {**event_statistics(table.scores, table.teams), **wanted}


def _are_scored(table: Published) -> bool:
    return table.details is not None and table.details.whole


def _agreeing(table: Published) -> int:
    """Count the matches whose published score sheets score, by the rules, what the table has."""
    assert table.details is not None  # asked for where there are some
    return int((table.details.matches.scores == table.scores).all(axis=1).sum())


def _whole(table: Published) -> Published:
    return table if table.whole is None else table.whole


def _by_group(statistics: Mapping[str, float]) -> dict[str, float]:
    """Put statistics of a group together, groups in the order of their first ones."""
    groups = list(dict.fromkeys(map(group_of, statistics)))
    return dict(sorted(statistics.items(), key=lambda item: groups.index(group_of(item[0]))))


def against(published: float, simulated: list[float], baseline: list[float]) -> Against:
    """Put a published statistic beside those of simulated events."""
    mean, sd = _mean_and_sd(simulated)
    z = (published - mean) / sd if mean is not None and sd and isfinite(published) else None
    return Against(published if isfinite(published) else None, mean, sd, z, _mean_and_sd(baseline)[0])


def far_from(events: int) -> float:
    """Give the |z| from which a statistic is marked, by Student's t: the fewer events tell the sd, the larger it is.

    One more event of the model lies beyond it in `FALSE_ALARMS` of cases, whatever the number of events, 2 or more.
    """
    return float(stdtrit(events - 1, 1 - FALSE_ALARMS / 2)) * sqrt(1 + 1 / events)


def _of(statistics: Sequence[Mapping[str, float]], name: str) -> list[float]:
    return [each[name] for each in statistics if name in each]


def _mean_and_sd(values: list[float]) -> tuple[float | None, float | None]:
    known = np.array([value for value in values if isfinite(value)])
    return (float(known.mean()), float(known.std(ddof=1))) if len(known) > 1 else (None, None)


def marks(figures: Mapping[str, float], group: str) -> dict[int, float]:
    """Give the published quantiles of a group of figures, by per cent, the lowest first."""
    start = f"{group}.p"
    found = {int(name[len(start) :]): value for name, value in figures.items() if _is_quantile(name, start)}
    return dict(sorted(found.items()))


def _is_quantile(name: str, start: str) -> bool:
    return name.startswith(start) and name[len(start) :].isdigit()


def _most_marked(figures: Mapping[str, float]) -> str | None:
    groups = {name.split(".")[0]: None for name in figures}
    return max(groups, key=lambda group: len(marks(figures, group)), default=None)
