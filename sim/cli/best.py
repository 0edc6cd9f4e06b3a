"""`sim best`: the best of many plans or robots, with what the choice may lose, and what it took."""

from dataclasses import replace
from typing import Annotated

import typer

from analysis.compare.axes import axis_of
from analysis.compare.best import MOST
from analysis.compare.choosing import (
    Candidate,
    Chosen,
    candidates_of,
    chosen,
    grid_of,
    rule_of,
    tried_in_models,
)
from analysis.compare.paired import CONFIDENCE
from analysis.compare.verdicts import decides
from analysis.formatting import with_error
from analysis.words import Said, Text, heads
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
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
from sim.cli.summary import headline_said, print_model
from sim.play.request import repointed, run_request

PLAYS, SURE = heads("plays", "sure")


def best(
    season: SeasonOption,
    plan: Annotated[
        list[str] | None, typer.Option("--plan", metavar="NAME|FILE", help="A plan, once for each to choose from.")
    ] = None,
    robot: Annotated[
        list[str] | None,
        typer.Option("--robot", metavar="FILE|p50", help="The robot that plays; of several, each plays each plan."),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NUMBER=FROM:TO:STEP",
            help="Choose from values of one or two numbers of the plan or the robot, as `sim sweep` takes them.",
        ),
    ] = None,
    confidence: Annotated[float, typer.Option("--confidence", help="How sure the choice is to be.")] = CONFIDENCE,
    indifference: Annotated[
        float | None,
        typer.Option(
            "--indifference",
            metavar="POINTS",
            help="How much the choice may lose.",
            show_default="1 point, or 0.02 ranking points",
        ),
    ] = None,
    everybody: AllOption = False,
    matches: Annotated[int, typer.Option("--matches", help="How many matches of each at most.")] = MOST,
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
    """Choose the best of many plans or robots on the same luck, and drop on the way what is surely worse."""
    ways = ways_of(as_json, report, speak)
    request = repointed(run_request(season, matches, seed, population=population), points)
    game, choices = request.game, (plan or [], robot or [])
    if setting:
        variants = grid_of(game, *choices, lambda plan: [axis_of(game, plan, text) for text in setting])
    else:
        variants = candidates_of(game, *choices)
    rule = rule_of(request, len(variants), indifference, confidence)
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, [each.station for each in variants])
    playing.say_uncounted([each.station for each in variants])
    playing.say_compiling()
    with playing.open_ended("playing") as progress:
        found = chosen(request, variants, rule, everybody, jobs, progress)
    if quick:
        found = replace(found, quick=True)
    else:
        with playing.in_models(request, len(found.contenders)) as progress:
            found = tried_in_models(found, jobs, progress)
    give(found.document(), found.said, lambda: _tell(found, len(variants)), ways)


def _tell(found: Chosen, count: int) -> None:
    """Print the choice, what it is worth and how far it holds, then each candidate."""
    request = found.request
    output.say_answer(found.said, [found.value], found.said_of_models)
    output.say(decides(found.measure))
    print_model(request)
    output.say()
    asked = {"headline": headline_said(request), "count": count, "seed": request.seed}
    output.say(Said("told.to_choose_from", asked))
    output.say(who_said(found.everybody))
    output.say(Said("told.errors"))
    output.say()
    _print(found)


def _print(found: Chosen) -> None:
    """Print each candidate, the chosen one first, then those that stayed, then those that were dropped late."""
    columns = [*heads("rank"), PLAYS, found.head, *heads("minus_choice", "matches"), SURE]
    ranked = sorted(found.candidates, key=lambda each: (each.name != found.best, -each.matches, -each.mean))
    rows = [
        [place, each.name, with_error(each.mean, each.error), *_behind(each, found)]
        for place, each in enumerate(ranked, start=1)
    ]
    output.print_table(Said("title.candidates"), columns, rows, left=[PLAYS, SURE], keys=2)


def _behind(each: Candidate, found: Chosen) -> list[Text]:
    """Say in cells how far a candidate is behind the chosen one, in the matches that both played."""
    matches = f"{each.matches:,}"
    if each.name == found.best:
        return ["", matches, Said("cell.choice" if found.reached else "cell.ahead")]
    told = Said("cell.may_be_as_good" if each.dropped_at is None else "cell.worse")
    return [with_error(*each.to_best), matches, told]
