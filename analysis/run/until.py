"""A run that is played until its mean score is as sure as was asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from analysis.precision import Precision, Values, until_precise
from analysis.run.tallies import Tally
from sim.play.run import cut, played
from sim.play.workers import mapped

if TYPE_CHECKING:
    from sim.play.request import Request


def tally_until(
    request: "Request", wanted: float, workers: int, progress: Callable[[int], None]
) -> tuple[Tally, Precision]:
    """Play until the 95 % half-width of the mean alliance score is at most `wanted`, or all matches are played.

    The mean of a match's two scores is one observation. Raises ValueError for a `wanted` that is not above 0.
    """
    counted = Tally(request)

    def play(more: int) -> list[Values]:
        observed = []
        for block in mapped(played, cut(request, range(counted.matches, counted.matches + more)), workers):
            counted.add(block)
            observed.append(block.scores.mean(axis=1))
            progress(len(block))
        return [np.concatenate(observed)]

    (rule,) = until_precise([Precision(wanted, request.matches)], play)
    return counted, rule
