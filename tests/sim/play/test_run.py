"""Runs: match i depends on the seed and i alone, no side and no station is favoured, and bad requests are refused.

The symmetry checks play 3,000 matches of one seed and fail beyond 4.5 standard errors: with a fresh seed these 20 or
so checks would raise a false alarm in fewer than 2 of 10,000 runs.
"""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from played import PLAYED

from rules.errors import ModelError, SeasonError
from rules.season import entries
from sim import simulate
from sim.play.request import MOST, run_request
from sim.play.run import replay
from sim.robots.drawn import Robots, prepare
from sim.robots.files import chosen
from sim.robots.lineup import lineup
from sim.table.game import playable, playbooks_by
from sim.table.language import Action

LIMIT, MATCHES = 4.5, 3_000
GAME = playable("fgc_2022")
NAMES = [playbook.name for playbook in playbooks_by(GAME.model, "robot")]


@pytest.fixture(scope="module")
def run():
    """Play many matches once for all the tests that need them."""
    return simulate("fgc_2022", MATCHES, seed=5)


def asked():
    """Ask for these matches."""
    return run_request("fgc_2022", MATCHES, seed=5)


def assert_around_zero(values):
    """Fail where the mean of one value a match is more than 4.5 of its standard errors off zero."""
    assert values.std() > 0
    assert abs(values.mean()) < LIMIT * values.std(ddof=1) / np.sqrt(len(values))


def same(one, other, of_one=slice(None), of_other=slice(None)):
    """Say whether two runs' sheets are equal, entry by entry, in these of their matches."""
    names = entries(type(one.sheet))
    return all(np.array_equal(getattr(one.sheet, n)[of_one], getattr(other.sheet, n)[of_other]) for n in names)


def test_the_same_seed_gives_the_same_matches(run):
    """A run can be repeated, its sheets and scores are equal."""
    again = simulate("2022", MATCHES // 10, seed=5)
    assert same(again, run, of_other=slice(MATCHES // 10))
    assert np.array_equal(again.scores, run.scores[: MATCHES // 10])


@pytest.mark.parametrize("other", [6, 5 + 2**16, 5 + 2**31])
def test_another_seed_gives_other_matches(run, other):
    """With another seed, even if it differs in its highest bit alone, most matches end with other scores."""
    other = simulate("fgc_2022", 100, seed=other)
    assert (other.scores != run.scores[:100]).any(axis=1).mean() > 0.9


@pytest.mark.parametrize("match", [0, 39, 1_023, 1_024, MATCHES - 1])
def test_a_match_does_not_depend_on_the_run(run, match):
    """A match played alone, for a replay, is the one of the run, wherever in the run it was."""
    alone = replay(asked(), match)[-1]
    assert same(alone, run, of_other=slice(match, match + 1))


def test_a_longer_run_only_adds_matches():
    """Match i of 40 is match i of 120."""
    assert same(simulate("fgc_2022", 40), simulate("fgc_2022", 120), of_other=slice(40))


def numbers(robots, match=slice(None), leave=("first",)):
    """Give everything that was drawn, by name, for these of the matches."""
    names = [name for name in Robots._fields if name not in leave]
    return {name: getattr(robots, name)[match].tolist() for name in names}


@pytest.mark.parametrize("match", [0, 417, 999])
def test_robots_do_not_depend_on_who_else_is_drawn(match):
    """The robots of a match drawn alone are those drawn among 1,000 matches, in everything that is drawn."""
    whole, alone = (prepare(lineup(GAME, GAME.playbooks), 5, *of) for of in ((0, 1_000), (match, 1)))
    assert numbers(alone, 0) == numbers(whole, match)


@pytest.mark.parametrize("name", NAMES)
def test_two_playbooks_meet_the_same_robots(name):
    """Whatever all robots play, talent, times, abilities, breakdowns and fouls are those of the season's mix."""
    mix, same_for_all = (run_request("fgc_2022", playbook=playbook).robots(0, 200) for playbook in (None, name))
    leave = ("first", "playbook", "opens")
    assert numbers(same_for_all, leave=leave) == numbers(mix, leave=leave)
    assert ((same_for_all.playbook < 0) == (mix.playbook < 0)).all()


def test_everybody_plays_the_playbook_that_was_chosen():
    """With a playbook chosen all robots that show up play it, and it is the only one of the run."""
    request = run_request("fgc_2022", playbook=NAMES[-1])
    assert [each.name for each in request.playbooks] == NAMES[-1:]
    assert set(np.unique(request.robots(0, 200).playbook[:, :6])) == {-1, 0}


def test_humans_keep_their_playbooks():
    """A playbook chosen for the robots leaves those of human players as the season has them."""
    tokens = {"takes": {"field.hopper": 1}, "gives": {"field.near": 1}}
    feed = Action(name="feed", doc="", by="human", seconds=9, source="assumed", **tokens)
    human = GAME.playbooks[0].model_copy(update={"name": "human", "by": "human", "order": ("feed",), "set": {}})
    more = {"action": (*GAME.actions, feed), "playbook": (*GAME.playbooks, human)}
    found = chosen(replace(GAME, model=GAME.model.model_copy(update=more)), NAMES[-1])
    assert [each.name for each in found] == [NAMES[-1], "human"]


def test_playbooks_give_other_scores():
    """Two playbooks of the season do not play the same matches."""
    first, last = (simulate("fgc_2022", 30, playbook=name).scores for name in (NAMES[0], NAMES[-1]))
    assert (first != last).any(axis=1).mean() > 0.8


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("matches", value) for value in (0, -1, 2**32, 2.5, "5", None)],
        *[("seed", value) for value in (-1, 2**32, 0.5, "1", None)],
    ],
)
def test_impossible_numbers_are_refused(name, value):
    """Seeds go from 0 to 2^32 - 1 and matches from 1: anything else is refused by name, with what was found."""
    with pytest.raises(
        ModelError, match=rf"^{name}: expected a whole number from [01] to 4,294,967,295, found {value}$"
    ):
        simulate("fgc_2022", **{"matches": 1, name: value})


@pytest.mark.parametrize(("seed", "match"), [(0, 0), (MOST, MOST - 1)], ids=["smallest", "largest"])
def test_the_numbers_at_the_bounds_are_played(seed, match):
    """The smallest and the largest seed, the first and the last match of any run, are played like any other."""
    robots, log, played = replay(run_request("fgc_2022", matches=MOST, seed=seed), match)
    assert robots.first == match
    assert len(log) > 50
    assert played.scores.shape == (1, 2)


@pytest.mark.parametrize("match", [-1, MOST])
def test_matches_beyond_any_run_are_not_replayed(match):
    """A replay needs the number of a match that a run can hold."""
    with pytest.raises(ModelError, match=r"^match: expected a whole number from 0 to 4,294,967,294, found"):
        replay(run_request("fgc_2022"), match)


@pytest.mark.parametrize("season", ["2202", "fgc_1999", "2021", "../fgc_2022", ""])
def test_seasons_that_cannot_be_played_are_refused(season):
    """A season that is unknown or remote is refused by its name, with those that there are."""
    with pytest.raises(SeasonError, match=rf"^{season}: .*2022"):
        simulate(season, 1)


def test_a_misspelt_season_is_told_the_nearest():
    """Where a season's name is nearly right the error asks whether it is meant; another year is another game."""
    with pytest.raises(SeasonError, match=r"did you mean 2022\?"):
        simulate("2o22", 1)
    with pytest.raises(SeasonError, match=r"^20222: expected a season with a match model, .*2022(?!.*did you mean)"):
        simulate("20222", 1)


def test_an_unknown_playbook_is_refused():
    """A misspelt playbook is refused with the nearest of the season, and the list of all."""
    with pytest.raises(ModelError, match=rf"did you mean '?{NAMES[0]}'?\?; .*{NAMES[-1]}"):
        simulate("fgc_2022", 1, playbook=NAMES[0][:-1])


def test_scores_are_the_totals_of_the_breakdown(run):
    """Scores are `(match, side)`, whole points, and what the parts of the breakdown add up to."""
    assert run.scores.shape == (MATCHES, 2)
    assert run.scores.dtype == np.int64
    assert np.array_equal(run.scores, run.breakdown.total)
    assert np.array_equal(run.scores * run.breakdown.unit, sum(run.breakdown.parts.values()))


def test_the_frame_has_official_names(run):
    """The frame has a row a match: id, every entry under its dotted official name, scores and result."""
    frame = run.frame()
    robots = [f"details.{side}Robot{n}Storage" for side in ("red", "blue") for n in ("One", "Two", "Three")]
    fouls = [f"{side}{kind}Pen" for kind in ("Min", "Maj") for side in ("red", "blue")]
    scores = ["redScore", "blueScore", "result"]
    names = ["id", "details.carbonPoints", *robots, "details.coopertitionBonusLevel", *fouls, *scores]
    assert list(frame.columns) == names
    assert set(map(str, frame.dtypes)) == {"int64"}
    assert frame["id"].tolist() == list(range(MATCHES))
    assert frame["details.blueRobotThreeStorage"].tolist() == run.sheet.storage[:, 1, 2].tolist()


def test_the_frame_has_scores_and_results(run):
    """The result is 1 where red has more points, 2 where blue has, 0 where they tie; all three occur."""
    frame = run.frame()
    assert frame[["redScore", "blueScore"]].to_numpy().tolist() == run.scores.tolist()
    red, blue = run.scores.T
    assert frame["result"].tolist() == [1 if r > b else 2 if b > r else 0 for r, b in zip(red, blue, strict=True)]
    assert set(frame["result"]) == {0, 1, 2}


@pytest.mark.parametrize("season", PLAYED)
def test_every_sheet_is_legal(season):
    """What a match leaves behind can be written on the score sheet of its season."""
    sheet = simulate(season, 100, seed=9).sheet
    for name, entry in entries(type(sheet)).items():
        values = getattr(sheet, name)
        assert values.shape == (100, *(len(labels) for labels in entry.axes.values()))
        assert 0 <= values.min() <= values.max() <= entry.most


def test_no_score_exceeds_the_ceiling(run):
    """With all carbon stored, all robots at the top and full coopertition a side has 4 x carbon + 300 points."""
    carbon = sum(place.start for place in GAME.model.place if place.piece == "carbon")
    assert 0 <= run.sheet.carbon.min() <= run.sheet.carbon.max() <= carbon
    assert run.scores.max() <= (1 + 3) * carbon + 300


def test_fouls_are_those_of_the_robots(run):
    """The sheet counts the fouls of an alliance's three robots, minor and major apart, at the side that offends."""
    fouls = asked().robots(0, MATCHES).fouls.reshape(-1, 2, 3, 2).sum(axis=2)
    assert run.sheet.fouls_minor.any()
    assert np.array_equal(run.sheet.fouls_minor, fouls[..., 0])
    assert np.array_equal(run.sheet.fouls_major, fouls[..., 1])


@pytest.mark.parametrize("season", PLAYED)
def test_no_piece_is_lost(season):
    """A season's pieces are all there at the end of a match, unless a row may make more of their kind."""
    request = run_request(season)
    game = request.game
    made = {action.makes for action in game.actions}
    kinds = {place.piece for place in game.model.place} - {None, *made}
    held = {place.name: place.piece for place in game.model.place}
    robots = request.robots(0, 20)
    for match in range(20):
        marking = request.player.play(robots, match).marking
        for kind in kinds:
            places = [i for i, name in enumerate(game.counters) if held[name.partition(" ")[0]] == kind]
            assert sum(marking[i] for i in places) == game.start[places].sum()


def test_red_and_blue_score_alike(run):
    """The mean of red minus blue is zero, in every part of the breakdown that is not the same for both."""
    assert_around_zero(run.scores[:, 0] - run.scores[:, 1])
    for name in ("storage", "fouls", "rounding"):
        red, blue = run.breakdown.parts[name].T
        assert_around_zero(red - blue)


@pytest.mark.parametrize(("one", "other"), list(combinations(range(3), 2)))
def test_no_station_is_favoured(run, one, other):
    """Robots end the match in each state as often at station 1, 2 and 3."""
    for code in entries(type(run.sheet))["storage"].codes:
        at = (run.sheet.storage == code).mean(axis=1)
        assert_around_zero(at[:, one] - at[:, other])


def test_python_and_the_command_play_the_same(sim, tmp_path):
    """`from sim import simulate`, in an interpreter of its own, gives the mean that the command prints."""
    code = "from sim import simulate; print(simulate('fgc_2022', matches=50, seed=3).scores.mean())"
    python = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    printed = json.loads(sim("run", "--season", "2022", "--matches", "50", "--seed", "3", "--json").stdout)
    assert float(python.stdout) == printed["alliance_score"]["mean"]
