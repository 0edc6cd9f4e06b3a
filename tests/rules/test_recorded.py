"""Every season's score is a record of a few operations: written down once, replayed, it scores the same."""

import numpy as np
import pytest
from recorded import NotRecordedError, Recorded, given, replayed
from strategies import own_axes

import rules
from rules.points import named
from rules.season import entries, point_values, with_points

MATCHES = 4_000
SEASONS = [rules.load(key) for key in rules.keys()]
every_season = pytest.mark.parametrize("season", SEASONS, ids=lambda season: season.key)
every_phase = pytest.mark.parametrize("phase", ["ranking", "playoff"])
ONE = given("x")


def drawn(season, random, matches=MATCHES):
    """Draw legal sheets: each entry of each match has few, many, or the most that can be written down."""
    columns = {}
    for name, entry in entries(season.sheet).items():
        shape = (matches, *own_axes(entry))
        most = np.minimum(random.choice([1, 4, 30, 300, entry.most], shape), entry.most)
        columns[name] = random.integers(0, most, endpoint=True)
    return season.sheet(**columns)


def corners(season, random, matches):
    """Draw sheets of nothing and the most that can be written down."""
    return season.sheet(
        **{
            name: entry.most * random.integers(0, 2, (matches, *own_axes(entry)))
            for name, entry in entries(season.sheet).items()
        }
    )


def recorded(season, phase):
    """Score a sheet of arrays that are not there yet: parts and total by name."""
    sheet = season.sheet(**{name: given(name) for name in entries(season.sheet)})
    breakdown = season.phase(phase).score(sheet, season.points)
    return {**breakdown.parts, "total": breakdown.total}


def scored(season, sheet, phase):
    """Score real sheets: parts and total by name."""
    breakdown = season.score(sheet, phase)
    return {**breakdown.parts, "total": breakdown.total}


def elsewhere(season, random):
    """Change every point value to another that can be held: some steps more or fewer."""
    steps = {name: random.integers(-9, 10) / each.worth.unit for name, each in named(season.points).items()}
    most = {name: each.worth.most for name, each in named(season.points).items()}
    return with_points(
        season, {name: max(-most[name], min(most[name], steps[name] + value)) for name, value in known(season)}
    )


def known(season):
    """Give names and values of the point values."""
    return point_values(season).items()


@every_season
@every_phase
@pytest.mark.parametrize("turned", [False, True], ids=["as they are", "values changed"])
def test_a_recorded_score_replays_exactly(season, phase, turned):
    """Scored once as a record, every part and total of thousands of random sheets is what scoring them gives."""
    random = np.random.default_rng(7)
    season = elsewhere(season, random) if turned else season
    record, sheet = recorded(season, phase), drawn(season, random)
    for name, points in scored(season, sheet, phase).items():
        again = np.broadcast_to(replayed(record[name], vars(sheet)), points.shape)
        np.testing.assert_array_equal(again, points, strict=True)
    assert isinstance(record["total"], Recorded)


@every_season
@every_phase
def test_no_score_leaves_64_bits(season, phase):
    """With every entry nothing or at its most, and every value at its most or its least, int64 is exact."""
    random = np.random.default_rng(8)
    for _ in range(5):
        most = {name: each.worth.most * int(random.choice([-1, 1])) for name, each in named(season.points).items()}
        season = with_points(season, most)
        record, sheet = recorded(season, phase), corners(season, random, 60)
        whole = {name: array.astype(object) for name, array in vars(sheet).items()}
        for name, points in scored(season, sheet, phase).items():
            exact = np.broadcast_to(replayed(record[name], whole, exact=True), points.shape)
            assert exact.tolist() == points.tolist()


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("sqrt", lambda x: np.sqrt(x)),
        ("power", lambda x: x**2),
        ("true_divide|divide", lambda x: x / 2),
        ("add", lambda x: np.add(x, 1, dtype=float)),
        ("add", lambda x: np.add.reduce(x)),
        ("stack", lambda x: np.stack([x, x])),
        ("array", lambda x: np.asarray(x)),
        ("index|array", lambda x: np.array([1, 2])[x]),
        ("index", lambda x: [1, 2][x]),
        ("bool", lambda x: 1 if x > 3 else 2),
        ("iter", lambda x: list(x)),
        ("astype", lambda x: x.astype(int)),
        ("shape", lambda x: x.shape),
        (r"\[0\]", lambda x: x[0]),
    ],
)
def test_what_cannot_be_recorded_is_named(name, act):
    """An operation that the record does not know, and whatever looks at a value, is an error by its name."""
    with pytest.raises(NotRecordedError, match=rf"^({name})$"):
        act(ONE)


def test_a_record_is_what_was_done():
    """An expression written down is done with the arrays that are given then."""
    record = np.where(ONE[..., None] > given("y"), 2 * ONE.sum(axis=-1), -np.choose(ONE.min(axis=0), (5, 6, 7)))
    x, y = np.array([1, 2]), np.array([1, 1])
    np.testing.assert_array_equal(replayed(record, {"x": x, "y": y}), [[-6, -6], [6, 6]])
