"""Matchups: every variant meets the same luck, however many there are and however their matches are cut."""

import numpy as np
import pytest

from analysis.compare.axes import FINEST, MOST, axis_of, variants_on
from analysis.compare.matchups import Matchup, Variant, matchup_of, replayed, request_of, stations_of
from analysis.compare.paired import compare
from analysis.compare.sweep import sweep
from rules.errors import ModelError
from sim.play.request import run_request
from sim.play.run import simulate
from sim.robots.files import Station, robot_of
from sim.table.game import playable, playbooks_by
from sim.table.language import Robot

GAME = playable("fgc_2022")
BOOKS = {book.name: book for book in playbooks_by(GAME.model, "robot")}
LATE, LOW, NEVER = (BOOKS[name] for name in ("collect and climb late", "climb low early", "collect all match"))
REQUEST = run_request("fgc_2022", seed=9)
VARIANTS = [
    Variant("late", Station(plan=LATE)),
    Variant("low", Station(plan=LOW)),
    Variant("never", Station(plan=NEVER)),
]
MATCHES = 600


def matchup(variants, *pieces, stations=(0,), jobs=1):
    """Play the variants, piece by piece."""
    found = Matchup(REQUEST, variants, stations, jobs)
    for piece in pieces:
        found.play(piece, lambda _: None)
    return found


@pytest.fixture(scope="module")
def whole():
    """Play three plans in one piece."""
    return matchup(VARIANTS, MATCHES)


def same(one, other):
    """Say whether what was played of a variant is equal, bit for bit."""
    arrays = [(found.measure, found.own, found.other, *found.parts.values()) for found in (one, other)]
    return one.name == other.name and all(np.array_equal(a, b) for a, b in zip(*arrays, strict=True))


@pytest.mark.parametrize("pieces", [(1, 599), (200, 200, 200), (64, 500, 36)], ids=str)
def test_pieces_are_the_whole(whole, pieces):
    """Matches played in several pieces are those played in one."""
    assert all(same(*each) for each in zip(whole.played(), matchup(VARIANTS, *pieces).played(), strict=True))


def test_a_variant_turns_numbers_of_the_population():
    """What it turns is in the request, with what was turned before; who turns none leaves the request's."""
    plain = request_of(REQUEST, VARIANTS[0], (0,))
    assert plain.population == REQUEST.population
    faster = request_of(REQUEST, Variant("faster", population={"robots.pace": 1.2}), (0,))
    both = request_of(faster, Variant("both", population={"robots.form": 0.1}), (0,))
    assert both.population == {"robots.pace": 1.2, "robots.form": 0.1}
    assert both.game.robots.form == 0.1


def test_jobs_change_nothing(whole):
    """Two workers play the same matches as one."""
    pieces = matchup(VARIANTS, 5_000, jobs=2)
    for one, two in zip(matchup(VARIANTS, 5_000).played(), pieces.played(), strict=True):
        assert same(one, two)
    assert np.array_equal(pieces.measures()[:, :MATCHES], whole.measures())


@pytest.mark.parametrize("chosen", [(1,), (2, 0), (0, 1)], ids=str)
def test_a_match_does_not_depend_on_the_other_variants(whole, chosen):
    """A variant plays the same matches alone, among others and in another order."""
    for place, found in zip(chosen, matchup([VARIANTS[place] for place in chosen], MATCHES).played(), strict=True):
        assert same(found, whole.played()[place])


def test_a_variant_that_changes_nothing_plays_the_plain_run():
    """A variant without plan and robot is what a plain run plays."""
    (found,) = matchup([Variant("plain")], MATCHES).played()
    red, blue = simulate("fgc_2022", MATCHES, seed=9).scores.T
    assert np.array_equal(found.own, red)
    assert np.array_equal(found.other, blue)


def test_everybody_else_is_the_same_for_each_variant():
    """Whatever stands at red 1, everything that is drawn for the other five is the same, bit for bit."""
    variants = [*VARIANTS, Variant("robot", Station(plan=LOW, robot=robot_of(GAME, "p90", ""))), Variant("nobody")]
    drawn = [request_of(REQUEST, variant, (0,)).robots(0, MATCHES) for variant in variants]
    for each in drawn[:-1]:
        for name in ("median", "threshold", "opens", "breaks", "room", "fouls", "card", "talent", "able"):
            assert np.array_equal(getattr(each, name)[:, 1:], getattr(drawn[-1], name)[:, 1:]), name
        assert np.array_equal(each.playbook[:, 1:6], drawn[-1].playbook[:, 1:6])
        assert (each.playbook[:, 0] != drawn[-1].playbook[:, 0]).any()


def test_the_tested_robot_keeps_its_luck():
    """Two plans at red 1 are played by the same robot, which breaks down and fouls in the same matches."""
    late, low = (request_of(REQUEST, variant, (0,)).robots(0, MATCHES) for variant in VARIANTS[:2])
    for name in ("median", "threshold", "breaks", "room", "fouls", "card", "talent", "able"):
        assert np.array_equal(getattr(late, name), getattr(low, name)), name


@pytest.mark.parametrize("everybody", [False, True])
def test_one_robot_or_three_are_changed(everybody):
    """A variant stands at red 1, or at all three stations of red, and never at blue's."""
    variant = Variant("low", Station(plan=LOW, robot=robot_of(GAME, "p90", "")))
    changed = request_of(REQUEST, variant, stations_of(everybody)).stations
    stands = [True, everybody, everybody, False, False, False]
    assert [station.plan is LOW for station in changed] == stands
    assert [station.robot is not None for station in changed] == stands


def test_a_variant_keeps_the_line_up(tmp_path):
    """A variant with a plan alone keeps the robot that a line-up put at its station."""
    file = tmp_path / "red.toml"
    file.write_text('season = "2022"\nrobots = ["p90", "p10", "draw"]\n', encoding="utf-8")
    changed = request_of(run_request("fgc_2022", red=file), VARIANTS[1], (0,)).stations
    assert [station.robot and station.robot.name for station in changed[:3]] == ["p90", "p10", None]
    assert changed[0].plan is LOW


def test_equal_variants_are_identical():
    """Two equal plans are told to be identical, with no difference and no doubt about it."""
    (pair,) = compare(
        matchup([Variant("one", Station(plan=LOW)), Variant("two", Station(plan=LOW))], MATCHES).played()
    ).pairs
    assert pair.identical
    assert (pair.difference.mean, pair.difference.error, pair.difference.low, pair.difference.high) == (0, 0, 0, 0)
    assert pair.p == pair.p_holm == 1


def test_a_precision_holds_for_every_pair():
    """Playing until a precision is reached goes on until the widest of all pairs' intervals is within it."""
    found = matchup(VARIANTS)
    found.play_until(0.8, 100_000, lambda _: None)
    pairs = compare(found.played()).pairs
    assert [rule.reached().enough for rule in found.rules] == [True] * 3
    halves = [(pair.difference.high - pair.difference.low) / 2 for pair in pairs]
    assert halves == pytest.approx([rule.reached().half_width for rule in found.rules])
    assert max(halves) <= 0.8
    assert 1_000 < found.matches == len(found.played()[0].own) < 100_000


def test_a_precision_out_of_reach_stops_at_the_most():
    """Where the matches run out first, that is how many were played, and the precision was not reached."""
    found = matchup(VARIANTS)
    found.play_until(0.01, 1_500, lambda _: None)
    assert found.matches == 1_500
    assert not any(rule.reached().enough for rule in found.rules)


def axes(*texts, plan=LATE):
    """Read the axes of a sweep."""
    return [axis_of(GAME, plan, text) for text in texts]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("grip.after=90:120:10", (90, 100, 110, 120)),
        ("grip.after=90:115:10", (90, 100, 110)),
        ("grip.after=0:150:150", (0, 150)),
        ("grip.after=60:60:1", (60,)),
        ("climb to LO.works=0.7:1:0.1", (0.7, 0.8, 0.9, 1)),
        (" store.seconds =3.5:4:0.25", (3.5, 3.75, 4)),
    ],
)
def test_values_of_an_axis(text, values):
    """FROM and TO are both among the values where the steps meet it, without the noise of adding."""
    assert axes(text)[0].values == values


def test_every_setting_is_a_variant():
    """Two axes make a map; the decision's spread stays, and a number of the robot is the median robot's else."""
    variants = variants_on(GAME, axes("grip.after=90:100:10", "store.seconds=3:4:0.5"), LATE, None)
    assert [(v.station.plan.set["grip"].after, v.station.robot.seconds["store"]) for v in variants] == [
        ((after, LATE.set["grip"].after[1]), seconds) for after in (90, 100) for seconds in (3, 3.5, 4)
    ]
    assert variants[0].station.robot == Robot(season="fgc_2022", name="p50", seconds={"store": 3.0})


def test_a_row_without_a_decision_gets_one_without_spread():
    """A swept start of a row that the plan decides nothing about is exact."""
    (variant,) = variants_on(GAME, axes("store.after=30:30:1"), LATE, None)
    assert variant.station.plan.set["store"].after == (30, 0)
    assert variant.station.plan.set["grip"] == LATE.set["grip"]
    assert variant.station.robot is None


def test_the_best_of_a_sweep_has_the_highest_mean():
    """The best setting is that of the highest mean, and its mean is that of a comparison of the same plans."""
    swept = axes("grip.after=60:130:35")
    found = matchup(variants_on(GAME, swept, LATE, None), MATCHES)
    result = sweep({axis.name: axis.values for axis in swept}, found.measures())
    means = found.measures().mean(axis=1)
    assert result.best == means.argmax()
    assert [plan.measure.mean for plan in compare(found.played()).plans] == pytest.approx(means.tolist())


WRONG = {
    "grip": ("grip: expected the name of a number that can be turned",),
    "": ("expected the name of a number that can be turned",),
    "grip.aftr=1:2:1": ("grip.aftr: expected the name of a number", "did you mean grip.after?"),
    "gripp.after=1:2:1": ("gripp.after: expected the name of a number", "did you mean grip.after?"),
    "push near.seconds=1:2:1": ("push near.seconds: expected a row of the plan",),
    **{
        f"grip.after={numbers}": ("grip.after: expected FROM", f"found {numbers!r}")
        for numbers in ("", "90", "90:100", "90:100:5:5", "a:b:c", "90-100:5", "100:90:5", "90:100:0", "90:100:-5")
    },
    **{f"grip.after={numbers}": ("grip.after: expected FROM",) for numbers in ("nan:9:1", "1:inf:1", "1:9:nan")},
    "grip.after=90:151:1": ("grip.after: expected values from 0 to 150",),
    "grip.after=-1:9:1": ("grip.after: expected values from 0 to 150",),
    "grip.seconds=0:9:1": ("grip.seconds: expected values from 0.1 to 150",),
    "grip.works=0.5:1.1:0.1": ("grip.works: expected values from 1e-06 to 1",),
    "grip.after=0:150:0.1": (f"grip.after: expected at most {MOST:,} values, found 1,501",),
    "grip.after=0:150:1e-320": (f"expected a STEP of {FINEST:.6f} or more",),
    "grip.after=60:60.00000001:1e-10": (f"expected a STEP of {FINEST:.6f} or more",),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_axis_is_refused(text):
    """A swept number that cannot be is refused in one line that names it, with the nearest valid name."""
    with pytest.raises(ModelError, match=r"^--set: [^\n]*$") as caught:
        axes(text)
    for words in WRONG[text]:
        assert words in str(caught.value)


def test_no_start_before_the_row_opens():
    """A sweep cannot let a robot do a row before the season opens it."""
    rows = [row.model_copy(update={"after": 100.0 * (row.name == "grip")}) for row in GAME.actions]
    game = type(GAME)(**{**vars(GAME), "model": GAME.model.model_copy(update={"action": tuple(rows)})})
    assert axis_of(game, LATE, "grip.after=100:120:10").values == (100, 110, 120)
    with pytest.raises(ModelError, match=r"grip\.after: expected values from 100 to 150"):
        axis_of(game, LATE, "grip.after=90:120:10")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("grip.after=90:100:10", "grip.after=1:2:1"), "two different numbers, found 'grip.after' twice"),
        (("grip.after=1:40:1", "store.seconds=1:40:1"), "at most 1,000 settings, found 1,600"),
        (("climb to LO.works=0.5:0.6:0.1",), "expected a row that p50 can do, found one that asks for 'climb_lo'"),
        (("grip.after=9:9:1", "climb to MD.seconds=3:4:1"), "expected a row that mine can do"),
    ],
    ids=["same number", "too many", "beyond the median robot", "beyond the robot"],
)
def test_settings_that_make_no_sweep_are_refused(texts, words):
    """The same number twice, more settings than anybody reads, and rows that the robot cannot do are refused."""
    robot = Robot(season="fgc_2022", name="mine", can=("climb_lo",)) if "mine" in words else None
    with pytest.raises(ModelError, match=r"^--set: ") as caught:
        variants_on(GAME, axes(*texts), LATE, robot)
    assert words in str(caught.value)
    able = Robot(season="fgc_2022", name="able", can=("climb_lo", "climb_md"))
    if "can do" in words:
        assert variants_on(GAME, axes(*texts), LATE, able)


def numbered(request, numbers):
    """Give each match's own number above the request's seed, once for each of two others."""
    return np.array([numbers, numbers]) + 1_000 * request.seed + np.array([[0], [500]])


def test_matches_played_anew_come_back_in_their_places():
    """Jobs are joined by request and by other in the order of the matches, from the first on; how many is told."""
    requests, told = [run_request("fgc_2022", seed=seed) for seed in (1, 2)], []
    found = replayed(numbered, requests, 25, 10, 1, told.append)
    whole = np.array([numbered(request, np.arange(25)) for request in requests])
    assert found.shape == (2, 2, 25)
    assert np.array_equal(found, whole)
    assert told == [20, 20, 10] * 2


def test_without_a_precision_all_matches_are_played():
    """As many as were asked for, and no rule says when it was enough."""
    request = run_request("fgc_2022", 30, 9)
    found = matchup_of(request, VARIANTS[:2], False, None, 1, lambda _: None)
    assert found.measures().shape == (2, 30)
    assert (found.measures()[0] == matchup(VARIANTS[:1], 30).measures()[0]).all()
