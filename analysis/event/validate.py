"""Simulated events against the published one: how far apart their scores lie, and every statistic with its z.

The yardstick is the event: there is one real event a season, so what counts is how far it lies from simulated events,
measured by how far these lie from each other.
"""

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.event.baseline import drawn_scores, drawn_sheets
from analysis.event.distances import distances, halves_apart
from analysis.event.elements import MATCH, POINTS, sheet_statistics
from analysis.event.judging import event_statistics, judged
from analysis.event.observed import SCORE, figures_in, group_of, kept_in, statistics_of, values_of
from analysis.event.published import other_half
from analysis.event.statistics import Values
from sim.play.event import MOST_REPEATS, Asked, prepared_event, size_of
from sim.play.request import check_whole
from sim.table.agents import ROBOTS
from sim.table.game import playable

if TYPE_CHECKING:
    from analysis.event.published import Matches
    from sim.play.event import Repeat
    from sim.table.language import Edition

FAR = 3
"""From so many standard deviations on a statistic is marked."""
Estimates = dict[str, float | None]


def prepared_validation(
    season: str, table: "Matches | None", repeats: int, seed: int, population: str | None = None
) -> Asked:
    """Check what a validation is asked for: events with as many teams and matches as the published one had.

    A table of the season's own event may hold the beginning of it. One of another event, a national one say, holds
    all of it: as many teams as it names play as often as gives the event so many matches.
    """
    check_whole("repeats", repeats, 2, MOST_REPEATS)
    edition = playable(season).edition
    teams, each = size_of(edition, None, None)
    if table is not None and not is_of(edition, table):
        teams = int(_whole(table).teams.max()) + 1
        each = ROBOTS * (_whole(table).played - 1) // teams + 1
    return prepared_event(season, teams, each, repeats, seed, population=population)


def is_of(edition: "Edition", table: "Matches") -> bool:
    """Say whether a table is of the season's own event: it has as many teams, and no more matches."""
    whole = _whole(table)
    return int(whole.teams.max()) + 1 == edition.teams and whole.played <= (edition.matches or 0)


class Validation:
    """Simulated events counted in one by one, beside what is published: a table of matches, figures, or both."""

    def __init__(self, asked: Asked, table: "Matches | None" = None) -> None:
        self.asked, self.table = asked, table
        seed = asked.settings.game.model
        figures = figures_in(seed)
        measured = {} if table is None else _measured(table, figures)
        of_whole = {name: value for name, value in figures.items() if name not in measured}
        apart = table is not None and (bool(table.half) or not is_of(seed.season, table))
        self.left_out = list(of_whole) if apart else []
        """Figures of the season's whole event, where a half of it or another event is compared."""
        self.groups = {group_of(name) for name in of_whole if not self.left_out}
        self.published = _by_group({**measured, **({} if self.left_out else of_whole)})
        self.marked = None if table is not None else _most_marked(figures)
        """Without a table: the group of figures that has the most quantiles, for the picture."""
        self.scores: list[Values] = []
        """Of each event, those that stand beside the table's."""
        self.marked_values: list[Values] = []
        self.statistics: list[dict[str, float]] = []

    @property
    def played(self) -> int:
        """How many matches of each event are compared."""
        return self.asked.matches if self.table is None else self.table.played

    def add(self, repeat: "Repeat") -> None:
        """Count an event in."""
        places = np.arange(self.asked.matches) if self.table is None else self.table.places
        details = None if self.table is None else self.table.details
        self.scores.append(repeat.run.scores[places])
        self.statistics.append(statistics_of(repeat, self.groups, places, details))
        values = values_of(repeat, self.marked) if self.marked is not None else None
        if values is not None:
            self.marked_values.append(values)

    def picture(self) -> tuple[str, Values | None, dict[int, float], list[Values]]:
        """Give what the picture shows: what the values are, the published ones or their quantiles, each event's."""
        group, quantiles, published, values = SCORE, {}, None, self.scores
        if self.table is not None:
            published = self.table.scores
        elif self.marked is not None and self.marked_values:
            group, quantiles, values = self.marked, marks(self.published, self.marked), self.marked_values
        return f"{group} (points)".replace("_", " "), published, quantiles, values

    def document(self) -> dict[str, Any]:
        """Give what `sim validate --json` prints; a z is (published - mean of the events) / sd between them."""
        of, seed = self.asked.manifest, self.asked.settings.game.model
        simulated = self.statistics[0]
        without, drawn = self._without_matches()
        return {
            "season": of.season,
            "teams": of.teams,
            "each": of.each,
            "matches": self.played,
            "repeats": len(self.scores),
            "seed": of.seed,
            "version": of.version,
            "grade": seed.season.model,
            "population": of.population,
            **_of_table(self.table),
            "statistics": {
                name: _against(value, _of(self.statistics, name), _of(drawn, name))
                for name, value in self.published.items()
                if name in simulated
            },
            "kept": self._kept(),
            "not_compared": [name for name in self.published if name not in simulated],
            "left_out": self.left_out,
            "distances": self._distances(without),
        }

    def _kept(self) -> dict[str, Any]:
        """Say which statistics are kept to judge by, and how far out the published event is by all of them."""
        kept = kept_in(self.asked.settings.game.model)
        return judged(self.published, self.statistics, [name for name in self.published if name in kept])._asdict()

    def _distances(self, without: list[Values]) -> dict[str, Any] | None:
        if self.table is None:
            return None
        return distances(self.table.scores, self.scores, without, float(_whole(self.table).scores.std()))

    def _without_matches(self) -> tuple[list[Values], list[dict[str, float]]]:
        """Draw the no-events baseline: as many sets of scores as there are events, and the statistics of each.

        Where a half is compared it is fitted to the other one, as a model is that shall be judged.
        """
        table, seed, repeats = self.table, self.asked.manifest.seed, len(self.scores)
        if table is None:
            return [], []
        fitted_to = other_half(table) or table
        if fitted_to.details is None or not fitted_to.details.whole:
            scores = drawn_scores(fitted_to.scores, repeats, table.played, seed)
            return scores, [event_statistics(each, table.teams) for each in scores]
        season = self.asked.settings.game.rules
        sheets = drawn_sheets(fitted_to.details, season, repeats, table.played, seed)
        scores = [each.breakdown.total for each in sheets]
        drawn = [event_statistics(each, table.teams) for each in scores]
        return scores, [{**of, **sheet_statistics(each)} for of, each in zip(drawn, sheets, strict=True)]


def _measured(table: "Matches", figures: Mapping[str, float]) -> dict[str, float]:
    """Give what a table itself tells; of points and of all that a match has, only what figures are published of."""
    told = {} if table.details is None else sheet_statistics(table.details)
    wanted = {name: value for name, value in told.items() if name in figures or group_of(name) not in (MATCH, POINTS)}
    return {**event_statistics(table.scores, table.teams), **wanted}


def _of_table(table: "Matches | None") -> dict[str, Any]:
    """Say which table is compared, which half of it, and how far its halves lie apart."""
    details = None if table is None else table.details
    scored = details is not None and details.whole
    return {
        "matches_file": None if table is None else table.name,
        "details_file": None if table is None else table.details_name,
        "half": None if table is None else table.half,
        "halves": halves_apart(table.whole.scores) if table is not None and table.whole is not None else None,
        "no_events": None if table is None else "entries" if scored else "scores",
        "scores_agree": _agreeing(table) if table is not None and scored else None,
    }


def _agreeing(table: "Matches") -> int:
    """Count the matches whose published score sheets score, by the rules, what the table has."""
    assert table.details is not None  # asked for where there are some
    return int((table.details.breakdown.total == table.scores).all(axis=1).sum())


def _whole(table: "Matches") -> "Matches":
    return table if table.whole is None else table.whole


def _by_group(statistics: Mapping[str, float]) -> dict[str, float]:
    """Put statistics of a group together, groups in the order of their first ones."""
    groups = list(dict.fromkeys(map(group_of, statistics)))
    return dict(sorted(statistics.items(), key=lambda item: groups.index(group_of(item[0]))))


def _against(published: float, simulated: list[float], baseline: list[float]) -> Estimates:
    """Put a published statistic beside those of events; what no two events can tell is None."""
    mean, sd = _mean_and_sd(simulated)
    z = (published - mean) / sd if mean is not None and sd and isfinite(published) else None
    return {
        "published": published if isfinite(published) else None,
        "simulated": mean,
        "sd": sd,
        "z": z,
        "no_events": _mean_and_sd(baseline)[0],
    }


def _of(statistics: list[dict[str, float]], name: str) -> list[float]:
    return [each[name] for each in statistics if name in each]


def _mean_and_sd(values: list[float]) -> tuple[float | None, float | None]:
    known = np.array([value for value in values if isfinite(value)])
    return (float(known.mean()), float(known.std(ddof=1))) if len(known) > 1 else (None, None)


def marks(figures: Mapping[str, float], group: str) -> dict[int, float]:
    """Give the published quantiles of a group of figures, by per cent, the lowest first."""
    start = f"{group}.p"
    found = {int(name[len(start) :]): value for name, value in figures.items() if _is_quantile(name, start)}
    return dict(sorted(found.items()))


def _is_quantile(name: str, start: str) -> bool:
    return name.startswith(start) and name[len(start) :].isdigit()


def _most_marked(figures: Mapping[str, float]) -> str | None:
    groups = {name.split(".")[0]: None for name in figures}
    return max(groups, key=lambda group: len(marks(figures, group)), default=None)
