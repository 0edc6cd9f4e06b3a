"""`sim optimise` against a grid: 400 plans at so many matches each, the search at a tenth of these, then fresh luck.

    python tests/scripts/grid_against_search.py SEASON ROW ROW [ROBOT] [MATCHES] [SEEDS] [FIRST]

The grid is the playbook that wins the search's race, with each row done from 20 times on, evenly over the match.
Plans that are 6 standard errors behind the grid's best one play no longer: none of them would be the best at the end.
A line a seed: what the search gains over the grid's best plan, on 40,000 matches of a seed that neither has seen.
Then, of several seeds, the mean with its standard error. `docs/optimise.md` has figures.
"""

import sys
import time

import numpy as np

from analysis.compare.matchups import Variant, measures_of, request_of
from analysis.compare.moves import Draft, as_plan
from analysis.compare.optimise import optimised, task_of
from analysis.compare.paired import differences, interval, interval_in_words
from analysis.formatting import with_error
from sim.play.request import Request, run_request
from sim.play.workers import at_once
from sim.robots.files import Station

SIDE, FRESH, PARTS = 20, 40_000, 10
LOOKS, BEHIND = (0.05, 0.1, 0.2, 0.4, 0.7, 1), 6
"""After these parts of its matches the grid loses those that are so many standard errors behind."""
OTHER_LUCK = 1_000_000
"""What is added to a seed for matches that nobody has seen."""


def measured(request: Request, robot, plans, matches, first=0):
    """Give what each plan brings, `(plan, match)`, from the first match up to `matches`."""
    requests = [request_of(request, Variant("", Station(robot=robot, plan=plan)), (0,)) for plan in plans]
    return measures_of(requests, range(first, matches), at_once(request, None), lambda _: None)


def grid(plan, possible, rows):
    """Give the plans of the grid; a row keeps its spread."""
    times = [np.linspace(*possible.bounds(row), SIDE).round().tolist() for row in rows]
    spread = {row: plan.set[row].after[1] if row in plan.set else possible.spread for row in rows}
    known = {row: each.after for row, each in plan.set.items()}
    for one in times[0]:
        for other in times[1]:
            own = {rows[0]: (one, spread[rows[0]]), rows[1]: (other, spread[rows[1]])}
            yield as_plan(Draft(plan.order, tuple((known | own).items())), plan, f"{one:g} and {other:g}")


def best_of(request: Request, robot, plans, matches):
    """Give the plan that is the best of all in so many matches."""
    values = np.empty((len(plans), 0))
    for part in LOOKS:
        more = measured(request, robot, plans, round(part * matches), values.shape[1])
        values = np.hstack([values, more])
        behind = values[values.mean(axis=1).argmax()] - values
        left = behind.mean(axis=1) <= BEHIND * behind.std(axis=1) / values.shape[1] ** 0.5
        plans, values = [plan for plan, stays in zip(plans, left, strict=True) if stays], values[left]
    return plans[int(values.mean(axis=1).argmax())]


def main(season, one, other, robot="p50", matches="5000", seeds="3", first="1"):
    """Print a line a seed, then the mean."""
    gains = []
    for seed in range(int(first), int(first) + int(seeds)):
        request = run_request(season, int(matches) * SIDE**2 // PARTS, seed)
        task, start = task_of(request, robot, None), time.perf_counter()
        found = optimised(request, task)
        searched = time.perf_counter()
        best = best_of(request, task.robot, list(grid(found.start, task.possible, (one, other))), int(matches))
        of_grid = time.perf_counter()
        fresh = run_request(season, FRESH, seed + OTHER_LUCK)
        gain = interval(differences(*measured(fresh, task.robot, [found.plan, best], FRESH)))
        gains.append(gain.mean)
        took = f"{found.matches:,} matches, {searched - start:.0f} s; grid {of_grid - searched:.0f} s"
        ahead = f"seed {seed}: search minus grid {with_error(gain.mean, gain.error)} ({interval_in_words(gain)})"
        of_both = f"grid {one} and {other} from {best.name} s on; found {'; '.join(found.changes) or 'nothing'}"
        print(f"{ahead}; {of_both} ({took})", flush=True)
    if len(gains) > 1:
        print(f"mean {with_error(np.mean(gains), np.std(gains, ddof=1) / len(gains) ** 0.5)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
