"""Requests: their JSON is their manifest, and what a manifest repeats is the same request, to the last number."""

import json
from dataclasses import fields

import numpy as np
import pytest
from played import PLANS_PLAYED, PLAYED

from rules.season import point_values
from sim.play.event import event_request
from sim.play.request import EventManifest, EventRequest, Manifest, Request, repointed, restored_from, run_request
from sim.play.run import played
from sim.robots.population_file import overlay_lines
from sim.robots.starters import plan_lines, robot_lines
from sim.table.dials import numbers_of
from sim.table.game import playable, playbooks_by
from sim.table.language import ENGINES

every_season = pytest.mark.parametrize("key", PLAYED)
MATCHES = 20


def again(request):
    """Give the request that the JSON of a request's manifest repeats."""
    manifest = request.manifest
    text = manifest.model_dump_json()
    assert json.loads(text) == manifest.model_dump(mode="json")
    return restored_from(type(manifest).model_validate_json(text))


def assert_repeated(request):
    """Fail unless the manifest repeats the request, its robots and its matches."""
    found = again(request)
    assert type(found) is type(request)
    assert found.manifest == request.manifest
    for each in fields(request):
        if each.name != "game":
            assert getattr(found, each.name) == getattr(request, each.name), each.name
    assert (found.game.model, found.game.key) == (request.game.model, request.game.key)
    assert point_values(found.game.rules) == point_values(request.game.rules)
    for name, drawn in request.robots(0, MATCHES)._asdict().items():
        assert np.array_equal(getattr(found.robots(0, MATCHES), name), drawn), name
    assert found.player.__class__ is request.player.__class__
    assert played(found, range(MATCHES)).frame().equals(played(request, range(MATCHES)).frame())


@pytest.fixture
def world(tmp_path):
    """Give a function that writes the files of a season's teams, and gives their folder."""

    def write(key):
        game = playable(key)
        plans = playbooks_by(game.model, "robot")
        numbers = {name: value for name, value in numbers_of(game.model).items() if name.startswith("robots.")}
        files = {
            "mine": robot_lines(game),
            "plan": plan_lines(game, plans[0]),
            "own": overlay_lines(key, {**numbers, "robots.pace": 0.125, "robots.talent": 1 / 3}, "ours"),
            "red": [
                f'season = "{key}"',
                'robots = ["mine.toml", "p90", "draw"]',
                f'plans = [{json.dumps(plans[-1].name)}, "draw", "plan.toml"]',
            ],
            "blue": [f'season = "{key}"', 'robots = ["draw", "draw", "mine.toml"]'],
        }
        for name, lines in files.items():
            (tmp_path / f"{name}.toml").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return tmp_path

    return write


@every_season
def test_a_plain_run_is_repeated(key):
    """Season, seed and number of matches come back from JSON, and with them everything that is played."""
    assert_repeated(run_request(key, 7, 2**32 - 1))


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_is_repeated(engine):
    """The engine that was asked for is asked for again."""
    assert_repeated(run_request("fgc_2022", MATCHES, 3, engine=engine))


@pytest.mark.parametrize(("key", "name"), PLANS_PLAYED)
def test_a_playbook_is_repeated(key, name):
    """A playbook of every robot comes back whole, its decisions among it."""
    assert_repeated(run_request(key, MATCHES, 3, playbook=name))


@every_season
def test_files_are_repeated_without_them(world, key):
    """Robots, plans, line-ups and a population come back from JSON alone: the files are in it."""
    folder = world(key)
    lined_up = {side: folder / f"{side}.toml" for side in ("red", "blue")}
    request = run_request(key, MATCHES, 3, population=folder / "own.toml", **lined_up)
    by_plan = run_request(key, MATCHES, 3, playbook=str(folder / "plan.toml"))
    for file in folder.glob("*.toml"):
        file.unlink()
    assert_repeated(request)
    assert_repeated(by_plan)
    assert [each.robot and each.robot.name for each in again(request).stations[:3]] == ["mine", "p90", None]


@every_season
def test_changed_points_are_repeated(key):
    """Point values that are not the season's own come back, and score as they did."""
    request = run_request(key, MATCHES, 3)
    own = played(request, range(MATCHES)).scores
    values = point_values(request.game.rules).items()
    changed = [repointed(request, {name: 2 * value}) for name, value in values if float(value).is_integer()]
    for each in changed:
        assert_repeated(each)
    assert any((played(each, range(MATCHES)).scores != own).any() for each in changed)


@every_season
def test_an_event_is_repeated(world, key):
    """An event comes back as an event, with its teams, matches each, repeats and population."""
    population = world(key) / "own.toml"
    request = event_request(run_request(key, seed=4, population=population), 12, 5, 3)
    assert isinstance(again(request), EventRequest)
    assert_repeated(request)
    assert (again(request).teams, again(request).each, again(request).repeats) == (12, 5, 3)


def test_a_manifest_holds_what_its_request_does():
    """Manifests have a key for each field of their requests but the season's tables, and say what they are of."""
    for manifest, request in ((Manifest, Request), (EventManifest, EventRequest)):
        asked = {each.name for each in fields(request)} - {"game"}
        assert set(manifest.model_fields) == asked | {"season", "version", "seed_file"}


def test_two_requests_of_the_same_are_equal():
    """A request is a value: the same call gives an equal one, another seed another."""
    one, two, other = (run_request("2022", 5, seed) for seed in (1, 1, 2))
    assert one == two
    assert one != other
    assert again(one) == one
