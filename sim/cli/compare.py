"""`sim compare`: which plan or robot is better, by how much, and how sure that is."""

from collections.abc import Sequence
from typing import Annotated

import typer

from analysis.compare import paired
from analysis.compare.matchups import Matchup, Variant, stations_of
from analysis.compare.paired import Comparison, Pair, interval_in_words
from analysis.documents import document
from analysis.formatting import with_error
from analysis.plots.comparison import comparison_picture
from rules.errors import ModelError
from sim.cli import output, playing
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
from sim.cli.summary import percent
from sim.play.request import Request, run_request
from sim.robots.files import Station, plan_of, robot_of
from sim.table.game import Game
from sim.table.language import Robot

TINY = 0.0001  # no test of matches tells p values below this apart


def compare(
    season: SeasonOption,
    plan: Annotated[
        list[str] | None, typer.Option("--plan", metavar="NAME|FILE", help="A plan, once for each that is compared.")
    ] = None,
    robot: Annotated[
        list[str] | None,
        typer.Option("--robot", metavar="FILE|p50", help="The robot that plays; or several with one plan."),
    ] = None,
    everybody: AllOption = False,
    matches: MatchesOption = None,
    precision: PrecisionOption = None,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    jobs: JobsOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare plans, or robots with one plan, on the same luck: all else in a match is the same for each."""
    if plot is not None:
        output.picture_format(plot)
    most = playing.most_matches(matches, precision, 20_000, 1_000_000)
    request = run_request(season, most, seed, population=population)
    variants = variants_of(request.game, plan or [], robot or [])
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, [each.station for each in variants])
    matchup = playing.play_matchup(request, variants, stations_of(everybody), precision, jobs)
    found = paired.compare(matchup.played())
    if plot is not None:
        title = f"{headline(request)}: {matchup.matches:,} matches, seed {seed}"
        output.save_picture(comparison_picture(found, title, who(everybody), matchup.label), plot)
    if as_json:
        asked = {**asked_json(request), "measure": matchup.measure, "all": everybody}
        output.print_json({**asked, **playing.reached_json(matchup.rules), **document(found)})
        return
    print(f"{headline(request)}: {matchup.matches:,} matches of each, seed {seed}\n{who(everybody)}")
    playing.print_reached(matchup.rules)
    print()
    _print(found, matchup)
    if plot is not None:
        print(f"Drawn in {plot}.")


def asked_json(request: Request) -> dict[str, object]:
    """Say for programs which season is played, with which seed and population."""
    return {"season": request.game.key, "seed": request.seed, "population": request.population}


def headline(request: Request) -> str:
    """Name the edition, and say where its population is another."""
    edition, own = request.game.edition, request.population is not None
    return f"{edition.year} {edition.name}{', another population' if own else ''}"


def who(everybody: bool) -> str:
    """Say who plays what is compared."""
    tested = "all three robots of red play it" if everybody else "one robot, red 1, plays it"
    return f"{tested}; the others are drawn, the same for each; ± are standard errors over matches"


def variants_of(game: Game, plans: Sequence[str], robots: Sequence[str]) -> list[Variant]:
    """Give what is compared: plans of one robot, or robots with one plan."""
    if len(plans) + len(robots) < 3 and len(plans) != 2:
        raise ModelError("compare", "expected two or more --plan, or one --plan and two or more --robot")
    if len(plans) > 1 and len(robots) > 1:
        raise ModelError("compare", f"expected several plans or several robots, found {len(plans)} and {len(robots)}")
    if not plans:
        raise ModelError("--plan", "expected the plan that the robots play, found none")
    found_plans = [plan_of(game, choice, "--plan") for choice in plans]
    found_robots: list[Robot | None] = [robot_of(game, choice, "--robot") for choice in robots]
    found_robots = found_robots or [None]
    names = [each.name for each in found_plans] if len(plans) > 1 else [each.name for each in found_robots if each]
    stations = [Station(robot=other, plan=each) for each in found_plans for other in found_robots]
    distinct = distinct_names(names, plans if len(plans) > 1 else robots)
    return [Variant(name, station) for name, station in zip(distinct, stations, strict=True)]


def distinct_names(names: Sequence[str], files: Sequence[str]) -> list[str]:
    """Tell equal names apart by what they were called on the command line, and equal calls by a number."""
    told = [name if names.count(name) == 1 else f"{name} ({file})" for name, file in zip(names, files, strict=True)]
    return [name if told.count(name) == 1 else f"{name} #{told[: i + 1].count(name)}" for i, name in enumerate(told)]


def _print(found: Comparison, matchup: Matchup) -> None:

    heads = ["plays", matchup.label, "5 %", "25 %", "median", "75 %", "95 %", "wins %", "ties %", "losses %"]
    rows = [
        [
            each.name,
            with_error(*each.measure),
            *(f"{value:,.10g}" for value in each.quantiles.values()),
            *(percent(share) for share in (each.wins, each.ties, each.losses)),
        ]
        for each in found.plans
    ]
    if matchup.measure != "alliance score":
        heads.insert(2, "alliance score")
        for row, score in zip(rows, matchup.scores(), strict=True):
            row.insert(2, with_error(*score))
    output.print_table("What each reaches", heads, rows, left=["plays"])
    heads = ["one minus other", "difference", "95 % interval", "p (Holm)", "higher %", "lower %", "equal %"]
    heads += ["wins more, %-points", "pairing saved"]
    output.print_table("Pair by pair", heads, [_pair(pair) for pair in found.pairs], left=[heads[0]])
    for pair in found.pairs:
        print(paired.verdict(found, pair, matchup.unit))
    others = [pair for pair in paired.versus_best(found) if not pair.identical]
    if others:
        _print_parts(found.best, others)


def _print_parts(best: str, pairs: Sequence[Pair]) -> None:

    heads = ["part of the score", *(f"minus {pair.b}" for pair in pairs)]
    rows = [[name, *(with_error(*pair.parts[name]) for pair in pairs)] for name in pairs[0].parts]
    print()
    output.print_table(f"Where the points of {best} come from", heads, rows, left=[heads[0]])


def _pair(pair: Pair) -> list[str]:

    gain = pair.win_gain
    error = None if gain.error is None else 100 * gain.error
    return [
        f"{pair.a} - {pair.b}",
        with_error(pair.difference.mean, pair.difference.error),
        interval_in_words(pair.difference),
        "-"
        if pair.p_holm is None
        else f"{pair.p_holm:.2g}"
        if pair.p_holm >= TINY or pair.identical
        else f"< {TINY}",
        *(percent(share) for share in (pair.higher, pair.lower, pair.equal)),
        with_error(100 * gain.mean, error),
        "-" if pair.saved is None else f"{pair.saved:.1f} x",
    ]
