"""A run that is played until its mean score is as sure as was asked for, or told while it is played."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.precision import Precision, Values, until_precise
from analysis.run.tallies import Tally
from sim.play.run import cut, played
from sim.play.workers import mapped

if TYPE_CHECKING:
    from sim.play.matches import Matches
    from sim.play.request import Request


def tally_until(
    request: "Request", wanted: float, workers: int, progress: Callable[[int], None]
) -> tuple[Tally, Precision]:
    """Play until the 95 % half-width of the mean alliance score is at most `wanted`, or all matches are played.

    The mean of a match's two scores is one observation. Raises ValueError for a `wanted` that is not above 0.
    """
    counted = Tally(request)

    def play(more: int) -> list[Values]:
        blocks = _more(counted, counted.matches + more, workers, progress)
        return [np.concatenate([block.scores.mean(axis=1) for block in blocks])]

    (rule,) = until_precise([Precision(wanted, request.matches)], play)
    return counted, rule


def growing(
    request: "Request", workers: int, progress: Callable[[int], None], steps: Sequence[int]
) -> Iterator[Tally]:
    """Play a run, and give its tally after each of these numbers of matches; it is the same one, which grows."""
    counted = Tally(request)
    for matches in steps:
        for _ in _more(counted, matches, workers, progress):
            pass
        yield counted


def _more(counted: Tally, matches: int, workers: int, progress: Callable[[int], None]) -> Iterator["Matches"]:
    """Count more matches in, until there are so many, and give them."""
    for block in mapped(played, cut(counted.request, range(counted.matches, matches)), workers):
        counted.add(block)
        progress(len(block))
        yield block
