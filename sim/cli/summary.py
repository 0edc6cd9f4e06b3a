"""The summary of a run as tables that a coach can read."""

from typing import TYPE_CHECKING, Any

from analysis.formatting import with_error
from sim.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.play.request import Settings

GRADES = {
    "A": "fitted to published scores and elements",
    "B": "fitted to published scores",
    "C": "fitted to a published ranking table",
    "D": "not fitted: it shows how the game plays under its assumptions, it does not forecast an event",
}


def print_summary(summary: dict[str, Any], settings: "Settings", took: str) -> None:
    """Print what `analysis.run.summaries.summarise` found; `took` says how long the matches took."""
    edition = settings.game.edition
    print(f"{edition.year} {edition.name}: {summary['matches']:,} matches, seed {summary['seed']}")
    print(f"{_playbooks(settings)}")
    for line in _line_ups(settings):
        print(line)
    print(f"{summary['engine']} engine, {took}; numbers after ± are standard errors over matches\n")
    _scores(summary["alliance_score"])
    _results(summary)
    _breakdown(summary, settings.game.rules.parts)
    _end_states(summary["end_states"])
    fouls = {kind: with_error(found["mean"], found["error"]) for kind, found in summary["fouls"].items()}
    print(f"Fouls an alliance: {fouls['minor']} minor, {fouls['major']} major.")
    print_model(settings)


def print_model(settings: "Settings") -> None:
    """Print how far the season's match model can be trusted, and what of its population is otherwise."""
    grade = settings.game.edition.model
    print(f"Match model: grade {grade}, {GRADES[grade or 'D']}.")
    if settings.manifest.population is not None:
        numbers = ", ".join(f"{name} {value:g}" for name, value in settings.manifest.population.items())
        print(f"Its population is not the season's: {numbers or 'no number differs'}.")


def model_note(settings: "Settings") -> str:
    """Say in a picture's note which match model was played."""
    own = ", another population" if settings.manifest.population is not None else ""
    assumed = settings.game.rules.assumed
    return f"match model grade {settings.game.edition.model}{own}{assumed and f'; {assumed}'}"


def _playbooks(settings: "Settings") -> str:
    if settings.manifest.playbook is not None:
        return f"every robot plays: {settings.manifest.playbook}"
    mix = [f"{each.name} {each.share:.0%}" for each in settings.manifest.playbooks if each.by == "robot"]
    return "robots play: " + ", ".join(mix)


def _line_ups(settings: "Settings") -> "Iterator[str]":
    """Say who stands at the stations of a side that a line-up names, and what they play."""
    from rules.season import SIDE
    from sim.table.agents import ROBOTS, STATIONS

    manifest = settings.manifest
    nobody = (None,) * ROBOTS
    named = list(zip(manifest.robots or nobody, manifest.plans or nobody, strict=True))
    for number, side in enumerate(SIDE):
        stands = named[STATIONS * number : STATIONS * (number + 1)]
        if any(robot or plan for robot, plan in stands):
            who = (
                f"{robot.name if robot else 'a drawn robot'} plays {plan.name if plan else 'what is drawn'}"
                for robot, plan in stands
            )
            yield f"line-up of {side}: {', '.join(who)}"


def _scores(score: dict[str, Any]) -> None:
    names = ("min", "p05", "p25", "p50", "p75", "p95", "max")
    heads = ["mean", "sd", "lowest", "5 %", "25 %", "median", "75 %", "95 %", "highest"]
    row = [
        with_error(score["mean"], score["mean_error"]),
        f"{score['sd']:,.0f}",
        *(f"{score[n]:,}" for n in names),
    ]
    output.print_table("Alliance scores (points)", heads, [row])


def _results(summary: dict[str, Any]) -> None:
    results, matches = summary["results"], summary["matches"]
    row = []
    for count in results.values():
        share = count / matches
        row.append(with_error(100 * share, 100 * (share * (1 - share) / matches) ** 0.5) + " %")
    margin = summary["margin"]
    row.append(f"{with_error(margin['mean'], margin['mean_error'])}, median {margin['p50']:,}")
    correlation = summary["correlation"]
    error = None if correlation is None else (1 - correlation**2) / (matches - 1) ** 0.5
    row.append("-" if correlation is None else with_error(correlation, error))
    heads = ["red wins", "blue wins", "ties", "margin (points)", "correlation of red with blue"]
    output.print_table("Results", heads, [row])


def _breakdown(summary: dict[str, Any], meanings: Any) -> None:
    errors = summary["breakdown_error"]
    rows = [[name, with_error(mean, errors[name]), meanings[name]] for name, mean in summary["breakdown"].items()]
    heads = ["part", "mean points an alliance", "what it is"]
    output.print_table("Where the points come from", heads, rows, left=["part", "what it is"])


def _end_states(states: dict[str, Any]) -> None:
    rows = [
        [
            name,
            ",  ".join(
                f"{code} {with_error(100 * found['mean'], _percent(found['error']))} %"
                for code, found in codes.items()
            ),
        ]
        for name, codes in states.items()
    ]
    if rows:
        output.print_table("States at the end", ["entry", "share"], rows, left=["entry", "share"])


def _percent(error: float | None) -> float | None:
    return None if error is None else 100 * error
