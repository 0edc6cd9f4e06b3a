"""Is the order of `sim advise` right? Its first five of 20,000 matches, held against those of a million.

    python tests/scripts/figures_of_advice.py

The median robot of 2026 with its most played plan. All options are played once, and the first seven go on: with each
of 20 seeds 20,000 matches tell an order, and 30,000 more of the same seed go into the truth as well, which is that of
all million matches. An order that differs is right all the same where what is swapped is truly less than a point
apart. It takes some minutes on two cores.
"""

from dataclasses import replace

from analysis.compare.advising import MEDIAN, USUAL, choice_of, requests_of
from analysis.compare.gains import Sums, nothing, summed
from analysis.compare.matchups import FIGURES, blocks
from analysis.compare.options import options_of
from sim.play.request import Request, run_request

SEASON, PLAN = "fgc_2026", "fill up and shoot"
SEEDS, MATCHES, FIRST, KEPT = range(1, 21), 50_000, 5, 7
CLOSE = 1.0
RANKING = FIGURES.index("ranking")


def fed(sums: Sums, requests: list[Request], numbers: range) -> Sums:
    """Give the sums of what the season ranks by with these matches."""
    for block in blocks(requests, numbers, 2, lambda _: None):
        sums = sums.fed(block[1:, RANKING] - block[:1, RANKING])
    return sums


def ordered(sums: Sums) -> list[int]:
    """Give the places of options by what they gain, most first."""
    return sorted(range(len(sums.total)), key=lambda place: -sums.total[place])


def together(parts: list[Sums]) -> Sums:
    """Give the sums of matches of several seeds."""
    names = ("n", "total", "cubes", "products", "above", "below")
    return replace(parts[0], **{name: sum(getattr(each, name) for each in parts) for name in names})


def main() -> None:
    """Play, and print each seed's first five and how far apart in truth is what is swapped."""
    asked = run_request(SEASON, USUAL)
    choice = choice_of(asked, PLAN, MEDIAN)
    options = [each for each in options_of(choice) if each.station is not None]
    leading = ordered(summed(requests_of(asked, choice, options), 2, lambda _: None)["ranking"])[:KEPT]
    kept = [options[place] for place in leading]
    orders, truths = [], []
    for seed in SEEDS:
        requests = requests_of(replace(asked, seed=seed), choice, kept)
        few = fed(nothing(KEPT), requests, range(USUAL))
        orders.append(ordered(few))
        truths.append(fed(few, requests, range(USUAL, MATCHES)))
    truth = together(truths)
    first, true = ordered(truth)[:FIRST], truth.means
    for place in ordered(truth):
        print(f"{kept[place].words}: {true[place]:.3f} ± {truth.errors[place]:.3f}")
    apart = [max(abs(true[a] - true[b]) for a, b in zip(order[:FIRST], first, strict=True)) for order in orders]
    same = sum(order[:FIRST] == first for order in orders)
    print(f"the same first {FIRST} with {same} of {len(SEEDS)} seeds, of {truth.n:,} matches in all")
    print(
        f"where they differ, by {max(apart):.3f} at most; {sum(each < CLOSE for each in apart)} by less than a point"
    )


if __name__ == "__main__":
    main()
