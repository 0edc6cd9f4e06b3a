"""Plan and line-up files: what is written reads back, who is left out is drawn as ever, and a run keeps no file."""

import json

import numpy as np
import pytest
from played import PLANS_PLAYED
from refused import assert_refused

from rules.errors import FgcError
from rules.season import entries
from sim import load, simulate
from sim.play.request import restored, run_request
from sim.play.run import replay
from sim.robots.files import DRAWN, read_plan, read_side, skipped_rows
from sim.robots.starters import plan_lines, robot_lines
from sim.table.game import playable, playbooks_by

GAME = playable("fgc_2022")
BOOKS = playbooks_by(GAME.model, "robot")
NAMES = [book.name for book in BOOKS]
HEAD = 'season = "2022"\nname = "mine"\n'
PLAN = f'{HEAD}order = ["climb to LO", "grip", "store"]\n'
ABLE = f'{HEAD}can = ["climb_lo"]\n'
MATCHES = 300


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Make a folder with a robot, a plan of the season, one of its own, and line-ups of them."""
    folder = tmp_path_factory.mktemp("world")
    for name, lines in {"robot": robot_lines(GAME), "first": plan_lines(GAME, BOOKS[0])}.items():
        (folder / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")
    write(folder / "able.toml", ABLE)
    write(folder / "unable.toml", f"{HEAD}can = []\n")
    write(folder / "low.toml", PLAN)
    return folder


def write(path, text):
    """Write a file and give its path."""
    path.write_text(text, encoding="utf-8")
    return path


def line(path, robots=("draw",) * 3, plans=("draw",) * 3):
    """Write a line-up file and give its path."""
    return write(path, f'season = "2022"\nrobots = {json.dumps(robots)}\nplans = {json.dumps(plans)}\n')


def played(red=None, blue=None, **more):
    """Play a run of these line-ups."""
    return simulate("fgc_2022", MATCHES, seed=6, red=red, blue=blue, **more)


@pytest.mark.parametrize(("season", "name"), PLANS_PLAYED, ids=str)
def test_a_written_plan_reads_back(tmp_path, season, name):
    """Every playbook of every season, written as a plan file, has the same order and the same decisions."""
    game = playable(season)
    book = next(book for book in playbooks_by(game.model, "robot") if book.name == name)
    found = read_plan(game, str(write(tmp_path / "plan.toml", "\n".join(plan_lines(game, book)))))
    assert (found.order, found.set) == (book.order, book.set)


def test_a_strategy_told_in_lines_is_written_as_one(tmp_path):
    """A plan whose strategy is told in several lines is written as a plan file that can be read."""
    book = BOOKS[0].model_copy(update={"doc": 'first\nand then = "'})
    found = read_plan(GAME, str(write(tmp_path / "plan.toml", "\n".join(plan_lines(GAME, book)))))
    assert found.order == book.order


def test_the_written_files_play_the_same_matches(world):
    """A line-up with a written plan plays, bit for bit, the matches of one that names the season's playbook."""
    plans = [("first.toml", NAMES[1], "draw"), (NAMES[0], NAMES[1], "draw")]
    by_file, by_name = (played(line(world / "line.toml", plans=each)) for each in plans)
    assert by_file.frame().equals(by_name.frame())
    assert not by_file.frame().equals(played().frame())


def test_a_line_up_of_nobody_is_a_plain_run(world):
    """Where a line-up leaves everybody to be drawn, the matches are those without one."""
    assert played(write(world / "nobody.toml", 'season = "2022"\n')).frame().equals(played().frame())


def test_who_is_left_out_is_drawn_as_ever(world):
    """Robots and plans that a line-up leaves out are those of the plain run, bit for bit; those named are not."""
    red = line(world / "red.toml", ["draw", "able.toml", "draw"], ["draw", "draw", NAMES[3]])
    named, plain = (run_request("fgc_2022", red=file).robots(0, MATCHES) for file in (red, None))
    others = [0, 2, 3, 4, 5]
    for name in ("median", "threshold", "breaks", "room", "fouls", "card", "talent", "able"):
        assert np.array_equal(getattr(named, name)[:, others], getattr(plain, name)[:, others]), name
    for station in (0, 1, 3, 4, 5):
        assert np.array_equal(named.playbook[:, station], plain.playbook[:, station])
    assert np.array_equal(named.opens[:, [0, 3, 4, 5]], plain.opens[:, [0, 3, 4, 5]])
    assert set(named.playbook[:, 2]) == {-1, len(GAME.playbooks)}


@pytest.mark.parametrize("side", [0, 1], ids=["red", "blue"])
def test_a_side_stands_where_it_was_sent(world, side):
    """A line-up of red is red's and one of blue is blue's, station by station."""
    file = line(world / "side.toml", ["able.toml", "p50", "draw"], ["draw", NAMES[3], "low.toml"])
    stations = run_request("fgc_2022", **{("red", "blue")[side]: file}).stations
    own, other = stations[3 * side : 3 * side + 3], stations[3 - 3 * side : 6 - 3 * side]
    assert [each.robot and each.robot.name for each in own] == ["mine", "p50", None]
    assert [each.plan and each.plan.name for each in own] == [None, NAMES[3], "mine"]
    assert other == (DRAWN,) * 3


def test_a_plan_is_played_by_its_robot(world):
    """A robot that never climbs by its plan never ends on the bar; its partners do."""
    storage = played(line(world / "red.toml", plans=["draw", NAMES[3], "draw"])).sheet.storage
    assert not storage[:, 0, 1].any()
    assert storage[:, 0, 0].any()
    assert storage[:, 1, 1].any()


def test_a_saved_run_needs_its_files_no_more(tmp_path):
    """A run of line-ups is loaded and replayed from its folder alone, after the files are gone."""
    for name, text in {"able": ABLE, "low": PLAN}.items():
        write(tmp_path / f"{name}.toml", text)
    red = line(tmp_path / "red.toml", ["able.toml", "p90", "draw"], ["low.toml", NAMES[1], "draw"])
    blue = line(tmp_path / "blue.toml", ["draw", "draw", "able.toml"])
    run = played(red, blue, out=tmp_path / "run")
    asked = run_request("fgc_2022", MATCHES, seed=6, red=red, blue=blue)
    for file in tmp_path.glob("*.toml"):
        file.unlink()
    assert load(tmp_path / "run").frame().equals(run.frame())
    request = restored(tmp_path / "run")
    assert request == asked
    for match in (0, 41, MATCHES - 1):
        alone = replay(request, match)[-1]
        for name in entries(type(run.sheet)):
            assert np.array_equal(getattr(alone.sheet, name)[0], getattr(run.sheet, name)[match]), name


def test_both_engines_play_a_line_up(world):
    """The reference engine plays the same matches of a line-up as the compiled one."""
    red = line(world / "red.toml", ["able.toml", "p90", "draw"], ["low.toml", NAMES[1], "draw"])
    runs = [simulate("fgc_2022", 20, seed=8, red=red, engine=engine).frame() for engine in ("fast", "reference")]
    assert runs[0].equals(runs[1])


BAD_PLANS = {
    "row in the order": ('order = ["gripp"]', "mine: order: ", "did you mean grip?"),
    "row in set": ('order = ["grip"]\nset = {girp = {after = [60, 5]}}', "mine: set: ", "did you mean grip?"),
    "row that the order lacks": ('order = ["grip"]\nset = {store = {after = [60, 5]}}', "mine: set: ", "its order"),
    "row of the field": ('order = ["release"]', "mine: order: expected the name of a robot row, found 'release'"),
    "row twice": ('order = ["grip", "grip"]', "mine: order: expected every row once, found 'grip' again"),
    "empty order": ("order = []", ": order: expected at least one, found none"),
    "no order": ("", ": order: expected this key, found none"),
    "before the start": ('order = ["grip"]\nset = {grip = {after = [-1, 5]}}', "set.grip.after[1]: ", "-1"),
    "too late to be done": (
        'order = ["grip"]\nset = {grip = {after = [144.5, 5]}}',
        "mine: set.grip.after: expected 0 to 144 s, since it takes 6 s, found 144.5",
    ),
    "negative spread": ('order = ["grip"]\nset = {grip = {after = [60, -5]}}', "set.grip.after[2]: ", "-5"),
    "no spread": ('order = ["grip"]\nset = {grip = {after = [60]}}', "set.grip.after[2]: expected this key"),
    "one time too many": (
        'order = ["grip"]\nset = {grip = {after = [60, 5, 1]}}',
        "after: expected at most 2, found 3",
    ),
    "misspelt after": ('order = ["grip"]\nset = {grip = {aftr = [60, 5]}}', "set.grip.aftr: ", "did you mean after?"),
    "a share": ('order = ["grip"]\nshare = 0.5', ": share: expected no key of this name"),
    "by a human": ('order = ["grip"]\nby = "human"', ": by: expected 'robot', found 'human'"),
    "misspelt key": ('ordr = ["grip"]', ": ordr: ", "did you mean order?"),
    "malformed": ('order = ["grip"', ": expected a TOML file: "),
}


@pytest.mark.parametrize("wrong", BAD_PLANS)
def test_a_wrong_plan_is_one_line(tmp_path, wrong):
    """A plan that cannot be played is refused in one line with file, table and key, and the nearest valid name."""
    text, *expected = BAD_PLANS[wrong]
    assert_refused(read_plan, GAME, write(tmp_path / "mine.toml", HEAD + text), *expected)


def test_a_decision_before_the_row_opens_is_refused(tmp_path):
    """Where the season opens a row at 100 s, a plan that decides to do it at 60 s contradicts it."""
    rows = [row.model_copy(update={"after": 100.0 * (row.name == "grip")}) for row in GAME.actions]
    game = type(GAME)(**{**vars(GAME), "model": GAME.model.model_copy(update={"action": tuple(rows)})})
    file = write(tmp_path / "mine.toml", f'{HEAD}order = ["grip"]\nset = {{grip = {{after = [60, 5]}}}}\n')
    assert read_plan(GAME, str(file)).set["grip"].after == (60, 5)
    with pytest.raises(FgcError, match=r"set\.grip\.after: expected 100 to 144 s, since it takes 6 s, found 60$"):
        read_plan(game, str(file))


BAD_LINES = {
    "two robots": ('robots = ["p50", "p50"]', ": robots: expected 3, found 2"),
    "four plans": ('plans = ["draw", "draw", "draw", "draw"]', ": plans: expected at most 3, found 4"),
    **{
        name: (f'robots = ["draw", "{name}", "draw"]', ": robots: ", "p1 to p99 of the population", repr(name))
        for name in ("p0", "p100", "p5o", "p050", "P50", "50", "able")
    },
    "misspelt draw": ('robots = ["drw", "draw", "draw"]', ": robots: ", "did you mean draw?"),
    "misspelt draw of a plan": ('plans = ["draw", "draw", "Draw"]', ": plans: ", "did you mean draw?"),
    "unknown plan": ('plans = ["colect all match", "draw", "draw"]', ": plans: ", "did you mean collect all match?"),
    "missing robot": (
        'robots = ["no.toml", "draw", "draw"]',
        "/no.toml: expected a readable robot file: No such file",
    ),
    "missing plan": ('plans = ["no.toml", "draw", "draw"]', "/no.toml: expected a readable plan file: No such file"),
    "robot as a plan": (
        'plans = ["able.toml", "draw", "draw"]',
        "/able.toml: expected a plan file, found a robot file",
    ),
    "plan as a robot": (
        'robots = ["low.toml", "draw", "draw"]',
        "/low.toml: expected a robot file, found a plan file",
    ),
    "name no file can have": ('robots = ["\\u0000.toml", "draw", "draw"]', "robots[1]: ", "printed"),
    "number": ('robots = ["draw", 50, "draw"]', ": robots[2]: expected a text in quotes, found 50"),
    "misspelt key": ('robot = ["p50", "p50", "p50"]', ": robot: ", "did you mean robots?"),
}


@pytest.mark.parametrize("wrong", BAD_LINES)
def test_a_wrong_line_up_is_one_line(world, wrong):
    """A line-up that cannot stand is refused in one line with its file, the file it names, and the nearest name."""
    text, *expected = BAD_LINES[wrong]
    assert_refused(read_side, GAME, write(world / "line.toml", f'season = "2022"\n{text}\n'), *expected)


def test_what_a_robot_cannot_do_is_told_and_skipped(world):
    """A plan may list a climb that its robot cannot do: that row is named, with the ability that it asks for."""
    file = line(world / "line.toml", ["unable.toml", "able.toml", "p50"], ["low.toml", "low.toml", "low.toml"])
    told = [skipped_rows(GAME, station) for station in read_side(GAME, str(file))]
    assert told == [{"climb to LO": "climb_lo"}, {}, {}]
