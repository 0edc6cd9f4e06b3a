"""Population files: what they change, what they leave alone, and every mistake in them as one line."""

import json

import numpy as np
import pytest
from played import PLAYED

from rules.errors import FgcError
from sim import play_event, simulate, sweep
from sim.play.request import restored, run_request
from sim.play.run import load
from sim.robots.lineup import medians
from sim.robots.population_file import overlay_lines, read_overlay
from sim.table.dials import changed, numbers_of
from sim.table.game import playable
from sim.table.language import seed

GAME = playable("fgc_2022")
BOOK = GAME.playbooks[0].name


def written(folder, text, season="2022"):
    """Write a population file and give its path."""
    path = folder / "own.toml"
    path.write_text(f'season = "{season}"\n{text}', encoding="utf-8")
    return str(path)


def test_what_is_named_changes_and_nothing_else(tmp_path):
    """The numbers of a file hold, all others stay the season's."""
    file = written(tmp_path, "[robots]\ntalent = 0.61\ncan.climb_lo.share = 0.42\n[robots.growth]\ngain = 0.1\n")
    own = numbers_of(run_request("2022", population=file).game.model)
    assert own == numbers_of(GAME.model) | {
        "robots.talent": 0.61,
        "robots.can.climb_lo.share": 0.42,
        "robots.growth.gain": 0.1,
    }


def test_an_empty_file_is_the_season(tmp_path):
    """A file without numbers plays the season's own matches."""
    own = simulate("2022", 50, population=written(tmp_path, ""))
    assert (own.scores == simulate("2022", 50).scores).all()


def test_shares_fill_up_in_their_old_proportions():
    """The playbooks that are not named share what is left as they did before."""
    before = {playbook.name: playbook.share for playbook in GAME.playbooks}
    after = {p.name: p.share for p in changed(GAME.model, {f"shares.{BOOK}": 0.7}).playbook}
    assert after[BOOK] == 0.7
    assert sum(after.values()) == pytest.approx(1)
    ratios = [after[name] / before[name] for name in before if name != BOOK and before[name]]
    assert np.ptp(ratios) < 1e-12


@pytest.mark.parametrize("season", PLAYED)
def test_every_number_can_be_written_and_read_back(season, tmp_path):
    """What `overlay_lines` writes of all numbers of a season is read as the same numbers, names with blanks too."""
    numbers = numbers_of(seed(season))
    path = tmp_path / "all.toml"
    path.write_text("\n".join(overlay_lines(season, numbers, "two\nlines")), encoding="utf-8")
    assert read_overlay(playable(season), str(path)) == numbers


def test_pace_divides_seconds_and_odds_of_failure():
    """At pace log 2 the median robot takes half as long, and fails by half the odds where reliability is 1."""
    faster = changed(GAME.model, {"robots.pace": np.log(2), "robots.reliability": 1.0}).robots
    seconds, success = medians(GAME, faster)
    for row, took, works in zip(GAME.actions, seconds, success, strict=True):
        if row.skill is None:
            assert (took, works) == (row.seconds, row.success)
        else:
            assert took == pytest.approx(row.seconds / 2)
            assert (1 - works) / works == pytest.approx((1 - row.success) / row.success / 2)


def test_pace_makes_the_field_faster_but_not_who_was_measured(tmp_path):
    """A robot file's own seconds are its robot's, whatever the population's pace."""
    (tmp_path / "mine.toml").write_text('season = "2022"\nname = "mine"\n[seconds]\ngrip = 5\n', encoding="utf-8")
    (tmp_path / "red.toml").write_text('season = "2022"\nrobots = ["mine.toml", "p50", "draw"]\n', encoding="utf-8")
    line_up = run_request(
        "2022", red=tmp_path / "red.toml", population=written(tmp_path, "[robots]\npace = 0.5\n")
    ).lineup
    grip = [row.name for row in GAME.actions].index("grip")
    median = GAME.actions[grip].seconds * np.exp(-0.5)
    assert line_up.seconds[:3, grip] == pytest.approx([5, median, median])


def test_a_saved_run_keeps_its_population(tmp_path):
    """A run with a population is read back, and is another run than one without it."""
    file = written(tmp_path, "[robots]\npace = 0.4\n")
    run = simulate("2022", 40, population=file, out=tmp_path / "out")
    assert (load(tmp_path / "out").scores == run.scores).all()
    assert restored(tmp_path / "out").population == {"robots.pace": 0.4}
    with pytest.raises(FgcError, match="same run"):
        simulate("2022", 40, out=tmp_path / "out")
    assert (run.scores != simulate("2022", 40).scores).any()


@pytest.mark.slow
def test_both_engines_play_a_population_alike(tmp_path):
    """Worker processes of the reference engine have the population too."""
    file = written(tmp_path, f'[robots]\ntalent = 0.9\npace = 0.3\n[shares]\n"{BOOK}" = 0.9\n')
    fast = simulate("2022", 130, population=file)
    slow = simulate("2022", 130, population=file, engine="reference", jobs=2)
    assert (fast.scores == slow.scores).all()


def test_events_are_played_by_a_population(tmp_path):
    """A faster field scores more in events."""
    file = written(tmp_path, "[robots]\npace = 0.7\n")
    assert play_event("2022", 30, 6, population=file).scores.mean() > play_event("2022", 30, 6).scores.mean()


def test_rows_may_take_longer_and_work_less_often(tmp_path):
    """Seconds and chance of a row hold in a run, and in one that is read back; other rows stay."""
    file = written(tmp_path, "[action]\ngrip.seconds = 20\ngrip.success = 0.3\n")
    request = run_request("2022", 200, population=file)
    numbers = {"action.grip.seconds": 20.0, "action.grip.success": 0.3}
    assert numbers_of(request.game.model) == numbers_of(GAME.model) | numbers
    slow = simulate("2022", 200, population=file, out=tmp_path / "out")
    assert slow.scores.mean() < simulate("2022", 200).scores.mean()
    assert (load(tmp_path / "out").scores == slow.scores).all()
    assert restored(tmp_path / "out").game.model == request.game.model


def test_a_row_is_swept_as_it_is_in_a_file(tmp_path):
    """The number of a row has one name, in files and in sweeps."""
    found = sweep("2022", BOOK, {"action.grip.seconds": [4, 20]}, matches=50)
    file = written(tmp_path, "[action]\ngrip.seconds = 20\n")
    assert found.requests[1].game.model == run_request("2022", population=file).game.model


MISTAKES = {
    "row": ("[action]\ngripp.seconds = 5", ["action.gripp.seconds", "did you mean action.grip.seconds?"]),
    "moment": ("[action]\ngrip.seconds = 0", ["action.grip.seconds", "greater than or equal to 0.1", "0"]),
    "chance": ("[action]\ngrip.success = 1.2", ["action.grip.success", "less than or equal to 1", "1.2"]),
    "kind": ("[action]\ngrip.after = 5", ["action.grip.after", "name of a number"]),
    "key": ("[robots]\ntalnt = 1", ["robots.talnt", "did you mean robots.talent?"]),
    "share": ("[robots]\ncan.climb_lo.share = 1.5", ["robots.can.climb_lo.share", "less than 1", "1.5"]),
    "text": ('[robots]\ntalent = "0.5"', ["robots.talent", "expected a number", "'0.5'"]),
    "flag": ("[robots]\ntalent = true", ["robots.talent", "expected a number"]),
    "infinite": ("[robots]\nreliability = inf", ["robots.reliability", "less than or equal to 100", "inf"]),
    "endless": ("[robots]\nreliability = 1e6\npace = -5", ["robots.reliability", "less than or equal to 100"]),
    "steep": ("[robots.can.climb_hi]\ntalent = 1e6", ["robots.can.climb_hi.talent", "less than or equal to 100"]),
    "huge": ("[robots]\ngrowth.gain = -1e308", ["robots.growth.gain", "greater than or equal to -100"]),
    "at once": ("[action]\ngrip.seconds = 0.001", ["action.grip.seconds", "greater than or equal to 0.1"]),
    "table": ("[robots]\ncan = 1", ["robots.can", "name of a number"]),
    "deeper": ("[robots]\ntalent.a = 1", ["robots.talent.a", "did you mean"]),
    "list": ("[robots]\ntalent = [1]", ["robots.talent", "expected a number"]),
    "word": ('[robots]\nroom.place = "robot.load"', ["robots.room.place", "name of a number"]),
    "pace": ("[robots]\npace = 9", ["robots.pace", "less than or equal to 5"]),
    "playbook": ('[shares]\n"never" = 0.5', ["shares.never", "name of a number"]),
    "more than all": (f'[shares]\n"{BOOK}" = 0.9\n"store at once" = 0.2', [f"shares.{BOOK}", "sum to 1", "1.1"]),
    "section": ("[robot]\ntalent = 1", ["robot", "did you mean robots?"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line(mistake, tmp_path):
    """Every mistake is refused, naming the file, the number and what was expected."""
    text, parts = MISTAKES[mistake]
    file = written(tmp_path, text)
    with pytest.raises(FgcError) as refused:
        run_request("2022", population=file)
    assert str(refused.value).startswith(f"{file}: {parts[0]}: ")
    assert all(part in str(refused.value) for part in parts)


def test_a_mistake_ends_the_command(tmp_path, sim):
    """Nothing is printed but the line, and the exit code is 2."""
    done = sim("run", "--season", "2022", "--population", written(tmp_path, "[robots]\ntalnt = 1"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_file_of_another_season(tmp_path):
    """A population file is for one season."""
    with pytest.raises(FgcError, match="season: expected 2022"):
        run_request("2022", population=written(tmp_path, "", season="2019"))


@pytest.mark.slow
def test_it_is_said_wherever_it_counts(tmp_path, sim):
    """Run, event and comparison say that the population is another, for people and for programs."""
    small = ["--season", "2022", "--population", written(tmp_path, "[robots]\ntalent = 0.6\n")]
    for verb in (["run", "--matches", "20"], ["event", "--teams", "12", "--each", "3"]):
        assert "not the season's: robots.talent 0.6" in sim(*verb, *small).stdout
        assert json.loads(sim(*verb, *small, "--json").stdout)["population"] == {"robots.talent": 0.6}
    compare = ["compare", *small, "--matches", "50", "--plan", BOOK, "--plan", "store at once"]
    assert "another population" in sim(*compare).stdout
    assert json.loads(sim(*compare, "--json").stdout)["population"] == {"robots.talent": 0.6}
