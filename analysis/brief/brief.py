"""A brief: one match before it is played, as the document that is printed, by a team that plays in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from analysis.brief.meeting import Asked, Meeting, Outlook, known_of, seen_of
from analysis.brief.plans import Agreement, Table, ranked
from analysis.compare.paired import Comparison
from analysis.event.statistics import Values
from analysis.forecast.forecast import policy_of
from analysis.forecast.outlook import Ranged, ranged, ranks_now
from analysis.run.tallies import Estimate
from rules.documents.csv_documents import PLAYERS
from sim.play.request import Request
from sim.play.saved import program_version
from sim.table.agents import STATIONS
from sim.table.language import Playbook

FEW = 400
"""From so few repeats of equal weight, what was seen is told to fit badly."""


@dataclass(frozen=True)
class Met:
    """One of the six teams, as the matches before this one tell of it."""

    team: str
    where: str
    """Its station: `red1`."""
    role: str
    """`us`, `partner` or `opponent`."""
    played: int
    rank_now: int | None
    adds: Ranged
    """What it adds to its own side's score more than the mean team, in points."""
    adds_error: float
    """The standard deviation of what that may be."""
    better_than: Ranged
    """The share of the field that it is better than, 0 to 1."""
    seen: Mapping[str, bool]
    """What scouts saw: the abilities that it has, or has not."""


@dataclass(frozen=True)
class Chances:
    """What the match may bring, from our side, by the scores before it alone and by what scouts saw."""

    wins: float
    ties: float
    loses: float
    ours: Ranged
    theirs: Ranged


@dataclass(frozen=True)
class Brief:
    """One match before it is played: the document of `sim brief --json`."""

    season: str
    version: str
    seed: int
    grade: str | None
    ranked_by: str
    edition: str
    """Year and name, for people."""
    hindsight: bool
    """Whether numbers were used that were fitted to this very event."""
    match: str
    team: str
    side: str
    looked_back: bool
    """Whether the match was played already; then that, and all after it, is not used."""
    played: int
    """How many matches before it were."""
    repeats: int
    fitting: float
    """How many repeats of equal weight tell as much as those that fit what scouts saw."""
    teams: tuple[Met, ...]
    """Red 1-3, then blue 1-3."""
    chances: Chances
    robot: str | None
    """Our robot's name in its file; None where it is drawn as the forecast knows our team."""
    matches: int
    """Of each plan."""
    best: str
    value: Estimate
    """What the best plan reaches in what the season ranks by, from matches that it was not chosen by."""
    plans: Comparison | None
    """None where there is one plan only."""
    agreements: tuple[Agreement, ...]
    """What others may play instead of what the season's robots play, best for us first."""

    @property
    def partners(self) -> list[str]:
        """The names of our partners."""
        return [each.team for each in self.teams if each.role == "partner"]

    @property
    def notes(self) -> bool:
        """Whether scouts saw any of the six."""
        return any(each.seen for each in self.teams)


@dataclass(frozen=True)
class Work:
    """How a brief is worked out: how many do it at once, and who hears how many more matches are played."""

    workers: int = 1
    told: Callable[[int], None] = lambda _: None


def brief_of(
    meeting: Meeting, run: Request, plans: Mapping[str, Playbook], asked: Asked, found: Outlook, work: Work
) -> Brief:
    """Put together what is known of a match before it is played, and try our plans in it.

    `run` has our robot at our station, and says how many matches of each plan are played.
    """
    known = known_of(meeting, run.game, asked, found)
    table = Table(run, known, meeting.station, run.matches, work.workers, work.told)
    tried = ranked(table, plans, names_of(meeting))
    edition, robot = run.game.edition, run.stations[meeting.station].robot
    return Brief(
        season=run.game.key,
        version=program_version(),
        seed=run.seed,
        grade=edition.model,
        ranked_by=run.game.rules.measured,
        edition=f"{edition.year} {edition.name}",
        hindsight=asked.hindsight,
        match=meeting.called,
        team=names_of(meeting)[meeting.station],
        side=meeting.colour,
        looked_back=meeting.looked_back,
        played=len(meeting.running.past),
        repeats=asked.repeats,
        fitting=found.effective,
        teams=_met(meeting, run, asked, found),
        chances=chances(meeting, found),
        robot=None if robot is None else robot.name,
        matches=run.matches,
        best=tried.best,
        value=tried.value,
        plans=tried.found,
        agreements=tried.agreements,
    )


def names_of(meeting: Meeting) -> list[str]:
    """Give the names of the six teams, red 1-3 then blue 1-3."""
    return [meeting.running.names[team] for team in meeting.teams]


def _met(meeting: Meeting, run: Request, asked: Asked, found: Outlook) -> tuple[Met, ...]:
    """Say of each of the six teams what is known of it."""
    running, seen = meeting.running, seen_of(meeting, asked)
    now = ranks_now(running, policy_of(run.game.rules))
    times = np.bincount(running.teams[running.past].ravel(), minlength=len(running.names))
    every = []
    for station, team in enumerate(meeting.teams):
        adds = ranged(found.adds[:, station], found.weights)
        square = np.average((found.adds[:, station] - adds.mean) ** 2, weights=found.weights)
        every.append(
            Met(
                team=running.names[team],
                where=PLAYERS[station],
                role=_role(station, meeting.station),
                played=int(times[team]),
                rank_now=now[team][0] if team in now else None,
                adds=adds,
                adds_error=float(np.sqrt(square)),
                better_than=ranged(ndtr(found.talent[:, station]), found.weights),
                seen=seen[station],
            )
        )
    return tuple(every)


def _role(station: int, ours: int) -> str:
    if station == ours:
        return "us"
    return "partner" if station // STATIONS == ours // STATIONS else "opponent"


def chances(meeting: Meeting, found: Outlook) -> Chances:
    """Say what the match may bring, from our side."""
    ours, theirs = found.scores[:, meeting.side], found.scores[:, 1 - meeting.side]

    def share(flags: Values) -> float:
        return float(np.average(flags, weights=found.weights))

    return Chances(
        wins=share(ours > theirs),
        ties=share(ours == theirs),
        loses=share(ours < theirs),
        ours=ranged(ours, found.weights),
        theirs=ranged(theirs, found.weights),
    )
