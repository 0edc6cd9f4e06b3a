"""Made-up candidates to choose from, whose true values are known: numbers in place of matches, keyed by the first."""

from collections import Counter

import numpy as np

from analysis.compare.best import Rule, choose


def drawn_of(seed, first, left):
    """Give a source of numbers that is the same whoever is left."""
    assert len(left)
    return np.random.default_rng([seed, first])


def bell(true, spread, shared=0.5):
    """Values of normal luck, of which this part of the variance is the same for all in a match."""

    def make(seed):
        def play(left, first, count):
            luck = drawn_of(seed, first, left).standard_normal((len(true) + 1, count))
            own, same = np.sqrt(1 - shared) * luck[1:], np.sqrt(shared) * luck[0]
            return (np.array(true)[:, None] + spread * (same + own))[left]

        return play

    return make


def seldom(true, often):
    """Scores that are the same for all but in few matches, in which a candidate gains its value over `often`."""

    def make(seed):
        def play(left, first, count):
            draw = drawn_of(seed, first, left)
            same, gains = np.round(draw.normal(100, 20, count)), draw.random((len(true), count)) < often
            return (same + gains * (np.array(true) / often)[:, None])[left]

        return play

    return make


def chosen_of(true, make, seeds, indifference=1.0):
    """Choose once a seed, and give the choices, and in how many of them less than the indifference was lost."""
    choices = [choose(Rule(len(true), indifference), make(seed)) for seed in seeds]
    good = Counter(max(true) - true[each.best] < indifference for each in choices)[True]
    return choices, good
