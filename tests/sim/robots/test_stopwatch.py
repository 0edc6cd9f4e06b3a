"""Robots by a stopwatch: what tries say of times, chances and abilities, and how well that is known.

Means of many tries fail beyond 4.5 of their standard errors: with fresh seeds the 20 or so checks would raise a false
alarm in 2 of 10,000 runs.
"""

from math import log, sqrt

import numpy as np
import pytest
from played import PLAYED

from sim.robots.files import read_robot
from sim.robots.stopwatch import ODDS_OFF, TIME_OFF, abilities_shown, estimates, noise_of, timed
from sim.robots.timed_file import notes, timed_lines
from sim.robots.times_file import Try, timed_rows
from sim.table.game import playable

GAME = playable("fgc_2022")
LIMIT = 4.5
ROWS = {row.name: row for row in timed_rows(GAME)}


def of(found, name):
    """Give the estimate of a row."""
    return next(each for each in found if each.row.name == name)


def same(name, seconds, tries=6, worked=None):
    """Give tries at a row that all take the same time, of which so many worked."""
    worked = tries if worked is None else worked
    return [Try(name, seconds, nth < worked) for nth in range(tries)]


def scattered(name, seconds, tries, worked, seed=1):
    """Give tries at a row with the luck of matches around a median, of which a share works."""
    luck = np.random.default_rng(seed)
    spread = sqrt(noise_of(GAME, ROWS[name]))
    times = seconds * luck.lognormal(0, spread, tries)
    return [Try(name, float(time), bool(luck.random() < worked)) for time in times]


def test_one_row_alone_has_the_closed_form():
    """Without a skill a row leans on nothing but the table: precision is added to precision."""
    row = ROWS["secure at HI"]
    found = of(estimates(GAME, same(row.name, 2.0, tries=6)), row.name)
    of_tries, before = 6 / noise_of(GAME, row), 1 / TIME_OFF**2
    assert found.known.seconds == pytest.approx(1 / sqrt(of_tries + before))
    assert log(found.seconds) == pytest.approx((of_tries * log(2) + before * log(row.seconds)) / (of_tries + before))


@pytest.mark.parametrize(("name", "seconds", "works"), [("grip", 3.0, 0.6), ("store", 9.0, 0.97)])
def test_many_tries_tell_the_truth(name, seconds, works):
    """2,000 tries tell median and chance of any robot, as near as the standard errors say."""
    found = of(estimates(GAME, scattered(name, seconds, 2_000, works)), name)
    assert abs(log(found.seconds / seconds)) < LIMIT * found.known.seconds
    assert abs(log(found.works / (1 - found.works)) - log(works / (1 - works))) < LIMIT * found.known.works
    assert found.known.seconds == pytest.approx(sqrt(noise_of(GAME, ROWS[name]) / 2_000), rel=0.01)
    assert found.known.works == pytest.approx(1 / sqrt(2_000 * works * (1 - works)), rel=0.15)


@pytest.mark.parametrize("tries", [1, 6, 30, 9_998])
def test_tries_that_all_work_are_not_always(tries):
    """However many tries work, one may fail; the more have worked, the less often."""
    found, more = (of(estimates(GAME, same("grip", 6, count)), "grip") for count in (tries, tries + 1))
    assert ROWS["grip"].success < found.works < more.works < 1
    assert more.known.works <= found.known.works + 1e-9


def test_six_of_six_leave_open_what_six_of_six_do():
    """Where six of six worked, a chance of 0.7 is within two standard errors: it does that one time in nine."""
    found = of(estimates(GAME, same("grip", 6)), "grip")
    low = log(found.works / (1 - found.works)) - 2 * found.known.works
    assert 0.4 < 1 / (1 + np.exp(-low)) < 0.7


def test_without_tries_at_chances_little_is_known():
    """A row that was never tried works as the population's robot of that speed, give or take what is assumed."""
    found = of(estimates(GAME, same("leave store", ROWS["leave store"].seconds)), "grip")
    assert found.known.works == pytest.approx(ODDS_OFF, rel=0.01)
    assert found.works == pytest.approx(ROWS["grip"].success, abs=0.01)


def test_what_always_works_does_until_it_fails():
    """`leave store` always works in the table: tries that all work leave it so, one that fails does not."""
    always, failed = (of(estimates(GAME, same("leave store", 2, 6, worked)), "leave store") for worked in (6, 5))
    assert (always.works, always.known.works) == (1, 0)
    assert 0.6 < failed.works < 0.95
    assert failed.known.works > 0


def test_what_was_never_tried_is_guessed_from_the_rest():
    """A robot that is fast at collecting near is fast at collecting far too, and a little at all else; with doubt."""
    fast = estimates(GAME, same("collect near", ROWS["collect near"].seconds / 2))
    far, grip = of(fast, "collect far"), of(fast, "grip")
    assert ROWS["collect far"].seconds / 2 < far.seconds < 0.85 * ROWS["collect far"].seconds
    assert far.seconds / ROWS["collect far"].seconds < grip.seconds / ROWS["grip"].seconds < 1
    assert grip.known.seconds > of(fast, "collect near").known.seconds
    assert far.works > ROWS["collect far"].success
    assert (far.known.tries, far.known.seconds > TIME_OFF) == (0, True)


def test_failures_last_as_long():
    """A failed try's time counts for the median as any other's; without a time it counts for the chance alone."""
    worked, failed = (of(estimates(GAME, same("grip", 4, 6, count)), "grip") for count in (6, 0))
    assert failed.seconds == pytest.approx(worked.seconds)
    untimed = of(estimates(GAME, [*same("grip", 4), Try("grip", None, False)]), "grip")
    assert (untimed.seconds, untimed.known.tries) == (pytest.approx(worked.seconds), 7)
    assert untimed.works < worked.works


def test_only_untimed_failures_can_be_told():
    """Where nobody stopped a time, all times are guessed: those of the median robot."""
    found = of(estimates(GAME, [Try("grip", None, False)] * 3), "grip")
    assert found.seconds == pytest.approx(ROWS["grip"].seconds)
    assert found.works < ROWS["grip"].success


def test_abilities_are_what_tries_show():
    """A try that worked shows an ability, with what it builds on; one that failed or was never made shows none."""
    tries = [*same("climb to MD", 5, 2, worked=1), *same("climb to HI", 5, 6, worked=0)]
    assert abilities_shown(GAME, tries) == ["climb_lo", "climb_md"]
    found = timed(GAME, tries)
    assert found.robot.can == ("climb_lo", "climb_md")
    assert "climb to LO" in found.robot.known
    assert "climb to HI" not in found.robot.known
    said = "\n".join(notes(GAME, found))
    assert "climb_lo: no try shows it, but what you tried builds on it" in said
    assert "climb_hi: no try worked, so the robot cannot do it" in said
    assert "powerhouse: never tried, so the robot cannot do it" in said
    assert "climb_md:" not in said


def test_tries_that_look_too_good_are_remarked_on():
    """No failure where many are usual, and times that hardly differ: both are said, and neither of usual tries."""
    usual = [each for name in ("grip", "store", "collect near") for each in scattered(name, 5, 6, 0.8)]
    good = [
        each._replace(worked=True) for name in ("grip", "store", "climb to LO") for each in scattered(name, 5, 6, 1)
    ]
    alike = [each for name in ("grip", "store", "collect near") for each in same(name, 5.0, 6, 5)]
    said = {name: "\n".join(notes(GAME, timed(GAME, tries))) for name, tries in locals().items()}
    assert [name for name, text in said.items() if "worked; a usual robot fails in about" in text] == ["good"]
    assert [name for name, text in said.items() if "nearly the same time" in text] == ["alike"]
    assert all("in your way" in text for text in said.values())
    assert "All 18 tries worked; a usual robot fails in about 5." in said["good"]


@pytest.mark.parametrize("key", PLAYED)
def test_the_file_is_read_back(key, tmp_path):
    """What is written is a robot file of the season, and says what the tries said, to the digits that are written."""
    game = playable(key)
    made = timed(game, [each for row in timed_rows(game) for each in same(row.name, max(row.seconds, 1), 6, 5)])
    file = tmp_path / "mine.toml"
    file.write_text("\n".join(timed_lines(game, made)), encoding="utf-8")
    robot = read_robot(game, str(file))
    assert robot.can == made.robot.can
    for kind in ("seconds", "works"):
        assert getattr(robot, kind) == pytest.approx(getattr(made.robot, kind), rel=1e-3)
    assert list(robot.known) == list(made.robot.known) == [row.name for row in timed_rows(game)]
    for name, known in robot.known.items():
        assert (known.tries, known.worked) == (6, 5)
        assert known.seconds == pytest.approx(made.robot.known[name].seconds, abs=0.0006)
        assert known.works == pytest.approx(made.robot.known[name].works, abs=0.006)
