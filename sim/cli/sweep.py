"""`sim sweep`: the same plan with one or two numbers at many values, and which value is best."""

from dataclasses import replace
from typing import Annotated

import typer

from analysis.compare import sweep as sweeping
from analysis.compare.axes import Axis, axis_of, variants_on
from analysis.compare.matchups import Matchup, stations_of
from analysis.compare.paired import interval_in_words
from analysis.compare.sweep import Sweep
from analysis.documents import document
from analysis.formatting import number, with_error
from analysis.plots.sweep import sweep_picture
from rules.errors import ModelError
from sim.cli import output, playing
from sim.cli.compare import asked_json, headline, who
from sim.cli.options import (
    AllOption,
    JobsOption,
    JsonOption,
    MatchesOption,
    PlotOption,
    PopulationOption,
    PrecisionOption,
    SeasonOption,
    SeedOption,
)
from sim.play.request import run_request
from sim.robots.files import Station, plan_of, robot_of


def sweep(
    season: SeasonOption,
    plan: Annotated[str, typer.Option("--plan", metavar="NAME|FILE", help="The plan that is played.")],
    setting: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="NUMBER=FROM:TO:STEP",
            help="Of the plan (ROW.after), the robot (ROW.seconds, ROW.works, room, can.NAME, breaks) or all robots"
            " (robots.pace, shares.NAME), or a point value (points.NAME).",
        ),
    ],
    robot: Annotated[str | None, typer.Option("--robot", metavar="FILE|p50", help="The robot that plays.")] = None,
    everybody: AllOption = False,
    matches: MatchesOption = None,
    precision: PrecisionOption = None,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    jobs: JobsOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sweep one or two numbers of a plan or of robots, and say which value is best and how sure that is."""
    if plot is not None:
        output.picture_format(plot)
    most = playing.most_matches(matches, precision, 10_000, 1_000_000)
    request = run_request(season, most, seed, population=population)
    game = request.game
    if len(setting) > 2:
        raise ModelError("--set", f"expected it once or twice, found {len(setting)}")
    found_plan = plan_of(game, plan, "--plan")
    found_robot = None if robot is None else robot_of(game, robot, "--robot")
    axes = [axis_of(game, found_plan, text) for text in setting]
    variants = variants_on(game, axes, found_plan, found_robot)
    if precision is not None and len(variants) == 1:
        raise ModelError("--precision", "expected two or more settings to tell apart, found one")
    output.say_assumed(game.rules)
    playing.say_skipped(game, [Station(robot=found_robot, plan=found_plan)])
    matchup = playing.play_matchup(request, variants, stations_of(everybody), precision, jobs)
    found = sweeping.sweep({axis.name: axis.values for axis in axes}, matchup.measures())
    if plot is not None:
        title = f"{headline(request)}: {found_plan.name}, {matchup.matches:,} matches a setting, seed {seed}"
        labelled = replace(found, axes={axis.label: axis.values for axis in axes})
        output.save_picture(sweep_picture(labelled, title, who(everybody), matchup.label), plot)
    if as_json:
        asked = {**asked_json(request), "plan": found_plan.name, "measure": matchup.measure, "all": everybody}
        output.print_json({**asked, **playing.reached_json(matchup.rules), **document(found)})
        return
    print(f"{headline(request)}: {found_plan.name}, {matchup.matches:,} matches a setting, seed {seed}")
    print(who(everybody))
    playing.print_reached(matchup.rules)
    print()
    _print(found, matchup, axes)
    if plot is not None:
        print(f"Drawn in {plot}.")


def _print(found: Sweep, matchup: Matchup, axes: list[Axis]) -> None:

    heads = [*found.axes, matchup.label, "minus the best", "95 % interval", ""]
    rows = []
    for place, each in enumerate(found.settings):
        told = "best" if place == found.best else "cannot be told from the best" if each.may_be_best else ""
        difference = with_error(each.to_best.mean, each.to_best.error)
        rows.append(
            [
                *map(number, each.values),
                with_error(each.measure.mean, each.measure.error),
                *(("", "") if place == found.best else (difference, interval_in_words(each.to_best))),
                told,
            ]
        )
    output.print_table("What each setting reaches", heads, rows, left=[""])
    best = found.settings[found.best]
    at = ", ".join(f"{name} = {number(value)}" for name, value in zip(found.axes, best.values, strict=True))
    rivals = sum(each.may_be_best for each in found.settings) - 1
    doubt = f"{rivals} of the other settings cannot be told from it" if rivals else "every other setting is worse"
    doubt = doubt if len(found.settings) > 1 else "there is no other setting"
    print(f"Best: {at}, {with_error(best.measure.mean, best.measure.error)} {matchup.unit}; {doubt} (95 %).")
    for axis, value in zip(axes, best.values, strict=True):
        ends = {axis.values[0]: ("lowest", axis.dial.low), axis.values[-1]: ("highest", axis.dial.high)}
        if value in ends and len(axis.values) > 1:
            end, bound = ends[value]
            beyond = "there is none beyond it" if value == bound else "try beyond it"
            print(f"The best {axis.name} is the {end} that was tried: {beyond}.")
