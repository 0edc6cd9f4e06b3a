"""How often `sim validate` would notice that a model is wrong.

    PYTHONPATH=tests/kit python tests/scripts/power_of_validation.py 200 fgc_2019

Of each season that is played, events of a model that is wrong on purpose are held against the season's own events as
if they were the published one. Noticed is what the verb would show: a statistic that may be fitted to beyond three
standard deviations, or p below 0.01 by those that are kept to judge. Events without a fault are the false alarms.
The figures in `docs/trust-events.md` are those of 200 events; it takes a minute or two a season.
"""

import sys
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from played import PLAYED

from analysis.event.judging import KEPT, event_statistics, judged
from analysis.event.validate import far_from
from sim.play.event import event_request, play_repeat
from sim.play.request import EventRequest, repopulated, run_request
from sim.table.dials import numbers_of

Scores = tuple[np.ndarray, np.ndarray]
Statistics = Mapping[str, float]
REFERENCE, TRIED, LOOKS = 399, 12, 6
OFF = 0.25


def played(asked: EventRequest, numbers: Mapping[str, float], repeats: range) -> Iterator[Scores]:
    """Play events with some numbers of the population changed: scores and teams of each."""
    of = repopulated(asked, numbers) if numbers else asked
    for repeat in repeats:
        event = play_repeat(of, repeat)
        yield event.matches.scores, event.schedule.team


def team_sd(asked: EventRequest, factor: float) -> float:
    """Give the mean sd between teams where talent, skills and rooms differ by so much more or less."""
    found = played(asked, spread_by(asked, factor), range(TRIED))
    return float(np.mean([event_statistics(*each)["team.sd"] for each in found]))


def spread_by(asked: EventRequest, factor: float) -> dict[str, float]:
    """Let what is a team's own differ by so much more or less: talent, skills, room."""
    known = numbers_of(asked.game.model)
    own = [
        name for name in known if name == "robots.talent" or (name.startswith("robots.") and name.endswith("spread"))
    ]
    return {name: known[name] * factor for name in own}


def factor_for(asked: EventRequest, off: float) -> float:
    """Look for the factor that puts the sd between teams off by a share, by bisection."""
    wanted = team_sd(asked, 1.0) * (1 + off)
    low, high = (0.0, 1.0) if off < 0 else (1.0, 1.8)
    for _ in range(LOOKS):
        middle = (low + high) / 2
        low, high = (middle, high) if team_sd(asked, middle) < wanted else (low, middle)
    return (low + high) / 2


def without_growth(asked: EventRequest) -> dict[str, float]:
    """Let the field be as good on the first day as on the last."""
    known = numbers_of(asked.game.model)
    return {name: 0.0 for name in known if name == "robots.growth.gain" or name.endswith(".growth")}


def independent(scores: np.ndarray, teams: np.ndarray) -> Scores:
    """Shuffle the blue sides of each eighth of an event: red has nothing to do with blue, all else stays."""
    random, order = np.random.default_rng(int(scores.sum())), np.arange(len(scores))
    for part in np.array_split(order, 8):
        order[part] = random.permutation(part)
    blue = np.concatenate([teams[:, :3], teams[order, 3:]], axis=1)
    return np.stack([scores[:, 0], scores[order, 1]], axis=1), blue


def noticed(reference: list[Statistics], each: Statistics) -> bool:
    """Say whether the verb would show that this event is none of the season's."""
    fitted = [name for name in each if name not in KEPT]
    table = np.array([[one[name] for name in fitted] for one in reference])
    z = (np.array([each[name] for name in fitted]) - table.mean(axis=0)) / table.std(axis=0, ddof=1)
    p = judged(each, reference, KEPT).p
    return bool((np.abs(z) > far_from(len(reference))).any() or (p is not None and p < 0.01))


def main(events: int, seasons: list[str]) -> None:
    """Print a line a season: per cent of events that are noticed."""
    first = REFERENCE
    print("season | no fault | teams 25 % more alike | teams 25 % less alike | no growth | red and blue independent")
    for key in seasons:
        asked = event_request(run_request(key))
        known = [event_statistics(*each) for each in played(asked, {}, range(REFERENCE))]
        faults: list[tuple[Mapping[str, float], Callable[..., Scores] | None]] = [
            ({}, None),
            (spread_by(asked, factor_for(asked, -OFF)), None),
            (spread_by(asked, factor_for(asked, OFF)), None),
            (without_growth(asked), None),
            ({}, independent),
        ]
        shares = []
        for numbers, bend in faults:
            found = played(asked, numbers, range(first, first + events))
            wrong = [event_statistics(*(bend(*each) if bend else each)) for each in found]
            shares.append(100 * float(np.mean([noticed(known, each) for each in wrong])))
        print(key, *(f"{share:.0f} %" for share in shares), sep=" | ", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2:] or PLAYED)
