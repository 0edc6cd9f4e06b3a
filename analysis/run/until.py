"""A run that is played until its mean score is as sure as was asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from analysis.precision import Precision
from analysis.run.tallies import Tally
from sim.play.run import Run
from sim.play.workers import cut, in_order

if TYPE_CHECKING:
    from sim.play.request import Settings


def tally_until(
    settings: "Settings", wanted: float, jobs: int, progress: Callable[[int], None]
) -> tuple[Tally, Precision]:
    """Play until the 95 % half-width of the mean alliance score is at most `wanted`, or all matches are played.

    The mean of a match's two scores is one observation. Raises ValueError for a `wanted` that is not above 0.
    """
    counted, rule = Tally(settings), Precision(wanted, settings.manifest.matches)
    while more := rule.to_play():
        blocks = cut(settings, range(rule.n, rule.n + more))
        observed = []
        for block, scored in zip(blocks, in_order(settings, blocks, jobs), strict=True):
            run = Run(settings, scored.sheet, scored.breakdown, block.start)
            counted.add(run)
            observed.append(run.scores.mean(axis=1))
            progress(len(block))
        rule = rule.fed(np.concatenate(observed))
    return counted, rule
