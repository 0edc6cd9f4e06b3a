"""Figures of docs/trust-forecasts.md on forecasts: `python tests/scripts/figures_of_forecast.py DATA`; some minutes.

DATA is a folder of published tables, `matches_YYYY.csv`. Every season that has one and whose teams are known is
forecast: each match from those before it, with and without hindsight, beside rivals; then ranks from a third and a
half of the event, beside a logistic curve of the rank so far that was fitted to the other seasons.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from threadpoolctl import threadpool_limits

from analysis.forecast.back_test import back_test, block_error
from analysis.forecast.forecast import policy_of
from analysis.forecast.play_out import ranked, ranking_phases, strengths
from analysis.forecast.process import predicted
from analysis.forecast.reading import read_running
from analysis.forecast.rivals import rivals
from analysis.forecast.running import forgotten, only
from analysis.forecast.structure import foreseen
from sim.play.event import event_request
from sim.play.request import run_request
from sim.table.game import playable, playable_keys

SEED, REPEATS, TOP = 1, 1_000, 24
PARTS = (3, 2)


def tables(folder):
    """Read the table of every season that has one there."""
    for key in playable_keys():
        file = folder / f"matches_{key.removeprefix('fgc_')}.csv"
        if file.exists():
            rules = playable(key).rules
            running = read_running(file.read_bytes(), str(file), rules)
            if len(running.matches) / len(running.names) > 1:
                yield key, running


def tested(key, running, hindsight):
    """Predict every match; give how it fared, and the log losses match by match."""
    request = event_request(run_request(key, seed=SEED))
    known = foreseen(request, 2, lambda _: None, hindsight)
    found = predicted(running.course, running.scores, known.prior)
    others = rivals(running.course, running.scores, known.others)
    return known, back_test(running.course, running.scores, found, others, SEED), (found, others)


def losses(scores, found):
    """Give the log loss of every match, NaN for a tie."""
    chance = np.where(scores[:, 0] > scores[:, 1], found.red_wins, 1 - found.red_wins)
    return np.where(scores[:, 0] == scores[:, 1], np.nan, -np.log(chance))


def print_back_tests(seasons):
    """Print how forecasts fared, season by season and pooled."""
    pooled = {}
    for key, running in seasons.items():
        for hindsight in (False, True):
            _, fared, (found, others) = tested(key, running, hindsight)
            words = "with hindsight" if hindsight else "honest"
            print(
                f"{key} {words}: right {fared.right:.3f} of {fared.decided}, log loss {fared.log_loss:.3f}, ", end=""
            )
            print(f"Brier {fared.brier:.3f}, off {fared.mean_absolute_error:.1f}, in range {fared.coverage_90:.3f}")
            own = losses(running.scores, found)
            for name, each in others.items():
                less = fared.log_loss_less[name]
                print(
                    f"    minus {name}: {less.mean:+.4f} ± {less.error:.4f}; {name} {fared.rivals[name].log_loss:.3f}"
                )
                pooled.setdefault((words, name), []).append(own - losses(running.scores, each))
    for (words, name), each in pooled.items():
        every = np.concatenate(each)
        print(f"all seasons, {words}, minus {name}: {np.nanmean(every):+.4f} ± {block_error(every, SEED):.4f}")


def rank_forecasts(seasons):
    """Give of each season and part of it chances of the top, ranks so far, the true top, and what ranges held."""
    found = {}
    for key, running in seasons.items():
        request = event_request(run_request(key, seed=SEED))
        known, standing = foreseen(request, 2, lambda _: None), policy_of(request.game.rules).standing
        true, _ = ranked(running, running.scores[None], standing, SEED)
        for part in PARTS:
            then = forgotten(running, len(running.matches) // part)
            past = then.past
            of = strengths(then.course.at(past), then.scores[past], known.prior, REPEATS, SEED, False)
            ends = ranking_phases(then, of, standing, SEED).rank
            low, high = np.quantile(ends, [0.05, 0.95], axis=0, method="inverted_cdf")
            now = np.full(len(running.names), np.nan)
            now[np.unique(then.teams[past])] = ranked(only(then, past), then.scores[None, past], standing, SEED)[0][0]
            inside = (low <= true[0]) & (true[0] <= high)
            found[key, part] = (ends <= TOP).mean(axis=0), now, true[0] <= TOP, inside
    return found


def logistic(others, now):
    """Fit the chance of the top to the log of the rank so far on other seasons, and give it for these ranks."""
    ranks, top = (np.concatenate([each[place] for each in others]) for place in (1, 2))
    ranks, top = ranks[~np.isnan(ranks)], top[~np.isnan(ranks)]

    def unlikely(of):
        chance = expit(of[0] + of[1] * np.log(ranks)).clip(1e-9, 1 - 1e-9)
        return -np.where(top, np.log(chance), np.log(1 - chance)).sum()

    of = minimize(unlikely, [2, -1], method="Nelder-Mead").x
    return expit(of[0] + of[1] * np.log(np.where(np.isnan(now), len(now), now)))


def print_ranks(found):
    """Print coverage of rank ranges and Brier scores of the top."""
    for (key, part), (top, now, true, inside) in found.items():
        others = [each for (other, of), each in found.items() if of == part and other != key]
        curve = logistic(others, now)
        brier = [((chance - true) ** 2).mean() for chance in (top, curve)]
        print(
            f"{key} after 1/{part}: in range {inside.mean():.3f}, Brier of the first {TOP} {brier[0]:.4f}, ", end=""
        )
        print(f"logistic of the rank so far {brier[1]:.4f}")
    print(f"all: in range {np.concatenate([each[3] for each in found.values()]).mean():.3f}")


if __name__ == "__main__":
    with threadpool_limits(1):
        every = dict(tables(Path(sys.argv[1])))
        print_back_tests(every)
        print_ranks(rank_forecasts({key: each for key, each in every.items() if each.played.all()}))
