"""From a ranking to the medals: alliances, who plays whom, who sits out, who goes on. How a match is played is asked.

A round names alliances by their places before it, and gives them new ones. Where it goes by sums or by points, those
who played take the first places in that order; where it goes by wins, the winner of a pair takes the better place of
the two. The last round's first three places are gold, silver and bronze.

Assumed, since nobody tells: equals keep the order they had; a tied match of a series is played again, and after four
more matches than a series can have the alliance with the better place goes on.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from rules.errors import ModelError
from rules.ranking import TIE_POINTS, WIN_POINTS
from rules.season import Array
from sim.draws import PARTNERS, words
from sim.table.agents import STATIONS
from sim.table.language import PlayoffFormat, PlayoffRound, Sits

Words: TypeAlias = npt.NDArray[np.uint64]
Play: TypeAlias = Callable[[Array, PlayoffRound], Array]
"""Teams (match, 6), red 1-3 then blue 1-3, of matches that can be played at once, and their round -> the scores that
count, (match, 2). It is asked in the order of the matches."""
NOBODY = -1
"""Who sits out of an alliance of three."""
REPLAYS = 4
"""How often more a tied series is played than it could have matches."""


@dataclass(frozen=True)
class Round:
    """A round that was played; alliances are named by their seeds, from 0 on."""

    of: PlayoffRound
    alliance: Array
    """(match, side)"""
    team: Array
    """(match, robot): red 1-3 then blue 1-3, the better ranked first."""
    out: Array
    """(match, side): who sits out, or NOBODY."""
    scores: Array
    """(match, side): what counts."""
    gathered: Array
    """(alliance,): what it has of its matches, by the round's `by`: the sum of scores, points or wins."""
    order: Array
    """(place,): the alliances after the round, the best first; those who did not play stay where they were."""


@dataclass(frozen=True)
class Playoffs:
    """Playoffs that were played."""

    members: Array
    """(alliance, member): the teams, first the best ranked, last the one that was drawn, if any."""
    rounds: tuple[Round, ...]

    @property
    def medals(self) -> tuple[int, int, int]:
        """The alliances of gold, silver and bronze."""
        gold, silver, bronze = self.rounds[-1].order[:3].tolist()
        return gold, silver, bronze

    @property
    def winners(self) -> Array:
        """(3, member): the teams of gold, silver and bronze."""
        return self.members[list(self.medals)]

    def alliance_of(self, teams: int) -> Array:
        """(team,): the alliance of each of so many teams, NOBODY where it has none."""
        found = np.full(teams, NOBODY)
        found[self.members] = np.arange(len(self.members))[:, None]
        return found


def partner_words(seed: int, repeat: int, teams: int) -> Words:
    """Draw the words that partners are drawn by, one for each place of the ranking: stream 5."""
    found: Words = words(seed, PARTNERS, repeat, np.arange(teams), 0, 0)[0]
    return found


def need_teams(of: PlayoffFormat, teams: int) -> None:
    """Raise a ModelError where there are too few teams for these playoffs."""
    if teams < of.teams:
        raise ModelError(
            "playoffs", f"expected at least {of.teams} teams for {of.alliances} alliances, found {teams}"
        )


def alliances_of(of: PlayoffFormat, ranked: Sequence[int] | Array, drawn: Words) -> Array:
    """Give the teams (alliance, member) of each alliance, of all teams from the best ranked on.

    Seeded, alliance k of n has the ranks k, n + k and 3 n + 1 - k; drawn, any three of the first 3 n. Those with the
    lowest words are drawn first. Raises ModelError where there are too few teams.
    """
    teams, count = np.asarray(ranked), of.alliances
    need_teams(of, len(teams))
    place = np.arange(of.by_rank)
    if of.dealt == "drawn":
        place = np.argsort(drawn[: of.by_rank], kind="stable")
        by_rank = np.sort(place.reshape(count, STATIONS), axis=1)
    else:
        first, second, third = place.reshape(STATIONS, count)
        by_rank = np.stack([first, second, third[::-1]], axis=1)
    below = of.by_rank + np.argsort(drawn[of.by_rank : len(teams)], kind="stable")
    found: Array = teams[np.hstack([by_rank, below[: count * of.drawn].reshape(count, of.drawn)])]
    return found


@dataclass(frozen=True)
class Turn:
    """A match of an alliance of four, as far as it matters for who sits out."""

    in_round: int
    """How many matches of the round it has played before."""
    in_all: int
    all_play: bool
    """Whether every member has to play in this round."""


LAST, LAST_BUT_ONE = -1, -2
SITS: dict[Sits, Callable[[Turn], int]] = {
    "drawn": lambda turn: LAST_BUT_ONE if turn.all_play and not turn.in_round else LAST,
    "rotate": lambda turn: LAST - turn.in_all % (STATIONS + 1),
    "weakest": lambda _: LAST,
}
"""Which member sits out. `drawn`: the team that was drawn, but for the one match that it has to play, the first of
the round, in which the third member makes room. `rotate`: all in turn, from the last on. `weakest`: the last."""


@dataclass
class _Lineups:
    """Who plays for each alliance, match by match."""

    members: Array
    sits: Callable[[Turn], int]
    in_all: Counter[int] = field(default_factory=Counter)
    in_round: Counter[int] = field(default_factory=Counter)

    def next(self, alliance: int, all_play: bool) -> tuple[list[int], int]:
        """Give the three who play an alliance's next match, and who sits out."""
        team = self.members[alliance].tolist()
        turn = Turn(self.in_round[alliance], self.in_all[alliance], all_play)
        out = team.pop(self.sits(turn)) if len(team) > STATIONS else NOBODY
        self.in_round[alliance] += 1
        self.in_all[alliance] += 1
        return team, out


def playoffs(
    of: PlayoffFormat, ranked: Sequence[int] | Array, drawn: Words, play: Play, sits: Sits | None = None
) -> Playoffs:
    """Play playoffs of this format between teams that are given from the best ranked on.

    `drawn` are the words of `partner_words`, one a team. `play` gives the scores of matches, and is asked for all
    that can be played at once. `sits` is another rule for who sits out than the format's. Raises ModelError where
    there are too few teams.
    """
    members = alliances_of(of, ranked, drawn)
    lineups = _Lineups(members, SITS[sits or of.sits])
    order, rounds = np.arange(of.alliances), []
    for each in of.round:
        lineups.in_round = Counter()
        rounds.append((_series if each.by == "wins" else _table)(each, order, lineups, play))
        order = rounds[-1].order
    return Playoffs(members, tuple(rounds))


@dataclass(frozen=True)
class _Part:
    """Matches that were played at once."""

    alliance: Array
    team: Array
    out: Array
    scores: Array


def _part(each: PlayoffRound, alliance: Array, lineups: _Lineups, play: Play) -> _Part:
    lined = [[lineups.next(side, each.all_play) for side in pair] for pair in alliance.tolist()]
    team = np.array([[*red[0], *blue[0]] for red, blue in lined])
    out = np.array([[red[1], blue[1]] for red, blue in lined])
    return _Part(alliance, team, out, np.asarray(play(team, each)))


def _table(each: PlayoffRound, order: Array, lineups: _Lineups, play: Play) -> Round:
    """Play all pairs at once, and put those who played in order by what they gathered."""
    part = _part(each, order[np.array(each.pairs) - 1], lineups, play)
    total = _gathered(part, part.scores, len(order))
    gathered = total
    if each.by == "points":
        gathered = _gathered(part, _points(part.scores), len(order))
    playing = order[: len(each.places)]
    after = playing[np.lexsort((-total[playing], -gathered[playing]))]
    return _round(each, [part], gathered, np.concatenate([after, order[len(playing) :]]))


def _series(each: PlayoffRound, order: Array, lineups: _Lineups, play: Play) -> Round:
    """Play each pair until one has won often enough; the winner takes the better place of the two."""
    places = np.sort(np.array(each.pairs) - 1, axis=1)
    pairs = order[np.array(each.pairs) - 1]
    won, parts = np.zeros(len(order), dtype=np.int64), []
    for _ in range(2 * each.wins - 1 + REPLAYS):
        going = pairs[won[pairs].max(axis=1) < each.wins]
        if len(going):
            parts.append(_part(each, going, lineups, play))
            won += _gathered(parts[-1], parts[-1].scores > parts[-1].scores[:, ::-1], len(order))
    after = order.copy()
    for better, worse in places.tolist():
        pair = order[[better, worse]]
        after[[better, worse]] = pair if won[pair[0]] >= won[pair[1]] else pair[::-1]
    return _round(each, parts, won, after)


def _points(scores: Array) -> Array:
    """Give what scores are worth by their results: two points a win, one a tie."""
    other = scores[:, ::-1]
    found: Array = WIN_POINTS * (scores > other) + TIE_POINTS * (scores == other)
    return found


def _gathered(part: _Part, values: npt.NDArray[np.int64] | npt.NDArray[np.bool_], alliances: int) -> Array:
    """Add up by alliance what a part's matches gave."""
    found = np.zeros(alliances, dtype=np.int64)
    np.add.at(found, part.alliance, values)
    return found


def _round(each: PlayoffRound, parts: Sequence[_Part], gathered: Array, order: Array) -> Round:
    def joined(name: str) -> Array:
        return np.concatenate([getattr(part, name) for part in parts])

    return Round(each, joined("alliance"), joined("team"), joined("out"), joined("scores"), gathered, order)
