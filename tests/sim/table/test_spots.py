"""Spots: where rows are done, mirrored for blue; and what median robots would have to drive to do them there."""

import numpy as np
import pytest
from played import PLAYED

from analysis.run.time_use import BROKEN, DONE, WAITING, TimeUse, of_medians, start_of, time_use
from rules.errors import ModelError
from sim.engine.log import BROKE, CUT, FAILED, STARTED, SUCCEEDED, LogLine
from sim.table.agents import BUZZER, ROBOTS
from sim.table.game import playable
from sim.table.language import Ground, Model, Spot, seed
from sim.table.spots import STARTS, check_spots, point_of

GROUND = Ground(size=(7.0, 6.0), source="assumed")
FASTEST, ON_AVERAGE = 1.5, 0.5
"""Metres a second: of one way within its row's whole time, and of a match (measured robots: 0.24 to 0.49)."""


@pytest.mark.parametrize(
    ("mirrored", "blue"), [("turn", (6.0, 4.0)), ("x", (6.0, 2.0)), (None, (1.0, 2.0))], ids=["turn", "x", "shared"]
)
def test_blue_has_a_spot_at_the_other_end(mirrored, blue):
    """Mirrored by turning both coordinates change, by x the long one alone, a shared spot is the same for both."""
    spot = Spot(name="goal", x=1.0, y=2.0, mirrored=mirrored, source="assumed")
    assert point_of(spot, GROUND, 0) == (1, 2)
    assert point_of(spot, GROUND, 1) == blue


@pytest.mark.parametrize("key", PLAYED)
def test_every_row_of_a_season_has_its_spot(key):
    """Robots and humans do every row at a spot; six robots start apart, each nearer to its own wall."""
    game = playable(key)
    assert game.model.field is not None
    spots = {spot.name for spot in game.model.spot}
    assert {row.at for row in game.actions if row.by != "field"} <= spots
    starts = [start_of(game, robot) for robot in range(ROBOTS)]
    apart = [np.hypot(*np.subtract(one, other)) for i, one in enumerate(starts) for other in starts[:i]]
    assert min(apart) >= 0.5  # a start cube has about half a metre a side
    length = game.model.field.size[0]
    assert all((x < length / 2) == (robot < 3) for robot, (x, _) in enumerate(starts))


@pytest.mark.slow
@pytest.mark.parametrize("key", PLAYED)
def test_no_robot_flies(key):
    """In 1,000 matches of median robots no way takes more than 1.5 m/s, and a match 0.5 m/s on average at most."""
    found = time_use(of_medians(key), range(1_000))
    assert found.metres > 0
    assert {name: way.fastest for name, way in found.ways.items() if way.fastest > FASTEST} == {}
    assert found.speed <= ON_AVERAGE


@pytest.mark.parametrize("key", PLAYED)
def test_the_time_of_a_match_adds_up(key):
    """What each of six robots did, waited and stood broken is 150 seconds a match that it came to."""
    found = time_use(of_medians(key), range(20))
    spent = np.sum(list(found.seconds.values()), axis=0)
    assert spent == pytest.approx(np.round(spent / 150) * 150)
    assert (spent > 19 * 100).all()
    assert (spent <= 20 * 150 + 1e-6).all()


def test_times_and_ways_by_hand():
    """A robot waits 1 s, works 4 s, is cut by a breakdown after 2 s and stands: so it is told, and its ways too."""
    game = playable("2022")
    grip, collect = (next(i for i, row in enumerate(game.actions) if row.name == n) for n in ("grip", "collect near"))
    log = [
        LogLine(1_000, 0, collect, STARTED, 1),
        LogLine(1_000, 3, collect, STARTED, 1),
        LogLine(5_000, 0, collect, SUCCEEDED, 1),
        LogLine(5_000, 0, grip, STARTED, 1),
        LogLine(7_000, 0, -1, BROKE, 0),
        LogLine(7_000, 0, grip, CUT, 1),
        LogLine(9_000, 3, collect, FAILED, 1),
    ]
    found = TimeUse()
    found.add(game, log, [0, 3])
    assert {name: seconds[0] for name, seconds in found.seconds.items()} == {
        WAITING: 1,
        "collect near": 4,
        "grip": 2,
        BROKEN: 143,
        DONE: 0,
    }
    assert (found.seconds[DONE][3], found.seconds["collect near"][3]) == (BUZZER / 1_000 - 9, 8)
    near = found.ways["collect near"]
    assert (near.ways, near.fastest) == (2, pytest.approx(near.longest / 4))
    assert found.ways["grip"].fastest == 0  # it was cut short: its whole time is not known
    assert found.attempts == {"collect near": 2, "grip": 1}


def changed(**tables):
    """Check the seed of a season with spots after some of its tables were replaced."""
    raw = seed("fgc_2022").model_dump() | tables
    check_spots(Model.model_validate(raw))


def spots(**moved):
    """Give the spots of 2022 as tables, some of them changed, or left out where they are None."""
    known = {spot.name: spot.model_dump() for spot in seed("fgc_2022").spot}
    return tuple(
        {**raw, **(moved.get(name) or {})} for name, raw in known.items() if moved.get(name, raw) is not None
    )


@pytest.mark.parametrize(
    ("tables", "says"),
    {
        "no field": ({"field": None}, r"\[field\]: expected the size of the field"),
        "unknown spot": ({"spot": spots(bar=None)}, r"grip: at: expected the name of a spot, found 'bar'"),
        "no start": ({"spot": spots(**{STARTS[0]: None})}, r"start 1: expected this spot, mirrored"),
        "start not mirrored": ({"spot": spots(**{STARTS[1]: {"mirrored": None}})}, r"start 2: expected this spot"),
        "outside": ({"spot": spots(store={"x": -0.5})}, r"store: expected a place inside the field"),
        "in the wall": ({"spot": spots(store={"y": 7.0})}, r"store: expected a place inside the field"),
        "never used": (
            {"spot": (*spots(), {"name": "moon", "x": 1.0, "y": 1.0, "mirrored": None, "source": "assumed"})},
            r"moon: expected a row that is done there",
        ),
    }.values(),
)
def test_wrong_spots_are_one_line(tables, says):
    """A season whose rows or robots have no place is refused, and the line says which."""
    with pytest.raises(ModelError, match=says):
        changed(**tables)
