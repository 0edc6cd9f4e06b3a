"""What a comparison and a sweep have in common: who played on the same luck, in how many matches, ranked by what."""

from dataclasses import dataclass
from typing import Any

from analysis.compare.alliances import are_named, people
from analysis.precision import Precision, reached_json
from analysis.words import Said, Text
from rules.season import ALLIANCE_SCORE
from sim.play.request import Request

PLACE = 0
"""The station of which it is told what its robot did: red 1."""


@dataclass(frozen=True, repr=False)
class Findings:
    """What was asked for and played, as far as both kinds of answers tell it."""

    request: Request
    """What is the same for all that is compared."""
    requests: tuple[Request, ...]
    """What each of them was played by, in their order."""
    everybody: bool
    """Whether all three robots of red play it, not one."""
    rules: tuple[Precision, ...]
    """Where a precision was asked for: when each pair had enough."""

    @property
    def measure(self) -> str:
        """What the season ranks by."""
        return self.request.game.rules.measured

    @property
    def unit(self) -> str:
        """What the measure is counted in."""
        return "points" if self.measure == ALLIANCE_SCORE else self.measure

    @property
    def label(self) -> str:
        """The measure with its unit."""
        return f"{self.measure} (points)" if self.measure == ALLIANCE_SCORE else self.measure

    @property
    def head(self) -> Text:
        """The same as a table's head."""
        return Said("head.score") if self.measure == ALLIANCE_SCORE else self.measure

    @property
    def changed(self) -> str:
        """Which point values are not the official ones, in a sentence; nothing where all are."""
        return self.request.game.rules.changed

    def asked(self, plan: str | None = None) -> dict[str, Any]:
        """Give for programs what was asked for: the season and how far it is known, seed, population, points."""
        game, population = self.request.game, self.request.population
        known: dict[str, Any] = {"season": game.key, "grade": game.edition.model, "seed": self.request.seed}
        known |= {"population": population, "points": dict(self.request.points), "changed": self.changed}
        known |= {} if plan is None else {"plan": plan}
        known |= {"measure": self.measure, "all": self.everybody}
        known |= {"stations": people(self.request.stations)} if are_named(self.request.stations) else {}
        return {**known, **reached_json(self.rules)}
