"""Pictures of comparisons and sweeps: what must be written on them, and that nothing is cut off or written over."""

import re
from functools import cache

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis.compare.paired import Played, compare, is_told, minus
from analysis.compare.sweep import sweep
from analysis.plots.comparison import comparison_picture
from analysis.plots.sweep import sweep_picture

LUCK = np.random.default_rng(6).gamma(6, 20, 500)
LONG = "my_plans/regional/second_try_with_a_late_climb_and_no_fouls.toml"


def plan(name, shift, seed=0, matches=500, lowest=0):
    """Make a plan's matches: whole scores around the common luck, in three parts, the last of them fouls."""
    noise = np.random.default_rng(seed).normal(0, 10, 500)
    own = np.rint(LUCK + shift + noise).astype(int)[:matches] + lowest
    parts = {"food bank": own * 0.75, "climb": own * 0.5, "fouls": own * -0.25}
    return Played(name, own, own, own[::-1], parts)


def ranked(one):
    """Measure a plan by ranking points of halves and many ties instead of its score."""
    return Played(one.name, np.where(one.own > 120, 2.5, 0.0), one.own, one.other, one.parts)


PLANS = {
    "two": [plan("A", 0), plan("B", 5, seed=1)],
    "five": [plan(f"plan {k}", 4 * k % 7, seed=k) for k in range(5)],
    "ten": [plan(f"plan {k}", k % 7, seed=k) for k in range(10)],
    "identical": [plan("A", 0), plan("B", 0)],
    "always ahead": [plan("A", 0), plan("B", 7)],
    "long names": [plan(LONG, 0), plan("a playbook whose name goes on and on for ever", 3), plan("A", 1, seed=1)],
    "negative": [plan("A", 0, lowest=-400), plan("B", -9, seed=1, lowest=-400)],
    "signs": [plan("_mine", 0), plan("$x_1$ and $", 3, seed=1), plan("\\frac{%}^2", 4, seed=2)],
    "one match": [plan("A", 0, matches=1), plan("B", 5, matches=1)],
    "ties": [ranked(plan("A", 0)), ranked(plan("B", 5, seed=1))],
    "zeros": [Played(name, *[np.zeros(9, int)] * 3, {"all": np.zeros(9, int)}) for name in "AB"],
}
TABLE = {"collect (s)": [4.0, 4.5, 6], "leave to climb (s)": range(90, 150, 10)}
CURVE = np.array([LUCK - (k - 5) ** 2 / 5 + np.random.default_rng(k).normal(0, 4, 500) for k in range(18)])
SWEEPS = {
    "line": ({"leave to climb (s)": range(60, 150, 5)}, CURVE),
    "line of one match": ({"leave to climb (s)": range(60, 150, 5)}, CURVE[:, :1]),
    "line of one value": ({"leave to climb (s)": [60]}, CURVE[:1]),
    "flat line": ({"leave to climb (s)": range(18)}, CURVE[:1].repeat(18, 0)),
    "map": (TABLE, CURVE - 200),
    "large map": ({"a": range(20), "b": range(30)}, np.tile(CURVE, (34, 1))[:600, :50]),
    "flat map": (TABLE, np.full((18, 5), 7)),
    "map of one match": (TABLE, CURVE[:, :1]),
    "long names": ({LONG: [1, 2, 3], LONG[::-1]: range(6)}, CURVE),
}
CURVES = [kind for kind, plans in PLANS.items() if len(plans) < 5]
RANKED = [kind for kind in PLANS if kind not in CURVES]
KINDS = [*(f"compare {kind}" for kind in PLANS), *(f"sweep {kind}" for kind in SWEEPS)]
every_kind = pytest.mark.parametrize("kind", KINDS)


@cache
def drawn(kind):
    """Draw one kind of picture once for all the tests that need it."""
    verb, _, kind = kind.partition(" ")
    if verb == "compare":
        figure = comparison_picture(compare(PLANS[kind]), "The title", "The note", "the measure")
    else:
        figure = sweep_picture(sweep(*SWEEPS[kind]), "The title", "The note", "the measure")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return figure, canvas.get_renderer()


def written(figure, renderer):
    """Give every text that shows, with where it stands: titles, ticks, labels, legends and what stands in cells."""
    for axes in figure.axes:
        legend = axes.get_legend()
        if not axes.axison:
            yield from ((text, text.get_window_extent(renderer)) for text in (legend.get_texts() if legend else ()))
            continue
        ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
        texts = [axes.xaxis.label, axes.yaxis.label, axes._left_title, *axes.texts]
        box = axes.get_window_extent(renderer).expanded(1.001, 1.001)
        yield from ((text, text.get_window_extent(renderer)) for text in texts if text.get_text())
        for text in ticks:
            extent = text.get_window_extent(renderer)
            beside = (
                box.x0 <= extent.x0 + extent.width / 2 <= box.x1 or box.y0 <= extent.y0 + extent.height / 2 <= box.y1
            )
            if text.get_text() and beside:
                yield text, extent
        yield from ((text, text.get_window_extent(renderer)) for text in (legend.get_texts() if legend else ()))
    yield from ((text, text.get_window_extent(renderer)) for text in (figure._suptitle, figure._supxlabel))


def labels(axes):
    """Give the texts of a legend, each on one line."""
    return [text.get_text().replace("\n", " ") for text in axes.get_legend().get_texts()]


def legends(figure):
    """Give the texts of the legends that have axes of their own, in the order in which these were made."""
    return [labels(axes) for axes in figure.axes if not axes.axison and axes.get_legend()]


@every_kind
def test_nothing_is_cut_off(kind):
    """Every text lies within the picture."""
    figure, renderer = drawn(kind)
    outside = [
        text.get_text()
        for text, box in written(figure, renderer)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.x1 or box.y1 > figure.bbox.y1
    ]
    assert outside == []


@every_kind
def test_nothing_is_written_over(kind):
    """No two texts overlap."""
    found = list(written(*drawn(kind)))
    pairs = [
        (one.get_text(), other.get_text())
        for place, (one, box) in enumerate(found)
        for other, where in found[:place]
        if min(box.x1, where.x1) - max(box.x0, where.x0) > 1 and min(box.y1, where.y1) - max(box.y0, where.y0) > 1
    ]
    assert pairs == []


@every_kind
def test_titles_and_axes_say_what_is_drawn(kind):
    """The picture has its title and note, and all axes but those of one match's mean a legend that is not empty."""
    figure, _ = drawn(kind)
    assert (figure.get_suptitle(), figure.get_supxlabel()) == ("The title", "The note")
    assert all(labels(axes) for axes in figure.axes if axes.get_legend())
    assert any("the measure" in label for axes in figure.axes for label in (axes.get_xlabel(), axes.get_ylabel()))


@every_kind
def test_a_legend_lies_over_nothing(kind):
    """A legend with axes of its own lies below the axes that it explains, and over no other."""
    figure, renderer = drawn(kind)
    plots = [axes.get_tightbbox(renderer) for axes in figure.axes if axes.axison]
    for axes in figure.axes:
        if not axes.axison and axes.get_legend():
            box = axes.get_legend().get_window_extent(renderer)
            assert not any(box.shrunk(0.98, 0.98).overlaps(other) for other in plots)


@pytest.mark.parametrize("kind", CURVES)
def test_every_plan_is_in_the_legend_with_its_mean(kind):
    """The legend of the distributions names the plans in order, each with the mean of its measure."""
    found = legends(drawn(f"compare {kind}")[0])[0]
    for text, one in zip(found, PLANS[kind], strict=True):
        name, _, mean = text.partition(" (the same as")[0].rpartition(": mean ")
        assert name.replace(" ", "") == one.name.replace(" ", "")
        assert float(mean.partition(" ")[0]) == pytest.approx(one.measure.mean(), rel=0.02, abs=0.02)


@pytest.mark.parametrize("kind", CURVES)
def test_the_bins_are_those_of_the_histograms(kind):
    """What each plan reaches, and how far the best is ahead, is drawn as high as the counts of the document."""
    found = compare(PLANS[kind])
    left, right, *_ = drawn(f"compare {kind}")[0].axes
    outlines = [patch.get_data() for patch in left.patches if not patch.get_fill()]
    matches = len(PLANS[kind][0].measure)
    for (shares, edges, _), counts in zip(outlines, found.histogram.counts.values(), strict=True):
        assert edges.tolist() == list(found.histogram.edges)
        assert shares * matches / 100 == pytest.approx(counts)
    rows = [patch.get_data() for patch in right.patches if not patch.get_fill()]
    for (heights, edges, base), counts in zip(rows, found.differences.counts.values(), strict=True):
        assert edges.tolist() == list(found.differences.edges)
        risen = heights - base
        assert risen / risen.max() == pytest.approx(np.array(counts) / max(counts))


@pytest.mark.parametrize("kind", CURVES)
def test_all_matches_are_counted(kind):
    """The shares of each plan sum to 100 %, in at most a hundred bins."""
    axes = drawn(f"compare {kind}")[0].axes[0]
    outlines = [patch for patch in axes.patches if not patch.get_fill()]
    assert len(outlines) == len(PLANS[kind])
    for outline in outlines:
        assert outline.get_data().values.sum() == pytest.approx(100)
        assert len(outline.get_data().values) <= 100


@pytest.mark.parametrize("kind", CURVES)
def test_differences_have_a_bin_around_zero(kind):
    """Zero shows, and is the middle of a bin, if any reaches it: equal matches lean to neither plan."""
    axes = drawn(f"compare {kind}")[0].axes[1]
    low, high = axes.get_xlim()
    assert low <= 0 <= high
    for patch in axes.patches:
        edges = patch.get_data().edges
        assert edges / (edges[1] - edges[0]) % 1 == pytest.approx(0.5)


@pytest.mark.parametrize("kind", CURVES)
def test_bins_begin_at_zero_or_above(kind):
    """What cannot be negative has no bin below zero, and its axis does not begin there."""
    axes = drawn(f"compare {kind}")[0].axes[0]
    if min(one.measure.min() for one in PLANS[kind]) >= 0:
        assert all(patch.get_data().edges[0] >= 0 for patch in axes.patches)
        assert axes.get_xlim()[0] >= 0


def test_the_best_is_drawn_against_each_other_plan():
    """Each other plan has a row with the lead of the best, its error and its interval, and bars of its parts."""
    figure, _ = drawn("compare signs")
    found = compare(PLANS["signs"])
    _, rows, bars = figure.axes[:3]
    others = [one.name for one in PLANS["signs"] if one.name != found.best]
    names = [tick.get_text() for tick in rows.get_yticklabels()]
    assert [name.split("\n(95 %: ")[0].count(" ± ") for name in names] == [1] * len(others)
    assert [name.count("(95 %: ") for name in names] == [1] * len(others)
    assert [re.sub(r"\s", "", name) for name in labels(bars)] == [re.sub(r"\s", "", f"minus{o}") for o in others]
    assert [tick.get_text() for tick in bars.get_xticklabels()] == ["food bank", "climb", "fouls"]
    assert found.best in rows.get_title(loc="left").replace("\n", " ")


@pytest.mark.parametrize("kind", RANKED)
def test_many_plans_are_drawn_by_rank(kind):
    """More than four plans are intervals, the best on top; what cannot be told from the best is hollow."""
    figure, _ = drawn(f"compare {kind}")
    found = compare(PLANS[kind])
    means, held = figure.axes[:2]
    ranked = sorted(found.plans, key=lambda one: -one.measure.mean)
    assert [tick.get_text() for tick in means.get_yticklabels()] == [one.name for one in ranked][::-1]
    pairs = {pair.a: pair for pair in minus(found, found.best)}
    points = [line for line in held.lines if line.get_marker() in ("o", "D")]
    for line, one in zip(points, ranked[::-1], strict=True):
        pair = pairs.get(one.name)
        assert line.get_xdata()[0] == pytest.approx(0 if pair is None else pair.difference.mean)
        assert (line.get_markerfacecolor() == "white") == (pair is not None and not is_told(pair))


def test_a_baseline_is_drawn_as_zero():
    """With a baseline every other plan is drawn minus it, few of them, too."""
    found = compare(PLANS["two"])
    figure = comparison_picture(found, "The title", "The note", "the measure", "A")
    (lead,) = (line.get_xdata()[0] for line in figure.axes[1].lines if line.get_marker() == "o")
    assert lead == pytest.approx(-found.pairs[0].difference.mean)
    assert "minus A, the baseline" in figure.axes[1].get_title(loc="left")


def test_bars_are_the_differences_of_the_parts():
    """Each part's bar is as high as its mean difference, losses downwards."""
    bars = drawn("compare always ahead")[0].axes[2]
    assert [bar.get_height() for bar in bars.patches] == pytest.approx([5.25, 3.5, -1.75])


def test_identical_plans_are_called_identical():
    """Where two plans are the same the picture says so, by the curves and by the differences."""
    figure, _ = drawn("compare identical")
    assert [tick.get_text() for tick in figure.axes[1].get_yticklabels()] == ["minus B\n0: the same\nin every match"]
    assert legends(figure)[0][1].endswith("(the same as A in every match)")


@pytest.mark.parametrize("kind", CURVES)
def test_curves_differ_in_colour_and_in_line(kind):
    """No two plans have the same colour or the same line style."""
    outlines = [patch for patch in drawn(f"compare {kind}")[0].axes[0].patches if not patch.get_fill()]
    assert len({patch.get_edgecolor() for patch in outlines}) == len(PLANS[kind])
    assert len({patch.get_linestyle() for patch in outlines}) == len(PLANS[kind])


def test_a_sweep_without_effect_says_so():
    """Where every value gives the same in each match, no best is drawn."""
    (axes, *_), texts = drawn("sweep flat line")[0].axes, legends(drawn("sweep flat line")[0])
    assert axes.get_title(loc="left").startswith("No effect at all: every value of leave to climb")
    assert [text.partition(":")[0] for text in texts[0]] == ["every value"]


def test_the_band_is_that_of_the_difference_to_the_best():
    """The band around the means is as wide as the paired interval, none at the best."""
    found = sweep(*SWEEPS["line"])
    band = drawn("sweep line")[0].axes[0].collections[0].get_paths()[0].vertices
    for setting in found.settings:
        at = sorted({round(float(y), 6) for x, y in band if x == setting.values[0]})
        best = found.settings[found.best].measure.mean
        assert (at[0], at[-1]) == pytest.approx((best + setting.to_best.low, best + setting.to_best.high))


def test_the_best_of_a_sweep_and_its_rivals_are_named():
    """The legend gives the best setting with its mean, and counts those that cannot be told from it."""
    found = sweep(*SWEEPS["line"])
    rivals = sum(setting.may_be_best for setting in found.settings) - 1
    assert 0 < rivals < 10
    (texts,) = legends(drawn("sweep line")[0])
    assert f"{rivals} more that cannot be told from it" in texts
    assert any(text.startswith("best: leave to climb (s) = 85, mean 1") for text in texts)


def test_a_map_frames_the_best_and_its_rivals():
    """Every setting that may be the best has its frame, the best in a colour of its own."""
    found = sweep(*SWEEPS["map"])
    frames = drawn("sweep map")[0].axes[0].patches
    centres = [(round(frame.get_y() + 0.45) * 6 + round(frame.get_x() + 0.45)) for frame in frames]
    assert sorted(centres) == [place for place, setting in enumerate(found.settings) if setting.may_be_best]
    assert centres[-1] == found.best
    assert frames[-1].get_edgecolor() not in {frame.get_edgecolor() for frame in frames[:-1]}
