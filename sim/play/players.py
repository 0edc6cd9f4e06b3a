"""Who played some matches in a row: their robots are drawn again by the matches' numbers, nothing is kept of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.documents.csv_documents import PLAYERS
from sim.play.request import Request
from sim.play.schedule import Schedule
from sim.play.teams import match_number, teams_of
from sim.robots.drawn import NO_PLAYBOOK, Robots
from sim.table.agents import BUZZER, ROBOTS

TOGETHER = 2_048
"""Matches whose robots are drawn at once: what is told of them is much less than what they are."""
DRAWN = "drawn"
"""The name of a robot that the population sent."""

Column = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Players:
    """Who played the matches of a run, or of one repeat of an event with its schedule."""

    request: Request
    repeat: int = 0
    schedule: Schedule | None = None
    names: tuple[str, ...] = ()
    """(team,): what documents call the teams of an event."""

    def robots(self, matches: range) -> Robots:
        """Draw the robots and humans of matches in a row again."""
        if self.schedule is None:
            return self.request.robots(matches.start, len(matches))
        teams = teams_of(self.request.lineup, self.request.seed, self.repeat, self.schedule)
        return teams.robots(self._places(matches))

    def columns(self, matches: range) -> dict[str, Column]:
        """Give one array a match for each station and property, `red1.plan`, in the order of the stations.

        `plan` is None and `breaks_ms` not a number where there is none; `talent` is the log of how much better than
        the median team, a card the official code.
        """
        firsts = range(matches.start, max(matches.stop, matches.start + 1), TOGETHER)
        blocks = [self._properties(range(first, min(first + TOGETHER, matches.stop))) for first in firsts]
        whole = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
        return {
            f"{station}.{name}": values[:, place]
            for place, station in enumerate(PLAYERS)
            for name, values in whole.items()
        }

    def _properties(self, matches: range) -> dict[str, Column]:
        """Give what is told of the robots of a few matches, `(match, robot)` each."""
        robots, game = self.robots(matches), self.request.game
        plans = np.array([*(each.name for each in self.request.every_playbook), None], dtype=object)
        names = [DRAWN if each.robot is None else each.robot.name for each in self.request.stations]
        plays = robots.playbook[:, :ROBOTS]
        return {
            **self._teams(matches),
            "robot": np.tile(np.array(names, dtype=object), (len(matches), 1)),
            "plan": plans[plays],  # the last is nobody's, which is what NO_PLAYBOOK finds
            "talent": robots.talent,
            **({"carries": robots.room} if game.room >= 0 else {}),
            **{f"can.{name}": robots.able[..., nth] for nth, name in enumerate(game.robots.can)},
            "breaks_ms": np.where(robots.breaks < BUZZER, robots.breaks, np.nan),
            "fouls.minor": robots.fouls[..., 0],
            "fouls.major": robots.fouls[..., 1],
            "cardStatus": robots.card,
            "noShow": plays == NO_PLAYBOOK,
        }

    def _teams(self, matches: range) -> dict[str, Column]:
        """Give the teams of an event's matches; nothing where robots come for one match alone."""
        if self.schedule is None:
            return {}
        here = self._places(matches)
        team, surrogate = (each[here.start : here.stop] for each in (self.schedule.team, self.schedule.surrogate))
        return {"team": np.array(self.names, dtype=object)[team], "surrogate": surrogate}

    def _places(self, matches: range) -> range:
        """Give the places in the schedule of matches with these numbers."""
        first = match_number(self.repeat, 0)
        return range(matches.start - first, matches.stop - first)
