"""What to work on next: gains on the same luck, in order, with why nothing is gained, and with whom more is."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.compare import advice
from analysis.compare.advising import FIRST, choice_of
from analysis.compare.company import COMPANY, LEVELS
from analysis.compare.gains import NONE
from analysis.compare.matchups import measured
from analysis.compare.options import ORDER, options_of
from analysis.words import english
from rules.errors import FgcError
from sim import advise, compare
from sim.play.request import run_request
from sim.robots.files import plan_of
from sim.table.game import playable
from sim.table.language import Robot

SEASON, PLAN = "fgc_2022", "collect and climb late"
OURS = Robot(season=SEASON, name="ours", can=("climb_lo",), seconds={"grip": 5.0}, works={"grip": 0.8})


@pytest.fixture(scope="module")
def found():
    """Advise a robot of 2022 by some matches."""
    return advise(SEASON, PLAN, OURS, matches=1_500, quick=True)


def of(found, dial, to=None):
    """Give the advice on a dial."""
    (one,) = [each for each in found.advice if each.option.dial == dial and to in (None, each.option.to)]
    return one


def test_a_gain_is_that_of_the_robot_that_has_it(found):
    """Comparing the robot with one that fails half as often finds the same points and the same wins."""
    better = OURS.model_copy(update={"name": "better", "works": {"grip": 0.9}})
    pair = compare(SEASON, PLAN, [better, OURS], matches=1_500).found.pairs[0]
    here = of(found, "grip.works")
    for told, held in ((here.points, pair.points), (here.wins, pair.win_gain), (here.ranking, pair.difference)):
        assert (told.mean, told.error) == (pytest.approx(held.mean), pytest.approx(held.error))
        assert told.low < held.low < held.high < told.high  # those of many are wider than that of one


def test_all_options_are_told_most_worth_first(found):
    """Nothing is left out: first what changes something, by its gain; then what was played in vain; then the rest."""
    request = run_request(SEASON, matches=1_500)
    options = options_of(choice_of(request, PLAN, OURS))
    assert sorted(map(repr, options)) == sorted(repr(each.option) for each in found.advice)
    worth = [each.ranking.mean for each in found.played]
    assert worth == sorted(worth, reverse=True)
    assert [bool(each.why) for each in found.advice] == sorted(bool(each.why) for each in found.advice)
    assert len(found.requests) == 1 + sum(each.station is not None for each in options)


def test_what_gains_nothing_says_why(found):
    """Both what is known before play and what play tells."""
    assert of(found, "can.climb_lo").why == "the robot can do it already"
    assert all(each.figures["points"] == NONE for each in found.advice if each.option.station is None)
    never = "the plan never does it, since whenever it could, 'climb to LO' comes first"
    assert of(found, "wait for a lift.seconds").why == never
    words = advice.sentence(of(found, "wait for a lift.seconds"), found.measure)
    assert words.endswith(f": gains nothing, {never}")


def test_a_row_that_waits_for_others_in_vain_is_never_done():
    """A plan that only feeds from what nobody brings never starts that row, and this is seen in play."""
    game = playable(SEASON)
    plan = plan_of(game, PLAN, "")
    lonely = plan.model_copy(update={"name": "lonely", "order": ("store",), "set": {}})
    told = advise(SEASON, lonely, "p50", matches=20, quick=True)
    assert of(told, "store.seconds").why == "the plan never does it in 20 matches"
    assert told.answer.startswith("No gain can be told")


def test_a_plan_of_nothing_that_can_be_done():
    """A robot that can do no row of its plan, and has no faults, has nothing to turn, which is said."""
    plan = plan_of(playable(SEASON), PLAN, "").model_copy(update={"order": ("climb to LO",), "set": {}})
    idle = Robot(season=SEASON, name="idle", can=(), no_show=0, breaks=0, fouls={"minor": 0, "major": 0})
    told = advise(SEASON, plan, idle, matches=20, quick=True)
    assert [each.option.dial for each in told.played] == []
    assert told.answer.startswith("No gain can be told: ")


def test_the_document_has_every_figure(found):
    """What was asked for, each option with its figures and words, all of it plain JSON."""
    document = json.loads(json.dumps(found.document(), allow_nan=False))
    assert {"season": SEASON, "plan": PLAN, "robot": "ours", "matches": 1_500, "quick": True}.items() <= (
        document.items()
    )
    assert len(document["options"]) == len(found.advice)
    for each in document["options"]:
        assert {"dial", "from", "to", "points", "wins", "ranking", "words", "why", "company"} <= set(each)
        assert {"mean", "error", "low", "high", "told", "rare", "differs"} <= set(each["points"])
        assert each["words"]
    assert document["models"] is None
    assert "percentile" in document["left_out"]


def test_the_answer_names_the_first_and_the_next(found):
    """What gains most stands first, in words with its points and its wins."""
    first, second = [each for each in found.advice if each.gained][:2]
    one, other = (english(advice.changed(each.option)) for each in (first, second))
    assert one in found.answer
    assert found.answer.index(one) < found.answer.index(other)
    assert f"{advice.signed(first.points)} points a match and {advice.signed(first.wins, 100)} wins in 100" in (
        found.answer
    )
    assert found.answer in repr(found)


def test_what_is_worth_as_much(found):
    """Within what was tried, seconds of the row that gains most by being quicker; beyond it, how many times it is."""
    quicker = [each for each in found.advice if each.gained and each.option.dial.endswith(".seconds")]
    best = quicker[0]
    assert best.equal == ""
    step = best.option.start - best.option.to
    for each in found.advice:
        times = each.ranking.mean / best.ranking.mean
        if each.gained and each is not best:
            within = f"as much as '{best.option.row}' about {times * step:.2g} s quicker"
            beyond = f"{times:.2g} times as much as {best.option.words}".removeprefix("1 times ")
            assert each.equal == (within if times <= 1 else beyond)
        elif each is not best:
            assert each.equal == ""


def test_company_is_told_of_the_first_that_gain(found):
    """Strong, median and weak partners and opponents, and how much more a change gains with the weak."""
    asked = [each for each in found.advice if each.company]
    assert asked == [each for each in found.advice if each.gained][:FIRST]
    for each in asked:
        assert list(each.company) == list(COMPANY)
        for among in each.company.values():
            assert list(among.gains) == list(LEVELS)
            wide = among.gains["p10"].mean - among.gains["p90"].mean
            assert among.weak_minus_strong.mean == pytest.approx(wide)


def test_company_is_as_if_it_stood_there(found):
    """With weak partners the gain is that of the robots compared beside two of the tenth percentile."""
    here = next(each for each in found.advice if each.company)
    weak = found.requests[0].stations[1].model_copy(update={"robot": Robot(season=SEASON, name="p10", percentile=10)})
    played = []
    for request in (found.requests[0], found.requests[1 + found.advice.index(here)]):
        stations = (request.stations[0], weak, weak, *request.stations[3:])
        played.append(measured(replace(request, stations=stations), range(1_500)))
    gained = played[1] - played[0]
    assert here.company["partners"].gains["p10"].mean == pytest.approx(gained.mean())
    assert here.company["partners"].gains["p10"].error == pytest.approx(gained.std(ddof=1) / np.sqrt(1_500))


def test_the_number_of_workers_changes_nothing():
    """One or two jobs at once give the same document."""
    one, two = (advise(SEASON, PLAN, matches=300, jobs=jobs, quick=True).document() for jobs in (1, 2))
    assert one == two


def test_ranking_points_decide_where_the_season_says_so():
    """The order goes by what the season ranks by; points stand beside it."""
    told = advise("fgc_2018", "panels first", matches=400, quick=True)
    assert told.measure == "ranking points"
    worth = [each.ranking.mean for each in told.played]
    assert worth == sorted(worth, reverse=True)
    assert any(each.points.mean != each.ranking.mean for each in told.played)


@pytest.mark.slow
def test_other_points_change_the_gains(found):
    """Where stored things are worth more, storing better gains more, and the document says so."""
    told = advise(SEASON, PLAN, OURS, matches=1_500, quick=True, points={"storage": 1.0})
    assert of(told, "store.works").points.mean > of(found, "store.works").points.mean + 1
    assert told.document()["points"] == {"storage": 1.0}
    assert "not the official" in told.changed


def test_one_match_tells_no_error():
    """Two matches are the fewest."""
    with pytest.raises(FgcError, match=r"--matches: expected two or more"):
        advise(SEASON, PLAN, matches=1)


def test_swaps_are_named_by_their_rows(found):
    """A swap says which row comes before which, and what the order was."""
    swaps = [each.option for each in found.advice if each.option.dial == ORDER]
    for each in swaps:
        before, after = each.start.split(", ")
        assert each.to == f"{after}, {before}"
        assert each.words == f"'{after}' before '{before}'"
