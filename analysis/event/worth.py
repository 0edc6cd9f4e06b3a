"""Whether a fit was worth it: is it nearer to the published event on simulated ones that it was not fitted on?"""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10

from analysis.event.calibrate import Fit, Judgement

NEARER = 0.95
"""A fit is better where figures lie at most so many times as far off as with the season's own numbers."""
SURE = 2.0
"""So many standard errors tell a fitted number from the season's own."""


def is_better(helped: Mapping[str, Judgement]) -> bool:
    """Say whether events of the fitted numbers lie nearer to the published one than those of the season's own."""
    return helped["after"].root_mean_square_z < NEARER * helped["before"].root_mean_square_z


def judged_by(helped: Mapping[str, Mapping[str, Judgement]]) -> str:
    """Name what a fit is judged by: the matches that it was not fitted to where there are some, else all."""
    names: Sequence[str] = list(helped)
    return names[1] if len(names) > 1 else names[0]


def matches_to_tell(fit: Fit, matches: int) -> int | None:
    """Say about how many published matches would tell a fitted number from the season's own.

    Errors shrink with the root of the matches. None where these matches tell one, or where nothing moved.
    """
    moved = [abs(fit.after[name] - fit.before[name]) / error for name, error in fit.error.items() if error > 0]
    farthest = max(moved, default=0.0)
    if not 0 < farthest < SURE:
        return None
    needed = matches * (SURE / farthest) ** 2
    digits = int(10 ** max(floor(log10(needed)) - 1, 0))
    return ceil(needed / digits) * digits


def warning(fit: Fit, helped: Mapping[str, Mapping[str, Judgement]], matches: int) -> str | None:
    """Say where a fit is no better on events that it was not fitted on, and how many matches would tell."""
    name = judged_by(helped)
    found = helped[name]
    if is_better(found):
        return None
    before, after = (found[when].root_mean_square_z for when in ("before", "after"))
    said = f"this fit is no better than the season's own numbers: held against {name}, figures lie"
    said += f" {after:.2f} off, and {before:.2f} with the season's (1 is as far as events lie from each other)"
    needed = matches_to_tell(fit, matches)
    if needed is None:
        return said
    return f"{said}; {matches:,} matches do not tell the numbers apart, about {needed:,} would"
