"""What scouts saw: a table of teams, abilities and yes or no -> what each robot can do, and what that tells of it."""

from collections.abc import Mapping
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from analysis.event.csv_rows import csv_rows
from analysis.event.statistics import Values
from analysis.forecast.running import Running, team_number
from rules.documents.csv_text import need_columns, same
from rules.errors import FgcError, within
from rules.names import nearest
from rules.text import listing, plain
from sim.robots.drawn import growth_curve
from sim.table.chains import completed
from sim.table.game import Game

COLUMNS = ("team", "ability", "seen")
ANSWERS = {"yes": True, "no": False}

Notes = Mapping[int, Mapping[str, bool]]
"""By team and ability: whether the team's robot was seen to have it."""


def read_notes(data: bytes, name: str, running: Running, game: Game) -> Notes:
    """Read a table with the columns team, ability and seen (yes or no), a row each time somebody looked.

    A robot that can do something can also do what that builds on. Raises a FgcError that says file, row and what
    was expected: a team of the event, an ability of the season, yes or no, and no two answers to one question.
    """
    table = csv_rows(data, name)
    head = [same(column) for column in table.head]
    found: dict[int, dict[str, bool]] = {}
    with within(name):
        need_columns(table, COLUMNS, FgcError)
        for row, cells in table.rows:
            here = dict(zip(head, cells, strict=True))
            with within(f"row {row}"):
                team = team_number(running, normalize("NFC", here["team"]), "team")
                _note(found.setdefault(team, {}), here["ability"], here["seen"], game)
    return found


def _note(seen: dict[str, bool], ability: str, answer: str, game: Game) -> None:
    """Note one answer, and with a yes what the ability builds on."""
    if ability not in game.robots.can:
        if not game.robots.can:
            raise FgcError("ability", "expected no notes: all robots of this season can do the same")
        meant = nearest(ability, game.robots.can) or f"; there are {listing([*game.robots.can])}"
        raise FgcError("ability", f"expected an ability of the season, found {plain(ability)!r}{meant}")
    if answer.lower() not in ANSWERS:
        raise FgcError("seen", f"expected yes or no, found {plain(answer)!r}")
    able = ANSWERS[answer.lower()]
    for name in completed(game.model, [ability]) if able else [ability]:
        if seen.setdefault(name, able) != able:
            builds = "" if name == ability else f", which {ability} builds on"
            raise FgcError("seen", f"expected one answer for {name}{builds}, found yes and no")


def likelihood(game: Game, seen: Mapping[str, bool], scores: Values, phase: float) -> npt.NDArray[np.float64]:
    """Say how likely a robot would be seen so, at each standard score of its talent, by the season's population."""
    population = game.robots
    found = np.ones(len(scores))
    grown = float(growth_curve(phase, population.growth.tau))
    for name, able in seen.items():
        of = population.can[name]
        shift = of.talent * population.talent * scores + of.growth * grown
        share = 1 / (1 + (1 / of.share - 1) * np.exp(-shift))
        found *= share if able else 1 - share
    return found
