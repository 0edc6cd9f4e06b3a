"""What a stopwatch's tries leave open of a comparison: the arithmetic, and what compare says of it."""

import json
from math import sqrt

import numpy as np
import pytest
from scipy.stats import t as student
from team_files import written

from analysis.compare.robots_doubt import LEFT_OUT, ROBOTS, distance, holding, wider
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
    """Of robots that differ by 3, and lie off by a shift, 9 and the shift's square are found, on average over 2,000.

    Matches differ by 10, and luck by 12: left in, its 12^2 / 50 would add 3 and more.
    """
    luck = np.random.default_rng(5)
    off, found = np.r_[0, np.full(40, shift)][:, None], []
    for _ in range(2_000):
        robots = off + np.r_[np.zeros((1, 1)), 3 * luck.standard_normal((40, 1))]
        values = robots + 10 * luck.standard_normal((1, 50)) + 12 * luck.standard_normal((41, 50))
        found.append(distance(values) ** 2)
    assert abs(np.mean(found) - 9 - shift**2) < LIMIT * np.std(found) / sqrt(2_000)


def test_robots_that_do_not_differ_have_no_doubt():
    """The same values of every robot, and luck alone that is no wider than it should be, leave nothing."""
    same = np.tile(np.arange(30.0), (41, 1))
    assert distance(same) == 0
    assert distance(same + np.where(np.add.outer(np.arange(41), np.arange(30)) % 2, 1, -1)) == 0


def test_the_interval_has_both_doubts():
    """Variances add up, and the interval is Student's with a degree of freedom less than robots that are allowed."""
    values = np.r_[10.0, np.arange(40.0)][:, None] + np.zeros(30)
    found = wider(7.0, 3.0, values)
    between = np.arange(40).var(ddof=1)
    robot = sqrt(between + 9.5**2 - between / 40)  # the mean of 40 robots is known no better
    half = student.ppf(0.975, 39) * sqrt(9 + robot**2)
    assert (found.mean, found.luck, found.robot) == (7, 3, pytest.approx(robot))
    assert (found.low, found.high) == (pytest.approx(7 - half), pytest.approx(7 + half))
    assert wider(7.0, None, values).low is None


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
    """All robots that its tries allow are the same: only Student's quantile differs from the usual interval."""
    found = compare("2022", [LATE, EARLY], folder / "sure.toml", **ASKED)
    (gain,) = found.robots.gains.values()
    assert gain.robot == 0
    assert gain.luck == found.found.pairs[0].difference.error
    assert gain.high - gain.mean == pytest.approx(student.ppf(0.975, ROBOTS - 1) * gain.luck)
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
    assert f"is the best with {doubt.holds} of 40 robots as far off as your tries allow." in said


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
