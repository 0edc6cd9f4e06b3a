"""Models of a season: what is moved and how far, that the refit takes it back, and what is kept."""

from dataclasses import replace

import numpy as np
import pytest
from made_events import BOUNDS, TRUTH, asked_for, calibrated, event_of
from played import PLAYED

from analysis.event.models import (
    FACTOR,
    JUDGES,
    ODDS,
    Nearness,
    assumed_numbers,
    drawn,
    farthest,
    groups_of,
    judged_afresh,
    make_models,
    moved,
    nearness,
    refitted,
    written,
)
from analysis.event.validate import Counted
from sim.play.request import repopulated
from sim.table.dials import changed, numbers_of
from sim.table.game import playable

EVENTS = 6
GAME = playable("fgc_2022")


@pytest.fixture(scope="module")
def start():
    """Prepare a fit to an event that was made with the season's own numbers."""
    asked = asked_for(BOUNDS)
    return calibrated(asked, event_of({}, asked), EVENTS, 2)


@pytest.mark.parametrize("season", PLAYED)
def test_what_is_assumed_and_not_fitted_is_moved(season):
    """Known numbers alone, none of those that are fitted, none that is 0, and no row that has a source."""
    model = playable(season).model
    names, known = assumed_numbers(model), numbers_of(model)
    assert names
    assert not set(names) & set(model.fitted.numbers)
    assert all(known[name] for name in names)
    lowest = {each.id for each in model.source if each.grade == "D"} | {"assumed"}
    sourced = [row.name for row in model.action if row.source not in lowest]
    assert not {f"action.{row}.{what}" for row in sourced for what in ("seconds", "success")} & set(names)


@pytest.mark.parametrize("season", PLAYED)
@pytest.mark.parametrize("turn", [-1, 0, 1])
def test_numbers_stay_within_their_ranges(season, turn):
    """Times within a factor, odds within another; in the middle nothing changes; what comes can be."""
    model = playable(season).model
    known = numbers_of(model)
    found = moved(model, dict.fromkeys(assumed_numbers(model), turn))
    for name, value in found.items():
        if name.endswith(".seconds"):
            assert value == pytest.approx(known[name] * FACTOR**turn)
        elif name.endswith((".success", ".share")):
            odds = value / (1 - value) * (1 - known[name]) / known[name]
            assert odds == pytest.approx(ODDS**turn)
        elif not name.startswith("shares."):
            assert value / known[name] == pytest.approx(ODDS**turn, rel=0.6)
    changed(model, found)


@pytest.mark.parametrize("season", PLAYED)
def test_shares_that_are_moved_have_in_all_what_they_had(season):
    """What is fitted stays, and written to a few digits all still sum to 1."""
    model = playable(season).model
    random = np.random.default_rng(1)
    turns = {name: random.uniform(-1, 1) for name in assumed_numbers(model)}
    found, known = moved(model, turns), numbers_of(model)
    after = numbers_of(changed(model, written(model, {**known, **found})))
    assert set(written(model, known)) == set(written(model, {**known, **found}))
    for group in groups_of(model):
        assert sum(after[name] for name in group) == pytest.approx(1)
        for name in group:
            assert after[name] == pytest.approx({**known, **found}[name], abs=0.005)


def test_a_refit_takes_back_what_was_moved(start):
    """With twice as fast rows the fitted pace becomes slower, and the events as near again as they were."""
    model = start.request.game.model
    fast = {name: value / 1.5 for name, value in numbers_of(model).items() if name.endswith(".seconds")}
    own = start.place(start.before)
    around = replace(start, request=repopulated(start.request, fast))
    x = refitted(around, own, start.slopes(own))
    assert around.numbers(x)["robots.pace"] < start.before["robots.pace"] - 0.2
    before, after = (np.square(around.residuals(each)).sum() for each in (own, x))
    assert after < before / 4


def test_how_near_events_lie_is_the_root_mean_square_of_z():
    """By all statistics; far is what `sim validate` marks by so many events."""
    events = [Counted(np.zeros((1, 2)), {"a": a, "b": 2 * a}, None) for a in (-1.0, 0.0, 1.0) * 10]
    sd = np.std([-1, 0, 1] * 10, ddof=1)
    found = nearness({"a": sd, "b": -8 * sd}, events)
    assert found.distance == pytest.approx(np.sqrt((1 + 16) / 2))
    assert found.far == {"b": pytest.approx(-4)}


def test_how_far_a_model_may_lie():
    """As far as events of one model where nothing is marked, or 1.3 times as far as the season's own."""
    far = {"quarter.1": 4.0}
    assert Nearness(0.64, far).is_near(0.5)
    assert Nearness(1.0, {}).is_near(0.5)
    assert not Nearness(0.66, far).is_near(0.5)
    assert not Nearness(1.01, {}).is_near(0.5)
    assert Nearness(1.3, far).is_near(1.0)
    assert (farthest(0.5), farthest(1.0)) == (1, 1.3)


@pytest.mark.slow
def test_models_are_made_whatever_the_number_of_workers(start):
    """They differ, lie as near as is said, and one worker makes the same."""
    found = make_models(start, 2, "made.csv")
    assert make_models(replace(start, workers=1), 2, "made.csv") == found
    assert len(found.models) == 2 <= found.made.tried
    assert found.models[0] != found.models[1]
    limit = farthest(judged_afresh(start, {}).distance)
    for numbers, distance in zip(found.models, found.made.distance, strict=True):
        again = judged_afresh(start, numbers)
        assert round(again.distance, 3) == distance <= limit
    assert (found.made.judges, found.made.factor, found.made.odds) == (JUDGES, FACTOR, ODDS)


@pytest.mark.slow
def test_the_fits_own_spread_is_drawn():
    """Where nothing is assumed models differ as fits to other events would: by the stated errors.

    The ratio of 60 drawn spreads to the errors lies within 0.7 and 1.3: three and a half standard deviations.
    """
    asked = asked_for(BOUNDS)
    start = calibrated(asked, event_of(TRUTH, asked), EVENTS, 2)
    own = start.place(start.before)
    values = [numbers["robots.pace"] for _, numbers in zip(range(60), drawn(start, 1e-9), strict=False)]
    low, high = BOUNDS["robots.pace"]
    error = np.sqrt(start.covariance(own, start.slopes(own))[1, 1]) * (high - low)
    assert 0.7 < np.std(values) / error < 1.3
