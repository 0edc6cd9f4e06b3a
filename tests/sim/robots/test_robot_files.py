"""Robot files: their numbers are the robot's at its station, and nothing else changes.

Checks of means fail beyond 4.5 standard errors of 4,000 matches: with a fresh seed these 20 or so raise a false alarm
in 2 of 10,000 runs.
"""

from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
from played import PLAYED
from refused import assert_refused

from sim import simulate
from sim.play.request import run_request
from sim.robots.drawn import NO_PLAYBOOK
from sim.robots.files import read_robot
from sim.robots.starters import robot_lines
from sim.table.agents import BUZZER
from sim.table.game import playable, playbooks_by

LIMIT, MATCHES = 4.5, 4_000
GAME = playable("fgc_2022")
POPULATION = GAME.robots
ROWS = {action.name: i for i, action in enumerate(GAME.actions)}
HEAD = 'season = "2022"\nname = "mine"\n'
MINE = f"""{HEAD}percentile = 80
can = ["climb_lo", "climb_md"]
room = 7
no_show = 0.2
breaks = 0.3
fouls = {{minor = 2, major = 0.5}}
[seconds]
grip = 4.0
store = 7.5
"collect near" = 3.0
[works]
grip = 0.6
store = 1
"""
SECONDS = {"grip": 4.0, "store": 7.5, "collect near": 3.0}


def drawn(folder, robots, text=MINE):
    """Draw the robots of matches in which these robots stand at red's stations; `mine.toml` says what is given."""
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    (folder / "red.toml").write_text(f'season = "2022"\nrobots = {robots}\n', encoding="utf-8")
    return run_request("fgc_2022", red=folder / "red.toml").robots(0, MATCHES)


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """Draw the robots of matches with the robot of the file at red 1."""
    return drawn(tmp_path_factory.mktemp("mine"), ["mine.toml", "draw", "draw"])


@pytest.fixture(scope="module")
def percentiles(tmp_path_factory):
    """Draw p10, p50 and p90 at red 1, 2 and 3, and let each of them stand at red 1 once."""
    folder = tmp_path_factory.mktemp("percentiles")
    return [drawn(folder, [name, "draw", "draw"]) for name in ("p10", "p50", "p90")]


def speeds(robots, row, seconds):
    """Give by how much faster than these seconds the robot at red 1 is, as a logarithm."""
    return -np.log(robots.median[:, 0, ROWS[row]] / (1_000 * seconds))


def assert_mean(values, mean, sd):
    """Fail where the mean of independent values with this standard deviation is too far off."""
    assert abs(np.mean(values) - mean) < LIMIT * sd / np.sqrt(len(values))


@pytest.mark.parametrize("season", PLAYED)
def test_the_written_robot_is_the_median_robot(tmp_path, season):
    """A line-up with the robot that `sim robot` writes plays, to the last bit, the matches of one with p50."""
    (tmp_path / "mine.toml").write_text("\n".join(robot_lines(playable(season))), encoding="utf-8")
    runs = []
    for name in ("p50", "mine.toml"):
        (tmp_path / f"{name}.line").write_text(f'season = "{season}"\nrobots = ["{name}", "draw", "{name}"]\n')
        runs.append(simulate(season, 400, seed=3, red=tmp_path / f"{name}.line").frame())
    assert runs[0].equals(runs[1])
    assert not runs[0].equals(simulate(season, 400, seed=3).frame())


def test_seconds_are_the_median_of_a_usual_match(mine):
    """The seconds of the file are the median at form 0, whatever its percentile; the form is common to all rows."""
    form = speeds(mine, "grip", SECONDS["grip"])
    assert_mean(form, 0, POPULATION.form)
    assert_mean((form - form.mean()) ** 2, POPULATION.form**2, np.sqrt(2) * POPULATION.form**2)
    for row, seconds in SECONDS.items():
        assert np.allclose(speeds(mine, row, seconds), form, atol=1e-3)


def test_the_form_is_that_of_the_station(mine, percentiles):
    """The robot of a file has the same good and bad days as any other robot that stands there."""
    form = speeds(percentiles[1], "grip", GAME.actions[ROWS["grip"]].seconds)
    assert np.allclose(form, speeds(mine, "grip", SECONDS["grip"]), atol=1e-3)


def test_own_seconds_know_no_percentile(tmp_path, mine):
    """A row with seconds of its own is as quick in a robot of the 80th percentile as in the median one."""
    median = drawn(tmp_path, ["mine.toml", "draw", "draw"], MINE.replace("80", "50"))
    for row in SECONDS:
        assert np.abs(median.median[:, 0, ROWS[row]] - mine.median[:, 0, ROWS[row]]).max() <= 1
    near = np.abs(median.threshold[:, 0, ROWS["grip"]] - mine.threshold[:, 0, ROWS["grip"]]).max()
    assert near <= 2
    assert (median.median[:, 0, ROWS["leave store"]] > mine.median[:, 0, ROWS["leave store"]]).all()


def test_works_is_the_chance_of_a_usual_match(mine):
    """The chance of the file is that at form 0, and the form shifts its odds; 1 is always."""
    odds = 0.6 / 0.4 * np.exp(POPULATION.reliability * speeds(mine, "grip", SECONDS["grip"]))
    assert np.allclose(mine.threshold[:, 0, ROWS["grip"]] / 2**32, odds / (1 + odds), atol=1e-4)
    assert (mine.threshold[:, 0, ROWS["store"]] == 2**32).all()


def test_neither_talent_nor_growth(mine):
    """The talent of the robot is its percentile's in every match, and it is no faster late in the event."""
    assert np.allclose(mine.talent[:, 0], POPULATION.talent * NormalDist().inv_cdf(0.8))
    form = speeds(mine, "grip", SECONDS["grip"])
    assert abs(np.corrcoef(form, mine.phase)[0, 1]) * np.sqrt(MATCHES) < LIMIT
    others = np.log(mine.median[:, 1:, ROWS["grip"]]).mean(axis=1)
    assert np.corrcoef(-others, mine.phase)[0, 1] * np.sqrt(MATCHES) > LIMIT


def test_abilities_and_room_are_those_of_the_file(mine):
    """In every match it can do what the file says and nothing else, and carries as much."""
    assert (mine.able[:, 0] == [True, True, False, False, True]).all()
    assert (mine.opens[:, 0, ROWS["climb to HI"]] == BUZZER).all()
    assert (mine.room[:, 0] == 7).all()
    assert (mine.room[:, 1:] != 7).any()


def test_no_shows_breakdowns_and_fouls_are_those_of_the_file(mine):
    """It stays away, breaks down and fouls as often as the file says."""
    away = mine.playbook[:, 0] == NO_PLAYBOOK
    assert_mean(away, 0.2, np.sqrt(0.2 * 0.8))
    assert_mean(mine.breaks[:, 0] < BUZZER, 0.3, np.sqrt(0.3 * 0.7))
    for kind, mean in enumerate((2, 0.5)):
        assert_mean(mine.fouls[~away, 0, kind], mean, np.sqrt(mean))


@pytest.mark.parametrize("share", [0, 1])
def test_never_and_always(tmp_path, share):
    """A share of 0 never happens, and one of 1 in every match."""
    text = f"{HEAD}no_show = {1 - share}\nbreaks = {share}\nfouls = {{minor = 0}}\n"
    robots = drawn(tmp_path, ["draw", "mine.toml", "draw"], text)
    assert ((robots.playbook[:, 1] == NO_PLAYBOOK) == 1 - share).all()
    assert ((robots.breaks[:, 1] < BUZZER) == share).all()
    assert not robots.fouls[:, 1].any()


def test_other_stations_stay_as_they_were(mine):
    """Everything that is drawn for the other five robots is that of a plain run, bit for bit."""
    plain = run_request("fgc_2022").robots(0, MATCHES)
    for name in ("median", "threshold", "opens", "breaks", "room", "fouls", "card", "talent", "able"):
        assert np.array_equal(getattr(mine, name)[:, 1:], getattr(plain, name)[:, 1:]), name
        assert name == "card" or not np.array_equal(getattr(mine, name)[:, 0], getattr(plain, name)[:, 0]), name
    assert np.array_equal(mine.playbook[:, 1:6], plain.playbook[:, 1:6])
    assert np.array_equal(mine.phase, plain.phase)


def test_percentiles_are_ordered(percentiles):
    """In every match p90 is quicker than p50 and fails less, and so is p50 than p10, at every row with a skill."""
    rows = [place for place, action in enumerate(GAME.actions) if action.skill]
    for slow, quick in pairwise(percentiles):
        assert (slow.median[:, 0, rows] > quick.median[:, 0, rows]).all()
        assert (slow.threshold[:, 0, rows] <= quick.threshold[:, 0, rows]).all()
        assert (slow.room[:, 0] <= quick.room[:, 0]).all()
        assert (slow.able[:, 0] <= quick.able[:, 0]).all()
    assert percentiles[0].able[0, 0].sum() < percentiles[2].able[0, 0].sum()


BAD = {
    "row of seconds": ("[seconds]\ngripp = 3", "[seconds]: gripp: ", "did you mean grip?"),
    "row of works": ('[works]\n"climb to LOW" = 0.5', "[works]: climb to LOW: ", "did you mean climb to LO?"),
    "row of the field": ("[seconds]\nrelease = 3", "[seconds]: release: expected the name of a row of robots"),
    "ability": ('can = ["climb_low"]', "mine: can: ", "did you mean climb_lo?"),
    "ability that is no list": (
        'can = "climb_lo"',
        ": can: expected a list in brackets, [VALUE, VALUE], found 'climb_lo'",
    ),
    "no seconds": ("[seconds]\ngrip = 0", "seconds.grip: expected greater than or equal to 0.1, found 0"),
    "negative seconds": ("[seconds]\ngrip = -3", "seconds.grip: expected greater than or equal to 0.1, found -3"),
    "endless seconds": ("[seconds]\ngrip = inf", "seconds.grip: expected less than or equal to 150, found inf"),
    "seconds of nothing": ("[seconds]\ngrip = nan", "seconds.grip: expected ", "nan"),
    "at once": ("[seconds]\ngrip = 0.0001", "seconds.grip: expected greater than or equal to 0.1, found 0.0001"),
    "percentile of nothing": ("percentile = 1e-323", ": percentile: expected greater than or equal to 0.1"),
    "room in 9,000 digits": (f"room = 0x{'f' * 9_000}", ": expected whole numbers up to 9,223,372,036,854,775,807"),
    "never works": ("[works]\ngrip = 0", "works.grip: expected greater than 0, found 0"),
    "works in per cent": ("[works]\ngrip = 85", "works.grip: expected less than or equal to 1, found 85"),
    "works in words": ('[works]\ngrip = "85 %"', "works.grip: expected a valid number, found '85 %'"),
    "no_show above 1": ("no_show = 1.01", ": no_show: expected less than or equal to 1, found 1.01"),
    "breaks below 0": ("breaks = -0.1", ": breaks: expected greater than or equal to 0, found -0.1"),
    "breaks of nothing": ("breaks = nan", ": breaks: expected ", "nan"),
    "too much room": ("room = 13", "mine: room: expected at most 12, found 13"),
    "no room": ("room = 0", ": room: expected greater than or equal to 1, found 0"),
    "half a room": ("room = 4.5", ": room: expected a valid integer, found 4.5"),
    "percentile 100": ("percentile = 100", ": percentile: expected less than or equal to 99.9, found 100"),
    "kind of foul": ("fouls = {minr = 1}", ": fouls.minr: ", "did you mean minor?"),
    "fouls as a number": ("fouls = 0.5", ": fouls: expected a table, {KEY = VALUE}, found 0.5"),
    "misspelt key": ("break = 0.1", ": break: ", "did you mean breaks?"),
    "misspelt table": ("[second]\ngrip = 3", ": second: ", "did you mean seconds?"),
    "malformed": ("[seconds\ngrip = 3", ": expected a TOML file: "),
    "twice": ("room = 3\nroom = 4", ": expected a TOML file: "),
    "endless digits": ("room = " + "1" * 5_000, ": expected a TOML file: "),
    "nested too deep": ("doc = " + "[" * 450 + "]" * 450, "expected "),
}


@pytest.mark.parametrize("wrong", BAD)
def test_a_wrong_robot_is_one_line(tmp_path, wrong):
    """A robot that cannot be is refused in one line with file, table and key, and the nearest valid name."""
    text, *expected = BAD[wrong]
    (tmp_path / "mine.toml").write_text(HEAD + text, encoding="utf-8")
    assert_refused(read_robot, GAME, tmp_path / "mine.toml", *expected)


HEADS = {
    "other season": ('season = "2023"\nname = "mine"', "season: expected 2022, the season of the run, found '2023'"),
    "season without quotes": ('season = 2022\nname = "mine"', "season: expected a text in quotes, found 2022"),
    "no name": ('season = "2022"', "name: expected this key, found none"),
    "empty name": ('season = "2022"\nname = ""', "name: expected at least 1 character"),
    "long name": (f'season = "2022"\nname = "{61 * "x"}"', "name: expected at most 60 characters"),
    "name that steers": (
        'season = "2022"\nname = "a\\u001b[31m"',
        r"name: expected a name that can be printed",
        "x1b",
    ),
}


@pytest.mark.parametrize("wrong", HEADS)
def test_a_wrong_head_is_one_line(tmp_path, wrong):
    """A file for another season, or without a name to print, is refused in one line."""
    text, *expected = HEADS[wrong]
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert_refused(read_robot, GAME, tmp_path / "mine.toml", *expected)


def test_a_mark_before_the_text_is_no_mistake(tmp_path):
    """A file that a Windows editor saved, with a byte order mark and its line ends, is read like any other."""
    (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + MINE.replace("\n", "\r\n").encode())
    assert read_robot(GAME, str(tmp_path / "mine.toml")).room == 7


ROOMY = [key for key in PLAYED if playable(key).robots.room is not None]


@pytest.mark.parametrize("key", ROOMY)
def test_the_most_room_that_a_file_may_have_is_played(key, tmp_path):
    """However a robot of the most room plays, no place holds more than is promised: a preload makes room too."""
    game = playable(key)
    (tmp_path / "mine.toml").write_text(f'season = "{key}"\nname = "mine"\nroom = {game.room_most}\n')
    for plan in playbooks_by(game.model, "robot"):
        text = f'season = "{key}"\nrobots = {["mine.toml"] * 3}\nplans = {[plan.name] * 3}\n'
        (tmp_path / "red.toml").write_text(text, encoding="utf-8")
        assert (run_request(key, 20, red=tmp_path / "red.toml").robots(0, 20).room[:, :3] == game.room_most).all()
        assert len(simulate(key, matches=20, red=tmp_path / "red.toml").scores) == 20
