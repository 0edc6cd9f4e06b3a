"""Calibration: numbers that are known are found again, whatever the number of workers, and its file plays."""

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from made_events import BOUNDS, TRUTH, asked_for, calibrated, event_of
from played import PLAYED

from analysis.event.calibrate import improvement, judgement, most_events
from analysis.event.judging import KEPT
from rules.errors import ModelError
from sim.play.event import event_request
from sim.play.request import repopulated, run_request
from sim.robots.population_file import read_overlay
from sim.table.dials import numbers_of
from sim.table.game import playable
from sim.table.models import models_in

EVENTS = 6


def fitted(request, table, workers=1, starts=1):
    """Fit, and say nothing meanwhile."""
    return calibrated(request, table, EVENTS, workers).fit(starts)


@pytest.fixture(scope="module")
def asked():
    """Ask for events of numbers that are to be found."""
    return asked_for(BOUNDS)


@pytest.fixture(scope="module")
def made(asked):
    """Play the event that is taken for the published one."""
    return event_of(TRUTH, asked)


@pytest.fixture(scope="module")
def fit(asked, made):
    """Fit the numbers once for all the tests that look at what was found."""
    return fitted(asked, made)


def test_known_numbers_are_found_again(fit):
    """What made an event comes out of it within three of the stated errors, though the start lies far from it."""
    for name, truth in TRUTH.items():
        assert abs(fit.after[name] - truth) < 3 * fit.error[name]
        assert abs(fit.before[name] - truth) > abs(fit.after[name] - truth)
        assert 0 < fit.error[name] < 0.29 * (BOUNDS[name][1] - BOUNDS[name][0])


def test_it_helps_on_events_that_it_was_not_fitted_on(asked, made, fit):
    """Fresh events lie nearer to the published one than those of the season's own numbers."""
    fresh = range(EVENTS, EVENTS + 8)
    helped = improvement(partial(judgement, asked, made, fresh, 1, lambda _: None), fit)
    assert helped["after"].root_mean_square_z < helped["before"].root_mean_square_z
    assert helped["after"].pooled_events.wasserstein < helped["before"].pooled_events.wasserstein / 2


def test_workers_change_nothing(asked, made, fit):
    """Two workers and one find the same numbers, and so does the same call again."""
    assert fitted(asked, made, workers=2) == fit


@pytest.mark.slow
def test_more_starts_are_no_worse(asked, made, fit):
    """The first of several starts is the season's own, and the lowest is kept."""
    several = fitted(asked, made, workers=2, starts=3)
    assert several.costs[0] == fit.costs[0]
    assert len(several.costs) == 3
    assert min(several.costs) <= fit.costs[0]


@pytest.mark.slow
def test_no_more_events_are_played_than_was_said(asked, made):
    """The progress bar never runs over."""
    told = []
    calibrated(asked, made, EVENTS, told=told.append).fit(2)
    assert sum(told) <= asked.matches * most_events(asked, EVENTS, 2)


def test_what_judges_is_not_fitted_to(asked, made):
    """Correlation, ties, margins and all else that is kept are no moments: they judge."""
    names = calibrated(asked, made, EVENTS).names
    assert not set(names) & set(KEPT)
    assert {"alliance_score.p50", "quarter.4", "team.sd"} <= set(names)


def test_shares_are_weights_beside_what_is_not_listed():
    """Between their bounds shares grow at the cost of all others, and always leave something to those not listed."""
    asked = asked_for({"shares.collect all match": (0, 1), "shares.climb low early": (0, 1), "robots.form": (0, 1)})
    calibration = calibrated(asked, event_of({}, asked), 4)
    own = calibration.numbers(calibration.place(calibration.before))
    assert own == pytest.approx(calibration.before)
    numbers = calibration.numbers(np.array([1.0, 1.0, 0.5]))
    unlisted = 1 - sum(share for name, share in calibration.before.items() if name.startswith("shares."))
    assert numbers["shares.climb low early"] == pytest.approx(1 / (2 + unlisted))
    assert numbers["robots.form"] == 0.5
    repopulated(asked, numbers)


def test_a_number_at_a_bound_stays_within():
    """Where an event lies beyond the bounds the fit ends at them."""
    asked = asked_for({"robots.pace": (-0.1, 0.1)})
    assert fitted(asked, event_of({"robots.pace": 0.8}, asked)).after["robots.pace"] == 0.1


@pytest.mark.parametrize("season", PLAYED)
def test_every_season_lists_what_may_be_fitted(season):
    """At most 16 numbers, the pace of the field among them, each within its bounds."""
    seed = playable(season).model
    known = numbers_of(seed)
    assert len(seed.fitted.numbers) <= 16
    assert "robots.pace" in seed.fitted.numbers
    assert all(low <= known[name] <= high for name, (low, high) in seed.fitted.numbers.items())


def test_a_season_that_lists_nothing_cannot_be_fitted(asked):
    """The error says where the list should stand."""
    bare = replace(asked, game=asked.game.with_model(asked.game.model.model_copy(update={"fitted": None})))
    with pytest.raises(ModelError, match=r"\[fitted\]: expected in the season's seed file"):
        calibrated(bare, None, 4)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Write the beginning of a made-up event as a CSV file."""
    made = event_of({"robots.pace": 0.3}, event_request(run_request("2022"), 24, 6))
    lines = ["red_score,blue_score,red1,red2,red3,blue1,blue2,blue3"]
    lines += [",".join(map(str, (*scores, *teams))) for scores, teams in zip(made.scores, made.teams, strict=True)]
    path = tmp_path_factory.mktemp("made") / "national.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


SMALL = ("calibrate", "--season", "2022", "--events", "4", "--starts", "1")


@pytest.mark.slow
def test_the_file_plays(sim, table, tmp_path):
    """What is written is a population file that says where it comes from; the same command writes the same bytes."""
    files = [tmp_path / "one.toml", tmp_path / "two.toml"]
    done = [sim(*SMALL, table, "--out", file, "--json") for file in files]
    assert [each.returncode for each in done] == [0, 0]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert "national.csv" in files[0].read_text(encoding="utf-8")
    found = json.loads(done[0].stdout)
    numbers = read_overlay(playable("fgc_2022"), str(files[0]))
    assert numbers == {name: each["after"] for name, each in found["numbers"].items()}
    assert sim("run", "--season", "2022", "--matches", "5", "--population", files[0]).returncode == 0


@pytest.mark.slow
def test_a_processors_linear_algebra_changes_nothing(sim, table, tmp_path, monkeypatch):
    """Fitted to 24 matches, which hardly tell the numbers, a fit has the same bits whatever adds up its matrices."""
    found = []
    for kernel in ("Prescott", "Haswell"):
        monkeypatch.setenv("OPENBLAS_CORETYPE", kernel)
        done = sim(*SMALL, table, "--out", tmp_path / f"{kernel}.toml", "--json")
        assert done.returncode == 0, done.stderr
        found.append(((tmp_path / f"{kernel}.toml").read_bytes(), done.stdout.replace(kernel, "")))
    assert found[0] == found[1]


@pytest.mark.slow
def test_people_read_what_moved(sim, table, tmp_path):
    """The tables say every number before and after, how far it helped with both halves, and where it is written."""
    done = sim(*SMALL, table, "--half", "odd", "--out", tmp_path / "own.toml")
    assert done.returncode == 0
    for part in ("robots.pace", "±", "odd-numbered 12 matches", "even-numbered matches", "own.toml", "the fitted"):
        assert part in done.stdout


@pytest.mark.slow
def test_a_fit_that_is_no_better_is_said_to_be_none(sim, table, tmp_path):
    """Fitted to 12 matches it is no better on the other 12: said first, on stderr, in the file, and to programs."""
    done = sim(*SMALL, table, "--half", "odd", "--out", tmp_path / "own.toml", "--json")
    first, *_ = (tmp_path / "own.toml").read_text(encoding="utf-8").splitlines()
    found = json.loads(done.stdout)
    judged = found["helped"]["even-numbered matches"]
    nearer = judged["after"]["root_mean_square_z"] < 0.95 * judged["before"]["root_mean_square_z"]
    assert found["better"] == nearer
    assert first.startswith("# Take care: this fit is no better") == (not nearer)
    assert done.stderr.startswith("sim: this fit is no better") == (not nearer)


@pytest.mark.slow
def test_models_are_written_and_read(sim, table, tmp_path):
    """In place of one fit: a file of models that the season reads, the figures of its document."""
    file = tmp_path / "models.toml"
    done = sim(*SMALL, table, "--models", "3", "--out", file)
    assert done.returncode == 0, done.stderr
    assert "3 models kept of" in done.stdout
    assert len(models_in(file.read_bytes(), file.name, playable("fgc_2022"))) == 3
    again = sim(*SMALL, table, "--models", "3", "--out", tmp_path / "again.toml", "--json", "--jobs", "1")
    found = json.loads(again.stdout)
    assert (tmp_path / "again.toml").read_bytes() == file.read_bytes()
    assert len(found["models"]) == len(found["nearness"]) == len(found["made"]["distance"]) == 3


MISTAKES = {
    "events": (("--events", "3"), "--events: expected a whole number from 4"),
    "starts": (("--starts", "0"), "--starts: expected a whole number from 1"),
    "models": (("--models", "0"), "--models: expected a whole number from 1 to 256, found 0"),
    "jobs": (("--jobs", "-1"), "jobs: expected a whole number from 1"),
    "half": (("--half", "odd"), "--half: expected a table of matches"),
    "season": (("--season", "2021"), "2021: expected a season with a match model"),
    "table": (("nowhere.csv",), "nowhere.csv: expected a readable file"),
    "folder": (("--out", "nowhere/own.toml"), "nowhere/own.toml: expected a file in a folder"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line(mistake, here):
    """Bad input ends at once in one line."""
    options, expected = MISTAKES[mistake]
    done = here(*SMALL, *options)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert expected in done.stderr


def test_a_file_that_is_there_is_kept(here, table, tmp_path):
    """Nothing is written over, and that is said before the long work."""
    file = tmp_path / "own.toml"
    file.write_text("mine", encoding="utf-8")
    done = here(*SMALL, table, "--out", file)
    assert done.returncode == 2
    assert "expected a new file to write to, found one" in done.stderr
    assert file.read_text(encoding="utf-8") == "mine"
