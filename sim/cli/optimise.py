"""`sim optimise`: the best plan that a search finds for a robot, what it does otherwise, and what that gains."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from analysis.compare.findings import PLACE
from analysis.compare.optimise import BUDGET, Optimised, budget_of, optimised, task_of, tried_in_models
from analysis.compare.verdicts import decides, names_said
from analysis.formatting import number, with_error
from analysis.run.cards import card
from analysis.words import Said, Text, heads, joined
from rules.season import ALLIANCE_SCORE
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
from sim.cli.cards import print_cards
from sim.cli.compare import who_said
from sim.cli.options import (
    AllOption,
    ClusterOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PointsOption,
    PopulationOption,
    QuickOption,
    ReportOption,
    SeasonOption,
    SeedOption,
)
from sim.cli.summary import headline_said, percent, print_model
from sim.cli.writing import need_new, print_or_write
from sim.play.request import repointed, run_request
from sim.robots.files import Station


def optimise(
    season: SeasonOption,
    robot: Annotated[str, typer.Option("--robot", metavar="FILE|p50", help="The robot that a plan is searched for.")],
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME|FILE",
            help="The plan to start from.",
            show_default="the best playbook of the season for this robot",
        ),
    ] = None,
    budget: Annotated[
        int,
        typer.Option("--budget", metavar="MATCHES", help="How many matches at most, of all plans together."),
    ] = BUDGET,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="Write the plan to a new file.")] = None,
    everybody: AllOption = False,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    points: PointsOption = None,
    jobs: JobsOption = None,
    _cluster: ClusterOption = None,
    quick: QuickOption = False,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search the best plan for a robot: times, order, which rows to leave out; and say what it gains."""
    ways = ways_of(as_json, report, speak)
    if out is not None:
        need_new(Path(out))
    request = repointed(run_request(season, budget_of(budget), seed, population=population), points)
    task = task_of(request, robot, start)
    output.say_assumed(request.game.rules)
    playing.say_uncounted([Station(robot=task.robot)])
    playing.say_compiling()
    with playing.progress("searching", budget) as progress:
        found = optimised(request, task, everybody, jobs, progress)
    if quick:
        found = replace(found, quick=True)
    elif found.is_better:
        with playing.in_models(request, len(found.requests)) as progress:
            found = tried_in_models(found, jobs, progress)
    give(found.document(), found.said, lambda: _print(found), ways)
    if out is not None:
        print_or_write(found.lines(), out)


def _print(found: Optimised) -> None:
    """Print the answer, the plan and what it does otherwise, what both reach, and what the robot did."""
    request = found.request
    output.say_answer(found.said)
    if found.is_ahead:
        output.say(Said("told.otherwise"))
        for change in found.otherwise:
            output.say(Said("joined.point", {"text": change}))
    if found.skipped:
        rows = names_said(found.skipped, len(found.skipped))
        output.say(Said("told.skipped", {"robot": found.robot.name, "plan": found.start.name, "rows": rows}))
    output.say_answer(found.said_of_models)
    output.say(decides(found.measure))
    print_model(request)
    output.say()
    asked = {"headline": headline_said(request), "robot": found.robot.name, "seed": request.seed}
    output.say(Said("told.plan_for", asked))
    output.say(who_said(found.everybody))
    output.say(Said("told.errors"))
    output.say(found.effort)
    output.say()
    output.say(Said("told.order", {"plan": found.plan.name, "rows": ", ".join(found.plan.order)}))
    times = [Said("told.time", {"row": row, "at": number(each.after[0])}) for row, each in found.plan.set.items()]
    if times:
        output.say(Said("told.times", {"times": joined(times, "joined.commas")}))
    output.say()
    _print_reached(found)
    print_cards([card(found.requests[0 if found.is_ahead else 1], PLACE)])


def _print_reached(found: Optimised) -> None:
    """Print what the plan that was found and the start reach, by the fresh matches."""
    by_points = found.measure == ALLIANCE_SCORE
    columns = [*heads("plays"), found.head, *([] if by_points else heads("score")), *heads("wins")]
    rows: list[list[Text]] = [
        [each.name, with_error(*each.measure), *([] if by_points else [with_error(*each.score)]), percent(each.wins)]
        for each in found.comparison.plans
    ]
    output.print_table(Said("title.fresh"), columns, rows, left=heads("plays"))
