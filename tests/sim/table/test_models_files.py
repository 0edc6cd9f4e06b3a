"""Files of models: every shipped one is whole, what is written is read back, and every mistake is one line."""

import pytest
from played import PLAYED
from with_models import KEY, MODELS, season_with_models

from analysis.event.models import farthest
from rules.errors import ModelError
from sim.table.dials import changed, numbers_of
from sim.table.game import Game, playable
from sim.table.models import Made, made_of, models_in, models_lines, models_of, models_path

GAME = playable("fgc_2022")
HOW = {"fitted_to": "x", "seed": 3, "events": 16, "judges": 48, "tried": 7, "factor": 1.25, "odds": 1.5}
MADE = Made(**HOW, own=0.75, distance=(0.8, 0.9))
TWO = (
    {"robots.talent": 0.5, "robots.can.climb_lo.share": 0.3, "shares.store at once": 0.2, "action.grip.seconds": 4.5},
    {
        "robots.talent": 0.7,
        "robots.can.climb_lo.share": 0.4,
        "shares.store at once": 0.1,
        "action.grip.seconds": 5.25,
    },
)


@pytest.mark.parametrize("season", [key for key in PLAYED if models_path(key).exists()])
def test_a_season_that_ships_models_ships_twenty(season):
    """They name numbers of the season alone, keep within what can be, and no two are the same."""
    game = playable(season)
    models = models_of(game)
    assert len(models) == 20
    assert len({tuple(each.values()) for each in models}) == 20
    made = made_of(game)
    assert max(made.distance) <= farthest(made.own)
    assert all(set(each) == set(models[0]) <= set(numbers_of(game.model)) for each in models)
    assert all(changed(game.model, each) != game.model for each in models)


def test_seasons_ship_models():
    """Every season that is played has some: an answer that nobody tried elsewhere is the exception."""
    assert [key for key in PLAYED if not models_path(key).exists()] == []


def test_what_is_written_is_read_back():
    """Names with blanks too, each number with one value a model."""
    text = "\n".join(models_lines("fgc_2022", MADE, TWO, "two\nlines"))
    assert models_in(text.encode(), "models.toml", GAME) == TWO
    assert text.count("0.5, 0.7") == 1


def test_a_season_without_a_file_has_no_models(tmp_path, monkeypatch):
    """A season of one's own need not have any, and where it has, they are found beside its seed file."""
    season_with_models(tmp_path)
    monkeypatch.setenv("SIM_SEASONS", str(tmp_path))
    assert [each["action.scoop.seconds"] for each in models_of(playable(KEY))] == [9, 8, 60, 80, 10]
    (tmp_path / "models" / f"{KEY}.toml").unlink()
    assert models_of(playable(KEY)) == ()


MISTAKES = {
    "name": ("form = ", "frm = ", "robots.frm: expected the name of a number .*did you mean robots.form"),
    "row": ("scoop.seconds", "scoopp.seconds", "action.scoopp.seconds: expected the name of a number"),
    "certain": ("pick.success", "moor.succes", "action.moor.succes: expected the name of a number"),
    "range": ("[9, 8, 60, 80, 10]", "[9, 8, 60, 80, 151]", "model 5: action.scoop.seconds: expected less than or"),
    "chance": ("[0.95, 0.9,", "[0.95, 1.9,", "model 2: action.pick.success: expected less than or equal to 1"),
    "share": ("[0.2, 0.1,", "[1.5, 0.1,", "model 1: shares.moor early: expected shares that sum to 1"),
    "few": ("[9, 8, 60, 80, 10]", "[9, 8]", "action.scoop.seconds: expected 5 numbers, one a model, found 2"),
    "one": ("[9, 8, 60, 80, 10]", "9", "action.scoop.seconds: expected a list of numbers"),
    "text": ("[9, 8, 60, 80, 10]", '["9"]', "action.scoop.seconds: expected a list of numbers"),
    "season": ('"2031"', '"2022"', "season: expected 2031, found 2022"),
    "made": ("tried = 5", "tired = 5", "made.tired: expected no key of this name; did you mean tried"),
    "table": ("[action]", "[actions]", "actions: expected no key of this name; did you mean action"),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Game:
    """Give the season of one's own that the mistakes are made in."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SIM_SEASONS", str(season_with_models(tmp_path_factory.mktemp("seasons"))))
        return playable(KEY)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line(mistake, own):
    """It names the file, the number and what was expected."""
    right, wrong, expected = MISTAKES[mistake]
    assert right in MODELS
    with pytest.raises(ModelError, match=f"^models.toml: {expected}"):
        models_in(MODELS.replace(right, wrong).encode(), "models.toml", own)
