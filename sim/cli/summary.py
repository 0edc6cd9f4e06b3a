"""The summary of a run as tables that a coach can read."""

from collections.abc import Iterator, Mapping, Sequence

from analysis import stamps
from analysis.compare.paired import Interval
from analysis.formatting import with_error
from analysis.run.summaries import Scores, Summary
from analysis.run.tallies import Estimate
from analysis.words import Said, Text, counted_said, english, heads, joined
from rules.season import SIDE, Season
from sim.cli import output
from sim.play.request import Request
from sim.robots.files import Station
from sim.table.agents import STATIONS

QUANTILES = ("5 %", "25 %", *heads("median"), "75 %", "95 %")
"""Heads of what so many of all values lie below."""


def print_summary(summary: Summary, request: Request, took: str) -> None:
    """Print a run summed up; `took` says how long the matches took."""
    apart, matches = summary.robots is not None, counted_said("match", "matches", summary.matches)
    output.say(Said("told.run", {"edition": _edition(request), "matches": matches, "seed": summary.seed}))
    for said in expectations(summary):
        output.say(said)
    output.say(_playbooks(request))
    for line in _line_ups(request):
        output.say(line)
    output.say_here(f"{summary.engine} engine, {took}")
    output.say(Said("told.errors"))
    output.say()
    _scores(summary, apart)
    _results(summary)
    _breakdown(summary, request.game.rules.parts)
    _end_states(summary.end_states)
    fouls = {kind: with_error(*found) for kind, found in summary.fouls.items()}
    output.say(Said("told.fouls", fouls))
    print_model(request)


def expectations(summary: Summary) -> list[Said]:
    """Say what scores to expect, of both sides together or, where line-ups name robots, of each."""
    if summary.robots is None:
        return [Said("verdict.run", _about(summary.alliance_score))]
    sides = [
        Said("verdict.run.side", {"side": Said(f"side.{side}"), **_about(summary.sides[side].scores)})
        for side in SIDE
    ]
    counts = {"red": summary.results.red_wins, "blue": summary.results.blue_wins, "ties": summary.results.ties}
    shares = {name: f"{100 * count / summary.matches:.0f}" for name, count in counts.items()}
    return [*sides, Said("verdict.run.wins", shares)]


def _about(scores: Scores) -> dict[str, str]:
    return {"mean": f"{scores.mean:,.0f}", "low": f"{scores.p25:,}", "high": f"{scores.p75:,}"}


def print_model(request: Request, swept: Sequence[str] = ()) -> None:
    """Print how far the season's match model can be trusted, and what of its population and points is otherwise."""
    output.say(Said(f"model.{request.game.edition.model or 'D'}"))
    if request.population is not None:
        numbers = ", ".join(f"{name} {value:g}" for name, value in request.population.items())
        output.say(Said("told.population", {"numbers": numbers}) if numbers else Said("told.population_same"))
    print_points(request.game.rules, swept)


def print_points(rules: Season, swept: Sequence[str] = ()) -> None:
    """Print the sentence that says which point values are not the official ones, if any are not."""
    for said in stamps.changed(rules, swept):
        output.say(said)


def headline_said(request: Request) -> Text:
    """Name the edition, and say where its population or its point values are others."""
    others = {"told.other_population": request.population is not None, "told.other_points": bool(request.points)}
    return joined([_edition(request), *(Said(key) for key, other in others.items() if other)], "joined.commas")


def headline(request: Request) -> str:
    """Say the same in a picture's title."""
    return english(headline_said(request))


def _edition(request: Request) -> str:
    return f"{request.game.edition.year} {request.game.edition.name}"


def model_note(request: Request, changed: str | None = None) -> str:
    """Say in a picture's note which match model was played, by which point values."""
    own = ", another population" if request.population is not None else ""
    rules = request.game.rules
    changed = rules.changed if changed is None else changed
    said = "".join(f"; {sentence}" for sentence in (rules.assumed, changed) if sentence)
    return f"match model grade {request.game.edition.model}{own}{said}"


def _playbooks(request: Request) -> Said:
    if request.playbook is not None:
        return Said("told.everybody_plays", {"plan": request.playbook})
    mix = [f"{each.name} {each.share:.0%}" for each in request.playbooks if each.by == "robot"]
    return Said("told.robots_play", {"plans": ", ".join(mix)})


def _line_ups(request: Request) -> Iterator[Said]:
    """Say who stands at the stations of a side that a line-up names, and what they play."""
    for number, side in enumerate(SIDE):
        stations = request.stations[STATIONS * number : STATIONS * (number + 1)]
        if any(station.robot or station.plan for station in stations):
            who = joined([_who(each) for each in stations], "joined.commas")
            yield Said("told.line_up", {"side": Said(f"side.{side}"), "who": who})


def _who(station: Station) -> Said:
    robot = station.robot.name if station.robot else Said("told.drawn_robot")
    return Said(
        "told.plays", {"robot": robot, "plan": station.plan.name if station.plan else Said("told.drawn_plan")}
    )


def _scores(summary: Summary, apart: bool) -> None:
    every = [(Said("cell.both"), summary.alliance_score)]
    every += [(Said(f"side.{side}"), summary.sides[side].scores) for side in SIDE if apart]
    columns = [*heads("side", "mean", "sd", "lowest"), *QUANTILES, *heads("highest")]
    rows = []
    for side, score in every:
        values = (score.min, score.p05, score.p25, score.p50, score.p75, score.p95, score.max)
        mean = with_error(score.mean, score.mean_error)
        rows.append([side, mean, f"{score.sd:,.0f}", *(f"{value:,}" for value in values)])
    output.print_table(Said("title.scores"), columns, rows, left=heads("side"))


def _results(summary: Summary) -> None:
    results, matches, margin = summary.results, summary.matches, summary.margin
    row: list[Text] = []
    for count in (results.red_wins, results.blue_wins, results.ties):
        share = count / matches
        row.append(with_error(100 * share, 100 * (share * (1 - share) / matches) ** 0.5) + " %")
    mean = with_error(margin.mean, margin.mean_error)
    row.append(Said("cell.mean_median", {"mean": mean, "median": f"{margin.p50:,}"}))
    correlation = summary.correlation
    error = None if correlation is None else (1 - correlation**2) / (matches - 1) ** 0.5
    row.append("-" if correlation is None else with_error(correlation, error))
    columns = heads("red_wins", "blue_wins", "tied", "margin", "correlation")
    output.print_table(Said("title.results"), columns, [row])


def _breakdown(summary: Summary, meanings: Mapping[str, str]) -> None:
    errors = summary.breakdown_error
    rows = [[name, with_error(mean, errors[name]), meanings[name]] for name, mean in summary.breakdown.items()]
    columns = heads("part", "mean_points", "meaning")
    output.print_table(Said("title.parts"), columns, rows, left=heads("part", "meaning"))


def _end_states(states: Mapping[str, Mapping[str, Estimate]]) -> None:
    rows = [
        [name, ",  ".join(f"{code} {percent(share)} %" for code, share in codes.items())]
        for name, codes in states.items()
    ]
    if rows:
        columns = heads("entry", "share")
        output.print_table(Said("title.states"), columns, rows, left=columns)


def percent(share: Estimate | Interval) -> str:
    """Write a share as per cent with its error."""
    return with_error(100 * share.mean, None if share.error is None else 100 * share.error)
