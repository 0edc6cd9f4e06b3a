"""Frames that say who played: what a replay tells of each match, whatever run or event the match is of.

Shares of plans are held against the season's with 4.5 standard errors: with a fresh seed a check of six plans would
raise a false alarm in fewer than 1 of 20,000 runs.
"""

import pickle

import numpy as np
import pytest
from played import PLAYED

from analysis.run.replays import replayed
from rules.document import Card
from rules.errors import FgcError
from sim import load, play_event, simulate
from sim.play.players import DRAWN, TOGETHER
from sim.play.request import run_request
from sim.table.game import playable, playbooks_by

LIMIT, MATCHES = 4.5, 3_000
LINE_UP = 'season = "2022"\nrobots = ["p90", "draw", "draw"]\nplans = ["draw", "store at once", "draw"]\n'


def of_replay(player):
    """Give what a replay tells of a player, as a frame says it."""
    return {
        "robot": player.robot or DRAWN,
        "plan": player.plays,
        "breaks_ms": player.breaks_ms,
        "cardStatus": Card[player.card.upper()].value,
        "noShow": player.plays is None,
        **({} if player.carries is None else {"carries": player.carries}),
    }


def assert_as_replayed(frame, request, matches):
    """Fail unless a frame says of the six robots of these matches what a replay tells."""
    for match in matches:
        row = frame.loc[match].to_dict()
        for player in replayed(request, match).players:
            station = player.station.replace(" ", "")
            told = of_replay(player)
            said = {name: row[f"{station}.{name}"] for name in told}
            assert {name: None if value != value else value for name, value in said.items()} == told
            able = {name for name in request.game.robots.can if row[f"{station}.can.{name}"]}
            assert able == set(player.can)


@pytest.mark.parametrize("key", PLAYED)
def test_a_frame_says_what_a_replay_tells(key):
    """Robots, plans, room, abilities, breakdowns and cards are those of each match's replay, in every season."""
    frame = simulate(key, 40, seed=7).frame(robots=True)
    assert_as_replayed(frame, run_request(key, 40, seed=7), (0, 17, 39))


@pytest.fixture(scope="module")
def frame():
    """Play many matches and say who played."""
    return simulate("fgc_2022", MATCHES, seed=5).frame(robots=True)


def test_matches_far_into_a_run_too(frame):
    """Robots are drawn again a few at a time, and each match's are its own."""
    request = run_request("fgc_2022", MATCHES, seed=5)
    assert_as_replayed(frame, request, (TOGETHER - 1, TOGETHER, MATCHES - 1))


def test_plans_have_their_shares_and_talents_their_spread(frame):
    """Who comes to red 1 plays each playbook as often as the season says; talents are those of the population."""
    game = playable("fgc_2022")
    plans = frame["red1.plan"].dropna()
    for playbook in playbooks_by(game.model, "robot"):
        error = np.sqrt(playbook.share * (1 - playbook.share) / len(plans))
        assert abs((plans == playbook.name).mean() - playbook.share) <= LIMIT * error
    assert abs(frame["blue3.talent"].mean()) < LIMIT * game.robots.talent / np.sqrt(MATCHES)
    assert frame["blue3.talent"].std() == pytest.approx(game.robots.talent, rel=LIMIT / np.sqrt(2 * MATCHES))


def test_without_being_asked_a_frame_is_as_before(frame):
    """The columns of who played come after the others, and only where they are asked for."""
    plain = simulate("fgc_2022", 10, seed=5).frame()
    assert list(plain) == list(frame)[: len(plain.columns)]
    assert list(frame)[len(plain.columns)] == "red1.robot"
    assert not any(name.startswith("red1.") for name in plain)


def test_a_loaded_run_knows_its_line_up(tmp_path):
    """A saved run that is read back says of its robots what it said when it was played, names and plans too."""
    (tmp_path / "red.toml").write_text(LINE_UP, encoding="utf-8")
    played = simulate("fgc_2022", 30, seed=2, red=tmp_path / "red.toml", out=tmp_path / "run")
    frame = load(tmp_path / "run").frame(robots=True)
    assert frame.equals(played.frame(robots=True))
    assert set(frame["red1.robot"]) == {"p90"}
    assert set(frame["red2.plan"].dropna()) == {"store at once"}
    assert set(frame["blue1.robot"]) == {DRAWN}
    assert_as_replayed(frame, run_request("fgc_2022", 30, 2, red=tmp_path / "red.toml"), (3, 29))


@pytest.mark.parametrize("number", [0, 1])
def test_an_event_says_its_teams(number):
    """Teams, cards and absences of a repeat are those of its documents, and a team's talent is its own throughout."""
    event = play_event("fgc_2022", teams=24, each=6, repeats=2, seed=3)
    repeat = event.repeats[number]
    frame = repeat.matches.frame(robots=True)
    for row, document in zip(frame.to_dict("records"), event.documents(number), strict=True):
        for station, of in zip(
            ("red1", "red2", "red3", "blue1", "blue2", "blue3"), document.participants, strict=True
        ):
            found = [row[f"{station}.{name}"] for name in ("team", "surrogate", "cardStatus", "noShow")]
            assert found == [of.team, of.surrogate, of.card, of.no_show]
            assert row[f"{station}.talent"] == repeat.talent[int(of.team[1:]) - 1]


@pytest.mark.parametrize("part", [lambda run: run.at(slice(5)), lambda run: pickle.loads(pickle.dumps(run))])
def test_matches_that_do_not_know_say_so(part):
    """A part or a copy of a run does not know who played: one line says so, and what does know."""
    run = part(simulate("fgc_2022", 10))
    assert len(run.frame())
    with pytest.raises(FgcError, match=r"^frame: robots: expected matches as `simulate`, `load` or `play_event`"):
        run.frame(robots=True)
