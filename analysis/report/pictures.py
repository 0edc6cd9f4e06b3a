"""The pictures of a document, by the verb that made it: which figures are drawn, with the terminal's digits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod

from analysis.compare.paired import FEW, Comparison, Pair, versus_best
from analysis.compare.sweep import Sweep
from analysis.formatting import number, with_error
from analysis.histograms import Histogram
from analysis.report.charts import (
    POINTS,
    Chart,
    Mark,
    bars,
    histogram,
    line,
    named,
    unit_of,
    with_errors,
    with_interval,
)
from analysis.report.reading import Study
from analysis.run.tallies import Estimate
from analysis.words import Said
from rules.season import SIDE

FARTHEST = 12
"""So many statistics of an event have a bar: those that lie farthest off."""
GAINS = 10
"""So many changes have a bar: those that gain most."""
FIRST = 24
"""So many teams have a rung of the ladder."""


def pictures_of(study: Study) -> list[Chart]:
    """Draw what there is to draw of a document; a FgcError where its figures are cut."""
    return PICTURES[study.common.report.verb](study)


@dataclass(frozen=True)
class _Run:
    histogram: Histogram
    breakdown: Mapping[str, float]
    breakdown_error: Mapping[str, float | None]


def _run(study: Study) -> list[Chart]:
    found = study.figures(_Run)
    parts = {name: Estimate(mean, found.breakdown_error[name]) for name, mean in found.breakdown.items()}
    return [histogram(Said("chart.scores"), found.histogram, SIDE, POINTS), _parts(Said("chart.parts"), parts)]


def _parts(heading: Said, parts: Mapping[str, Estimate]) -> Chart:
    return bars(heading, [with_errors(*each) for each in parts.items()], (Said("chart.part"), POINTS))


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
    unit, pairs = unit_of(found.measure), _by_distance(found)
    shown = [_reached(found, unit), *([_behind(found, unit)] if len(pairs) > 1 else [])]
    if len(found.plans) > FEW or found.baseline is not None or pairs[0].identical:
        return shown
    heading = Said("chart.parts_minus", {"one": found.best, "other": pairs[0].b})
    return [*shown, _parts(heading, pairs[0].parts)]


@dataclass(frozen=True)
class _Optimised(_Measured):
    comparison: Comparison


def _optimise(study: Study) -> list[Chart]:
    found = study.figures(_Optimised)
    return [_reached(found.comparison, unit_of(found.measure))]


@dataclass(frozen=True)
class _Brief:
    ranked_by: str
    plans: Comparison | None


def _brief(study: Study) -> list[Chart]:
    found = study.figures(_Brief)
    if found.plans is None:
        return []
    unit = unit_of(found.ranked_by)
    return [_reached(found.plans, unit), _behind(found.plans, unit)]


def _by_distance(found: Comparison) -> list[Pair]:
    """Give the best minus each other, the smallest difference first."""
    return sorted(versus_best(found), key=lambda pair: pair.difference.mean)


def _reached(found: Comparison, unit: Said) -> Chart:
    """Draw what the best reaches and what the next does."""
    return histogram(Said("chart.reached"), found.histogram, [found.best, _by_distance(found)[0].b], unit)


def _behind(found: Comparison, unit: Said) -> Chart:
    """Draw the best minus each other."""
    marks = [with_interval(pair.b, pair.difference) for pair in _by_distance(found)]
    return bars(Said("chart.behind", {"best": found.best}), marks, (Said("chart.plays"), unit))


@dataclass(frozen=True)
class _Swept(Sweep):
    measure: str


def _sweep(study: Study) -> list[Chart]:
    found = study.figures(_Swept)
    unit = unit_of(found.measure)
    if len(found.settings) != prod(found.shape):
        raise ValueError(f"expected {prod(found.shape)} settings, found {len(found.settings)}")
    if len(found.axes) > 1:
        return [_grid(found, unit)]
    (name,) = found.axes
    only_points = any("value" in each for each in study.whole["settings"])  # of which none is better than another
    best, note = (None, "chart.band") if only_points else (found.best, "chart.best")
    marks = [with_interval(each.values[0], each.measure) for each in found.settings]
    heading = Said("chart.sweep", {"name": name, "unit": unit})
    return [line(heading, marks, (named(name), unit), Said(note), best)]


def _grid(found: _Swept, unit: Said) -> Chart:
    (down, ys), (across, xs) = found.axes.items()
    texts = [with_error(each.measure.mean, each.measure.error) for each in found.settings]
    shows = {
        "across": {"name": across, "values": list(map(number, xs))},
        "down": {"name": down, "values": list(map(number, ys))},
        "values": [each.measure.mean for each in found.settings],
        "texts": [text.partition(" ")[0] for text in texts],
        "best": found.best,
    }
    rows = tuple((*map(number, each.values), text) for each, text in zip(found.settings, texts, strict=True))
    heading = Said("chart.grid", {"one": down, "other": across, "unit": unit})
    return Chart("grid", heading, shows, (*map(named, found.axes), unit), rows, (Said("chart.cells"),))


@dataclass(frozen=True)
class _Gain:
    mean: float
    error: float
    low: float
    high: float
    told: bool


@dataclass(frozen=True)
class _Option:
    said: Said
    ranking: _Gain


@dataclass(frozen=True)
class _Advised(_Measured):
    options: tuple[_Option, ...]


def _advise(study: Study) -> list[Chart]:
    """Draw the changes that surely gain, most first."""
    found = study.figures(_Advised)
    gains = [(each.said, each.ranking) for each in found.options if each.ranking.told and each.ranking.mean > 0]
    marks = [Mark(what, of.mean, of.low, of.high, f"+{with_error(of.mean, of.error)}") for what, of in gains]
    most = sorted(marks, key=lambda each: -each.value)[:GAINS]
    return [bars(Said("chart.gains"), most, (Said("chart.change"), unit_of(found.measure)))] if most else []


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
    marks = [with_errors(each.name, each.to_best) for each in found.candidates if each.name != found.best]
    return [bars(Said("chart.minus_choice"), marks, (Said("chart.plays"), unit_of(found.measure)))]


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
    """Draw a ladder of the first teams' ranks."""
    rungs, rows = [], []
    for each in study.figures(_Forecast).teams[:FIRST]:
        mean, low, high = each.rank.mean, each.rank.low, each.rank.high
        rungs.append({"name": each.team, "value": mean, "low": low, "high": high, "now": each.rank_now})
        rows.append((each.team, f"{mean:.0f}", f"{low:.0f} – {high:.0f}", str(each.rank_now or "-")))
    heads = (Said("chart.team"), Said("chart.rank"), Said("chart.rank_90"), Said("chart.rank_now"))
    shows = {"rungs": rungs, "unit": Said("unit.rank")}
    return [Chart("ladder", Said("chart.ladder"), shows, heads, tuple(rows), (Said("chart.ladder_note"),))]


@dataclass(frozen=True)
class _AtRank:
    rank: int
    mean: float
    mean_error: float | None
    sd: float


@dataclass(frozen=True)
class _Spread:
    column: str
    score_by_rank: tuple[_AtRank, ...]


@dataclass(frozen=True)
class _Size:
    each: int
    top: int
    best_in_top: Estimate


@dataclass(frozen=True)
class _Event:
    spread: _Spread | None = None
    each: int | tuple[_Size, ...] = 0


def _event(study: Study) -> list[Chart]:
    """Draw scores by rank over many events, or how well events of several sizes find the best teams."""
    found = study.figures(_Event)
    if isinstance(found.each, tuple):
        return _sizes(found.each)
    if found.spread is None:
        return []
    marks = [
        Mark(each.rank, each.mean, each.mean - each.sd, each.mean + each.sd, with_error(each.mean, each.mean_error))
        for each in found.spread.score_by_rank
    ]
    column = found.spread.column
    heads = (Said("unit.rank"), named(column))
    return [line(Said("chart.by_rank", {"name": column}), marks, heads, Said("chart.band_sd"))]


def _sizes(sizes: tuple[_Size, ...]) -> list[Chart]:
    hundred = [(each.each, Estimate(100 * each.best_in_top.mean, _times(each.best_in_top.error))) for each in sizes]
    heading = Said("chart.enough", {"top": sizes[0].top})
    heads = (Said("chart.each"), named("%"))
    return [line(heading, [with_errors(*each) for each in hundred], heads, Said("chart.band"))]


def _times(error: float | None) -> float | None:
    return None if error is None else 100 * error


@dataclass(frozen=True)
class _Against:
    z: float | None


@dataclass(frozen=True)
class _Validated:
    statistics: Mapping[str, _Against]


def _validate(study: Study) -> list[Chart]:
    """Draw the statistics that lie farthest from the simulated events."""
    known = {name: each.z for name, each in study.figures(_Validated).statistics.items() if each.z is not None}
    marks = [Mark(name, z, z, z, f"{z:+.1f}") for name, z in known.items()]
    far = sorted(marks, key=lambda each: -abs(each.value))[:FARTHEST]
    return [bars(Said("chart.far"), far, (Said("chart.statistic"), Said("unit.sd")), None)] if far else []


PICTURES: Mapping[str, Callable[[Study], list[Chart]]] = {
    "run": _run,
    "compare": _compare,
    "sweep": _sweep,
    "advise": _advise,
    "best": _best,
    "optimise": _optimise,
    "brief": _brief,
    "event": _event,
    "forecast": _forecast,
    "validate": _validate,
}
"""What is drawn of a document, by the verb that made it: those whose answers have reports."""
