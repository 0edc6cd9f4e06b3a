"""`sim advise`: what to work on next, what each step is worth, and how sure that is."""

from collections.abc import Sequence
from typing import Annotated

import typer

from analysis.compare import advice, advising
from analysis.compare.advising import MEDIAN, USUAL, Advice, Advised, choice_of, plays
from analysis.compare.verdicts import decides
from analysis.plots.advise import advice_picture
from analysis.words import Said, Text, counted_said, heads
from rules.season import ALLIANCE_SCORE
from rules.text import counted
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
from sim.cli.options import (
    ClusterOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlotOption,
    PointsOption,
    PopulationOption,
    QuickOption,
    ReportOption,
    SeasonOption,
    SeedOption,
)
from sim.cli.summary import headline, headline_said, model_note, print_model
from sim.play.request import repointed, run_request
from sim.robots.files import Station

SHOWN = 10
"""So many options stand in the table where nobody asks for all."""
WHAT, FROM, SURE, MODELS = heads("changed", "from_to", "sure", "in_models")


def advise(
    season: SeasonOption,
    plan: Annotated[str, typer.Option("--plan", metavar="NAME|FILE", help="The plan that the robot plays.")],
    robot: Annotated[str, typer.Option("--robot", metavar="FILE|p50", help="The robot that plays.")] = MEDIAN,
    matches: Annotated[int, typer.Option("--matches", help="How many matches of each change.")] = USUAL,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    points: PointsOption = None,
    jobs: JobsOption = None,
    _cluster: ClusterOption = None,
    plot: PlotOption = None,
    quick: QuickOption = False,
    details: Annotated[bool, typer.Option("--details", help="All changes, not the first ten alone.")] = False,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what to work on next: every number of a robot and its plan changed by one step, on the same luck."""
    if plot is not None:
        output.picture_format(plot)
    ways = ways_of(as_json, report, speak)
    request = repointed(run_request(season, matches, seed, population=population), points)
    choice = choice_of(request, plan, robot)
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, [Station(robot=choice.robot, plan=choice.plan)])
    playing.say_uncounted([Station(robot=choice.robot)])
    playing.say_compiling()
    with playing.progress("matches", plays(request, choice, quick)) as told:
        found = advising.advised(request, choice, quick, jobs, told)
    give(found.document(), found.said, lambda: _print(found, details), ways)
    title = f"{headline(request)}: {found.robot.name} with {found.plan.name!r}"
    note = f"{counted(matches, 'match')} of each change, seed {seed}; {model_note(request)}"
    output.draw(lambda: advice_picture(found, title, note), plot, as_json)


def _print(found: Advised, details: bool) -> None:
    """Print the answer, how far it holds, what each change is worth, and what can gain nothing."""
    request = found.request
    output.say_answer(found.said, advice.holding(found))
    output.say(decides(found.measure))
    print_model(request)
    output.say()
    names = {"headline": headline_said(request), "robot": found.robot.name, "plan": found.plan.name}
    matches = counted_said("match", "matches", request.matches)
    output.say(Said("told.advised", {**names, "matches": matches, "seed": request.seed}))
    output.say(Said("told.who.change"))
    if found.robot.name == MEDIAN:
        output.say(Said("told.middle_robot", {"robot": MEDIAN}))
    output.say(advice.STEPS)
    output.say_answer([Said("told.errors_alone"), advice.INTERVALS])
    output.say()
    shown = list(found.played) if details else [each for each in found.played if each.gained][:SHOWN]
    if shown:
        _print_table(found, shown, details)
    output.say_all(advice.beside(found))
    output.say_all(() if details else advice.others(found, len(shown)))
    output.say()
    output.say(Said("told.nothing"))
    output.say_all(advice.nothing(found, details))


def _print_table(found: Advised, shown: Sequence[Advice], details: bool) -> None:
    """Print what changes are worth, from most to least."""
    by_points = found.measure == ALLIANCE_SCORE
    columns = ["", WHAT, FROM, found.head, *heads("interval", "wins_in_100")]
    columns += [*([] if by_points else heads("score")), *([SURE] if details else [])]
    columns += [MODELS] if found.models is not None else []
    rows = []
    for place, each in enumerate(shown, start=1):
        row: list[Text] = [str(place), each.option.said, advice.step(each.option), advice.signed(each.ranking)]
        row += [advice.interval(each.ranking), advice.signed(each.wins, 100)]
        row += [
            *([] if by_points else [advice.signed(each.points)]),
            *([advice.told(each.ranking)] if details else []),
        ]
        rows.append([*row, advice.in_each_model(each, found)] if found.models is not None else row)
    output.print_table(Said("title.changes"), columns, rows, left=[WHAT, FROM, SURE, MODELS], keys=2)
