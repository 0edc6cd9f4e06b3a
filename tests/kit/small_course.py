"""A made-up event of Gaussian scores whose structure is known."""

import numpy as np

from analysis.forecast.process import Course, covariance, expected, kernels
from analysis.forecast.structure import Prior, Structure, middles
from sim.play.schedule import drawn

KNOWN = Structure(own=-1.5, other=-1.2, both=0.4, luck=-1.0, shared=0.6, level=0.7, growth=0.5, scale=4.0)
LITTLE = Structure(0.1, 0.2, 0.1, 0.1, 0.1, 0.05, 0.08, 0.2)
PRIOR = Prior(KNOWN, LITTLE)


def course(teams=18, each=5, seed=1):
    """Give matches of a small event; every team plays once in each round of three."""
    rng = np.random.default_rng(seed)
    rounds = [rng.permutation(teams).reshape(-1, 6) for _ in range(each)]
    return Course(np.concatenate(rounds), middles(teams // 6 * each), teams)


def hardly_met(seed):
    """Give matches of an event of 180 teams in which hardly anybody meets twice: a drawn schedule, teams renamed."""
    renamed = np.random.default_rng(seed).permutation(180)
    team = renamed[drawn(180, 6, 1).team]
    return Course(team, middles(len(team)), 180)


def scores(of, seed=1, structure=KNOWN, spread=LITTLE):
    """Draw scores of these matches, in points, as the structure says."""
    root = np.linalg.cholesky(covariance(kernels(of), structure, spread))
    luck = np.random.default_rng(seed).standard_normal(len(root))
    return (np.exp(structure.scale) * (expected(of, structure) + root @ luck)).reshape(-1, 2)
