"""`sim compare`: which plan or robot is better, by how much, and how sure that is."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import output
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.compare.matchups import Matchup, Variant
    from analysis.compare.paired import Comparison, Pair
    from sim.play.request import Settings
    from sim.table.game import Game
    from sim.table.language import Robot


TINY = 0.0001  # no test of matches tells p values below this apart


def add_to(app: typer.Typer) -> None:
    """Give the app the verb of this file."""
    app.command("compare")(compare)


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
    """Compare plans, or robots with one plan, on the same luck: the other robots of a match are the same for each."""
    from analysis.compare import paired
    from analysis.compare.matchups import stations_of
    from sim.play.request import prepared

    if plot is not None:
        output.picture_format(plot)
    most = output.most_matches(matches, precision, 20_000, 1_000_000)
    settings = prepared(season, most, seed, population=population)
    variants = variants_of(settings.game, plan or [], robot or [])
    output.say_assumed(settings.game.rules)
    output.say_skipped(settings.game, [(each.robot, each.plan) for each in variants])
    matchup = output.play_matchup(settings, variants, stations_of(everybody), precision, jobs)
    played = matchup.played()
    found = paired.compare(played)
    if plot is not None:
        from analysis.plots.comparison import comparison_picture

        title = f"{headline(settings)}: {matchup.matches:,} matches, seed {seed}"
        output.save_picture(comparison_picture(played, found, title, who(everybody), matchup.label), plot)
    if as_json:
        document = {**asked_json(settings), "measure": matchup.measure}
        output.print_json(
            {**document, "all": everybody, **output.reached_json(matchup.rules), **paired.document(found)}
        )
        return
    print(f"{headline(settings)}: {matchup.matches:,} matches of each, seed {seed}\n{who(everybody)}")
    output.print_reached(matchup.rules)
    print()
    _print(found, matchup)
    if plot is not None:
        print(f"Drawn in {plot}.")


def asked_json(settings: "Settings") -> dict[str, object]:
    """Say for programs which season is played, with which seed and population."""
    return settings.manifest.model_dump(include={"season", "seed", "population"})


def headline(settings: "Settings") -> str:
    """Name the edition, and say where its population is another."""
    edition, own = settings.game.edition, settings.manifest.population is not None
    return f"{edition.year} {edition.name}{', another population' if own else ''}"


def who(everybody: bool) -> str:
    """Say who plays what is compared."""
    tested = "all three robots of red play it" if everybody else "one robot, red 1, plays it"
    return f"{tested}; the others are drawn, the same for each; ± are standard errors over matches"


def variants_of(game: "Game", plans: "Sequence[str]", robots: "Sequence[str]") -> "list[Variant]":
    """Give what is compared: plans of one robot, or robots with one plan."""
    from analysis.compare.matchups import Variant
    from rules.errors import ModelError
    from sim.robots.files import plan_of, robot_of

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
    pairs = [(each, other) for each in found_plans for other in found_robots]
    distinct = distinct_names(names, plans if len(plans) > 1 else robots)
    return [Variant(name, each, other) for name, (each, other) in zip(distinct, pairs, strict=True)]


def distinct_names(names: "Sequence[str]", files: "Sequence[str]") -> list[str]:
    """Tell equal names apart by what they were called on the command line, and equal calls by a number."""
    told = [name if names.count(name) == 1 else f"{name} ({file})" for name, file in zip(names, files, strict=True)]
    return [name if told.count(name) == 1 else f"{name} #{told[: i + 1].count(name)}" for i, name in enumerate(told)]


def _print(found: "Comparison", matchup: "Matchup") -> None:
    from analysis.compare import paired
    from analysis.formatting import with_error

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
    heads = ["one less other", "difference", "95 % interval", "p (Holm)", "higher %", "lower %", "equal %"]
    heads += ["wins more, %-points", "pairing saved"]
    output.print_table("Pair by pair", heads, [_pair(pair) for pair in found.pairs], left=[heads[0]])
    for pair in found.pairs:
        print(paired.verdict(found, pair, matchup.unit))
    others = [pair for pair in paired.versus_best(found) if not pair.identical]
    if others:
        _print_parts(found.best, others)


def _print_parts(best: str, pairs: "Sequence[Pair]") -> None:
    from analysis.formatting import with_error

    heads = ["part of the score", *(f"less {pair.b}" for pair in pairs)]
    rows = [[name, *(with_error(*pair.parts[name]) for pair in pairs)] for name in pairs[0].parts]
    print()
    output.print_table(f"Where the points of {best} come from", heads, rows, left=[heads[0]])


def _pair(pair: "Pair") -> list[str]:
    from analysis.compare.paired import interval_in_words
    from analysis.formatting import with_error

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


def percent(share: Any) -> str:
    """Write a share as per cent with its error."""
    from analysis.formatting import with_error

    return with_error(100 * share.mean, None if share.error is None else 100 * share.error)
