"""`sim best`: the best of many plans or robots, with what the choice may lose, and what it took."""

from dataclasses import replace
from typing import Annotated

import typer

from analysis.compare.best import MOST
from analysis.compare.choosing import Candidate, Chosen, candidates_of, chosen, rule_of, tried_in_models
from analysis.compare.paired import CONFIDENCE
from analysis.compare.verdicts import decides
from analysis.formatting import with_error
from sim.cli import output, playing
from sim.cli.compare import headline, who_in_words
from sim.cli.options import AllOption, JobsOption, JsonOption, PopulationOption, QuickOption, SeasonOption, SeedOption
from sim.cli.summary import print_model
from sim.play.request import run_request

SURE = "is it sure?"


def best(
    season: SeasonOption,
    plan: Annotated[
        list[str] | None, typer.Option("--plan", metavar="NAME|FILE", help="A plan, once for each to choose from.")
    ] = None,
    robot: Annotated[
        list[str] | None,
        typer.Option("--robot", metavar="FILE|p50", help="The robot that plays; of several, each plays each plan."),
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
    jobs: JobsOption = None,
    quick: QuickOption = False,
    as_json: JsonOption = False,
) -> None:
    """Choose the best of many plans or robots on the same luck, and drop on the way what is surely worse."""
    request = run_request(season, matches, seed, population=population)
    variants = candidates_of(request.game, plan or [], robot or [])
    rule = rule_of(request, len(variants), indifference, confidence)
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, [each.station for each in variants])
    playing.say_compiling()
    with playing.open_ended("playing") as progress:
        found = chosen(request, variants, rule, everybody, jobs, progress)
    if quick:
        found = replace(found, quick=True)
    else:
        with playing.in_models(request, len(found.contenders)) as progress:
            found = tried_in_models(found, jobs, progress)
    if as_json:
        output.print_json(found.document())
        return
    output.say(found.answer)
    output.say(found.value)
    output.say(found.in_models)
    output.say(decides(found.measure))
    print_model(request)
    output.say(f"\n{headline(request)}: {len(variants)} to choose from, seed {seed}")
    output.say(who_in_words(everybody))
    print()
    _print(found)


def _print(found: Chosen) -> None:
    """Print each candidate, the chosen one first, then those that stayed, then those that were dropped late."""
    heads = ["rank", "plays", found.label, "minus the choice", "matches", SURE]
    ranked = sorted(found.candidates, key=lambda each: (each.name != found.best, -each.matches, -each.mean))
    rows = [
        [place, each.name, with_error(each.mean, each.error), *_behind(each, found)]
        for place, each in enumerate(ranked, start=1)
    ]
    title = "Those to choose from; who is surely worse than another one is dropped"
    output.print_table(title, heads, rows, left=["plays", SURE], keys=2)


def _behind(each: Candidate, found: Chosen) -> list[str]:
    """Say in cells how far a candidate is behind the chosen one, in the matches that both played."""
    matches = f"{each.matches:,}"
    if each.name == found.best:
        return ["", matches, "the choice" if found.reached else "ahead"]
    told = "may be as good" if each.dropped_at is None else "worse"
    return [with_error(*each.to_best), matches, told]
