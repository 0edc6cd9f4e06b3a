"""The no-events baseline: what one gets without playing a single match, by drawing every number for itself."""

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.event.elements import Sheets
from analysis.event.statistics import Values
from rules.documents import slots
from rules.season import Array, entries
from sim.play.matches import scored


def drawn_scores(scores: Values, repeats: int, matches: int, seed: int) -> list[Values]:
    """Draw as many sets of scores `(match, side)` as there are events, where only scores are published.

    Each score is drawn for itself, independently of the other side's, its teams and its time, from a distribution
    with the mean and variance of its side's published scores.
    """
    random = np.random.default_rng(seed)
    return list(np.stack([_counts(side, (repeats, matches), random) for side in scores.T], axis=2))


def drawn_sheets(published: Sheets, repeats: int, matches: int, seed: int) -> list[Sheets]:
    """Draw as many sets of score sheets as there are events, where whole sheets are published; the rules score them.

    Each entry is drawn for itself, independently of all others, of teams and time: a count with the mean and
    variance of its side's published ones, a state as often as it is published for its side and station. Fouls that
    are not published are not drawn.
    """
    random, season = np.random.default_rng(seed), published.matches.rules
    shape = (repeats, matches)
    drawn = {name: np.zeros((*shape, *_own(of.axes)), dtype=np.int64) for name, of in entries(season.sheet).items()}
    for slot in slots(season.sheet):
        if slot.field in published.given:
            values = getattr(published.matches.sheet, slot.field)[slot.of_batch]
            numbers = _counts(values, shape, random) if slot.entry.codes is None else random.choice(values, shape)
            drawn[slot.field][slot.of_batch] = numbers.clip(max=slot.entry.most)
    all_at_once = Sheets(scored(season, season.sheet(**drawn)), published.given)
    return [all_at_once.at(repeat) for repeat in range(repeats)]


def _own(axes: Mapping[str, Sequence[str]]) -> tuple[int, ...]:
    return tuple(len(labels) for labels in axes.values())


def _counts(values: Array, shape: tuple[int, int], random: np.random.Generator) -> Array:
    """Draw counts of the same mean and variance from a negative binomial; from a Poisson where they vary less."""
    mean, variance = max(float(values.mean()), 0.0), float(values.var())
    if variance > mean > 0:
        return random.negative_binomial(mean**2 / (variance - mean), mean / variance, shape)
    return random.poisson(mean, shape)
