"""Stopwatch studies: a robot whose truth is known is timed, and held against what its file then says of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import NamedTuple
from zlib import crc32

import numpy as np

from analysis.compare.paired import interval
from analysis.compare.robots_doubt import measures_of_robots, wider
from sim.play.request import run_request
from sim.robots.allowed import robots_allowed
from sim.robots.drawn import CERTAIN, prepare
from sim.robots.files import DRAWN, Station, plan_of, robot_of
from sim.robots.lineup import lineup
from sim.robots.stopwatch import timed
from sim.robots.times_file import Try
from sim.table.agents import ROBOTS as STANDING
from sim.table.chains import usable
from sim.table.language import MATCH_SECONDS, Robot

TRIES = 6
"""Of each row that the robot can do."""
ALLOWED = 40
"""Robots that are drawn of each file: fewer than `sim compare` draws, since each study has robots of its own."""
MATCHES, COMPARED = 150, 500
"""Of each robot that the tries allow, so many that their luck hardly blurs how these lie; and of the file's robot and
the true one, on the same luck, so many that what luck is left is normal and small beside the doubt of the robot."""
TESTED = 0


class Study(NamedTuple):
    """Whether the intervals of a study held the truth, or in how many studies they did."""

    mean: int
    """Of what the first plan reaches."""
    gain: int
    """Of what it reaches more than the second plan."""


def true_robot(game, seed, percentile=None):
    """Give a robot as the program draws it from the population, or the one of a percentile, in its usual form.

    What is drawn is read off as it is played: medians, chances, abilities, room.
    """
    steady = game.robots.model_copy(
        update={"form": 0.0, "growth": game.robots.growth.model_copy(update={"gain": 0.0})}
    )
    still = game.with_model(game.model.model_copy(update={"robots": steady}))
    who = DRAWN if percentile is None else Station(robot=robot_of(game, f"p{percentile}", ""))
    drawn = prepare(lineup(still, still.playbooks, (who, *(DRAWN,) * (STANDING - 1))), seed, 0, 1)
    rows = [(place, row) for place, row in enumerate(game.actions) if row.by != "field"]
    works = {row.name: drawn.threshold[0, TESTED, place] / CERTAIN for place, row in rows}
    able = [name for place, name in enumerate(game.robots.can) if drawn.able[0, TESTED, place]]
    return Robot(
        season=game.key,
        name="true",
        can=tuple(usable(game.model, able)),
        room=int(drawn.room[0, TESTED]) if game.robots.room is not None else None,
        seconds={row.name: min(drawn.median[0, TESTED, place] / 1_000, MATCH_SECONDS) for place, row in rows},
        works=works,
    )


def tried(game, robot, seed, tries=TRIES):
    """Try every row that a robot can do, each time on another day: with another form, as the engine draws it."""
    rows = [(place, row) for place, row in enumerate(game.actions) if row.by != "field"]
    days = prepare(
        lineup(game, game.playbooks, (Station(robot=robot), *(DRAWN,) * (STANDING - 1))), seed, 0, tries * len(rows)
    )
    luck = np.random.default_rng(seed)
    found = []
    for nth, (place, row) in enumerate(rows):
        for day in range(tries * nth, tries * (nth + 1)):
            seconds = days.median[day, TESTED, place] / 1_000 * luck.lognormal(0, game.model.durations.spread)
            worked = bool(luck.random() < days.threshold[day, TESTED, place] / CERTAIN)
            if row.can in (None, *robot.can):
                found.append(Try(row.name, min(float(seconds), MATCH_SECONDS), worked))
    return found


def held(pair, allowed):
    """Say whether the wider interval of the file's robot holds what the true one reaches.

    `pair` is what the true robot and the file's reached on the same luck, `(2, match)`, `allowed` what those that its
    tries allow reached in the first of these matches, `(robot, match)`. What the file's robot reaches more than the
    true one is 0 but for the two doubts, and the interval has both.
    """
    true, made = pair
    apart = interval(made - true)
    found = wider(apart.mean, apart.error, len(made), allowed)
    return found.low <= 0 <= found.high


def study(key, plans, percentile, nth):
    """Time a robot, and say whether the intervals of its file hold what it truly reaches with plans, and gains.

    Each study of each kind has a seed of its own, so that its luck is not that of another kind.
    """
    seed = crc32(f"{key} {percentile} {nth}".encode())
    asked = run_request(key, seed=seed)
    game = asked.game
    true = true_robot(game, seed, percentile)
    made = timed(game, tried(game, true, seed)).robot.model_copy(update={"room": true.room})
    allowed = robots_allowed(game, made, ALLOWED, seed)
    stations = [(Station(plan=plan_of(game, plan, "")), *(DRAWN,) * (STANDING - 1)) for plan in plans]
    requests = [replace(asked, stations=each) for each in stations]
    pair, others = (
        measures_of_robots(requests, robots, (TESTED,), matches, 1)
        for robots, matches in (((true, made), COMPARED), (allowed, MATCHES))
    )
    means = held(pair[:, 0], others[:, 0])
    return Study(means, held(pair[:, 0] - pair[:, 1], others[:, 0] - others[:, 1]))


def studies(key, plans, percentile, count):
    """Do so many studies, two at a time, and give in how many means and gains were held."""
    study(key, plans, percentile, 0)  # compiles, before threads would wait for each other
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(partial(study, key, plans, percentile), range(1, count + 1)))
    return Study(*np.sum(done, axis=0).tolist())
