"""What spreads the scores of an event: teams, luck and growth, as simulated events tell it, season by season.

A forecast needs to know how much of a score is the teams' and how much is luck before it has seen any of them. That
is read off simulated events: of the season as it would be played cold (rules of its own, all numbers from other
seasons), mended by how far the cold years of the other seasons were off. Nothing is taken from the event itself.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from analysis.event.cold import cold
from analysis.event.statistics import Values
from rules.errors import ModelError
from sim.play.documents import team_key
from sim.play.event import as_planned, event_request, jobs_of, play_repeat, size_of
from sim.play.request import EventRequest, run_request
from sim.play.run import Progress
from sim.play.schedule import Schedule, matches_of
from sim.play.timetable import named
from sim.play.workers import Job, mapped
from sim.table.agents import ROBOTS, STATIONS
from sim.table.game import playable, playable_keys
from sim.table.language import Edition

EVENTS = 20
"""How many events are simulated of a season."""
FEWEST_SEASONS = 3
"""From so few other seasons one can tell how far a cold year may be off."""
GROWN = 0.35
"""The share of the event by which 63 % of its growth is done: an assumption, near the seasons' own."""
CERTAIN = 0.97
"""A correlation counts as so much at most."""
LEAST_OTHER = 0.05
"""What a team does to the other side counts as so much of what it does for its own at least."""


class Structure(NamedTuple):
    """What spreads an event's scores, as numbers without bounds; all but the last in units of the mean score."""

    own: float
    """The log of the sd of what a team adds to its own alliance's score."""
    other: float
    """The log of the sd of what it adds to the other alliance's score, over that."""
    both: float
    """How these two go together, atanh of a correlation."""
    luck: float
    """The log of the sd of what is neither the teams' nor the day's."""
    shared: float
    """How the luck of red and of blue go together, atanh of a correlation."""
    level: float
    """The mean at the beginning."""
    growth: float
    """What it gains until the end."""
    scale: float
    """The log of the mean score, in points."""


class Played(NamedTuple):
    """Simulated events of one season: scores `(event, match, side)` and teams `(event, match, robot)`."""

    scores: Values
    teams: Values


class Prior(NamedTuple):
    """What is known of an event's structure before its first match: a normal for each number."""

    centre: Structure
    spread: Structure


class Foreseen(NamedTuple):
    """What simulated events tell of an event that was not seen, and of the other seasons."""

    prior: Prior
    ties: float
    """The share of matches that end in a tie, in simulated events of the season."""
    others: tuple[Played, ...]
    """The other seasons' own events: what rival forecasts take their variances from."""


HINDSIGHT = Structure(own=0.1, other=0.3, both=0.2, luck=0.1, shared=0.1, level=0.05, growth=0.05, scale=0.05)
"""How unsure one still is of a season whose population was fitted to the very event: an assumption."""


def grown(when: Values) -> Values:
    """Give how much of the growth is done at these shares of the event, 0 at its beginning and 1 at its end."""
    done: Values = -np.expm1(-when / GROWN) / -np.expm1(-1 / GROWN)
    return done


def middles(matches: int) -> Values:
    """Give where matches lie in an event that has so many, each in the middle of its own part."""
    return (np.arange(matches) + 0.5) / matches


def structure(played: Played) -> Structure:
    """Read off simulated events what spreads their scores.

    Two scores of different matches have in common what the teams do that had to do with both: for their own side in
    both, for the other side in both, or once so and once so. The mean products of their deviations are these
    variances; what is left of a score's variance is luck.
    """
    mean = float(played.scores.mean())
    curve = np.stack([np.ones(played.scores.shape[1]), grown(middles(played.scores.shape[1]))], axis=1)
    (level, growth), *_ = np.linalg.lstsq(curve, played.scores.mean(axis=(0, 2)), rcond=None)
    off = (played.scores - (curve @ [level, growth])[:, None]) / mean
    own, other, both = np.mean([_of_teams(*each) for each in zip(off, played.teams, strict=True)], axis=0)
    own, lasting = max(own, 1e-6), max(other, 0.0)
    seen = other > (2 * LEAST_OTHER) ** 2 * own
    luck = max(float((off**2).mean()) - STATIONS * (own + lasting), 1e-6)
    shared = (float((off[..., 0] * off[..., 1]).mean()) - (ROBOTS * both if seen else 0)) / luck
    return Structure(
        own=float(np.log(own) / 2),
        other=float(max(np.log(lasting / own) / 2, np.log(LEAST_OTHER))) if seen else float(np.log(LEAST_OTHER)),
        both=_unbounded(both / np.sqrt(own * lasting)) if seen else 0.0,
        luck=float(np.log(luck) / 2),
        shared=_unbounded(shared),
        level=float(level / mean),
        growth=float(growth / mean),
        scale=float(np.log(mean)),
    )


def foreseen(
    request: EventRequest, workers: int, told: Progress, hindsight: bool = False, rivals: bool = True
) -> Foreseen:
    """Simulate events of the season and of all others, and say what one may expect of an event not yet seen.

    With `hindsight` the season's own population tells of it, which was fitted to the very event; the other seasons
    are then played for `rivals` alone. Raises a ModelError where there are fewer than three other seasons.
    """
    every = {each.game.key: each for each in _requests(request, workers)}
    usual = every.pop(request.game.key, request)
    others = list(every.values())
    if len(others) < FEWEST_SEASONS:
        raise ModelError(
            "season", f"expected {FEWEST_SEASONS} or more other seasons to learn from, found {len(others)}"
        )
    if hindsight:
        events, *own = simulated([usual, *(others if rivals else ())], workers, told)
        return Foreseen(Prior(structure(events), HINDSIGHT), ties(events), tuple(own))
    colder = [cold(usual), *(cold(each, {request.game.key}) for each in others)]
    events, *both = simulated([*colder, *others], workers, told)
    cool, own = both[: len(others)], both[len(others) :]
    gaps = np.array([np.subtract(structure(hot), structure(cooler)) for hot, cooler in zip(own, cool, strict=True)])
    centre = np.array(structure(events)) + gaps.mean(axis=0)
    spread = gaps.std(axis=0, ddof=1) * np.sqrt(1 + 1 / len(gaps))
    return Foreseen(Prior(Structure(*centre.tolist()), Structure(*spread.tolist())), ties(events), tuple(own))


def ties(played: Played) -> float:
    """Give the share of matches that end in a tie."""
    return float((played.scores[..., 0] == played.scores[..., 1]).mean())


def matches_to_play(request: EventRequest, hindsight: bool, rivals: bool) -> int:
    """Say how many matches `foreseen` will simulate."""
    every = {key: matches_of(*size_of(edition, None, None)) for key, edition in _sized()}
    own = every.pop(request.game.key, request.matches)
    return EVENTS * (own + sum(every.values()) * (int(rivals) if hindsight else 2))


def simulated(requests: Sequence[EventRequest], workers: int, told: Progress) -> list[Played]:
    """Play some events of each of these seasons, all side by side."""
    jobs = [job for each in requests for job in jobs_of(each, range(EVENTS))]
    coming = mapped(_of_job, jobs, workers)
    found = []
    for request in requests:
        events = []
        for each in islice(coming, EVENTS):
            events.append(each)
            told(request.matches)
        found.append(Played(*(np.array(each) for each in zip(*events, strict=True))))
    return found


def _of_job(request: EventRequest, numbers: range) -> tuple[Values, Values]:
    repeat = play_repeat(request, numbers.start)
    return repeat.matches.scores.astype(float), repeat.schedule.team


def _requests(request: EventRequest, workers: int) -> Iterator[EventRequest]:
    """Ask for events of every season that can be played, at its own event's size and by one schedule."""
    runs = [run_request(key, seed=request.seed) for key, _ in _sized()]
    jobs = [Job(event_request(each), range(1)) for each in runs]
    for run, schedule in zip(runs, mapped(_schedule, jobs, workers), strict=True):
        names = [team_key(team) for team in range(schedule.teams)]
        yield as_planned(run, named(schedule, names), EVENTS)


def _schedule(request: EventRequest, numbers: range) -> Schedule:
    return request.schedule(numbers.start)


def _sized() -> Iterator[tuple[str, Edition]]:
    """Give every season that can be played and whose event's size is known."""
    for key in playable_keys():
        edition = playable(key).edition
        if edition.teams is not None:
            yield key, edition


def _of_teams(off: Values, teams: Values) -> tuple[float, float, float]:
    """Give the mean products of a team's deviations in two matches: own and own, other and other, own and other."""
    own, other = (np.repeat(each, STATIONS, axis=1).ravel() for each in (off, off[:, ::-1]))
    team = teams.ravel()
    times = np.bincount(team)
    pairs = (times * (times - 1)).sum()

    def mean_product(one: Values, two: Values) -> float:
        sums = np.bincount(team, one) * np.bincount(team, two)
        return float((sums.sum() - (one * two).sum()) / pairs)

    return mean_product(own, own), mean_product(other, other), mean_product(own, other)


def _unbounded(correlation: float) -> float:
    return float(np.arctanh(np.clip(correlation, -CERTAIN, CERTAIN)))
