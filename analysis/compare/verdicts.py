"""What a comparison or a sweep says, in sentences: the answer first, points and wins, and which of both decides."""

from collections.abc import Sequence

from analysis.compare.paired import (
    DOUBT,
    Comparison,
    Interval,
    Pair,
    against,
    interval_in_words,
    is_told,
    minus,
    turned,
)
from analysis.compare.sweep import Outcome, Setting, Sweep, is_same
from analysis.formatting import number, with_error
from rules.season import ALLIANCE_SCORE
from rules.text import counted

POINTS = "points"
ENOUGH = 100
"""From so many matches on, what is the same in each of them is said to have no effect."""
NAMED = 3
"""So many names stand in a sentence; the others are counted."""


def decides(measure: str) -> str:
    """Say which of points and wins decides in the season's ranking."""
    if measure == ALLIANCE_SCORE:
        return "This season ranks teams by alliance scores: points decide, wins do not."
    return f"This season ranks teams by {measure}: these decide, points alone do not."


def verdict(found: Comparison, pair: Pair, unit: str = POINTS) -> str:
    """Say in one line for a coach which plan of the pair is better, by how much and how sure that is."""
    ahead = turned(pair) if pair.difference.mean < 0 else pair
    difference = ahead.difference
    nothing = f"no difference can be told between {pair.a} and {pair.b}"
    if difference.error is None:
        return f"{nothing}: one match tells no error"
    if pair.identical:
        return f"{pair.a} and {pair.b} are identical: the same {unit} in all {counted(found.matches, 'match')}"
    size = f"{with_error(difference.mean, difference.error)} {unit} a match"
    if difference.error == 0:
        always = f"{with_error(difference.mean, 0)} {unit} in each of all {counted(found.matches, 'match')}"
        few = f"{nothing}: {ahead.a} is ahead by {always}, but these are too few"
        return f"{ahead.a} is better than {ahead.b} by {always}" if is_told(pair) else few
    size = f"{size} (95 %: {interval_in_words(difference)})"
    if is_told(pair):
        return f"{ahead.a} is better than {ahead.b} by {size}"
    lead = f"{ahead.a} is ahead by" if difference.mean else "their means differ by"
    corrected = f", but among {len(found.pairs)} pairs luck alone may do that" if (pair.p or 0) < DOUBT else ""
    return f"{nothing}: {lead} {size}{corrected}"


def answer(found: Comparison, unit: str = POINTS, baseline: str | None = None) -> str:
    """Give the one sentence that a comparison comes down to."""
    if baseline is not None:
        return _against_baseline(found, unit, baseline)
    if len(found.plans) == 2:
        (pair,) = found.pairs
        nothing = "No effect at all: " if pair.identical else ""
        said = f"{nothing}{verdict(found, pair, unit)}"
        if pair.identical or is_told(pair):
            return f"{said}{_beside(pair, unit)}."
        return " ".join([f"{said[0].upper()}{said[1:]}.", *_apart(pair, unit)])
    pairs = minus(found, found.best)
    rivals = [pair.a for pair in pairs if not is_told(pair)]
    second = turned(max(pairs, key=lambda pair: pair.difference.mean))
    if all(pair.identical for pair in pairs):
        return (
            f"No effect at all: all {len(found.plans)} give the same {unit} in all {counted(found.matches, 'match')}."
        )
    if rivals:
        which = f"{len(rivals)} of the others cannot be told from it" if len(rivals) > 1 else "it is no sure winner"
        return f"{found.best} has the highest mean, but {which}: {_named(rivals)} may be as good or better."
    size = f"{_size(second.difference, unit)} more than {second.b}, the next{_beside(second, unit)}"
    return f"{found.best} is the best of {len(found.plans)}: {size}."


def _against_baseline(found: Comparison, unit: str, baseline: str) -> str:
    """Say which plans are better than the baseline, which are worse, and of which neither can be told.

    What cannot be told from the best of the better ones is named as well.
    """
    pairs = against(found, baseline)
    told = [pair for pair in pairs if is_told(pair)]
    better, worse = ([pair for pair in told if (pair.difference.mean > 0) == up] for up in (True, False))
    said = []
    if better:
        first = max(better, key=lambda pair: pair.difference.mean)
        rest = [pair.a for pair in better if pair is not first]
        size = f"{_size(first.difference, unit)} more than {baseline}{_beside(first, unit)}"
        said.append(f"{first.a} is better: {size}" + (f"; better too: {_named(rest)}" if rest else ""))
    else:
        said.append(f"Nothing can be told to be better than {baseline}")
    for what, names in {
        "worse": [pair.a for pair in worse],
        "the same in every match": [pair.a for pair in pairs if pair.identical],
        "cannot be told": [pair.a for pair in pairs if not is_told(pair) and not pair.identical],
    }.items():
        if names:
            said.append(f"{what}: {_named(names)}")
    rivals = [pair.a for pair in minus(found, first.a) if not is_told(pair)] if better else []
    besides = f" Not told apart from {first.a}: {_named(rivals)}." if rivals else ""
    return f"{'; '.join(said)}.{besides}"


def _beside(pair: Pair, unit: str) -> str:
    """Say what a pair does to points, where these are not its measure, and to wins."""
    if pair.difference.error is None or pair.identical:
        return ""
    ahead = turned(pair) if pair.difference.mean < 0 else pair
    points = [] if unit == POINTS else [_more(ahead.points, POINTS, "a match")]
    wins = [_more(_hundred(ahead.win_gain), "wins", "in 100 matches")]
    return f"; {' and '.join([*points, *wins])}"


def _apart(pair: Pair, unit: str) -> list[str]:
    """Say of what is no measure, points or wins, whether a difference can be told, in a sentence each."""
    if pair.difference.error is None:
        return []
    ahead = turned(pair) if pair.difference.mean < 0 else pair
    points = [] if unit == POINTS else [(ahead.points, POINTS, "a match")]
    said = []
    for found, what, per in [*points, (_hundred(ahead.win_gain), "wins", "in 100 matches")]:
        if _is_open(found):
            said.append(f"Nor can a difference in {what} be told.")
        else:
            size = with_error(abs(found.mean), found.error)
            said.append(f"In {what} it can: {ahead.a} has {size} {'more' if found.mean > 0 else 'fewer'} {per}.")
    return said


def _is_open(found: Interval) -> bool:
    """Say whether a difference may as well be none."""
    return found.low is None or found.high is None or found.low <= 0 <= found.high


def _more(found: Interval, unit: str, per: str) -> str:
    if _is_open(found):
        return f"no difference in {unit} can be told"
    size = with_error(abs(found.mean), found.error)
    return f"{size} more {unit} {per}" if found.mean > 0 else f"but {size} fewer {unit} {per}"


def _size(found: Interval, unit: str) -> str:
    return f"{with_error(found.mean, found.error)} {unit} a match (95 %: {interval_in_words(found)})"


def _hundred(found: Interval) -> Interval:
    ends = (None if end is None else 100 * end for end in (found.error, found.low, found.high))
    return Interval(100 * found.mean, *ends)


def _named(names: Sequence[str]) -> str:
    """Name a few, and count the others."""
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def told(pair: Pair, others: str) -> str:
    """Say in a cell whether the first plan of a pair is better or worse than what it is held against."""
    if pair.identical:
        return f"the same as {others} in every match"
    if not is_told(pair):
        return f"cannot be told from {others}"
    return "better" if pair.difference.mean > 0 else "worse"


def best_setting(found: Sweep, reached: Sequence[Outcome], unit: str = POINTS) -> str:
    """Give the one sentence that a sweep comes down to."""
    best, at = found.settings[found.best], setting_in_words(found, found.best)
    if len(found.settings) > 1 and len(found.without_effect) == len(found.axes):
        names = " and ".join(found.without_effect)
        same = f"every value of {names} gives the same {unit} in all {counted(found.matches, 'match')}"
        if found.matches < ENOUGH:
            return f"No effect is seen: {same}. So few matches do not show that there is none."
        return f"No effect at all: {same}. This plan never does it, or not so that it matters."
    points = "" if unit == POINTS else f", {with_error(*_estimate(reached[found.best].score))} points"
    wins = with_error(*_estimate(_hundred(reached[found.best].wins)))
    size = f"{with_error(*_estimate(best.measure))} {unit}{points} and {wins} wins in 100 matches"
    if len(found.settings) > 1 and all(each.may_be_best for each in found.settings):
        return f"No difference can be told: {at} has the highest mean, {size}, but {_doubt(found)}."
    return f"Best: {at}, {size}; {_doubt(found)}."


def values_in_words(found: Sweep, reached: Sequence[Outcome], plans: Sequence[str]) -> str:
    """Give what a sweep of point values comes down to: the scores, and the best plan at each value."""
    ends = [0, len(plans) - 1] if len(plans) > 1 else [0]
    scores = " and ".join(
        f"{with_error(*_estimate(reached[place].score))} at {setting_in_words(found, place)}" for place in ends
    )
    firsts = [place for place, plan in enumerate(plans) if place == 0 or plan != plans[place - 1]]
    if len(firsts) == 1:
        return f"Mean score: {scores}. The best plan is {plans[0]} at every value."
    if len(found.axes) == 1 and len(firsts) <= NAMED:
        said = ", ".join(f"{plans[place]} from {setting_in_words(found, place)} on" for place in firsts)
        return f"Mean score: {scores}. The best plan is {said}."
    return f"Mean score: {scores}. The best plan depends on the value: {len(set(plans))} different plans are best."


def setting_in_words(found: Sweep, place: int) -> str:
    """Name the values of a setting: `grip.after = 105`."""
    values = found.settings[place].values
    return ", ".join(f"{name} = {number(value)}" for name, value in zip(found.axes, values, strict=True))


def _doubt(found: Sweep) -> str:
    """Say how many other settings may be the best."""
    if len(found.settings) == 1:
        return "there is no other setting"
    others = [each for place, each in enumerate(found.settings) if place != found.best]
    same, rivals = sum(map(is_same, others)), sum(each.may_be_best for each in others)
    if found.matches == 1:
        return "one match tells no setting from another"
    if not rivals:
        return "every other setting is worse (95 %)"
    equal = f", {same} of them the same in every match" if same else ""
    if rivals == len(others):
        return f"no other setting can be told from it (95 %){equal}"
    return f"{rivals} of the other settings cannot be told from it (95 %){equal}"


def by_wins(found: Sweep, reached: Sequence[Outcome]) -> str | None:
    """Say where another setting than the best wins more matches, if any can be told to."""
    place = max(range(len(reached)), key=lambda each: reached[each].wins.mean)
    gain = reached[place].win_gain
    if gain.low is None or gain.low <= 0:
        return None
    at = setting_in_words(found, place)
    return f"Most wins: {at}, {with_error(*_estimate(_hundred(gain)))} more in 100 matches than with the best above."


def edges(found: Sweep, bounds: Sequence[tuple[float, float]]) -> list[str]:
    """Say where the best value is the last that was tried, and whether values beyond it may be better.

    `bounds` are the lowest and highest value that each swept number may have.
    """
    best, said = found.settings[found.best].values, []
    for place, (name, values) in enumerate(found.axes.items()):
        if name in found.without_effect:
            if len(found.without_effect) < len(found.axes):
                said.append(f"{name} has no effect at all: every value of it gives the same in each match.")
            continue
        end = {values[0]: ("lowest", 0, 1), values[-1]: ("highest", 1, -2)}.get(best[place])
        if end is None or len(values) == 1:
            continue
        what, side, inner = end
        if best[place] == bounds[place][side]:
            said.append(f"The best {name} is the {what} that there can be.")
        elif not is_same(_along(found, place, values[inner])) and not _all_alike(found, place):
            said.append(f"The best {name} is the {what} that was tried: try beyond it.")
    return said


def _along(found: Sweep, place: int, value: float) -> Setting:
    """Give the setting that is the best but for the value of one swept number."""
    best = found.settings[found.best].values
    wanted = (*best[:place], value, *best[place + 1 :])
    return next(each for each in found.settings if each.values == wanted)


def _all_alike(found: Sweep, place: int) -> bool:
    """Say whether no value of a swept number can be told from the best one."""
    values = list(found.axes.values())[place]
    return all(_along(found, place, value).may_be_best for value in values)


def _estimate(found: Interval) -> tuple[float, float | None]:
    return found.mean, found.error
