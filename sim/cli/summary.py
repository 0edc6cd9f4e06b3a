"""The summary of a run as tables that a coach can read."""

from collections.abc import Iterator, Mapping

from analysis.compare.paired import Interval
from analysis.formatting import with_error
from analysis.run.summaries import Scores, Summary
from analysis.run.tallies import Estimate
from analysis.words import Said, english
from rules.season import SIDE
from rules.text import counted
from sim.cli import output
from sim.play.request import Request
from sim.robots.files import Station
from sim.table.agents import STATIONS

GRADES = {
    "A": "fitted to published scores and elements",
    "B": "fitted to published scores",
    "C": "fitted to a published ranking table",
    "D": "not fitted: it shows how the game plays under its assumptions, it does not forecast an event",
}


def print_summary(summary: Summary, request: Request, took: str) -> None:
    """Print a run summed up; `took` says how long the matches took."""
    edition, apart = request.game.edition, summary.robots is not None
    output.say(f"{edition.year} {edition.name}: {counted(summary.matches, 'match')}, seed {summary.seed}")
    for said in expectations(summary):
        output.say(english(said))
    output.say(_playbooks(request))
    for line in _line_ups(request):
        output.say(line)
    output.say_here(f"{summary.engine} engine, {took}")
    output.say("Numbers after ± are standard errors over matches.\n")
    _scores(summary, apart)
    _results(summary)
    _breakdown(summary, request.game.rules.parts)
    _end_states(summary.end_states)
    fouls = {kind: with_error(*found) for kind, found in summary.fouls.items()}
    output.say(f"Fouls an alliance: {fouls['minor']} minor, {fouls['major']} major.")
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


def print_model(request: Request, changed: str | None = None) -> None:
    """Print how far the season's match model can be trusted, and what of its population and points is otherwise."""
    grade = request.game.edition.model
    output.say(f"Match model: grade {grade}, {GRADES[grade or 'D']}.")
    if request.population is not None:
        numbers = ", ".join(f"{name} {value:g}" for name, value in request.population.items())
        output.say(f"Its population is not the season's: {numbers or 'no number differs'}.")
    print_points(request.game.rules.changed if changed is None else changed)


def print_points(changed: str) -> None:
    """Print the sentence that says which point values are not the official ones, if any are not."""
    if changed:
        output.say(f"{changed[0].upper()}{changed[1:]}.")


def model_note(request: Request, changed: str | None = None) -> str:
    """Say in a picture's note which match model was played, by which point values."""
    own = ", another population" if request.population is not None else ""
    rules = request.game.rules
    changed = rules.changed if changed is None else changed
    said = "".join(f"; {sentence}" for sentence in (rules.assumed, changed) if sentence)
    return f"match model grade {request.game.edition.model}{own}{said}"


def _playbooks(request: Request) -> str:
    if request.playbook is not None:
        return f"every robot plays: {request.playbook}"
    mix = [f"{each.name} {each.share:.0%}" for each in request.playbooks if each.by == "robot"]
    return "robots play: " + ", ".join(mix)


def _line_ups(request: Request) -> Iterator[str]:
    """Say who stands at the stations of a side that a line-up names, and what they play."""
    for number, side in enumerate(SIDE):
        stations = request.stations[STATIONS * number : STATIONS * (number + 1)]
        if any(station.robot or station.plan for station in stations):
            yield f"line-up of {side}: {', '.join(map(_who, stations))}"


def _who(station: Station) -> str:
    robot = station.robot.name if station.robot else "a drawn robot"
    return f"{robot} plays {station.plan.name if station.plan else 'what is drawn'}"


def _scores(summary: Summary, apart: bool) -> None:
    every = {"both": summary.alliance_score, **{side: summary.sides[side].scores for side in SIDE if apart}}
    heads = ["side", "mean", "sd", "lowest", "5 %", "25 %", "median", "75 %", "95 %", "highest"]
    rows = []
    for side, score in every.items():
        values = (score.min, score.p05, score.p25, score.p50, score.p75, score.p95, score.max)
        mean = with_error(score.mean, score.mean_error)
        rows.append([side, mean, f"{score.sd:,.0f}", *(f"{value:,}" for value in values)])
    output.print_table("Alliance scores (points)", heads, rows, left=["side"])


def _results(summary: Summary) -> None:
    results, matches, margin = summary.results, summary.matches, summary.margin
    row = []
    for count in (results.red_wins, results.blue_wins, results.ties):
        share = count / matches
        row.append(with_error(100 * share, 100 * (share * (1 - share) / matches) ** 0.5) + " %")
    row.append(f"{with_error(margin.mean, margin.mean_error)}, median {margin.p50:,}")
    correlation = summary.correlation
    error = None if correlation is None else (1 - correlation**2) / (matches - 1) ** 0.5
    row.append("-" if correlation is None else with_error(correlation, error))
    heads = ["red wins", "blue wins", "ties", "margin (points)", "correlation of red with blue"]
    output.print_table("Results", heads, [row])


def _breakdown(summary: Summary, meanings: Mapping[str, str]) -> None:
    errors = summary.breakdown_error
    rows = [[name, with_error(mean, errors[name]), meanings[name]] for name, mean in summary.breakdown.items()]
    heads = ["part", "mean points an alliance", "what it is"]
    output.print_table("Where the points come from", heads, rows, left=["part", "what it is"])


def _end_states(states: Mapping[str, Mapping[str, Estimate]]) -> None:
    rows = [
        [name, ",  ".join(f"{code} {percent(share)} %" for code, share in codes.items())]
        for name, codes in states.items()
    ]
    if rows:
        output.print_table("States at the end", ["entry", "share"], rows, left=["entry", "share"])


def percent(share: Estimate | Interval) -> str:
    """Write a share as per cent with its error."""
    return with_error(100 * share.mean, None if share.error is None else 100 * share.error)
