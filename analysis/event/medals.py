"""Playoffs played many times over: how high they score and why, who wins medals, what another line-up rule changes.

Every number has its standard error over repeats; one that a single repeat cannot tell is None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.event.ranks import jackknife_error, spearman
from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate, Values
from rules.season import Array
from sim.play.event import Repeat
from sim.play.medals import PlayedOff
from sim.play.playoffs import NOBODY
from sim.play.request import EventRequest
from sim.table.agents import ROBOTS, STATIONS
from sim.table.language import PlayoffFormat

MEDALS = ("gold", "silver", "bronze")
DECILES = 10
LATE = 10
"""Growth is what the last tenth of the ranking phase scores above all of it."""


class Kept(NamedTuple):
    """What is kept of a repeat's playoffs; what has no unit is in mean scores of the ranking phase."""

    over: float
    """The mean alliance score of the first round."""
    members: float
    """What the members of its alliances score by their own means in the ranking phase."""
    growth: float
    """The mean score of the last tenth of the ranking phase."""
    correlation: float | None
    """The rank correlation of seed and sum of the first round: 1 where every better seed has more."""
    sums: Array
    """(alliance,): of the scores of the first round; of those that play in it."""
    medals: Array
    """(medal,): the seeds of gold, silver, bronze, from 0 on."""
    rank: Array
    """(team,), from 1 on."""
    talent: npt.NDArray[np.float64]
    """(team,)"""
    medal: Array
    """(team,): 0 gold, 1 silver, 2 bronze, or NOBODY."""
    drawn: npt.NDArray[np.bool_]
    """(team,): whether it takes part without being among the first by rank."""
    better_draw: npt.NDArray[np.bool_]
    """(alliance,): whether its drawn team is among the better half of those drawn, by rank."""
    otherwise: tuple[float, float, float] | None
    """By the other rule: the mean score of the first round, and whether gold and any medal went elsewhere."""


def kept(repeat: Repeat, of: PlayoffFormat) -> Kept:
    """Keep what is told of a repeat's playoffs."""
    off = repeat.playoffs[0]
    ranked, teams = np.array(repeat.ranked), len(repeat.talent)
    rank = np.empty(teams, dtype=np.int64)
    rank[ranked] = np.arange(1, teams + 1)
    mean = float(repeat.matches.scores.mean()) or 1.0
    alliance = off.found.alliance_of(teams)
    medal = np.full(teams, NOBODY)
    for place, winner in enumerate(off.found.medals):
        medal[off.found.members[winner]] = place
    playing, sums = _sums(off)
    last = rank[off.found.members[:, -1]]
    return Kept(
        over=float(off.found.rounds[0].scores.mean()) / mean,
        members=expected(repeat, off) / mean,
        growth=float(repeat.matches.scores[-max(len(repeat.matches) // LATE, 1) :].mean()) / mean,
        correlation=spearman(sums, -playing),
        sums=sums,
        medals=np.array(off.found.medals),
        rank=rank,
        talent=repeat.talent,
        medal=medal,
        drawn=(alliance != NOBODY) & (rank > of.by_rank),
        better_draw=last <= np.median(last),
        otherwise=_otherwise(repeat, mean),
    )


def _sums(off: PlayedOff) -> tuple[Array, Array]:
    """Give the alliances of the first round, and the sum of each one's scores in it."""
    first = off.found.rounds[0]
    playing = np.unique(first.alliance)
    sums = np.zeros(len(off.found.members), dtype=np.int64)
    np.add.at(sums, first.alliance, first.scores)
    return playing, sums[playing]


def expected(repeat: Repeat, off: PlayedOff) -> float:
    """Give the mean score of the first round if each member brought what it brought in the ranking phase.

    What a team brings is by how much the mean score of its alliances was above the mean of all. Surrogates count.
    """
    team, scores = repeat.schedule.team, repeat.matches.scores
    own = np.repeat(scores, STATIONS, axis=1).ravel()
    played = np.bincount(team.ravel(), minlength=len(repeat.talent))
    brings = np.bincount(team.ravel(), own, minlength=len(repeat.talent)) / played - scores.mean()
    sides = brings[off.found.rounds[0].team].reshape(-1, ROBOTS // STATIONS, STATIONS).sum(axis=2)
    return float(scores.mean() + sides.mean())


def _otherwise(repeat: Repeat, mean: float) -> tuple[float, float, float] | None:
    if len(repeat.playoffs) < 2:
        return None
    one, other = (each.found for each in repeat.playoffs)
    changed = [before != after for before, after in zip(one.medals, other.medals, strict=True)]
    return float(other.rounds[0].scores.mean()) / mean, float(changed[0]), float(any(changed))


@dataclass(frozen=True)
class OverEvents:
    """A figure of an event, over simulated events: its mean and its spread, each with its error."""

    mean: float
    mean_error: float | None
    sd: float | None
    sd_error: float | None


@dataclass(frozen=True)
class Chances:
    """How likely a team of a group comes by its rank, takes part, and wins each medal and any."""

    group: str
    by_rank: Estimate
    takes_part: Estimate
    gold: Estimate
    silver: Estimate
    bronze: Estimate
    medal: Estimate


@dataclass(frozen=True)
class SeedChances:
    """How likely an alliance wins gold, and any medal, by its seed."""

    seed: int
    gold: Estimate
    medal: Estimate


@dataclass(frozen=True)
class Parts:
    """Why the first round scores more than the ranking phase, in per cent of the ranking phase's mean score."""

    members: Estimate
    """What the members bring by their own means in the ranking phase."""
    growth: Estimate
    """How much more the last tenth of the ranking phase scores than all of it."""
    rest: Estimate
    """What is left: good robots together make more of it than apart, and chance of those who rank high wears off."""


@dataclass(frozen=True)
class OtherRule:
    """What another rule for who sits out changes, with the same luck."""

    sits: str
    over_ranking_phase: Estimate
    """The difference, other rule minus the season's, in mean scores of the ranking phase."""
    other_gold: Estimate
    """The share of events in which another alliance wins gold."""
    other_medals: Estimate
    """The share of events in which a medal goes elsewhere."""


@dataclass(frozen=True)
class PlayedAlliance:
    """An alliance of the first repeat."""

    seed: int
    teams: list[str]
    ranks: list[int]
    gathered: Mapping[str, int]
    """By round: the sum, the points or the wins that it went by; of the rounds it played in."""
    sum: Mapping[str, int]
    """By round: the sum of its scores that count."""
    medal: str | None


@dataclass(frozen=True)
class Medals:
    """Playoffs over the repeats of an event."""

    sits: str
    """The rule for who sits out."""
    over_ranking_phase: OverEvents
    """The mean alliance score of the first round over that of the ranking phase."""
    correlation: OverEvents | None
    """The rank correlation of seed and sum in the first round: 1 where every better seed has more."""
    sums: OverEvents
    """The sum of an alliance's scores in the first round: its mean, and the sd of an event's sums around theirs."""
    sums_sd: OverEvents
    """The sd of an event's sums: mean and spread over events."""
    parts: Parts
    by_rank: tuple[Chances, ...]
    by_talent: tuple[Chances, ...]
    by_seed: tuple[SeedChances, ...]
    better_draw_gold: Estimate | None
    """The share of golds of alliances whose drawn team ranks among the better half of those drawn; chance: 0.5."""
    other_rule: OtherRule | None
    alliances: tuple[PlayedAlliance, ...]
    """Of the first repeat."""


def medals(request: EventRequest, first: Repeat, every: Sequence[Kept]) -> Medals:
    """Put together what was played of playoffs: the first repeat's alliances, and of each repeat what was kept."""
    of = request.playoff_format
    correlations = [each.correlation for each in every if each.correlation is not None]
    sds = np.array([each.sums.std(ddof=1) for each in every])
    sums = over_events([each.sums.mean() for each in every])
    return Medals(
        sits=of.sits,
        over_ranking_phase=over_events([each.over for each in every]),
        correlation=over_events(correlations) if correlations else None,
        sums=OverEvents(sums.mean, sums.mean_error, *estimate(sds)),
        sums_sd=over_events(sds),
        parts=_parts(every),
        by_rank=tuple(_chances(name, every, masks) for name, masks in _rank_groups(every, of).items()),
        by_talent=tuple(_chances(name, every, masks) for name, masks in _talent_groups(every).items()),
        by_seed=_by_seed(every, of.alliances),
        better_draw_gold=estimate(np.array([each.better_draw[each.medals[0]] for each in every]))
        if of.drawn
        else None,
        other_rule=_other_rule(request, every),
        alliances=played_alliances(first),
    )


def over_events(values: Sequence[float] | Values) -> OverEvents:
    """Give mean and spread of a figure over events; with one event there is no spread."""
    found = np.asarray(values, dtype=np.float64)
    mean, error = estimate(found)
    sd = float(found.std(ddof=1)) if len(found) > 1 else None
    return OverEvents(mean, error, sd, jackknife_error(found))


def _parts(every: Sequence[Kept]) -> Parts:
    over, members, growth = (
        np.array([getattr(each, name) for each in every]) for name in ("over", "members", "growth")
    )
    return Parts(
        members=estimate(100 * (members - 1)),
        growth=estimate(100 * (growth - 1)),
        rest=estimate(100 * (over - members - growth + 1)),
    )


def _rank_groups(every: Sequence[Kept], of: PlayoffFormat) -> dict[str, list[Values]]:
    """Give the groups of teams by rank: the first, the rest of each third of those who come by rank, those drawn."""
    count = of.alliances
    bounds = [(1, 1), (2, count), (count + 1, 2 * count), (2 * count + 1, of.by_rank)]
    found = {
        f"rank {low}" if low == high else f"ranks {low}-{high}": [
            (low <= each.rank) & (each.rank <= high) for each in every
        ]
        for low, high in bounds
    }
    return {**found, "drawn": [each.drawn for each in every]} if of.drawn else found


def _talent_groups(every: Sequence[Kept]) -> dict[str, list[Values]]:
    """Give the tenths of the teams by talent, the best first."""
    tenth = [DECILES * np.argsort(np.argsort(-each.talent, kind="stable")) // len(each.talent) for each in every]
    return {_tenth_named(nth): [each == nth for each in tenth] for nth in range(DECILES)}


def _tenth_named(nth: int) -> str:
    return {0: "best tenth", DECILES - 1: "last tenth"}.get(nth, f"tenth {nth + 1}")


def _chances(name: str, every: Sequence[Kept], masks: Sequence[Values]) -> Chances:
    """Give the chances of the teams of a group, which every repeat has."""

    def share(chosen: Sequence[Values]) -> Estimate:
        return estimate(np.array([flags[mask].mean() for flags, mask in zip(chosen, masks, strict=True)]))

    by_rank = [each.rank <= STATIONS * len(each.better_draw) for each in every]
    won = {name: share([each.medal == place for each in every]) for place, name in enumerate(MEDALS)}
    return Chances(
        group=name,
        by_rank=share(by_rank),
        takes_part=share([each.drawn | come for each, come in zip(every, by_rank, strict=True)]),
        medal=share([each.medal != NOBODY for each in every]),
        **won,
    )


def _by_seed(every: Sequence[Kept], alliances: int) -> tuple[SeedChances, ...]:
    won = np.array([each.medals for each in every])
    return tuple(
        SeedChances(seed + 1, estimate(won[:, 0] == seed), estimate((won == seed).any(axis=1)))
        for seed in range(alliances)
    )


def _other_rule(request: EventRequest, every: Sequence[Kept]) -> OtherRule | None:
    found = [(each.over, *each.otherwise) for each in every if each.otherwise is not None]
    if request.sits is None or not found:
        return None
    own, other, gold, any_medal = np.array(found).T
    return OtherRule(request.sits, estimate(other - own), estimate(gold), estimate(any_medal))


def played_alliances(repeat: Repeat) -> tuple[PlayedAlliance, ...]:
    """Give the alliances of a repeat, by seed: who they are, what they gathered in each round, and what they won."""
    off, rank = repeat.playoffs[0].found, {team: place for place, team in enumerate(repeat.ranked, start=1)}
    won = dict(zip(off.medals, MEDALS, strict=True))
    found = []
    for alliance, members in enumerate(off.members.tolist()):
        rounds = [each for each in off.rounds if (each.alliance == alliance).any()]
        found.append(
            PlayedAlliance(
                seed=alliance + 1,
                teams=[repeat.names[team] for team in members],
                ranks=[rank[team] for team in members],
                gathered={each.of.name: int(each.gathered[alliance]) for each in rounds},
                sum={each.of.name: int(each.scores[each.alliance == alliance].sum()) for each in rounds},
                medal=won.get(alliance),
            )
        )
    return tuple(found)
