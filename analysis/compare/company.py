"""Who else plays: what an option gains beside strong and weak partners, and against strong and weak opponents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.gains import Gain, gains, nothing
from analysis.compare.matchups import FIGURES, blocks
from analysis.run.tallies import Estimate
from sim.play.request import Request
from sim.robots.files import Station, robot_of

Values = npt.NDArray[Any]

MATCHES = 5_000
"""Matches of each option in each company at most: an assumption."""
COMPANY: Mapping[str, tuple[int, ...]] = {"partners": (1, 2), "opponents": (3, 4, 5)}
"""The stations where who else plays stands, beside red 1."""
STRONG, MEDIAN, WEAK = "p90", "p50", "p10"
LEVELS = (STRONG, MEDIAN, WEAK)
"""Nine of ten robots are worse, half of them, one of ten; they play what is drawn."""


@dataclass(frozen=True)
class Among:
    """What an option gains in one kind of company, by its level, of what the season ranks by."""

    gains: Mapping[str, Estimate]
    weak_minus_strong: Gain
    """How much more it gains with the weak than with the strong, among all that is asked of company."""


def company_of(
    requests: Sequence[Request], matches: int, workers: int, told: Callable[[int], None]
) -> tuple[Mapping[str, Among], ...]:
    """Give what each request gains over the first one in every company, match by match on the same luck."""
    options, levels = len(requests) - 1, len(LEVELS)
    asked = [_among(each, places, level) for places in COMPANY.values() for level in LEVELS for each in requests]
    each_alone, apart = nothing(len(COMPANY) * levels * options), nothing(len(COMPANY) * options)
    for block in blocks(asked, range(min(matches, MATCHES)), workers, told):
        ranking = block[:, FIGURES.index("ranking")].reshape(len(COMPANY), levels, options + 1, -1)
        gained = ranking[:, :, 1:] - ranking[:, :, :1]
        each_alone = each_alone.fed(gained.reshape(-1, gained.shape[-1]))
        wider = gained[:, LEVELS.index(WEAK)] - gained[:, LEVELS.index(STRONG)]
        apart = apart.fed(wider.reshape(-1, wider.shape[-1]))
    shape = (len(COMPANY), levels, options)
    means, errors = (each.reshape(shape).tolist() for each in (each_alone.means, each_alone.errors))
    differ = np.array(gains(apart), dtype=object).reshape(len(COMPANY), options)
    return tuple(
        {
            name: Among(
                {level: Estimate(means[at][nth][place], errors[at][nth][place]) for nth, level in enumerate(LEVELS)},
                differ[at][place],
            )
            for at, name in enumerate(COMPANY)
        }
        for place in range(options)
    )


def _among(request: Request, places: Sequence[int], level: str) -> Request:
    """Let robots of a level stand at some stations; they play what is drawn."""
    robot = robot_of(request.game, level, level)
    stations = [Station(robot=robot) if at in places else each for at, each in enumerate(request.stations)]
    return replace(request, stations=tuple(stations))
