"""Plans and robots played against the same luck: one robot, or one alliance, is changed, all else stays as it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from analysis.compare.paired import Played, differences
from analysis.precision import Precision
from analysis.run.summaries import estimate
from rules.season import ALLIANCE_SCORE
from sim.play.workers import cut, in_order
from sim.table.arrays import ROBOTS, STATIONS

if TYPE_CHECKING:
    from analysis.run.tallies import Estimate
    from sim.play.request import Settings
    from sim.play.workers import Scored
    from sim.table.language import Playbook, Robot

Values = npt.NDArray[Any]

TESTED = 0
"""The side whose robots are changed: red."""


@dataclass(frozen=True)
class Variant:
    """One of the things that are compared, by name: a plan, a robot, or both; None is drawn."""

    name: str
    plan: "Playbook | None" = None
    robot: "Robot | None" = None


def settings_of(settings: "Settings", variant: Variant, stations: Sequence[int]) -> "Settings":
    """Let a variant stand at these stations of red; everybody else is as the settings say."""
    manifest = settings.manifest
    robots, plans = list(manifest.robots or (None,) * ROBOTS), list(manifest.plans or (None,) * ROBOTS)
    for station in stations:
        robots[station], plans[station] = variant.robot or robots[station], variant.plan or plans[station]
    changed = manifest.model_copy(update={"robots": tuple(robots), "plans": tuple(plans)})
    return replace(settings, manifest=changed)


def stations_of(everybody: bool) -> tuple[int, ...]:
    """Give the stations of red that are changed: the first one, or all three."""
    return tuple(range(STATIONS)) if everybody else (0,)


class Matchup:
    """Matches of several variants, match i of each under the same luck; more can be played at any time."""

    def __init__(self, settings: "Settings", variants: Sequence[Variant], stations: Sequence[int], jobs: int) -> None:
        self.variants = variants
        self.settings = [settings_of(settings, variant, stations) for variant in variants]
        self.jobs = jobs
        self.matches = 0
        self.rules: list[Precision] = []
        """Where a precision was asked for: the rule of each pair."""
        self.found: list[list[Mapping[str, Values]]] = [[] for _ in variants]

    def play(self, more: int, progress: Callable[[int], None]) -> None:
        """Play `more` matches of every variant."""
        matches = range(self.matches, self.matches + more)
        for settings, found in zip(self.settings, self.found, strict=True):
            blocks = cut(settings, matches)
            for block, scored in zip(blocks, in_order(settings, blocks, self.jobs), strict=True):
                found.append(_tested(settings, scored))
                progress(len(block))
        self.matches += more

    @property
    def measure(self) -> str:
        """What the season ranks by."""
        return self.settings[0].tables.season.measured

    @property
    def unit(self) -> str:
        """What the measure is counted in."""
        return "points" if self.measure == ALLIANCE_SCORE else self.measure

    @property
    def label(self) -> str:
        """The measure with its unit."""
        return f"{self.measure} (points)" if self.measure == ALLIANCE_SCORE else self.measure

    def scores(self) -> "list[Estimate]":
        """Give each variant's mean alliance score."""
        return [estimate(np.concatenate([block["own"] for block in found])) for found in self.found]

    def played(self) -> list[Played]:
        """Give what was played so far, for `analysis.compare.paired`."""
        return [self._played(variant, found) for variant, found in zip(self.variants, self.found, strict=True)]

    def measures(self) -> Values:
        """Give what the season ranks by, `(variant, match)`."""
        return np.array([np.concatenate([block["measure"] for block in found]) for found in self.found])

    def play_until(self, wanted: float, most: int, progress: Callable[[int], None]) -> None:
        """Play until every pair's mean difference has a 95 % half-width of at most `wanted`, or `most` matches.

        Raises ValueError for a single variant.
        """
        pairs = list(combinations(range(len(self.variants)), 2))
        self.rules = [Precision(wanted, most) for _ in pairs]
        while more := max(rule.to_play() for rule in self.rules):
            before = self.matches
            self.play(more, progress)
            measures = self.measures()[:, before:]
            self.rules = [
                rule.fed(differences(measures[a], measures[b]))
                for rule, (a, b) in zip(self.rules, pairs, strict=True)
            ]

    def _played(self, variant: Variant, found: list[Mapping[str, Values]]) -> Played:
        whole = {name: np.concatenate([block[name] for block in found]) for name in found[0]}
        parts = {name.removeprefix("part "): whole[name] for name in whole if name.startswith("part ")}
        return Played(variant.name, whole["measure"], whole["own"], whole["other"], parts)


def _tested(settings: "Settings", scored: "Scored") -> Mapping[str, Values]:
    """Give measure, own and other score, and the parts in points, of the side that is tested."""
    season, breakdown = settings.tables.season, scored.breakdown
    measure = season.measure(scored.sheet, breakdown)
    parts = {f"part {name}": points[:, TESTED] / breakdown.unit for name, points in breakdown.parts.items()}
    own, other = breakdown.total[:, TESTED], breakdown.total[:, 1 - TESTED]
    return {"measure": measure[:, TESTED], "own": own, "other": other, **parts}
