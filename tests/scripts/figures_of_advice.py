"""Is the order of `sim advise` right? Its first five of 20,000 matches, held against those of a million.

    PYTHONPATH=tests/kit python tests/scripts/figures_of_advice.py

The median robot of 2026 with its most played plan. All options are played for the first of 20 seeds, and its first
eight for the others too. Those that any seed has among its first six are then played a million times, with a seed
of their own. An order that differs is right all the same where what is swapped is truly less than a point apart. It
takes some minutes on two cores.
"""

import sys

from analysis.compare.advising import MEDIAN, USUAL, choice_of, requests_of
from analysis.compare.gains import summed
from analysis.compare.options import Option, options_of
from sim.play.request import run_request
from sim.robots.dials import Choice

SEASON, PLAN = "fgc_2026", "fill up and shoot"
SEEDS, FIRST, TRUE, KEPT = range(1, 21), 5, 6, 8
MATCHES, SEED = 1_000_000, 900_002
CLOSE = 1.0


def means(choice: Choice, options: list[Option], matches: int, seed: int) -> dict[str, tuple[float, float]]:
    """Give by words the mean and the error of what each option gains in what the season ranks by."""
    requests = requests_of(run_request(SEASON, matches, seed), choice, options)
    found = summed(requests, 2, lambda _: None)["ranking"]
    each = zip(found.means.tolist(), found.errors.tolist(), strict=True)
    return dict(zip((option.words for option in options), each, strict=True))


def ordered(found: dict[str, tuple[float, float]]) -> list[str]:
    """Give the options by what they gain, most first."""
    return sorted(found, key=lambda words: -found[words][0])


def main() -> None:
    """Play, and print each seed's first five and how far apart in truth is what is swapped."""
    choice = choice_of(run_request(SEASON, USUAL), PLAN, MEDIAN)
    options = [each for each in options_of(choice) if each.station is not None]
    kept = ordered(means(choice, options, USUAL, SEEDS[0]))[:KEPT]
    options = [each for each in options if each.words in kept]
    orders = {seed: ordered(means(choice, options, USUAL, seed)) for seed in SEEDS}
    leading = {words for order in orders.values() for words in order[:TRUE]}
    true = means(choice, [each for each in options if each.words in leading], MATCHES, SEED)
    first = ordered(true)[:FIRST]
    for words in ordered(true):
        print(f"{words}: {true[words][0]:.3f} ± {true[words][1]:.3f}")
    same = close = 0
    for seed, order in orders.items():
        apart = max(abs(true[a][0] - true[b][0]) for a, b in zip(order[:FIRST], first, strict=True))
        same, close = same + (order[:FIRST] == first), close + (apart < CLOSE)
        print(f"seed {seed}: {'the same' if order[:FIRST] == first else f'differs by {apart:.3f}'}", file=sys.stderr)
    print(f"the same first {FIRST} with {same} of {len(SEEDS)} seeds; within {CLOSE:g} point with {close}")


if __name__ == "__main__":
    main()
