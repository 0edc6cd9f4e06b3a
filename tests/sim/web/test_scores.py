"""A season's score that was written down as JavaScript gives what the rules give, or is refused by name."""

import json
import shutil
import subprocess

import numpy as np
import pytest
from matches import as_bytes
from reading import json_lines

import rules
from rules.documents import read, sheet_of
from rules.errors import FgcError
from rules.points import named
from rules.season import entries, with_points
from sim.web.scores import Recorded, Tape, own_points, scripts_of

MANY = 4_000
"""Made-up sheets of a season."""
SEASONS = {key: rules.load(key) for key in rules.keys()}
ASKS = """
const { season, phase, points, sheets } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const { ranking, playoff = ranking } = FORMULAS[season];
const score = phase === "playoff" ? playoff : ranking;
function said(sheet) {
  try {
    return score(sheet, points);
  } catch (error) {
    return error.name;
  }
}
process.stdout.write(JSON.stringify(sheets.map(said)));
"""
every_season = pytest.mark.parametrize("season", SEASONS.values(), ids=SEASONS)


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """Score sheets by what is written down for all seasons; or skip the test and say that there is no node."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed: no score was worked out elsewhere")
    script = tmp_path_factory.mktemp("scores") / "scores.js"
    script.write_text(scripts_of(SEASONS) + ASKS, encoding="utf-8")

    def ask(season, sheet, phase="ranking"):
        asked = {"season": season.key, "phase": phase, "points": own_points(season), "sheets": rows(sheet)}
        done = subprocess.run([program, script], input=json.dumps(asked), capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return ask


def rows(sheet):
    """Give the numbers of each sheet in a row."""
    arrays = [np.asarray(getattr(sheet, name)) for name in entries(type(sheet))]
    return np.concatenate([array.reshape(len(array), -1) for array in arrays], axis=1).tolist()


def told(season, sheet, phase="ranking"):
    """Give what the rules make of sheets: parts, totals, and what is ranked by."""
    breakdown = season.score(sheet, phase)
    parts = np.array(list(breakdown.parts.values())).transpose(1, 0, 2).tolist()
    measure = season.phase(phase).measure(sheet, breakdown).tolist()
    return [list(each) for each in zip(parts, breakdown.total.tolist(), measure, strict=True)]


PHASES = [
    pytest.param(season, phase, id=f"{key} {phase}")
    for key, season in SEASONS.items()
    for phase in ("ranking", "playoff")
    if phase == "ranking" or season.phase(phase).score is not season.ranking.score
]
"""Every way in which a season scores."""


def drawn(season, random, sizes, count=MANY):
    """Draw sheets whose entries have some of these most."""
    arrays = {}
    for name, entry in entries(season.sheet).items():
        shape = (count, *map(len, entry.axes.values()))
        most = np.minimum(random.choice([*sizes, entry.most], shape), entry.most)
        arrays[name] = random.integers(0, most, endpoint=True)
    return season.sheet(**arrays)


def elsewhere(season, random):
    """Change every point value by some steps of what can be held."""
    known = named(season.points)
    steps = {name: int(random.integers(-9, 10)) / each.worth.unit for name, each in known.items()}
    return with_points(
        season,
        {name: max(-each.worth.most, min(each.worth.most, each.value + steps[name])) for name, each in known.items()},
    )


@pytest.mark.parametrize(("season", "phase"), PHASES)
def test_sheets_of_any_size_score_alike(scored, season, phase):
    """Few pieces, many, and the most that can be written down; by the season's own points and by others."""
    random = np.random.default_rng(3)
    for points in (season, elsewhere(season, random)):
        sheet = drawn(points, random, [1, 4, 30, 300])
        assert scored(points, sheet, phase) == told(points, sheet, phase)


def test_all_pieces_of_a_playoff_score_alike(scored):
    """The phases of a season that scores them otherwise differ there as they do here."""
    others = [each for each in SEASONS.values() if each.phase("playoff").score is not each.ranking.score]
    assert others
    for season in others:
        sheet = drawn(season, np.random.default_rng(4), [14, 20])
        assert told(season, sheet) != told(season, sheet, "playoff")
        assert scored(season, sheet, "playoff") == told(season, sheet, "playoff")


@every_season
def test_no_digit_is_lost_in_silence(scored, season):
    """With every point value at its most, a score is the rules', or is refused for a browser cannot hold it."""
    random = np.random.default_rng(5)
    large = with_points(season, {name: each.worth.most for name, each in named(season.points).items()})
    sheet = drawn(large, random, [9_999], 500)
    for found, right in zip(scored(large, sheet), told(large, sheet), strict=True):
        assert found in (right, "RangeError")


@every_season
def test_official_documents_score_alike(scored, vectors, season):
    """Every official document of the season scores what the event software gave it."""
    path = vectors(f"scores-{season.key.removeprefix('fgc_')}.jsonl")
    lines = json_lines(path.read_text(encoding="utf-8"))
    sheet = sheet_of(read(as_bytes([line["match"] for line in lines]), season), season)
    official = [[score for name, score in each["expected"].items() if "core" in name] for each in lines]
    found = scored(season, sheet)
    assert [totals for _, totals, _ in found] == official
    assert found == told(season, sheet)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("sqrt", lambda x: np.sqrt(x)),
        ("divide", lambda x: x / 2),
        ("float64", lambda x: 0.5 + x),
        ("add", lambda x: np.add(x, 1, dtype=float)),
        ("add", lambda x: np.add.reduce(x)),
        ("bitwise_and", lambda x: x & 6),
        ("stack", lambda x: np.stack([x, x])),
        ("copy", lambda x: np.asarray(x)),
        ("place", lambda x: [1, 2][x]),
        ("choice", lambda x: 1 if x > 3 else 2),
        ("loop", lambda x: list(x)),
        ("astype", lambda x: x.astype(int)),
        (r"\[0\]", lambda x: x[0]),
        ("axis=0", lambda x: x.sum(axis=0)),
    ],
)
def test_what_cannot_be_written_down_is_named(name, act):
    """What the list does not know, and whatever looks at a value or at the matches' own axis, is refused."""
    with pytest.raises(FgcError, match=name):
        act(Recorded(Tape(), np.array(["s[0]", "s[1]"], dtype=object)))


def test_what_is_true_or_not_adds_up_as_numpy_has_it():
    """Two truths added are a truth; the sum of truths along an axis counts them."""
    tape = Tape()
    one = Recorded(tape, np.array(["s[0]", "s[1]"], dtype=object)) > 2
    both, many = one + one[..., ::-1], one.sum(axis=-1)
    lines = {name: line for line, name in tape.lines.items()}
    assert [lines[each] for each in both.nodes] == ["v0 | v1", "v1 | v0"]
    assert lines[many.nodes.item()] == "w(v0 + v1)"
