"""`sim sweep`: the same plan with one or two numbers at many values, and which value is best."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from analysis.compare import sweep as sweeping
from analysis.compare.axes import axis_of, variants_on
from analysis.compare.matchups import Matchup, stations_of
from analysis.compare.paired import interval_in_words
from analysis.compare.sweep import Outcome, Setting, Sweep, is_same
from analysis.compare.verdicts import best_setting, by_wins, decides, edges
from analysis.documents import document
from analysis.formatting import number, with_error
from analysis.plots.sweep import sweep_picture
from analysis.run.cards import card
from rules.errors import ModelError
from rules.season import ALLIANCE_SCORE
from sim.cli import output, playing
from sim.cli.cards import print_cards
from sim.cli.compare import PLACE, asked_json, headline, who, who_in_words
from sim.cli.options import (
    AllOption,
    AllPairsOption,
    JobsOption,
    JsonOption,
    MatchesOption,
    PlotOption,
    PopulationOption,
    PrecisionOption,
    SeasonOption,
    SeedOption,
)
from sim.cli.summary import model_note, percent, print_model
from sim.play.reaching import known_robot
from sim.play.request import run_request
from sim.robots.files import Station, plan_of

SURE = "is it sure?"


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
    details: AllPairsOption = False,
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
    found_robot = None if robot is None else known_robot(game, robot, "--robot")
    axes = [axis_of(game, found_plan, text) for text in setting]
    variants = variants_on(game, axes, found_plan, found_robot)
    if precision is not None and len(variants) == 1:
        raise ModelError("--precision", "expected two or more settings to tell apart, found one")
    output.say_assumed(game.rules)
    playing.say_skipped(game, [Station(robot=found_robot, plan=found_plan)])
    matchup = playing.play_matchup(request, variants, stations_of(everybody), precision, jobs)
    found = sweeping.sweep({axis.name: axis.values for axis in axes}, matchup.measures())
    reached = sweeping.outcomes(matchup.played(), found.best)
    if plot is not None:
        title = f"{headline(request)}: {found_plan.name}, {' and '.join(axis.name for axis in axes)}"
        note = f"{matchup.matches:,} matches a setting, seed {seed}; {who(everybody)}; {model_note(request)}"
        labelled = replace(found, axes={axis.label: axis.values for axis in axes})
        output.save_picture(sweep_picture(labelled, title, note, matchup.label), plot)
    if as_json:
        asked = {**asked_json(request), "plan": found_plan.name, "measure": matchup.measure, "all": everybody}
        known = {**asked, **playing.reached_json(matchup.rules), **_document(found, reached, matchup)}
        output.print_json({**known, "card": document(card(matchup.requests[found.best], PLACE))})
        return
    output.say(best_setting(found, reached, matchup.unit))
    bounds = [(axis.dial.low, axis.dial.high) for axis in axes]
    for line in filter(None, (by_wins(found, reached), *edges(found, bounds))):
        output.say(line)
    output.say(decides(matchup.measure))
    print_model(request)
    output.say(f"\n{headline(request)}: {found_plan.name}, {matchup.matches:,} matches a setting, seed {seed}")
    output.say(who_in_words(everybody))
    playing.print_reached(matchup.rules)
    print()
    _print(found, reached, matchup, details)
    print_cards([card(matchup.requests[found.best], PLACE)])
    if plot is not None:
        print(f"Drawn in {plot}.")


def _document(found: Sweep, reached: Sequence[Outcome], matchup: Matchup) -> dict[str, Any]:
    """Put together what programs get: each setting with what it reaches beside its measure."""
    whole = document(found)
    for setting, outcome in zip(whole["settings"], reached, strict=True):
        setting.update(document(outcome))
    return {**whole, "answer": best_setting(found, reached, matchup.unit)}


def _print(found: Sweep, reached: Sequence[Outcome], matchup: Matchup, details: bool) -> None:
    """Print a row for each setting; the alliance score beside another measure; with details the p values."""
    by_points = matchup.measure == ALLIANCE_SCORE
    heads = [*found.axes, matchup.label, "wins %", "minus the best", "95 % interval", "more wins in 100", SURE]
    rows = []
    for place, (each, outcome) in enumerate(zip(found.settings, reached, strict=True)):
        row = [*map(number, each.values), with_error(each.measure.mean, each.measure.error), percent(outcome.wins)]
        row += ["", "", "", "the best"] if place == found.best else _behind(each, outcome)
        row = row if by_points else [*row, with_error(outcome.score.mean, outcome.score.error)]
        rows.append([*row, "-" if each.p is None else f"{each.p:.2g}"] if details else row)
    heads += [] if by_points else [f"{ALLIANCE_SCORE} (points)"]
    heads += [f"p (of {len(found.settings) - 1})"] if details else []
    output.print_table("What each setting reaches", heads, rows, left=[SURE], keys=len(found.axes))


def _behind(each: Setting, outcome: Outcome) -> list[str]:
    told = "worse" if not each.may_be_best else "cannot be told from the best"
    told = "the same in every match" if is_same(each) else told
    gain, difference = outcome.win_gain, with_error(each.to_best.mean, each.to_best.error)
    wins = with_error(100 * gain.mean, None if gain.error is None else 100 * gain.error)
    return [difference, interval_in_words(each.to_best), wins, told]
