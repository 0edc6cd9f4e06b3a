"""Point values of one's own: texts and files that say them, and every mistake in them as one line."""

import pytest

from rules.errors import FgcError
from sim.play.request import repointed, run_request
from sim.robots.points_file import read_points
from sim.table.game import playable

GAME = playable("fgc_2026")


@pytest.fixture
def written(tmp_path):
    """Write a file of point values and give its path."""

    def write(text, season="2026"):
        path = tmp_path / "points.toml"
        path.write_text(f'season = "{season}"\n{text}', encoding="utf-8")
        return str(path)

    return write


def test_texts_and_files_say_the_same(written):
    """A table, texts and a file, names with a dot as a key or as a table, give the same values."""
    wanted = {"partner_climb": 50, "brace.3": 0.4}
    file = written('doc = "what if"\n[points]\npartner_climb = 50\n"brace.3" = 0.4\n')
    assert read_points(GAME, wanted) == wanted
    assert read_points(GAME, ["partner_climb=50", "brace.3 = 0.4"]) == wanted
    assert read_points(GAME, file) == wanted
    assert read_points(GAME, written("[points]\npartner_climb = 50\nbrace.3 = 0.4\n")) == wanted
    assert read_points(GAME, [written("[points]\nbrace.3 = 0.4\n"), "partner_climb=50"]) == wanted


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["partner_clim=1"], "partner_clim: expected the name of a point value; did you mean partner_climb?"),
        (["partner_climb=much"], "partner_climb: expected a number, found 'much'"),
        (["partner_climb="], "partner_climb: expected a number, found ''"),
        (["partner_climb=nan"], "partner_climb: expected a number from -9,999 to 9,999, found nan"),
        (["brace.1=0.01"], "brace.1: expected a multiple of 1/20, found 0.01"),
        (["brace.1=2"], "brace.1: expected a number from -1 to 1, found 2.0"),
        (["knockdown=1", "knockdown=1"], "knockdown: expected it once, found it twice"),
        (["knockdown"], "expected NAME=VALUE, or a file (.toml), found 'knockdown'"),
        (["=5"], ": expected the name of a point value; `sim rules` lists them"),
    ],
    ids=str,
)
def test_a_wrong_text_is_one_line(texts, expected):
    """The line says the option, the value, what was expected and the nearest name."""
    with pytest.raises(FgcError) as caught:
        read_points(GAME, texts)
    assert str(caught.value) == f"--points: {expected}"


@pytest.mark.parametrize(
    ("text", "season", "expected"),
    [
        (
            "[points]\nknockdow = 1\n",
            "2026",
            "[points]: knockdow: expected the name of a point value; did you mean kn",
        ),
        ("[points]\nknockdown = '1'\n", "2026", "[points]: knockdown: expected a number, found '1'"),
        ("[points]\nknockdown = true\n", "2026", "[points]: knockdown: expected a number, found True"),
        ("[points]\nsuppression = 0.1\n", "2026", "[points]: suppression: expected a whole number, found 0.1"),
        ("[points]\nbrace.1 = 0.1\n'brace.1' = 0.1\n", "2026", "points.brace.1: expected it once, found it twice"),
        ("[points]\nknockdown = 1\n", "2022", "season: expected 2026, the season of the run, found '2022'"),
        ("[points]\n", "2026", "points: expected at least one, found none"),
        ("", "2026", "points: expected this key, found none"),
        ("name = 'x'\n", "2026", "expected a points file, found a robot file"),
        ("[point]\nknockdown = 1\n", "2026", "point: expected no key of this name; did you mean points?"),
    ],
    ids=str,
)
def test_a_wrong_file_is_one_line(written, text, season, expected):
    """The line says the file, the table, the value and what was expected."""
    file = written(text, season)
    with pytest.raises(FgcError) as caught:
        read_points(GAME, file)
    assert str(caught.value).startswith(f"{file}: {expected}")


def test_a_value_in_a_file_and_beside_it_is_refused(written):
    """Which of both is meant nobody knows."""
    with pytest.raises(FgcError, match="--points: knockdown: expected it once, found it twice"):
        read_points(GAME, [written("[points]\nknockdown = 1\n"), "knockdown=2"])


def told_of(request):
    """Give what a request asks for, and the rules and the table that it plays by."""
    return request.manifest, request.game.rules, request.game.model


def test_official_values_are_no_change():
    """Who asks for the official values asks for nothing; the last of two changes holds."""
    own = run_request("2026")
    assert repointed(own, None) is own
    assert told_of(repointed(own, {"partner_climb": 25, "brace.3": 0.2})) == told_of(own)
    changed = repointed(own, {"partner_climb": 50, "knockdown": 0})
    assert repointed(changed, ["partner_climb=25"]).points == {"knockdown": 0}
    assert told_of(repointed(changed, {"partner_climb": 25, "knockdown": 10})) == told_of(own)
