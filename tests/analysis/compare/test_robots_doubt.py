"""What a stopwatch's tries leave open of a comparison: the arithmetic, and what compare says of it."""

import json
from math import hypot, sqrt

import numpy as np
import pytest
from scipy.stats import t as student
from team_files import written

from analysis.compare.robots_doubt import LEFT_OUT, ROBOTS, distances, holding, wider
from analysis.compare.verdicts import in_english
from analysis.words import english
from sim import compare

LATE, EARLY, NEVER = "collect and climb late", "climb together early", "collect all match"
ROBOT = 'name = "mine"\n[seconds]\ngrip = 5\nstore = 4\n[works]\nstore = 0.9\n'
KNOWN = "[known]\ngrip = {{seconds = {0}}}\nstore = {{seconds = {0}, works = {0}, tries = 6, worked = 6}}\n"
FILES = {
    "plain": ROBOT,
    "sure": ROBOT + KNOWN.format(0),
    "open": ROBOT + KNOWN.format(0.4),
    "other": ROBOT.replace("mine", "other"),
}
ASKED = {"matches": 60, "seed": 4}
LIMIT = 4.5
"""Standard errors: beyond it fails, a false alarm in 1 of 100,000 fresh runs."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write robots that are known not at all, for sure, and badly."""
    return written(tmp_path_factory.mktemp("robots"), FILES)


@pytest.fixture(scope="module")
def found(folder):
    """Compare three plans of a robot that is badly known."""
    return compare("2022", [LATE, EARLY, NEVER], folder / "open.toml", **ASKED)


@pytest.mark.parametrize("shift", [0, 2])
def test_the_inner_luck_is_taken_out(shift):
    """Of robots that differ by 3, wherever their mean lies, a variance of 9 is found, on average over 2,000.

    Matches differ by 10, and luck by 12: left in, its 12^2 / 50 would add 3 and more.
    """
    luck = np.random.default_rng(5)
    found = []
    for _ in range(2_000):
        robots = shift + 3 * luck.standard_normal((40, 1))
        values = robots + 10 * luck.standard_normal((1, 50)) + 12 * luck.standard_normal((40, 50))
        found.append(distances(values).var(ddof=1))
    assert abs(np.mean(found) - 9) < LIMIT * np.std(found) / sqrt(2_000)


def test_robots_that_do_not_differ_have_no_doubt():
    """The same values of every robot, and luck alone that is no wider than it should be, leave nothing."""
    same = np.tile(np.arange(30.0), (40, 1))
    assert not distances(same).any()
    assert not distances(same + np.where(np.add.outer(np.arange(40), np.arange(30)) % 2, 1, -1)).any()


def test_the_interval_has_both_doubts_and_leans_as_robots_do():
    """Halves add up as standard errors do, and each end is that of the robots that are worse or better."""
    values = np.append(np.zeros(75), np.arange(1, 5.0))[:, None] + np.zeros(30)
    found = wider(7.0, 3.0, 12, values)
    off, luck = values[:, 0] - values.mean(), 3 * student.ppf(0.975, 11)
    assert (found.mean, found.luck, found.robot) == (7, 3, pytest.approx(off.std(ddof=1)))
    low, high = 7 - hypot(luck, off[0]), 7 + hypot(luck, off[77])  # of 79 robots two lie beyond each end
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert wider(7.0, None, 1, values).low is None


def test_robots_are_counted_around_the_file_s_own():
    """Of robots 3, 1, -1 and -3 off three are ahead where the file's is ahead by 2, wherever their mean lies."""
    off = np.array([3.0, 1.0, -1.0, -3.0])[:, None, None]
    for mean in (0, -50):
        values = np.concatenate([off + mean + np.zeros((4, 1, 5)), np.zeros((4, 1, 5))], axis=1)
        assert holding(values, [102.0, 100.0], 0) == 3
        assert holding(values, [96.0, 100.0], 1) == 4


def test_a_robot_that_says_nothing_changes_nothing(folder):
    """Without `[known]` there is no such doubt, and the document has no word of it; with it all else is the same."""
    plain, opened = (compare("2022", [LATE, EARLY], folder / f"{name}.toml", **ASKED) for name in ("plain", "open"))
    assert (plain.robots, plain.in_robots) == (None, "")
    document = opened.document()
    assert document.pop("robots")["robots"] == ROBOTS
    assert document.pop("in_robots") == opened.in_robots
    assert json.dumps(document) == json.dumps(plain.document())


def test_a_robot_that_is_known_for_sure_leaves_luck_alone(folder):
    """All robots that its tries allow are the same: the interval is luck's."""
    found = compare("2022", [LATE, EARLY], folder / "sure.toml", **ASKED)
    (gain,) = found.robots.gains.values()
    assert gain.robot == 0
    assert gain.luck == found.found.pairs[0].difference.error
    assert gain.high - gain.mean == pytest.approx(student.ppf(0.975, ASKED["matches"] - 1) * gain.luck)
    assert found.robots.holds == ROBOTS


def test_the_doubt_is_told(found):
    """It is of the best plan and of all others, wider than luck's, and as likely to hold as robots say."""
    doubt = found.robots
    assert (doubt.robots, doubt.matches, doubt.best) == (ROBOTS, 60, found.best)
    assert set(doubt.plans) == {LATE, EARLY, NEVER}
    assert set(doubt.gains) == {LATE, EARLY, NEVER} - {found.best}
    for name, each in doubt.plans.items():
        assert each.mean == next(plan.measure.mean for plan in found.found.plans if plan.name == name)
        assert each.low < each.mean - 2 * each.luck
        assert each.robot > 1
    rival = min(doubt.gains, key=lambda name: doubt.gains[name].mean)
    said = in_english(doubt.said("points"))
    assert f"Your tries leave the robot open: {found.best} minus {rival} is " in said
    assert f"is the best with {doubt.holds} of {ROBOTS} robots as far off as your tries allow." in said


def test_it_is_the_same_however_many_work_at_once(folder, found):
    """One job or two at a time, the same robots and the same figures."""
    alone = compare("2022", [LATE, EARLY, NEVER], folder / "open.toml", jobs=1, **ASKED)
    assert alone.robots == found.robots


def test_robots_of_different_files_have_no_such_doubt(folder):
    """It is for plans of one robot; between robots nothing is told, and that is said; so is what was left out."""
    found = compare("2022", LATE, [folder / "open.toml", folder / "other.toml"], **ASKED)
    assert found.robots is None
    assert "(mine)" in found.in_robots
    assert "is not counted here" in found.in_robots
    quick = compare("2022", [LATE, EARLY], folder / "open.toml", quick=True, **ASKED)
    assert (quick.robots, quick.in_robots) == (None, english(LEFT_OUT))


def test_one_match_tells_no_interval(folder):
    """Then nothing is said of it."""
    found = compare("2022", [LATE, EARLY], folder / "open.toml", matches=1)
    assert found.robots.said("points") == []
