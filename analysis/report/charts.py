"""The pictures of a document: what is drawn, as plain values, each with the table that says the same in texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.compare.paired import FEW, NORMAL, Comparison, Pair, versus_best
from analysis.compare.sweep import Sweep
from analysis.formatting import number, with_error
from analysis.histograms import Histogram
from analysis.report.reading import Study
from analysis.run.tallies import Estimate
from analysis.words import Said
from rules.season import ALLIANCE_SCORE, SIDE

FARTHEST = 12
"""So many statistics of an event have a bar: those that lie farthest off."""
GAINS = 10
"""So many changes have a bar: those that gain most."""
FIRST = 24
"""So many teams have a rung of the ladder."""
POINTS = Said("unit.points")


@dataclass(frozen=True)
class Chart:
    """A picture and its table."""

    kind: str
    """A function of `charts.js`."""
    heading: Said
    shows: Mapping[str, Any]
    """What the function draws."""
    heads: tuple[Said, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[Said, ...] = field(default=())


Builder = Callable[[Study], list[Chart]]


def charts_of(study: Study) -> list[Chart]:
    """Draw what a document's verb has pictures of; a FgcError where its figures are cut."""
    return CHARTS.get(study.common.report.verb, _none)(study)


def _none(_: Study) -> list[Chart]:
    return []


@dataclass(frozen=True)
class _Run:
    histogram: Histogram
    breakdown: Mapping[str, float]
    breakdown_error: Mapping[str, float | None]


def _run(study: Study) -> list[Chart]:
    found = study.figures(_Run)
    parts = {name: Estimate(mean, found.breakdown_error[name]) for name, mean in found.breakdown.items()}
    return [
        _histogram(Said("chart.scores"), found.histogram, SIDE, POINTS),
        _bars(Said("chart.parts"), parts, POINTS),
    ]


@dataclass(frozen=True)
class _Measured:
    measure: str


@dataclass(frozen=True)
class _Compared(Comparison):
    measure: str
    baseline: str | None


def _compare(study: Study) -> list[Chart]:
    """Draw what each reaches, each difference, and of a few, as in the terminal, where the points come from."""
    found = study.figures(_Compared)
    unit, pairs = _unit(found.measure), _by_distance(found)
    shown = [_reached(found, unit)]
    if len(pairs) > 1:
        shown.append(_whiskers(found, unit))
    if len(found.plans) > FEW or found.baseline is not None or pairs[0].identical:
        return shown
    heading = Said("chart.parts_minus", {"one": found.best, "other": pairs[0].b})
    return [*shown, _bars(heading, pairs[0].parts, POINTS)]


@dataclass(frozen=True)
class _Optimised(_Measured):
    comparison: Comparison


def _optimise(study: Study) -> list[Chart]:
    found = study.figures(_Optimised)
    return [_reached(found.comparison, _unit(found.measure))]


@dataclass(frozen=True)
class _Brief:
    ranked_by: str
    plans: Comparison | None


def _brief(study: Study) -> list[Chart]:
    found = study.figures(_Brief)
    if found.plans is None:
        return []
    unit = _unit(found.ranked_by)
    return [_reached(found.plans, unit), _whiskers(found.plans, unit)]


def _by_distance(found: Comparison) -> list[Pair]:
    """Give the best minus each other, the smallest difference first."""
    return sorted(versus_best(found), key=lambda pair: pair.difference.mean)


def _reached(found: Comparison, unit: Said) -> Chart:
    """Draw what the best reaches and what the next does."""
    return _histogram(Said("chart.reached"), found.histogram, [found.best, _by_distance(found)[0].b], unit)


@dataclass(frozen=True)
class _Swept(Sweep):
    measure: str


def _sweep(study: Study) -> list[Chart]:
    found = study.figures(_Swept)
    unit = _unit(found.measure)
    if len(found.axes) > 1:
        return [_grid(found, unit)]
    (name,) = found.axes
    points = [
        {"x": each.values[0], "y": each.measure.mean, "low": _low(each.measure), "high": _high(each.measure)}
        for each in found.settings
    ]
    rows = [(number(each.values[0]), with_error(each.measure.mean, each.measure.error)) for each in found.settings]
    only_points = any("value" in each for each in study.whole["settings"])  # of which none is better than another
    best, notes = (None, "chart.band") if only_points else (found.best, "chart.best")
    shows = {"points": points, "best": best, "unit": Said("unit.named", {"name": name})}
    heads = (Said("unit.named", {"name": name}), unit)
    heading = Said("chart.sweep", {"name": name, "unit": unit})
    return [Chart("line", heading, shows, heads, tuple(rows), (Said(notes),))]


def _grid(found: _Swept, unit: Said) -> Chart:
    (across, xs), (down, ys) = list(found.axes.items())[::-1]
    texts = [with_error(each.measure.mean, each.measure.error) for each in found.settings]
    values = [each.measure.mean for each in found.settings]
    short = [text.partition(" ")[0] for text in texts]
    shows = {
        "across": {"name": across, "values": list(map(number, xs))},
        "down": {"name": down, "values": list(map(number, ys))},
        "values": values,
        "texts": short,
        "best": found.best,
    }
    rows = [(*map(number, each.values), text) for each, text in zip(found.settings, texts, strict=True)]
    heads = (*(Said("unit.named", {"name": name}) for name in found.axes), unit)
    heading = Said("chart.grid", {"one": down, "other": across, "unit": unit})
    return Chart("grid", heading, shows, heads, tuple(rows), (Said("chart.cells"),))


@dataclass(frozen=True)
class _Gain:
    mean: float
    error: float
    low: float
    high: float
    told: bool


@dataclass(frozen=True)
class _Option:
    what: str
    ranking: _Gain


@dataclass(frozen=True)
class _Advised(_Measured):
    options: tuple[_Option, ...]


def _advise(study: Study) -> list[Chart]:
    found = study.figures(_Advised)
    gains = [(each.what, each.ranking) for each in found.options if each.ranking.told and each.ranking.mean > 0]
    most = sorted(gains, key=lambda each: -each[1].mean)[:GAINS]
    if not most:
        return []
    unit = _unit(found.measure)
    texts = tuple((name, f"{'+' * (of.mean > 0)}{with_error(of.mean, of.error)}") for name, of in most)
    rows = [
        {"name": name, "value": of.mean, "low": of.low, "high": of.high, "text": text}
        for (name, of), (_, text) in zip(most, texts, strict=True)
    ]
    shows = {"rows": rows, "unit": unit}
    return [Chart("bars", Said("chart.gains"), shows, (Said("chart.change"), unit), texts, (Said("chart.whisker"),))]


@dataclass(frozen=True)
class _Candidate:
    name: str
    to_best: Estimate


@dataclass(frozen=True)
class _Chosen(_Measured):
    best: str
    candidates: tuple[_Candidate, ...]


def _best(study: Study) -> list[Chart]:
    found = study.figures(_Chosen)
    behind = {each.name: each.to_best for each in found.candidates if each.name != found.best}
    return [_bars(Said("chart.minus_choice"), behind, _unit(found.measure))]


@dataclass(frozen=True)
class _Ranged:
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class _Placed:
    team: str
    rank: _Ranged
    rank_now: int | None


@dataclass(frozen=True)
class _Forecast:
    teams: tuple[_Placed, ...]


def _forecast(study: Study) -> list[Chart]:
    found = study.figures(_Forecast).teams[:FIRST]
    rungs = [
        {
            "name": each.team,
            "value": each.rank.mean,
            "low": each.rank.low,
            "high": each.rank.high,
            "now": each.rank_now,
        }
        for each in found
    ]
    rows = [
        (each.team, f"{each.rank.mean:.0f}", f"{each.rank.low:.0f} – {each.rank.high:.0f}", str(each.rank_now or "-"))
        for each in found
    ]
    heads = (Said("chart.team"), Said("chart.rank"), Said("chart.rank_90"), Said("chart.rank_now"))
    shows = {"rungs": rungs, "unit": Said("unit.rank")}
    return [Chart("ladder", Said("chart.ladder"), shows, heads, tuple(rows), (Said("chart.ladder_note"),))]


@dataclass(frozen=True)
class _AtRank:
    rank: int
    mean: float
    mean_error: float | None
    sd: float
    sd_error: float | None


@dataclass(frozen=True)
class _Spread:
    column: str
    score_by_rank: tuple[_AtRank, ...]


@dataclass(frozen=True)
class _Event:
    spread: _Spread | None


def _event(study: Study) -> list[Chart]:
    found = study.figures(_Event).spread
    if found is None:
        return []
    points = [
        {"x": each.rank, "y": each.mean, "low": each.mean - each.sd, "high": each.mean + each.sd}
        for each in found.score_by_rank
    ]
    rows = [
        (str(each.rank), with_error(each.mean, each.mean_error), with_error(each.sd, each.sd_error))
        for each in found.score_by_rank
    ]
    heads = (Said("unit.rank"), Said("unit.named", {"name": found.column}), Said("chart.spread"))
    shows = {"points": points, "best": None, "unit": Said("unit.rank")}
    heading = Said("chart.by_rank", {"name": found.column})
    return [Chart("line", heading, shows, heads, tuple(rows), (Said("chart.band_sd"),))]


@dataclass(frozen=True)
class _Against:
    z: float | None


@dataclass(frozen=True)
class _Validated:
    statistics: Mapping[str, _Against]


def _validate(study: Study) -> list[Chart]:
    known = {name: each.z for name, each in study.figures(_Validated).statistics.items() if each.z is not None}
    far = sorted(known.items(), key=lambda each: -abs(each[1]))[:FARTHEST]
    rows = [{"name": name, "value": z, "low": z, "high": z, "text": f"{z:+.1f}"} for name, z in far]
    texts = tuple((name, f"{z:+.1f}") for name, z in far)
    shows = {"rows": rows, "unit": Said("unit.sd")}
    return [Chart("bars", Said("chart.far"), shows, (Said("chart.statistic"), Said("unit.sd")), texts)] if far else []


CHARTS: Mapping[str, Builder] = {
    "run": _run,
    "compare": _compare,
    "sweep": _sweep,
    "advise": _advise,
    "best": _best,
    "optimise": _optimise,
    "brief": _brief,
    "forecast": _forecast,
    "event": _event,
    "validate": _validate,
}
"""What is drawn of a document, by the verb that made it."""


def _unit(measure: str) -> Said:
    return POINTS if measure == ALLIANCE_SCORE else Said("unit.named", {"name": measure})


def _histogram(heading: Said, of: Histogram, names: Sequence[str], unit: Said) -> Chart:
    """Draw one or two kinds of a histogram's values; red's and blue's in their colours."""
    series = [{"name": name, "side": name if name in SIDE else "", "counts": of.counts[name]} for name in names]
    bins = zip(of.edges[:-1], of.edges[1:], *(of.counts[name] for name in names), strict=True)
    rows = [
        (f"{number(low)} – {number(high)}", *(f"{count:,}" for count in counts))
        for low, high, *counts in bins
        if any(counts)
    ]
    heads = (unit, *(Said(f"side.{name}") if name in SIDE else Said("unit.named", {"name": name}) for name in names))
    shows = {"edges": of.edges, "series": series, "unit": unit}
    return Chart("histogram", heading, shows, heads, tuple(rows), (Said("chart.counts"),))


def _bars(heading: Said, means: Mapping[str, Estimate], unit: Said) -> Chart:
    """Draw means with intervals of 95 %."""
    rows = [
        {"name": name, "value": mean, "low": mean - half, "high": mean + half, "text": with_error(mean, error)}
        for name, (mean, error) in means.items()
        for half in [NORMAL * (error or 0.0)]
    ]
    texts = tuple((name, with_error(*each)) for name, each in means.items())
    heads = (Said("chart.part"), unit)
    return Chart("bars", heading, {"rows": rows, "unit": unit}, heads, texts, (Said("chart.whisker"),))


def _whiskers(found: Comparison, unit: Said) -> Chart:
    """Draw the best minus each other, with their own intervals of 95 %."""
    differences = {pair.b: pair.difference for pair in _by_distance(found)}
    texts = tuple((name, with_error(of.mean, of.error)) for name, of in differences.items())
    rows = [
        {"name": name, "value": of.mean, "low": _low(of), "high": _high(of), "text": text}
        for (name, text), of in zip(texts, differences.values(), strict=True)
    ]
    heading, heads = Said("chart.behind", {"best": found.best}), (Said("chart.plays"), unit)
    return Chart("bars", heading, {"rows": rows, "unit": unit}, heads, texts, (Said("chart.whisker"),))


def _low(of: Any) -> float:
    return of.mean if of.low is None else float(of.low)


def _high(of: Any) -> float:
    return of.mean if of.high is None else float(of.high)
