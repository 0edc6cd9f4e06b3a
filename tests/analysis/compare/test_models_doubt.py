"""The models' doubt: what is counted, replayed and said, and on which number a verdict depends."""

import numpy as np
import pytest
from with_models import KEY, LATE, SCOOPING, SINGLY, season_with_models

from analysis.compare.comparing import variants_of
from analysis.compare.matchups import request_of
from analysis.compare.models import (
    Depends,
    Replayed,
    Verdict,
    doubt_of,
    doubt_said,
    games_in_models,
    measures_in_models,
    models_doubt,
    replayed_in_models,
)
from analysis.compare.verdicts import in_english
from rules.errors import FgcError
from sim import best, compare, simulate
from sim.play.request import run_request
from sim.robots.population_file import overlay_lines
from sim.table.dials import numbers_of
from sim.table.models import models_of

MATCHES = 300


@pytest.fixture(autouse=True, scope="module")
def seasons(tmp_path_factory):
    """Let this process know a season of one's own that has models."""
    folder = season_with_models(tmp_path_factory.mktemp("seasons"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SIM_SEASONS", str(folder))
        yield folder


def asked(*plans, population=None):
    """Ask for matches of plans of that season, one robot of red playing each."""
    request = run_request(KEY, MATCHES, population=population)
    return [request_of(request, each, (0,)) for each in variants_of(request.game, plans, [])]


def of(*gains, matches=4):
    """Make up measures of two, where the first gains so much in every match of each model."""
    measures = np.zeros((len(gains), 2, matches))
    measures[:, 0] = np.array(gains)[:, None] + np.resize([-1.0, 1.0], matches)
    return measures


TOLD = Verdict(("a", "b"), True)


def test_models_in_which_the_same_is_ahead_are_counted():
    """By the sign of the mean; the range is that of the means, the error that of one of them."""
    found = doubt_of(TOLD, of(4, 2, -1, 0))
    assert (found.models, found.holds, found.low, found.high) == (4, 2, -1, 4)
    assert found.error == pytest.approx(np.std([-1, 1, -1, 1], ddof=1) / 2)
    assert not found.enough
    assert doubt_of(TOLD, of(*[3] * 18, -1, -1)).enough
    assert not doubt_of(TOLD, of(*[3] * 17, -1, -1, -1)).enough


def test_of_several_the_next_best_counts_in_each_model():
    """The first has to be ahead of whoever is next there."""
    measures = np.array([[[5.0] * 3, [1.0] * 3, [4.0] * 3], [[5.0] * 3, [3.0] * 3, [7.0] * 3]])
    found = doubt_of(Verdict(("a", "b", "c"), True), measures)
    assert (found.holds, found.low, found.high, found.others, found.error) == (1, -2, 1, 2, 0)


def test_nearly_as_good_is_enough_where_that_was_the_verdict():
    """A choice that may lose a point holds where it loses less."""
    assert doubt_of(Verdict(("a", "b"), True, within=1), of(4, -0.5, -1, -3)).holds == 2


def test_what_is_the_same_everywhere_holds_where_it_is():
    """Plans that are the same in every match: the models in which they are, too."""
    measures = np.zeros((3, 2, 5))
    measures[2, 1, 4] = 1
    found = doubt_of(Verdict(("a", "b"), False, True), measures)
    assert found.holds == 2
    assert in_english(found.said("points")) == "They are the same in every match of 2 of 3 models of the season too."


def test_one_match_tells_no_error():
    """Nor is one made up."""
    found = doubt_of(TOLD, of(4, 2, matches=1))
    assert found.error is None
    assert "the gain is 1 to 3 points a match." in in_english(found.said("points"))


@pytest.mark.parametrize("shape", [(0, 2, 5), (3, 2, 0), (3, 1, 5), (3, 3, 5), (3, 2)])
def test_measures_of_other_shapes_are_refused(shape):
    """No model, no match, or not as many as were named."""
    with pytest.raises(ValueError, match="expected measures of models"):
        doubt_of(TOLD, np.zeros(shape))


def said_of(*of):
    """Give in English in how many models it holds."""
    return in_english(doubt_said(*of))


def test_it_is_said_in_words():
    """What holds, what does not and on what that depends, what was not told, and what nobody looked at."""
    holds, fails = doubt_of(TOLD, of(4, 2)), doubt_of(TOLD, of(4, -2))
    assert said_of(holds, False, "points", False) == (
        "This holds in 2 of 2 models of the season; there the gain is 2.00 to 4.00 points a match (each ± 0.58)."
    )
    assert said_of(fails, False, "points", False).endswith("nobody measured; no single number decides it.")
    named = fails.__class__(**{**vars(fails), "depends_on": Depends(SCOOPING, 8, 80, 4.0, -12.0, 0.5)})
    assert said_of(named, False, "points", False).endswith(
        f"most on how long scoop takes ({SCOOPING}): the gain is 4.00 points where it is 8"
        " and -12.00 points where it is 80."
    )
    untold = doubt_of(Verdict(("a", "b"), False), of(4, -2))
    assert said_of(untold, False, "points", False).startswith("a is ahead in 1 of 2 models of the season; there")
    assert said_of(None, True, "points", False).startswith("Not tried in other models")
    assert said_of(None, False, "points", False).startswith("There are no other models")
    assert said_of(holds, False, "points", True).endswith("--population count in each of them.")


def test_a_model_is_what_a_population_file_with_its_numbers_is(tmp_path):
    """The same matches, to the last point, as `sim run --population` plays with them."""
    (late,) = asked(LATE, SINGLY)[:1]
    model = models_of(late.game)[2]
    file = tmp_path / "model.toml"
    file.write_text("\n".join(overlay_lines(KEY, model, "a model")), encoding="utf-8")
    own = simulate(KEY, MATCHES, population=file, red=late.stations[:3])
    found = replayed_in_models([late], MATCHES, 1)
    assert (found.points[2, 0] == own.scores[:, 0]).all()
    assert (found.wins[2, 0] == (own.scores[:, 0] > own.scores[:, 1])).all()


def test_workers_change_nothing():
    """One worker or three: the same measures, in the same order, each match of them told of once."""
    requests, told = asked(LATE, SINGLY, "moor early"), []
    one = measures_in_models(requests, MATCHES, 1, told.append)
    assert (one == measures_in_models(requests, MATCHES, 3)).all()
    assert one.shape == (5, 3, MATCHES)
    assert sum(told) == one.size


def test_gains_are_over_a_base():
    """Of each request over one of them, by model."""
    made = np.arange(12.0).reshape(2, 3, 2)
    gains = Replayed(made, 2 * made, 1.0 * (made > 5)).gains(1)
    assert gains.measure.tolist() == [[-2, 0, 2]] * 2
    assert gains.points.tolist() == [[-4, 0, 4]] * 2
    assert gains.wins.tolist() == [[0, 0, 0]] * 2


def test_a_population_of_ones_own_goes_on_top(tmp_path):
    """Its numbers hold in every model, shares among them; all others are the model's."""
    file = tmp_path / "own.toml"
    own = {"robots.form": 0.3, f"shares.{LATE}": 0.9}
    file.write_text("\n".join(overlay_lines(KEY, own, "ours")), encoding="utf-8")
    request = asked(LATE, SINGLY, population=file)[0]
    for game, model in zip(games_in_models(request), models_of(request.game), strict=True):
        numbers = numbers_of(game.model)
        assert {name: numbers[name] for name in own} == own
        assert numbers[SCOOPING] == model[SCOOPING]


def test_the_number_that_it_depends_on_is_named():
    """Scooping decides whether it is worth it; form, shares and picking do not."""
    requests = asked(LATE, SINGLY)
    found = models_doubt(requests, Verdict((LATE, SINGLY), True), 2)
    assert found.holds == 3
    assert found.depends_on.number == SCOOPING
    assert (found.depends_on.low, found.depends_on.high) == (8, 80)
    assert found.depends_on.gain_at_low > 0 > found.depends_on.gain_at_high
    assert found.low == pytest.approx(found.depends_on.gain_at_high, abs=5)


def test_compare_and_best_say_it_unless_they_are_to_be_quick():
    """The verdict is that of the season's own model; the doubt stands beside it."""
    found = compare(KEY, [LATE, SINGLY], matches=400)
    assert found.document()["models"]["holds"] == found.models.holds == 3
    assert found.document()["in_models"] == found.in_models
    against = compare(KEY, [LATE, SINGLY, "moor early"], matches=400, baseline=SINGLY)
    assert (against.contenders, against.models.others) == ((LATE, SINGLY), 1)
    chosen = best(KEY, [LATE, SINGLY, "moor early"], indifference=5, matches=600)
    assert chosen.contenders[0] == chosen.best == LATE
    assert chosen.document()["models"]["models"] == 5
    quick = compare(KEY, [LATE, SINGLY], matches=50, quick=True)
    assert quick.document()["models"] is None
    assert "--quick" in quick.in_models


def test_a_wrong_file_of_models_is_refused(seasons):
    """The line names the file and the number; nothing is answered."""
    file = seasons / "models" / f"{KEY}.toml"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("form", "frm"), encoding="utf-8")
    with pytest.raises(FgcError, match=r"fgc_2031.toml: robots.frm: expected the name"):
        compare(KEY, [LATE, SINGLY], matches=50)
    file.write_text(right, encoding="utf-8")
