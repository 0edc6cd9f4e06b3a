"""What all pictures have in common: size, letters, colours, a title above, a note below, and how they become bytes.

Pictures are the same whatever a machine's matplotlib is told to do: neither its settings nor a screen matter.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from re import escape, findall, sub
from textwrap import fill
from typing import Any
from warnings import catch_warnings, simplefilter

SIDES = {"red": "#c8102e", "blue": "#0057b8"}
SIDE_STYLES = {"red": "-", "blue": "--"}
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7")
"""Of Okabe and Ito: told apart by the colour-blind too."""
STYLES = ("-", "--", "-.", ":")
PART_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999")
HATCHES = ("", "///", "...", "xx")
"""For more parts than colours."""
NEUTRAL = ("#8c8c8c", "#cfcfcf", "#5f5f5f")
"""For differences, which belong to neither plan."""
BEST = "#d55e00"
QUIET, LINE = "#555555", "#444444"
DASHED = (0, (4, 3))
WIDTH = 110  # letters across a figure
NOTE = 170  # letters of a note across it
LETTERS = "DejaVu Sans"
"""The font that comes with matplotlib."""
BACKEND = "MPLBACKEND"
METADATA: Mapping[str, Mapping[str, None]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}
SETTINGS = {
    "font.size": 10,
    "font.family": [LETTERS],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,
    "svg.hashsalt": "sim",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}
"""Names are drawn as they are, and text stays text."""


@contextmanager
def settled() -> Iterator[Any]:
    """Give matplotlib with settings of our own; those of the machine come back after."""
    mpl = _matplotlib()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        yield mpl


@cache
def _matplotlib() -> Any:
    """Import matplotlib without what the environment says of screens and settings, which may not even exist.

    A file of settings in the folder where it is started counts for it before all others, so it is loaded elsewhere.
    """
    place = find_spec("matplotlib")
    settings = Path((place.origin if place else None) or "").absolute().parent / "mpl-data"
    before = os.environ.get(BACKEND)
    os.environ[BACKEND] = "agg"
    try:
        with chdir(settings):
            import matplotlib as mpl
    finally:
        del os.environ[BACKEND]
        if before is not None:
            os.environ[BACKEND] = before
    return mpl


@contextmanager
def framed(size: tuple[float, float], title: str, note: str) -> Iterator[Any]:
    """Give a figure to draw on, which has a title and a note; the same figure always gives the same bytes."""
    with settled():
        from matplotlib.figure import Figure

        figure = Figure(figsize=size, layout="constrained")
        figure.suptitle(fill(title, WIDTH), fontsize=13, fontweight="bold")
        yield figure
        figure.supxlabel(fill(note, round(NOTE * size[0] / 12)), fontsize=8.5, color=QUIET)


def span(axes: Any, edges: Sequence[float]) -> None:
    """Let axes end where the bins do, and begin at 0 where that is not far: what cannot be negative starts there."""
    low, high = edges[0], edges[-1]
    axes.set_xlim(0 if 0 <= low <= high - low else low, high)


def head(axes: Any, title: str) -> None:
    """Put a title above axes, at the left."""
    axes.set_title(title, fontsize=11, loc="left")


def legend(place: Any, entries: Sequence[tuple[Any, str]], ncols: int = 1) -> None:
    """Write a legend into axes of its own, beside what it explains; a name is shown whatever sign it begins with."""
    place.axis("off")
    made = place.legend(
        [handle for handle, _ in entries],
        [str(nth) for nth in range(len(entries))],
        loc="upper left",
        bbox_to_anchor=(0, 1),
        borderaxespad=0,
        frameon=False,
        fontsize=9,
        ncols=ncols,
        handlelength=3,
    )
    for text, (_, label) in zip(made.get_texts(), entries, strict=True):
        text.set_text(label)


def rendered(figure: Any, kind: str) -> tuple[bytes, dict[str, str]]:
    """Give a picture's bytes as `png`, `svg` or `pdf`, and by code the names that no font here can write.

    In a PNG or a PDF the code stands in a name's place: an empty box says nothing. An SVG keeps names as text, which
    whoever opens it draws with fonts of their own. The figure's texts are left as they were.
    """
    from matplotlib.text import Text

    texts = [each for each in figure.findobj(Text) if each.get_text()]
    families, missing = _families({letter for each in texts for letter in each.get_text() if letter.isprintable()})
    for each in texts:
        each.set_fontfamily(families)
    codes = _codes([each.get_text() for each in texts], missing)
    into = BytesIO()
    with settled(), catch_warnings(), _coded(figure, texts, {} if kind == "svg" else codes):
        simplefilter("ignore")
        figure.savefig(into, format=kind, dpi=120, metadata=METADATA[kind])
    return into.getvalue(), codes


def _codes(texts: Sequence[str], missing: set[str]) -> dict[str, str]:
    """Give each stretch of letters that no font has by its code, as it is where no line breaks within it."""
    found = {each for text in texts for each in findall(_stretch(missing), text)} if missing else set()
    whole = {_unbroken(each): each for each in sorted(found, key=lambda each: ("\n" not in each, each))}
    return {f"[{number}]": whole[name] for number, name in enumerate(sorted(whole), start=1)}


def _unbroken(name: str) -> str:
    """Give a name as it is however its lines break."""
    return sub(r"\s", "", name)


def _stretch(letters: set[str]) -> str:
    one = f"[{escape(''.join(sorted(letters)))}]"
    return rf"{one}(?:\s*{one})*"


@contextmanager
def _coded(figure: Any, texts: Sequence[Any], codes: Mapping[str, str]) -> Iterator[None]:
    """Write codes in the place of names for as long as this lasts."""
    if not codes:
        yield
        return
    by_name = {_unbroken(name): code for code, name in codes.items()}
    stretch = _stretch(set("".join(by_name)))
    before = [each.get_text() for each in texts]
    ticks = [
        (axis, axis.get_ticklocs(), [each.get_text() for each in axis.get_ticklabels()]) for axis in _named(figure)
    ]

    def told(text: str) -> str:
        return sub(stretch, lambda found: by_name[_unbroken(found[0])], text)

    for each, text in zip(texts, before, strict=True):
        each.set_text(told(text))
    for axis, places, labels in ticks:  # their text is written anew whenever they are drawn
        axis.set_ticks(places, [told(label) for label in labels])
    yield
    for axis, places, labels in ticks:
        axis.set_ticks(places, labels)
    for each, text in zip(texts, before, strict=True):
        each.set_text(text)


def _named(figure: Any) -> list[Any]:
    """Give the axes' axes whose ticks bear labels that somebody wrote."""
    from matplotlib.ticker import FixedLocator

    every = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    return [axis for axis in every if isinstance(axis.get_major_locator(), FixedLocator)]


def _families(letters: set[str]) -> tuple[list[str], set[str]]:
    """Give the fonts that letters ask for, beside ours where it lacks some, and the letters that none of them has."""
    from matplotlib import font_manager

    def lacking(path: str, wanted: set[str]) -> set[str]:
        known = font_manager.get_font(path).get_charmap()
        return {letter for letter in wanted if ord(letter) not in known}

    with settled():
        families, missing = [LETTERS], lacking(font_manager.findfont(LETTERS), letters)
        for font in sorted(font_manager.fontManager.ttflist, key=lambda font: (font.name, font.fname)):
            if not missing:
                break
            if "Last Resort" in font.name or font.name in families:
                continue
            left = lacking(font.fname, missing)
            if left < missing:
                families.append(font.name)
                missing = left
    return families, missing
