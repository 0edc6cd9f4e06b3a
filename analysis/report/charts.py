"""Kinds of pictures, as plain values: what `charts.js` draws, and the table that says the same in texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from analysis.compare.paired import NORMAL, Interval
from analysis.formatting import number, with_error
from analysis.histograms import Histogram
from analysis.run.tallies import Estimate
from analysis.words import Said, Text
from rules.season import ALLIANCE_SCORE, SIDE

POINTS = Said("unit.points")
INTERVALS = Said("chart.whisker")


@dataclass(frozen=True)
class Chart:
    """A picture and its table."""

    kind: str
    """A function of `charts.js`."""
    heading: Said
    shows: Mapping[str, Any]
    """What the function draws."""
    heads: tuple[Said, ...]
    rows: tuple[tuple[Text, ...], ...]
    notes: tuple[Said, ...] = ()


class Mark(NamedTuple):
    """A bar or a point: what it is of, its value, its interval, and the value as people read it."""

    of: Any
    value: float
    low: float
    high: float
    text: str


def unit_of(measure: str) -> Said:
    """Say what a season's measure is counted in."""
    return POINTS if measure == ALLIANCE_SCORE else named(measure)


def named(name: str) -> Said:
    """Say a name that is the same in every language."""
    return Said("unit.named", {"name": name})


def with_interval(of: Any, found: Interval) -> Mark:
    """Mark a mean with its own interval; of one match it is a point."""
    low, high = (found.mean if end is None else end for end in (found.low, found.high))
    return Mark(of, found.mean, low, high, with_error(found.mean, found.error))


def with_errors(of: Any, found: Estimate) -> Mark:
    """Mark a mean with the interval of 95 % that its error gives."""
    half = NORMAL * (found.error or 0.0)
    return Mark(of, found.mean, found.mean - half, found.mean + half, with_error(*found))


def histogram(heading: Said, of: Histogram, names: Sequence[str], unit: Said) -> Chart:
    """Draw one or two kinds of a histogram's values; red's and blue's in their colours."""
    series = [{"name": name, "side": name if name in SIDE else "", "counts": of.counts[name]} for name in names]
    bins = zip(of.edges[:-1], of.edges[1:], *(of.counts[name] for name in names), strict=True)
    rows = tuple(
        (f"{number(low)} – {number(high)}", *(f"{count:,}" for count in counts))
        for low, high, *counts in bins
        if any(counts)
    )
    heads = (unit, *(Said(f"side.{name}") if name in SIDE else named(name) for name in names))
    shows = {"edges": of.edges, "series": series, "unit": unit}
    return Chart("histogram", heading, shows, heads, rows, (Said("chart.counts"),))


def bars(heading: Said, marks: Sequence[Mark], heads: tuple[Said, Said], note: Said | None = INTERVALS) -> Chart:
    """Draw a bar for each mark; the second head is what they are counted in."""
    rows = [
        {"name": name, "value": at, "low": low, "high": high, "text": text} for name, at, low, high, text in marks
    ]
    notes = () if note is None else (note,)
    return Chart("bars", heading, {"rows": rows, "unit": heads[1]}, heads, _texts(marks), notes)


def line(
    heading: Said, marks: Sequence[Mark], heads: tuple[Said, Said], note: Said, best: int | None = None
) -> Chart:
    """Draw marks of rising numbers, joined by a line within the band of their intervals."""
    points = [{"x": each.of, "y": each.value, "low": each.low, "high": each.high} for each in marks]
    return Chart("line", heading, {"points": points, "best": best, "unit": heads[0]}, heads, _texts(marks), (note,))


def _texts(marks: Sequence[Mark]) -> tuple[tuple[Text, Text], ...]:
    return tuple((each.of if isinstance(each.of, str | Said) else number(each.of), each.text) for each in marks)
