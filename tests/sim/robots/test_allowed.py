"""Robots that a file's tries allow: keyed, as far off as `[known]` says, and not further.

Spreads are held against 4,000 draws within 4.5 standard errors: a false alarm in fewer than 1 of 10,000 fresh runs.
"""

from math import sqrt

import numpy as np
import pytest
from refused import assert_refused
from team_files import written

from sim.robots.allowed import robots_allowed
from sim.robots.files import read_robot
from sim.table.game import playable
from sim.table.language import MATCH_SECONDS, SHORTEST, Known, Robot

GAME = playable("fgc_2022")
COUNT, LIMIT = 4_000, 4.5
ROBOT = Robot(
    season=GAME.key,
    name="mine",
    seconds={"grip": 5.0, "store": 4.0, "leave store": 2.0},
    works={"grip": 0.8, "store": 0.9},
    known={"grip": Known(seconds=0.2, works=0.7), "leave store": Known(seconds=0.1, tries=6, worked=6)},
)


def test_the_same_seed_allows_the_same_robots():
    """Robots depend on the seed and their number alone, not on how many are drawn or which other rows are known."""
    few, many, other = (robots_allowed(GAME, ROBOT, count, seed) for count, seed in ((3, 1), (5, 1), (3, 2)))
    assert many[:3] == few != other
    assert len({robot.seconds["grip"] for robot in many}) == 5
    alone = robots_allowed(GAME, ROBOT.model_copy(update={"known": {"grip": ROBOT.known["grip"]}}), 3, 1)
    assert [robot.seconds["grip"] for robot in alone] == [robot.seconds["grip"] for robot in few]


def test_they_lie_as_far_off_as_is_known():
    """Logs of times and log odds of chances are normal around the file's, each for itself."""
    robots = robots_allowed(GAME, ROBOT, COUNT, 7)
    odds = np.array([robot.works["grip"] for robot in robots])
    found = {
        0.2: np.log([robot.seconds["grip"] / 5 for robot in robots]),
        0.7: np.log(odds / (1 - odds)) - np.log(0.8 / 0.2),
        0.1: np.log([robot.seconds["leave store"] / 2 for robot in robots]),
    }
    for sigma, values in found.items():
        assert abs(values.mean()) < LIMIT * sigma / sqrt(COUNT)
        assert abs(values.std() - sigma) < LIMIT * sigma / sqrt(2 * COUNT)
    apart = np.corrcoef(list(found.values()))[np.triu_indices(3, 1)]
    assert abs(apart).max() < LIMIT / sqrt(COUNT)


def test_what_is_not_named_stays():
    """Rows without a doubt, names, abilities and all else are the file's."""
    for robot in robots_allowed(GAME, ROBOT, 3, 1):
        assert (robot.seconds["store"], robot.works["store"]) == (4.0, 0.9)
        assert robot.model_copy(update={"seconds": ROBOT.seconds, "works": ROBOT.works}) == ROBOT


def test_no_robot_is_drawn_that_cannot_be():
    """However wide the doubt: times stay above nothing and within a match, chances within 0 and 1."""
    wild = Known(seconds=5, works=5)
    robot = ROBOT.model_copy(update={"works": {"grip": 0.8, "store": 1.0}, "known": {"grip": wild, "store": wild}})
    robots = robots_allowed(GAME, robot, 300, 1)
    times = [each.seconds[row] for each in robots for row in robot.known]
    assert min(times) == SHORTEST
    assert max(times) == MATCH_SECONDS
    assert all(0 < each.works["grip"] < 1 and each.works["store"] == 1 for each in robots)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("gripp = {seconds = 0.1}", "did you mean grip?"),
        ("grip = {seconds = 0.1, tries = 3, worked = 4}", "expected at most as many worked as tries, 3, found 4"),
        ("grip = {second = 0.1}", "did you mean seconds?"),
        ("grip = {seconds = -0.1}", "greater than or equal to 0"),
        ("grip = {seconds = 6}", "less than or equal to 5"),
        ("grip = 0.1", "expected a table"),
        ("store = {seconds = 0.1}", "[known]: store: expected this row in [seconds] too"),
        ("grip = {works = 0.1}", "[known]: grip: expected this row in [works] too"),
    ],
)
def test_what_cannot_be_known_is_refused(known, expected, tmp_path):
    """Names, ranges, and a doubt around a number that the file does not have: one line each."""
    folder = written(tmp_path, {"mine": f'name = "mine"\n[seconds]\ngrip = 5\n[known]\n{known}\n'})
    assert_refused(read_robot, GAME, folder / "mine.toml", expected)
