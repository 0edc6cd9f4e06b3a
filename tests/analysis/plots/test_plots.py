"""Pictures of runs: what must be written on them, scores of every kind, and the same bytes for the same figure."""

import os
import subprocess
import sys
from collections import Counter
from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text
from pictures import assert_drawn

from analysis.histograms import of_whole
from analysis.plots import frame
from analysis.plots.scores import score_picture
from analysis.run.summaries import QUANTILES, Figures, Scores, Side, estimate, observed_quantiles
from analysis.run.tallies import quantile
from rules.errors import FgcError
from rules.season import SIDE
from sim.cli.output import save_picture

SPREAD = np.random.default_rng(1).integers(20, 400, (200, 2))
SCORES = {
    "spread": SPREAD,
    "one match": SPREAD[:1],
    "all equal": np.full((50, 2), 100),
    "all zero": np.zeros((50, 2), dtype=np.int64),
    "one match of zeros": np.zeros((1, 2), dtype=np.int64),
    "negative": SPREAD - 500,
    "both signs": SPREAD - 200,
    "huge": SPREAD * 100_000,
    "an outlier": np.concatenate([SPREAD, [[0, 40_000_000]]]),
    "large numbers": SPREAD + 10**9,
}
every_kind = pytest.mark.parametrize("kind", SCORES)


def side_of(scores, parts):
    """Give the figures of one side."""
    own = estimate(scores)
    quantiles = observed_quantiles(scores)
    ends = {"min": int(scores.min()), "max": int(scores.max())}
    return Side(own, Scores(len(scores), own.mean, own.error, float(scores.std()), **ends, **quantiles), parts)


def figures(scores, parts):
    """Give the figures of scores `(match, 2)` with parts in halves of a point."""
    return Figures(
        of_whole({name: Counter(side.tolist()) for name, side in zip(SIDE, scores.T, strict=True)}),
        {percent: quantile(Counter(scores.ravel().tolist()), percent) for percent in QUANTILES},
        {
            name: side_of(scores[:, side], {part: of[:, side].mean() / 2 for part, of in parts.items()})
            for side, name in enumerate(SIDE)
        },
        {name: estimate(of / 2) for name, of in parts.items()},
    )


def drawn_of(scores, parts):
    """Draw scores with parts in halves of a point."""
    return score_picture(figures(scores, parts), "The title", "The note")


def picture(scores=SPREAD, names=("base", "bonus", "fouls")):
    """Draw scores whose parts are a half, a half, and what adds nothing to them."""
    parts = [scores, scores, *[scores * 0] * (len(names) - 2)]
    return drawn_of(scores, dict(zip(names, parts, strict=True)))


@cache
def drawn(kind):
    """Draw scores of one kind once for all the tests that need the picture."""
    return picture(SCORES[kind])


def legend(axes):
    """Give the texts of a legend."""
    return [text.get_text() for text in axes.get_legend().get_texts()]


@pytest.mark.slow
@every_kind
def test_every_run_has_a_picture(kind, tmp_path):
    """Scores of every kind are drawn and written, without a warning."""
    figure = drawn(kind)
    assert isinstance(figure, Figure)
    save_picture(figure, str(tmp_path / "a.png"))
    assert_drawn(tmp_path / "a.png", figure)


def test_titles_and_axes_say_what_is_drawn():
    """The figure has the title and the note it was given, each of its axes a title and what is on it, with units."""
    figure = picture()
    assert figure.get_suptitle() == "The title"
    assert figure.get_supxlabel() == "The note"
    left, right = figure.axes[:2]
    assert all(axes.get_title(loc="left") for axes in (left, right))
    assert "points" in left.get_xlabel()
    assert "%" in left.get_ylabel()
    assert "points" in right.get_ylabel()
    assert [tick.get_text() for tick in right.get_xticklabels()] == ["red", "blue"]


@every_kind
def test_the_legend_names_both_sides_with_their_means(kind):
    """Red and blue each have an entry of the legend, red first, with the mean."""
    found = legend(drawn(kind).axes[2])
    assert [text.partition(":")[0] for text in found] == ["red", "blue"]
    for text, mean in zip(found, SCORES[kind].mean(axis=0), strict=True):
        written = text.partition("mean ")[2].partition(" ±")[0].replace(",", "").replace("\N{MINUS SIGN}", "-")
        assert float(written) == pytest.approx(mean, rel=0.05, abs=0.5)


@pytest.mark.parametrize("count", [2, 5, 12])
def test_the_legend_names_every_part(count):
    """Every part of the breakdown has an entry of the legend, also where there are more parts than colours."""
    names = [f"part {i}" for i in range(count)]
    found = legend(picture(names=names).axes[1])
    assert sorted(text.partition(" (")[0] for text in found) == sorted(names)


@every_kind
def test_the_bins_are_those_of_the_histogram(kind):
    """Outlines and areas of both sides are as high as the counts that the document holds."""
    found, axes = figures(SCORES[kind], {"base": SCORES[kind]}), drawn(kind).axes[0]
    assert len(axes.patches) == 4
    for nth, patch in enumerate(axes.patches):
        shares, edges, _ = patch.get_data()
        counts = found.histogram.counts[SIDE[nth // 2]]
        assert edges.tolist() == list(found.histogram.edges)
        assert shares * len(SCORES[kind]) / 100 == pytest.approx(counts)


@every_kind
def test_all_alliances_are_counted(kind):
    """The shares of each side sum to 100 %, and every score lies within the axis."""
    scores, axes = SCORES[kind], drawn(kind).axes[0]
    outlines = [patch for patch in axes.patches if not patch.get_fill()]
    assert len(outlines) == 2
    for outline, of_side in zip(outlines, scores.T, strict=True):
        values, edges, _ = outline.get_data()
        assert values[-1] == pytest.approx(100 * (of_side >= edges[-2]).mean())
        assert values[0] == pytest.approx(100 * (of_side < edges[1]).mean())
        assert values.sum() == pytest.approx(100)
        assert len(values) <= 100
        assert np.ptp(np.diff(edges)) == 0
        assert edges[0] % (edges[1] - edges[0]) == 0
        assert edges[0] <= scores.min() <= scores.max() < edges[-1]


def test_quantiles_are_marked_where_they_are():
    """The lines mark the 5 %, 50 % and 95 % scores of both sides together, with their values."""
    axes = picture().axes[0]
    ordered = np.sort(SPREAD, axis=None)
    expected = [ordered[rank - 1] for rank in (20, 200, 380)]
    assert [line.get_xdata()[0] for line in axes.lines] == expected
    assert [int(text.get_text().partition(": ")[2]) for text in axes.texts] == expected


def test_bars_stand_on_each_other():
    """Parts are stacked: gains upwards, losses downwards, each as high as its mean."""
    scores = np.full((3, 2), 30)
    axes = drawn_of(scores, {"a": 2 * scores, "loss": -scores, "b": scores}).axes[1]
    reds = [(bar.get_y(), bar.get_height()) for bar in axes.patches if bar.get_x() < 0]
    assert reds == [(0, 30), (0, -15), (30, 15)]


@pytest.mark.parametrize(("suffix", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("PDF", b"%PDF")])
def test_the_same_figure_gives_the_same_bytes(tmp_path, suffix, start):
    """Drawn twice, a picture has the same bytes, in the format of its name; nothing else is left beside it."""
    one, other = (tmp_path / f"{name}.{suffix}" for name in ("one", "other"))
    for file in (one, other):
        save_picture(picture(), str(file))
    assert one.read_bytes().startswith(start)
    assert one.read_bytes() == other.read_bytes()
    assert b"Date" not in one.read_bytes()
    assert b"<dc:date>" not in one.read_bytes()
    assert sorted(tmp_path.iterdir()) == [one, other]


@pytest.mark.parametrize("suffix", ["svg", "pdf"])
def test_text_stays_text(tmp_path, suffix):
    """What stands on a picture can be found in it: an SVG has it as text, a PDF has its fonts."""
    save_picture(picture(), str(tmp_path / f"a.{suffix}"))
    found = (tmp_path / f"a.{suffix}").read_bytes()
    assert (b">The title</text>" if suffix == "svg" else b"/ToUnicode") in found


def test_red_and_blue_differ_in_their_lines():
    """Who cannot tell the colours apart tells the lines."""
    outlines = [patch for patch in picture().axes[0].patches if not patch.get_fill()]
    assert len({patch.get_linestyle() for patch in outlines}) == 2


NO_FONT = "\U00013000"
"""A hieroglyph: whatever fonts a machine has, it will hardly be among them."""


def pixels(figure, tmp_path, name):
    """Give the pixels of a figure that is saved."""
    save_picture(figure, str(tmp_path / name))
    return imread(tmp_path / name)


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_name_that_no_font_can_write_is_a_code_and_one_line(tmp_path, capsys, suffix):
    """Names in letters that no font here has are drawn by code, and one line says which; no box, no warning."""
    file = tmp_path / f"a.{suffix}"
    save_picture(picture(names=("base", NO_FONT * 2, "ålesund")), str(file))
    said = capsys.readouterr().err
    assert said == f"sim: no font here has the letters of {NO_FONT * 2} (the picture says [1])\n"
    save_picture(picture(names=("base", "[1]", "ålesund")), str(tmp_path / f"b.{suffix}"))
    assert capsys.readouterr().err == ""
    assert file.read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_an_svg_keeps_names_as_text(tmp_path, capsys):
    """Whoever opens an SVG draws its text with fonts of their own: the name stands in it, and one line says so."""
    save_picture(picture(names=("base", NO_FONT, "b")), str(tmp_path / "a.svg"))
    assert capsys.readouterr().err.endswith(f"{NO_FONT}: who opens the picture needs one\n")
    assert NO_FONT in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_codes_stand_wherever_names_do(tmp_path, capsys):
    """Title, legend, labels of axes and ticks all say the same code of a name, also where a line breaks within it."""
    other = chr(ord(NO_FONT) + 1)
    figures = []
    for first, second in ((NO_FONT + other, other * 3), ("[1]", "[2]")):
        with frame.framed((6, 4), f"{first} and {second}", f"note of {second}") as figure:
            axes, side = figure.subplots(1, 2)
            axes.set_yticks([0, 1], [first if first == "[1]" else f"{NO_FONT}\n{other}", f"{second} minus {first}"])
            axes.set_ylim(-1, 2)
            frame.legend(side, [(axes.plot([0, 1])[0], second)])
        figures.append(figure)
    written, coded = (pixels(figure, tmp_path, f"{nth}.png") for nth, figure in enumerate(figures))
    assert capsys.readouterr().err.count("\n") == 1
    assert (written == coded).all()
    texts = {each.get_text() for each in figures[0].findobj(Text)}
    assert not any("[1]" in text for text in texts)  # the figure is as it was


def test_many_long_names_are_said_in_one_short_line(tmp_path, capsys):
    """However many names there are and however long, the line has under 300 letters."""
    names = [chr(ord(NO_FONT) + nth) * 60 for nth in range(9)]
    save_picture(picture(names=names), str(tmp_path / "a.png"))
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert len(said) < 300
    assert said.endswith("and 5 more\n")


def test_names_of_the_world_are_drawn_or_said():
    """A name in any script is drawn with a font that has it, or a code stands for what of it no font has."""
    names = ["日本語", "ทีม", "हिन्दी", "한국", "فريق", "Ελλάδα"]
    with frame.framed((4, 3), " and ".join(names), "note") as figure:
        figure.subplots().plot([1, 2])
    _, unwritten = frame.rendered(figure, "png")
    assert list(unwritten) == [f"[{number}]" for number in range(1, len(unwritten) + 1)]
    assert all(any(each in name for name in names) for each in unwritten.values())
    assert "Ελλάδα" not in unwritten.values()  # the font that comes with matplotlib has Greek


ANYWHERE = """
import sys
from analysis.plots.frame import framed, rendered
with framed((4, 3), "The $title$", "note") as figure:
    figure.subplots().plot([1, 2])
sys.stdout.buffer.write(rendered(figure, "png")[0])
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "backend", [None, "module://matplotlib_inline.backend_inline", "nonsense", "TkAgg", "module://a.b"]
)
def test_neither_a_screen_nor_settings_are_needed(tmp_path, backend):
    """What the machine says of matplotlib's screens and settings changes no byte and warns of nothing."""
    (tmp_path / "rc").write_text("text.usetex: True\nfont.size: 30\nbackend: nonsense\nno sense\n", encoding="utf-8")
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("MPL", "MATPLOTLIB", "DISPLAY"))
    }
    odd = plain if backend is None else {**plain, "MPLBACKEND": backend, "MATPLOTLIBRC": str(tmp_path / "rc")}
    done = [
        subprocess.run([sys.executable, "-W", "error", "-c", ANYWHERE], capture_output=True, env=env, check=True)
        for env in (plain, odd)
    ]
    assert done[0].stdout.startswith(b"\x89PNG")
    assert done[0].stdout == done[1].stdout
    assert done[1].stderr == b""


@pytest.mark.parametrize("name", ["a.gif", "a", "png", "folder.png", "missing/a.png"])
def test_names_that_are_no_picture_are_refused(tmp_path, name):
    """Another format, a folder, or a file in a folder that is not there: one error that names the file."""
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(FgcError, match=f"{name}: expected a "):
        save_picture(picture(), str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]
