"""What scouts saw: read with what it builds on, refused where it cannot be, and what it tells of a robot's talent."""

import numpy as np
import pytest
from running_events import small_event

from analysis.brief.notes import likelihood, read_notes
from rules.errors import FgcError
from sim.exact import normal_quantile
from sim.play.known import Known, words_of
from sim.play.request import run_request
from sim.robots.drawn import growth_curve
from sim.table.game import playable

GAME = playable("2022")
EVENT = small_event()
HEAD = "team,ability,seen\n"


def read(text):
    """Read notes of the small event."""
    return read_notes(text.encode(), "notes.csv", EVENT, GAME)


def test_a_robot_can_also_do_what_an_ability_builds_on():
    """Who climbs to MD climbs to LO; who does not climb to HI may do anything else."""
    found = read(f"{HEAD}B, climb_md ,Yes\nC,climb_hi,no\n")
    assert found == {1: {"climb_lo": True, "climb_md": True}, 2: {"climb_hi": False}}


def test_the_same_may_be_seen_twice_and_columns_stand_as_they_like():
    """Two scouts who agree are one answer; other columns and separators do not matter."""
    assert read("seen;by;Team;ability\nno;me;A;climb_lo\nno;you;A;climb_lo\n") == {0: {"climb_lo": False}}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("X,climb_lo,yes\n", "notes.csv: row 2: team: expected a team of the event, found 'X'"),
        (
            "A,climb_low,yes\n",
            "row 2: ability: expected an ability of the season, found 'climb_low'; did you mean climb_lo?",
        ),
        ("A,fly,yes\n", "there are climb_lo, climb_md"),
        ("A,climb_lo,maybe\n", "row 2: seen: expected yes or no, found 'maybe'"),
        ("A,climb_lo,\n", "row 2: seen: expected yes or no, found ''"),
        ("A,climb_lo,yes\nA,climb_lo,no\n", "row 3: seen: expected one answer for climb_lo, found yes and no"),
        ("A,climb_lo,no\nA,climb_md,yes\n", "expected one answer for climb_lo, which climb_md builds on"),
        ("A,climb_lo\n", "row 2: expected 3 cells"),
    ],
)
def test_wrong_notes_are_one_line(rows, said):
    """What cannot be is said with file and row."""
    with pytest.raises(FgcError) as caught:
        read(HEAD + rows)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_column_that_is_missing_is_named():
    """Without the answers there is nothing to read."""
    with pytest.raises(FgcError, match="expected a column seen"):
        read("team,ability\nA,climb_lo\n")


def test_who_can_climb_is_likelier_talented():
    """Yes and no add up to certainty at each talent; yes rises with talent, and is the share at the median."""
    scores = np.array([-2.0, 0.0, 2.0])
    yes, no = (likelihood(GAME, {"climb_lo": able}, scores, 0.5) for able in (True, False))
    assert yes + no == pytest.approx(1)
    assert yes[0] < yes[1] < yes[2]
    of = GAME.robots.can["climb_lo"]
    odds = of.share / (1 - of.share) * np.exp(of.growth * growth_curve(0.5, GAME.robots.growth.tau))
    assert yes[1] == pytest.approx(odds / (1 + odds))


def test_the_likelihood_is_what_the_population_draws():
    """Over robots of one talent, as many have an ability as the likelihood says, to four standard errors.

    False alarms: about 1 in 16,000, but the seed is fixed.
    """

    request, count, share = run_request("2022", seed=9), 4_000, 0.8
    word = words_of(np.full((1, 6), share))
    able = Known(word, {}, 0.25).robots(request.lineup, 9, 0, count).able
    expected = likelihood(GAME, {"climb_md": True}, np.array([normal_quantile(share)]), 0.25)[0]
    there = able[:, :, list(GAME.robots.can).index("climb_md")].mean()
    assert abs(there - expected) < 4 * np.sqrt(expected * (1 - expected) / (6 * count))
