"""How many ranking matches are enough: how many of the truly best teams end among the first, by matches each."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate
from rules.errors import ModelError
from sim.play.event import Repeat

TOP = 24
"""How many teams are looked for where the season has no playoffs: as many as eight alliances take by rank."""
MOST = 100
"""Numbers of matches that are tried."""


@dataclass(frozen=True)
class Enough:
    """An event with so many matches each."""

    each: int
    matches: int
    top: int
    best_in_top: Estimate
    """The share of the truly best `top` teams that end among the first `top`."""
    best_first: Estimate
    """The share of repeats in which the truly best team ends first."""


def numbers_of(text: str) -> list[int]:
    """Read `12` or `6:14:2` (from, to, step) as numbers of matches; a ModelError says what was expected."""
    try:
        numbers = [int(part) for part in text.split(":")]
    except ValueError:
        numbers = []
    if len(numbers) == 1:
        return numbers
    start, stop, step = numbers if len(numbers) == 3 else (0, 0, 0)
    if not 1 <= start <= stop or step < 1:
        raise ModelError("--each", f"expected a whole number, or FROM:TO:STEP such as 6:14:2, found {text!r:.40}")
    found = list(range(start, stop + 1, step))
    if len(found) > MOST:
        raise ModelError("--each", f"expected at most {MOST} numbers, found {len(found):,}")
    return found


def enough(each: int, top: int, repeats: Iterable[Repeat]) -> Enough:
    """Say of repeats with so many matches each how many of the truly best `top` teams end among the first `top`."""
    shares, firsts, matches = [], [], 0
    for repeat in repeats:
        best = np.argsort(-repeat.talent, kind="stable")
        shares.append(len(set(best[:top].tolist()) & set(repeat.ranked[:top])) / top)
        firsts.append(float(best[0] == repeat.ranked[0]))
        matches = len(repeat.matches)
    return Enough(each, matches, top, estimate(np.array(shares)), estimate(np.array(firsts)))
