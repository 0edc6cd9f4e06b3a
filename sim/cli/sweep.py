"""`sim sweep`: the same plan with one or two numbers at many values, and which value is best."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from analysis.compare import sweeping
from analysis.compare.axes import axis_of
from analysis.compare.sweep import Outcome, Setting, is_same
from analysis.compare.sweeping import MOST, USUAL, Swept, settings_of
from analysis.compare.valued import STRONG, WEAK
from analysis.compare.verdicts import by_wins, decides, edges, interval_said, setting_in_words
from analysis.formatting import number, with_error
from analysis.plots.sweep import sweep_picture
from analysis.precision import most_matches
from analysis.words import Said, Text, counted_said, heads
from rules.season import ALLIANCE_SCORE
from rules.text import counted
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
from sim.cli.cards import print_cards
from sim.cli.compare import who, who_said
from sim.cli.options import (
    AllOption,
    AllPairsOption,
    ClusterOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    MatchesOption,
    PlotOption,
    PointsOption,
    PopulationOption,
    PrecisionOption,
    ReportOption,
    SeasonOption,
    SeedOption,
)
from sim.cli.summary import headline, headline_said, model_note, percent, print_model
from sim.play.request import repointed, run_request
from sim.robots.files import Station, plan_of

SURE, PLAN = heads("sure", "best_plan")


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
    points: PointsOption = None,
    jobs: JobsOption = None,
    _cluster: ClusterOption = None,
    plot: PlotOption = None,
    details: AllPairsOption = False,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sweep one or two numbers of a plan or of robots, and say which value is best and how sure that is."""
    if plot is not None:
        output.picture_format(plot)
    ways = ways_of(as_json, report, speak)
    asked = run_request(season, most_matches(matches, precision, USUAL, MOST), seed, population=population)
    request = repointed(asked, points)
    game, found_plan = request.game, plan_of(request.game, plan, "--plan")
    settings = settings_of(game, found_plan, robot, [axis_of(game, found_plan, text) for text in setting])
    output.say_assumed(game.rules)
    playing.say_skipped(game, [Station(robot=settings.robot, plan=found_plan)])
    playing.say_uncounted([Station(robot=settings.robot)])
    with playing.started(request.matches, settings.plays(game)) as progress:
        swept = sweeping.swept(request, settings, everybody, precision, jobs, progress)
    give(swept.document(), swept.said, lambda: _tell(swept, details), ways)
    output.draw(lambda: _picture(swept), plot, as_json)


def _tell(swept: Swept, details: bool) -> None:
    """Print the answer, how far it holds, what each setting reaches, and what the robot did at the best."""
    request, found = swept.request, swept.found
    output.say_answer(swept.said)
    bounds = [(axis.dial.low, axis.dial.high) for axis in swept.settings.axes]
    advice: tuple[Said | None, ...] = () if swept.valued else (by_wins(found, swept.outcomes), *edges(found, bounds))
    for line in filter(None, advice):
        output.say(line)
    output.say(decides(swept.measure))
    print_model(request, swept.settings.points)
    output.say()
    matches = counted_said("match", "matches", found.matches)
    asked = {"headline": headline_said(request), "plan": swept.settings.plan.name, "seed": request.seed}
    output.say(Said("told.swept", {**asked, "matches": matches}))
    output.say(who_said(swept.everybody))
    output.say(Said("told.errors"))
    playing.print_reached(swept.rules)
    output.say()
    if swept.valued:
        _print_values(swept)
    else:
        _print(swept, details)
        print_cards([swept.card], setting_in_words(swept.found, swept.found.best))


def _picture(swept: Swept) -> Any:
    """Draw a sweep, its numbers with their units."""
    request, settings = swept.request, swept.settings
    title = f"{headline(request)}: {settings.plan.name}, {' and '.join(axis.name for axis in settings.axes)}"
    played = f"{counted(swept.found.matches, 'match')} a setting, seed {request.seed}"
    note = f"{played}; {who(swept.everybody)}; {model_note(request, swept.changed)}"
    labelled = replace(swept.found, axes={axis.label: axis.values for axis in settings.axes})
    return sweep_picture(labelled, title, note, swept.label)


def _print(swept: Swept, details: bool) -> None:
    """Print a row for each setting; the alliance score beside another measure; with details the p values."""
    found, by_points = swept.found, swept.measure == ALLIANCE_SCORE
    columns = [*found.axes, swept.head, *heads("wins", "minus_best", "interval", "more_wins"), SURE]
    rows = []
    for place, (each, outcome) in enumerate(zip(found.settings, swept.outcomes, strict=True)):
        row: list[Text] = [*map(number, each.values), with_error(each.measure.mean, each.measure.error)]
        row.append(percent(outcome.wins))
        row += ["", "", "", Said("cell.best")] if place == found.best else _behind(each, outcome)
        row = row if by_points else [*row, with_error(outcome.score.mean, outcome.score.error)]
        rows.append([*row, "-" if each.p is None else f"{each.p:.2g}"] if details else row)
    columns += [] if by_points else heads("score")
    columns += [Said("head.p_of", {"count": len(found.settings) - 1})] if details else []
    output.print_table(Said("title.settings"), columns, rows, left=[SURE], keys=len(found.axes))


def _print_values(swept: Swept) -> None:
    """Print what matches are like at each setting of point values."""
    found, by_points = swept.found, swept.measure == ALLIANCE_SCORE
    columns = [*found.axes, *([] if by_points else [swept.measure]), *heads("score", "wins", "ties")]
    columns += [*heads("strong_minus_weak", "more_wins"), PLAN, *heads("may_be")]
    rows = []
    for each, outcome, value in zip(found.settings, swept.outcomes, swept.valued, strict=True):
        row = [*map(number, each.values), *([] if by_points else [with_error(each.measure.mean, each.measure.error)])]
        row += [with_error(outcome.score.mean, outcome.score.error), percent(outcome.wins), percent(value.ties)]
        row += [with_error(value.gap.mean, value.gap.error), percent(value.gap_wins), value.best_plan]
        rows.append([*row, str(len(value.may_be_best))])
    output.print_table(Said("title.values"), columns, rows, left=[PLAN], keys=len(found.axes))
    output.say(Said("told.values", {"strong": STRONG, "weak": WEAK}))


def _behind(each: Setting, outcome: Outcome) -> list[Text]:
    told = Said("cell.not_told_from", {"others": Said("cell.best")}) if each.may_be_best else Said("cell.worse")
    told = Said("cell.same") if is_same(each) else told
    gain, difference = outcome.win_gain, with_error(each.to_best.mean, each.to_best.error)
    wins = with_error(100 * gain.mean, None if gain.error is None else 100 * gain.error)
    return [difference, interval_said(each.to_best), wins, told]
