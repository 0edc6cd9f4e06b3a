"""Advice in the season's models: each change is replayed there, and whether the first stays the first is said."""

import json

import pytest
from with_models import KEY, LATE, season_with_models

from analysis.compare import advice
from analysis.compare.verdicts import in_english
from sim import advise
from sim.robots.population_file import overlay_lines
from sim.table.game import playable
from sim.table.models import models_of

MATCHES = 200


@pytest.fixture(autouse=True, scope="module")
def seasons(tmp_path_factory):
    """Let this process know a season of one's own that has models."""
    folder = season_with_models(tmp_path_factory.mktemp("seasons"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SIM_SEASONS", str(folder))
        yield folder


@pytest.fixture(scope="module")
def found():
    """Ask for advice in that season."""
    return advise(KEY, LATE, matches=MATCHES)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Ask for advice in each of its models, as if it were the population of a file."""
    folder, told = tmp_path_factory.mktemp("populations"), []
    for nth, numbers in enumerate(models_of(playable(KEY))):
        file = folder / f"{nth}.toml"
        file.write_text("\n".join(overlay_lines(KEY, numbers, "One of the models.")), encoding="utf-8")
        told.append(advise(KEY, LATE, matches=MATCHES, population=file, quick=True))
    return told


def gained(whole, option):
    """Give what an option gains on average."""
    (one,) = [each for each in whole.advice if (each.option.dial, each.option.words) == (option.dial, option.words)]
    return one.ranking.mean


def test_each_change_is_replayed_in_each_model(found, alone):
    """Lowest and highest gain, and in how many it keeps its sign, are those of each model played by itself."""
    assert len(found.played) > 5
    for each in found.played:
        gains = [gained(whole, each.option) for whole in alone]
        assert (each.models.low, each.models.high) == (pytest.approx(min(gains)), pytest.approx(max(gains)))
        sign = 1 if each.ranking.mean > 0 else -1
        assert each.models.holds == sum(sign * gain > 0 for gain in gains)


def test_the_first_is_looked_for_in_each_model(found, alone):
    """In how many models what gains most is the same, and among the first three."""
    first, names = found.advice[0].option, [each.option for each in found.advice if each.models]
    ranks = [sum(gained(whole, each) > gained(whole, first) for each in names) for whole in alone]
    assert found.models.first == sum(rank == 0 for rank in ranks)
    assert found.models.among_first == sum(rank < 3 for rank in ranks)
    assert (found.models.models, found.models.matches) == (5, MATCHES)


def test_it_is_said(found):
    """The line names the first change, the models and the gain there, and what it depends on where it must."""
    line = in_english(advice.holding(found))
    first = found.advice[0]
    assert line.startswith(f"The first, {first.option.words}, gains in {first.models.holds} of 5 models")
    assert f"It is the first in {found.models.first} of them" in line
    assert ("depends on what nobody measured" in line) == (found.models.first < 5)
    assert json.loads(json.dumps(found.document()))["models"]["models"] == 5
