"""What scores are made of, where somebody published it: parking of 2018, ropes of 2025, the first 32 matches of 2024.

Errors are those of the published means; those of 20 simulated events are some times smaller.
"""

import csv

import numpy as np
import pytest
from places import shared

from analysis.event.elements import sheet_statistics
from analysis.event.observed import sheets_of
from rules.fgc_2024 import Goal, Parked, balanced
from sim.play.event import play_event
from sim.table.game import playable

pytestmark = pytest.mark.slow

FIRST = 32


def played(season, repeats=20):
    """Give the statistics of score sheets of some events, each its mean over them."""
    events = play_event(season, repeats=repeats, seed=4).repeats
    every = [sheet_statistics(sheets_of(repeat)) for repeat in events]
    return {name: np.mean([each[name] for each in every]) for name in every[0]}


def published(season, group):
    """Give the figures of a group in the season's seed file."""
    return playable(season).model.observed[group].figures


def test_parking_of_2018():
    """Parking gives an alliance the official 34.65 points a match, within 5 %."""
    assert played("2018")["points.parking"] == pytest.approx(published("2018", "points")["parking"], rel=0.05)


def test_ropes_of_2025():
    """Robots end on each of the five levels of the rope as often as those on the videos, within 4 points of 100."""
    found = played("2025")
    levels = published("2025", "rope")
    assert len(levels) == 5
    assert {name: found[f"rope.{name}"] for name in levels} == pytest.approx(dict(levels), abs=0.04)


def test_food_secured_in_2024():
    """Over the whole event a match has the official 5.67 food secured, within 10 %."""
    assert played("2024")["match.food_secured"] == pytest.approx(5.67, rel=0.1)


def first_matches_published():
    """Give every element of the first 32 matches of 2024, `(match,)` each, from a copy of the official results."""
    rows = list(csv.DictReader(shared("data", "details_2024_first32.csv").read_text(encoding="utf-8").splitlines()))

    def mean(*columns):
        return np.array([[float(row[column]) for column in columns] for row in rows]).mean(axis=1)

    sides = ("red", "blue")
    parked = np.array([[int(row[f"{side}_park{i}"]) for side in sides for i in (1, 2, 3)] for row in rows])
    found = {name: mean(*(f"{side}_{name}" for side in sides)) for name in ("reservoir", "food_produced")}
    found |= {
        f"{wall} {state.name}": mean(*(f"{side}_{wall}_state{int(state)}" for side in sides))
        for wall in ("cw", "ec")
        for state in Goal
    }
    found |= {f"parked {state.name}": (parked == state).mean(axis=1) for state in Parked}
    return found | {name: mean(name) for name in ("food_secured", "n_balanced")}


def first_matches_of(sheet):
    """Give the same of the first 32 matches of a simulated event."""
    first = slice(0, FIRST)
    found = {name: getattr(sheet, name)[first].mean(axis=1) for name in ("reservoir", "food_produced")}
    for wall, goals in (("cw", slice(0, 6)), ("ec", slice(6, 12))):
        for state in Goal:
            found[f"{wall} {state.name}"] = (sheet.nexus[first, :, goals] == state).sum(axis=-1).mean(axis=1)
    found |= {f"parked {state.name}": (sheet.parked[first] == state).mean(axis=(1, 2)) for state in Parked}
    return found | {"food_secured": sheet.food_secured[first], "n_balanced": balanced(sheet)[first]}


def test_first_matches_of_2024():
    """Of 17 elements one in ten at most lies beyond two of its own standard errors, none beyond three."""
    real = first_matches_published()
    events = [first_matches_of(repeat.matches.sheet) for repeat in play_event("2024", repeats=40, seed=4).repeats]
    beyond = {}
    for name, each in real.items():
        error = each.std(ddof=1) / FIRST**0.5
        beyond[name] = abs(each.mean() - np.mean([event[name].mean() for event in events])) / error
    assert len(beyond) == 17
    assert max(beyond.values()) <= 3, beyond
    assert sum(each > 2 for each in beyond.values()) <= len(beyond) // 10, beyond
