"""What a comparison or a sweep says, in sentences: the answer first, points and wins, and which of both decides."""

from collections.abc import Sequence

from analysis.compare.paired import (
    DOUBT,
    Comparison,
    Interval,
    Pair,
    against,
    in_digits,
    is_told,
    minus,
    turned,
)
from analysis.compare.sweep import Outcome, Setting, Sweep, is_same
from analysis.formatting import number, with_error
from analysis.words import Parameters, Said, Text, counted_said, english, joined
from rules.season import ALLIANCE_SCORE

POINTS = "points"
ENOUGH = 100
"""From so many matches on, what is the same in each of them is said to have no effect."""
NAMED = 3
"""So many names stand in a sentence; the others are counted."""


def decides(measure: str) -> Said:
    """Say which of points and wins decides in the season's ranking."""
    return Said("told.points_decide") if measure == ALLIANCE_SCORE else Said("told.decides", {"measure": measure})


def verdict(found: Comparison, pair: Pair, unit: str = POINTS) -> Said:
    """Say in one line for a coach which plan of the pair is better, by how much and how sure that is."""
    ahead = turned(pair) if pair.difference.mean < 0 else pair
    difference = ahead.difference
    names: Parameters = {"a": ahead.a, "b": ahead.b, "unit": unit_said(unit)}
    asked: Parameters = {"a": pair.a, "b": pair.b}
    if difference.error is None:
        return Said("verdict.one_match", asked)
    if pair.identical:
        return Said("verdict.identical", {**asked, "unit": unit_said(unit), "matches": _matches(found)})
    size = with_error(difference.mean, difference.error)
    if difference.error == 0:
        always: Parameters = {**names, "size": size, "matches": _matches(found)}
        few = Said("verdict.too_few", {**always, "first": pair.a, "second": pair.b})
        return Said("verdict.always", always) if is_told(pair) else few
    sized: Parameters = {"size": size, "unit": unit_said(unit), "interval": interval_said(difference)}
    if is_told(pair):
        return Said("verdict.better", {**names, **sized})
    lead = Said("verdict.ahead", {"a": ahead.a, **sized}) if difference.mean else Said("verdict.differ", sized)
    if (pair.p or 0) >= DOUBT:
        return Said("verdict.open", {**asked, "lead": lead})
    return Said("verdict.open_among", {**asked, "lead": lead, "pairs": len(found.pairs)})


def in_english(said: Sequence[Said]) -> str:
    """Say sentences in English, one after the other."""
    return " ".join(map(english, said))


def answer_said(found: Comparison, unit: str = POINTS, baseline: str | None = None) -> list[Said]:
    """Give what a comparison comes down to: a sentence, and where nothing can be told others on points and wins."""
    if baseline is not None:
        return _against_baseline(found, unit, baseline)
    if len(found.plans) == 2:
        (pair,) = found.pairs
        what = verdict(found, pair, unit)
        if pair.identical:
            return [Said("verdict.no_effect", {"what": what})]
        if is_told(pair):
            beside = _beside(pair, unit)
            return [Said("verdict.told" if beside else "verdict.sentence", {"what": what, **_as("beside", beside)})]
        return [Said("verdict.sentence", {"what": what}), *_apart(pair, unit)]
    return [_best_of(found, unit)]


def _best_of(found: Comparison, unit: str) -> Said:
    """Say which of many is the best, or what may be as good."""
    pairs = minus(found, found.best)
    rivals = [pair.a for pair in pairs if not is_told(pair)]
    second = turned(max(pairs, key=lambda pair: pair.difference.mean))
    if all(pair.identical for pair in pairs):
        count: Parameters = {"count": len(found.plans), "unit": unit_said(unit), "matches": _matches(found)}
        return Said("verdict.no_effect_all", count)
    if rivals:
        key = "verdict.rivals" if len(rivals) > 1 else "verdict.rival"
        counted = {"count": len(rivals)} if len(rivals) > 1 else {}
        return Said(key, {"best": found.best, **counted, "names": names_said(rivals)})
    beside = _beside(second, unit)
    size: Parameters = {"size": _size(second.difference, unit), "next": second.b, **_as("beside", beside)}
    key = "verdict.best_of" if beside else "verdict.best_of_alone"
    return Said(key, {"best": found.best, "count": len(found.plans), **size})


def _against_baseline(found: Comparison, unit: str, baseline: str) -> list[Said]:
    """Say which plans are better than the baseline, which are worse, and of which neither can be told.

    What cannot be told from the best of the better ones is named as well.
    """
    pairs = against(found, baseline)
    told = [pair for pair in pairs if is_told(pair)]
    better, worse = ([pair for pair in told if (pair.difference.mean > 0) == up] for up in (True, False))
    first = max(better, key=lambda pair: pair.difference.mean, default=None)
    clauses = [_first_of(first, better, unit, baseline)]
    for key, names in {
        "verdict.worse": [pair.a for pair in worse],
        "verdict.same": [pair.a for pair in pairs if pair.identical],
        "verdict.untold": [pair.a for pair in pairs if not is_told(pair) and not pair.identical],
    }.items():
        if names:
            clauses.append(Said(key, {"names": names_said(names)}))
    rivals = [] if first is None else [pair.a for pair in minus(found, first.a) if not is_told(pair)]
    whole = Said("verdict.sentence", {"what": _chained(clauses)})
    if first is None or not rivals:
        return [whole]
    return [whole, Said("verdict.not_apart", {"first": first.a, "names": names_said(rivals)})]


def _first_of(first: Pair | None, better: Sequence[Pair], unit: str, baseline: str) -> Said:
    """Say by how much the best is better than the baseline, and which others are."""
    if first is None:
        return Said("verdict.none_better", {"baseline": baseline})
    size: Parameters = {"size": _size(first.difference, unit), "baseline": baseline}
    clauses = [Said("verdict.better_than", {"first": first.a, **size})]
    beside, rest = _beside(first, unit), [pair.a for pair in better if pair is not first]
    clauses += [beside] if beside else []
    clauses += [Said("verdict.better_too", {"names": names_said(rest)})] if rest else []
    return _chained(clauses)


def _chained(clauses: Sequence[Said]) -> Said:
    """Put clauses into one sentence, apart by semicolons."""
    return joined(clauses, "verdict.chain")


def _as(name: str, said: Said | None) -> Parameters:
    return {} if said is None else {name: said}


def unit_said(unit: str) -> Said:
    """Say what a measure is counted in."""
    return Said("unit.points") if unit == POINTS else Said("unit.named", {"name": unit})


def _matches(found: Comparison | Sweep) -> Said:
    return counted_said("match", "matches", found.matches)


def _beside(pair: Pair, unit: str) -> Said | None:
    """Say what a pair does to points, where these are not its measure, and to wins."""
    if pair.difference.error is None or pair.identical:
        return None
    ahead = turned(pair) if pair.difference.mean < 0 else pair
    wins = _more(_hundred(ahead.win_gain), "wins")
    return wins if unit == POINTS else Said("verdict.both", {"one": _more(ahead.points, POINTS), "other": wins})


def _apart(pair: Pair, unit: str) -> list[Said]:
    """Say of what is no measure, points or wins, whether a difference can be told, in a sentence each."""
    if pair.difference.error is None:
        return []
    ahead = turned(pair) if pair.difference.mean < 0 else pair
    points = [] if unit == POINTS else [(ahead.points, POINTS)]
    said = []
    for found, what in [*points, (_hundred(ahead.win_gain), "wins")]:
        if _is_open(found):
            said.append(Said(f"verdict.{what}.nor"))
        else:
            key = f"verdict.{what}.has_{'more' if found.mean > 0 else 'fewer'}"
            said.append(Said(key, {"a": ahead.a, "size": with_error(abs(found.mean), found.error)}))
    return said


def _is_open(found: Interval) -> bool:
    """Say whether a difference may as well be none."""
    return found.low is None or found.high is None or found.low <= 0 <= found.high


def _more(found: Interval, what: str) -> Said:
    if _is_open(found):
        return Said(f"verdict.{what}.open")
    size = with_error(abs(found.mean), found.error)
    return Said(f"verdict.{what}.{'more' if found.mean > 0 else 'fewer'}", {"size": size})


def _size(found: Interval, unit: str) -> Said:
    size: Parameters = {"size": with_error(found.mean, found.error), "interval": interval_said(found)}
    return Said("verdict.size", {**size, "unit": unit_said(unit)})


def interval_said(found: Interval) -> Text:
    """Write the 95 % interval to the digits that the error of its mean allows."""
    if found.low is None or found.high is None:
        return Said("unit.unknown")
    ends = {"low": in_digits(found.low, found.error), "high": in_digits(found.high, found.error)}
    return Said("unit.interval", ends)


def _hundred(found: Interval) -> Interval:
    ends = (None if end is None else 100 * end for end in (found.error, found.low, found.high))
    return Interval(100 * found.mean, *ends)


def names_said(names: Sequence[str], most: int = NAMED) -> Text:
    """Name a few, and count the others."""
    if len(names) > most:
        return Said("verdict.names_more", {"names": ", ".join(names[:most]), "count": len(names) - most})
    if len(names) == 1:
        return names[0]
    return Said("verdict.names", {"names": ", ".join(names[:-1]), "last": names[-1]})


def told(pair: Pair, others: Text) -> Said:
    """Say in a cell whether the first plan of a pair is better or worse than what it is held against."""
    if pair.identical:
        return Said("cell.same_as", {"others": others})
    if not is_told(pair):
        return Said("cell.not_told_from", {"others": others})
    return Said("cell.better" if pair.difference.mean > 0 else "cell.worse")


def best_setting_said(found: Sweep, reached: Sequence[Outcome], unit: str = POINTS) -> list[Said]:
    """Give what a sweep comes down to: the best setting, or that none can be told from it."""
    best, at = found.settings[found.best], setting_in_words(found, found.best)
    if len(found.settings) > 1 and len(found.without_effect) == len(found.axes):
        same: Parameters = {
            "names": names_said(found.without_effect),
            "unit": unit_said(unit),
            "matches": _matches(found),
        }
        return [Said("verdict.sweep.none_seen" if found.matches < ENOUGH else "verdict.sweep.none", same)]
    outcome = reached[found.best]
    points: Parameters = {} if unit == POINTS else {"points": with_error(*_estimate(outcome.score))}
    measure, wins = with_error(*_estimate(best.measure)), with_error(*_estimate(_hundred(outcome.wins)))
    reaches: Parameters = {"measure": measure, "unit": unit_said(unit), **points, "wins": wins}
    size = Said("verdict.sweep.points" if points else "verdict.sweep.reaches", reaches)
    is_open = len(found.settings) > 1 and all(each.may_be_best for each in found.settings)
    key = "verdict.sweep.open" if is_open else "verdict.sweep.best"
    return [Said(key, {"at": at, "size": size, "doubt": _doubt(found)})]


def values_said(found: Sweep, reached: Sequence[Outcome], plans: Sequence[str]) -> list[Said]:
    """Give what a sweep of point values comes down to: the scores, and the best plan at each value."""
    ends = [0, len(plans) - 1] if len(plans) > 1 else [0]
    scores = [
        Said("verdict.values.score", {"score": with_error(*_estimate(reached[place].score)), **_at(found, place)})
        for place in ends
    ]
    firsts = [place for place, plan in enumerate(plans) if place == 0 or plan != plans[place - 1]]
    mean = Said("verdict.values.scores", {"scores": joined(scores, "verdict.both")})
    if len(firsts) == 1:
        return [mean, Said("verdict.values.one", {"plan": plans[0]})]
    if len(found.axes) == 1 and len(firsts) <= NAMED:
        told = [Said("verdict.values.from", {"plan": plans[place], **_at(found, place)}) for place in firsts]
        return [mean, Said("verdict.values.few", {"plans": joined(told, "joined.commas")})]
    return [mean, Said("verdict.values.many", {"count": len(set(plans))})]


def _at(found: Sweep, place: int) -> Parameters:
    return {"at": setting_in_words(found, place)}


def setting_in_words(found: Sweep, place: int) -> str:
    """Name the values of a setting: `grip.after = 105`."""
    values = found.settings[place].values
    return ", ".join(f"{name} = {number(value)}" for name, value in zip(found.axes, values, strict=True))


def _doubt(found: Sweep) -> Said:
    """Say how many other settings may be the best."""
    if len(found.settings) == 1:
        return Said("verdict.sweep.alone")
    others = [each for place, each in enumerate(found.settings) if place != found.best]
    same, rivals = sum(map(is_same, others)), sum(each.may_be_best for each in others)
    if found.matches == 1:
        return Said("verdict.sweep.one_match")
    if not rivals:
        return Said("verdict.sweep.surely")
    key, count = (
        ("verdict.sweep.rivals_all", {}) if rivals == len(others) else ("verdict.sweep.rivals", {"count": rivals})
    )
    return Said(f"{key}_same", {**count, "same": same}) if same else Said(key, count)


def by_wins(found: Sweep, reached: Sequence[Outcome]) -> Said | None:
    """Say where another setting than the best wins more matches, if any can be told to."""
    place = max(range(len(reached)), key=lambda each: reached[each].wins.mean)
    gain = reached[place].win_gain
    if gain.low is None or gain.low <= 0:
        return None
    return Said("told.most_wins", {**_at(found, place), "size": with_error(*_estimate(_hundred(gain)))})


def edges(found: Sweep, bounds: Sequence[tuple[float, float]]) -> list[Said]:
    """Say where the best value is the last that was tried, and whether values beyond it may be better.

    `bounds` are the lowest and highest value that each swept number may have.
    """
    best: Sequence[float] = found.settings[found.best].values
    said = []
    for place, (name, values) in enumerate(found.axes.items()):
        if name in found.without_effect:
            if len(found.without_effect) < len(found.axes):
                said.append(Said("told.no_effect", {"name": name}))
            continue
        end = {values[0]: ("lowest", 0, 1), values[-1]: ("highest", 1, -2)}.get(best[place])
        if end is None or len(values) == 1:
            continue
        what, side, inner = end
        if best[place] == bounds[place][side]:
            said.append(Said(f"told.{what}_possible", {"name": name}))
        elif not is_same(_along(found, place, values[inner])) and not _all_alike(found, place):
            said.append(Said(f"told.{what}_tried", {"name": name}))
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
