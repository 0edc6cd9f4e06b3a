"""The code of a season of one's own: what it raises, or gives wrongly, is one line that names its line."""

import re
from dataclasses import replace

import numpy as np
import pytest
from places import TESTS

import rules
from rules.errors import FgcError, SeasonError
from rules.own import SHAPES, guarded, line_of, own_code
from rules.season import entries

KEY = "fgc_2031"
TEXT = (TESTS / "kit" / "seasons" / f"{KEY}.py").read_text(encoding="utf-8")
BODY = "    return Breakdown.of(1, parts, np.maximum(sum(parts.values()), 0))\n"
LINE = TEXT[: TEXT.index(BODY)].count("\n") + 1
"""The line of the file in which its `score` ends."""


def blank_sheet(season, matches):
    """Give the sheets of matches in which nothing happened."""
    shapes = {name: [len(axis) for axis in each.axes.values()] for name, each in entries(season.sheet).items()}
    return season.sheet(**{name: np.zeros((matches, *shape), dtype=np.int64) for name, shape in shapes.items()})


@pytest.fixture
def season(tmp_path, monkeypatch):
    """Load the made-up season with its `score` ending otherwise."""
    monkeypatch.setenv("SIM_SEASONS", str(tmp_path))

    def load(end, **changes):
        text = TEXT.replace(BODY, end)
        for before, after in changes.items():
            text = text.replace(before, after)
        (tmp_path / f"{KEY}.py").write_text(text, encoding="utf-8")
        return rules.load(KEY)

    return load


def refusal(found, matches=3):
    """Score some blank matches, and give what is said of it, without the name of the file."""
    with pytest.raises(SeasonError) as caught:
        found.score(blank_sheet(found, matches))
    name, *parts = caught.value.parts
    assert name.endswith(f"{KEY}.py")
    return parts


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("    return {}['x']\n", "expected a Breakdown, found KeyError: 'x'"),
        ("    return np.ones(2) + np.ones(3)\n", "found ValueError: operands could not be broadcast"),
        ("    raise RuntimeError('a ' * 999)\n", r"expected a Breakdown, found RuntimeError: (a ){79}"),
    ],
)
def test_what_it_raises_names_its_line(season, end, told):
    """File, line and function stand before what was expected; shapes that do not fit have what mends most of them."""
    line, what, said = refusal(season(end))
    assert (line, what) == (f"line {LINE}", "score()")
    assert re.search(told, said)
    assert len(said) < 300
    assert (SHAPES in said) == ("ValueError" in said)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("    return parts\n", "expected a Breakdown, `return Breakdown.summed(parts)` say, found dict"),
        ("    return Breakdown.summed({'a': sheet.garden * 0.5})\n", "a: expected whole numbers, found float64"),
        (
            "    return Breakdown(1, {'a': sheet.garden}, sheet.garden * 1.0)\n",
            "total: expected whole numbers, found float64",
        ),
        (
            "    return Breakdown.summed({'a': sheet.garden[..., :1]})\n",
            f"expected a number a match and side, found axes (3, 1); {SHAPES}",
        ),
    ],
)
def test_what_is_no_breakdown_is_said(season, end, told):
    """Its kind, its numbers and its axes are looked at each time."""
    assert refusal(season(end)) == ["score()", told]


def test_parts_that_do_not_fit_the_total_are_refused(season):
    """A part of other matches cannot be written out for each side."""
    assert refusal(season("    return Breakdown(1, {'a': sheet.moored.sum(axis=0)}, sheet.garden)\n"))[0] == "score()"


def test_a_season_that_is_right_scores_as_it_says(season):
    """What is guarded gives the same, and a policy of the program stays what it is."""
    found = season(BODY)
    sheet = blank_sheet(found, 2)
    assert found.score(sheet).total.tolist() == [[0, 0], [0, 0]]
    again = guarded(found, TESTS / "other.py")
    assert again.ranking.rank is found.ranking.rank
    assert again.ranking.measure is found.ranking.measure
    assert again.playoff is None
    assert again.score(sheet).total.tolist() == [[0, 0], [0, 0]]
    assert again.ranking.score(found.sheet(**{name: each[0] for name, each in vars(sheet).items()}), found.points)
    assert guarded(replace(found, ranking="none", playoff=7), TESTS / "other.py").ranking == "none"


def test_playoffs_are_guarded_as_the_ranking_is(season):
    """A season may score and rank them otherwise."""
    found = season(BODY)
    both = guarded(replace(found, playoff=replace(found.ranking, score=lambda *_: {})), TESTS / "x.py")
    with pytest.raises(SeasonError, match=r"score\(\): expected a Breakdown, .* found dict"):
        both.playoff.score(blank_sheet(found, 1), found.points)


def test_its_own_measure_and_ranking_are_guarded_too(season):
    """Each is named with what was expected of it."""
    own = "def mine(*given):\n    raise KeyError('y')\n\n\ndef score("
    found = season(BODY, **{"def score(": own, "rank=cumulative_points": "rank=mine"})
    with pytest.raises(
        SeasonError, match=r"line \d+: rank\(\): expected rows of a table, best team first, found Key"
    ):
        found.ranking.rank([], found)
    found = guarded(rules.load("2022"), TESTS / "x.py")
    assert found.ranking.measure is rules.load("2022").ranking.measure


def test_lines_are_those_of_the_file_alone(tmp_path):
    """What fails elsewhere, called from it, has the line that called; what never was in it has none."""
    path = tmp_path / "mine.py"
    path.write_text("import json\n\n\ndef f():\n    json.loads('[')\n", encoding="utf-8")
    inner = {}
    exec(compile(path.read_text(), str(path), "exec"), inner)
    with pytest.raises(ValueError, match="Expecting") as caught:
        inner["f"]()
    assert line_of(path, caught.value) == ["line 5"]
    assert line_of(tmp_path / "other.py", caught.value) == []
    with pytest.raises(SyntaxError) as wrong:
        compile("x = 1\ny = (\n", str(path), "exec")
    assert line_of(path, wrong.value) == ["line 2"]
    assert line_of(tmp_path / "other.py", wrong.value) == []


def test_a_folder_named_from_where_one_stands_has_its_lines_too(season, tmp_path, monkeypatch):
    """`--seasons own` is no whole path, and what is raised there names its line all the same."""
    season(BODY)
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setenv("SIM_SEASONS", tmp_path.name)
    line, what, _ = refusal(season("    return {}['x']\n"))
    assert (line, what) == (f"line {LINE}", "score()")


def test_a_line_of_the_program_stays_as_it_is(tmp_path):
    """What is told already is not told again."""
    with pytest.raises(FgcError) as caught, own_code(tmp_path / "a.py", "score()", "a Breakdown"):
        raise FgcError("file", "key", "expected this")
    assert caught.value.parts == ("file", "key", "expected this")
