"""`sim compare`: which plan or robot is better, by how much, and how sure that is."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from analysis.compare import comparing, paired
from analysis.compare.alliances import alliances_of, are_named
from analysis.compare.comparing import MOST, USUAL, Compared, named_variant, one_robot, variants_of
from analysis.compare.matchups import request_of, stations_of
from analysis.compare.paired import FEW, Pair
from analysis.compare.robots_doubt import plays
from analysis.compare.sharing import asked_of, play_share
from analysis.compare.verdicts import decides, interval_said, names_said, told, unit_said, verdict
from analysis.formatting import with_error
from analysis.plots.comparison import comparison_picture
from analysis.precision import most_matches
from analysis.words import Said, Text, counted_said, english, heads
from rules.errors import FgcError, ModelError
from rules.season import ALLIANCE_SCORE
from rules.text import counted
from sim.cli import output, playing
from sim.cli.answering import Answer, Ways, give, give_so_far, steps, ways_of
from sim.cli.cards import print_cards
from sim.cli.options import (
    AllOption,
    AllPairsOption,
    BlueOption,
    ClusterOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    MatchesOption,
    PlotOption,
    PointsOption,
    PopulationOption,
    PrecisionOption,
    QuickOption,
    ReportOption,
    SeasonOption,
    SeedOption,
    ShareOption,
)
from sim.cli.sharing import say_shared, sharing
from sim.cli.summary import QUANTILES, headline, headline_said, model_note, percent, print_model
from sim.play.request import Request, repointed, run_request
from sim.table.agents import ROBOTS, STATIONS

TINY = 0.0001  # no test of matches tells p values below this apart
MOST_NAMED = 4
"""Names in a title."""
TOLD, PAIR = heads("sure", "pair")
SIDES = {"red": slice(0, STATIONS), "blue": slice(STATIONS, ROBOTS)}
NO_DEFENCE = Said("told.no_defence")
"""What is said where it is named who plays against whom; `docs/trust.md` has why."""


def compare(
    season: SeasonOption,
    plan: Annotated[
        list[str] | None, typer.Option("--plan", metavar="NAME|FILE", help="A plan, once for each that is compared.")
    ] = None,
    robot: Annotated[
        list[str] | None,
        typer.Option("--robot", metavar="FILE|p50", help="The robot that plays; or several with one plan."),
    ] = None,
    red: Annotated[
        list[str] | None,
        typer.Option("--red", metavar="FILE", help="Red's line-up: who stands where, plays what."),
    ] = None,
    blue: BlueOption = None,
    versus: Annotated[
        list[str] | None,
        typer.Option(
            "--versus",
            metavar="FILE",
            help="Compare whole alliances: a line-up in the place of --red, once for each.",
        ),
    ] = None,
    everybody: AllOption = False,
    matches: MatchesOption = None,
    precision: PrecisionOption = None,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    points: PointsOption = None,
    jobs: JobsOption = None,
    _cluster: ClusterOption = None,
    plot: PlotOption = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="NAME|FILE", help="Every other one minus this one.")
    ] = None,
    details: AllPairsOption = False,
    quick: QuickOption = False,
    share: ShareOption = None,
    out: Annotated[str | None, typer.Option("--out", metavar="DIR", help="The folder of a --share.")] = None,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare plans, robots with one plan, or whole alliances, on the same luck: all else is the same for each."""
    if plot is not None:
        output.picture_format(plot)
    ways = ways_of(as_json, report, speak)
    given, most = (plan or [], robot or []), most_matches(matches, precision, USUAL, MOST)
    own = the_only(red)
    beside = None if versus else own
    request = repointed(run_request(season, most, seed, red=beside, blue=blue, population=population), points)
    if versus:
        variants = alliances_of(request.game, own, versus, one_robot(*given, everybody))
    else:
        variants = variants_of(request.game, *given)
    base = None if baseline is None else named_variant(variants, (*given, [own, *(versus or [])]), baseline)
    output.say_assumed(request.game.rules)
    places = stations_of(everybody or bool(versus))
    playing.say_skipped(
        request.game, [who for each in variants for who in request_of(request, each, places).stations]
    )
    if share is not None:
        asked, folder = sharing(share, request.matches, out, (plot, report, as_json, precision))
        numbers = asked.among(request.matches)
        with playing.started(len(numbers), len(variants)) as progress:
            told = asked_of(request, variants, base, everybody, quick, asked)
            play_share(request, variants, told, Path(folder), jobs, progress)
        say_shared(asked, folder, f"matches {numbers.start:,} to {numbers.stop - 1:,} of each")
        return
    if out is not None:
        raise FgcError("--out", "expected --share beside it: the answer of a whole comparison is told, or --json")
    with playing.started(request.matches, len(variants)) as progress:
        if precision is not None:
            compared = comparing.compared(request, variants, base, everybody, precision, jobs, progress)
        else:
            at = steps(request.matches)
            for compared in comparing.growing(request, variants, base, everybody, jobs, progress, at):
                if not quick or compared.found.matches < request.matches:
                    give_so_far(partial(_early, compared, details))
    if quick:
        compared = replace(compared, quick=True)
    else:
        with playing.in_models(request, len(compared.contenders)) as progress:
            compared = comparing.tried_in_models(compared, jobs, progress)
        if more := plays(compared.found, compared.requests):
            with playing.progress("robots that fit your tries", more) as progress:
                compared = comparing.tried_in_robots(compared, jobs, progress)
    show(compared, details, plot, ways)


def show(compared: Compared, details: bool, plot: str | None, ways: Ways) -> None:
    """Give the answer of a comparison in every way that is asked for."""
    request = compared.request
    give(compared.document(), compared.said, lambda: _tell(compared, details), ways)
    title = f"{headline(request)}: {named([each.name for each in compared.found.plans])}"
    played = f"{counted(compared.found.matches, 'match')} of each, seed {request.seed}"
    note = f"{played}; {who(compared.everybody, request, compared.whole)}; {model_note(request)}"
    output.draw(
        lambda: comparison_picture(compared.found, title, note, compared.label, compared.baseline),
        plot,
        ways.as_json,
    )


def _early(compared: Compared, details: bool) -> Answer:
    """Answer by what was played so far, as if no more had been asked for, and quickly."""
    known = replace(compared, quick=True)
    return known.document(), known.said, lambda: _tell(known, details)


def _tell(compared: Compared, details: bool) -> None:
    """Print the answer, how far it holds, who played, and all that each reaches."""
    request = compared.request
    output.say_answer(compared.said, compared.said_of_models, compared.said_of_robots)
    output.say(decides(compared.measure))
    print_model(request)
    output.say()
    matches = counted_said("match", "matches", compared.found.matches)
    output.say(Said("told.of_each", {"headline": headline_said(request), "matches": matches, "seed": request.seed}))
    output.say(who_said(compared.everybody, request, compared.whole))
    output.say(Said("told.errors"))
    if compared.whole or are_named(request.stations):
        output.say(NO_DEFENCE)
    playing.print_reached(compared.rules)
    output.say()
    _print(compared, details)
    _print_cards(compared, details)


def the_only(red: Sequence[str] | None) -> str | None:
    """Give red's line-up, where one is named; a ModelError where there are more: one would count for nothing."""
    if red is not None and len(red) > 1:
        raise ModelError("--red", f"expected it once, and --versus FILE for each other alliance, found {len(red)}")
    return red[0] if red else None


def who(everybody: bool, request: Request | None = None, whole: bool = False) -> str:
    """Say in a picture's note who plays what is compared, and who else plays."""
    said = english(who_said(everybody, request, whole))
    return f"{said[0].lower()}{said[1:].removesuffix('.')}"


def who_said(everybody: bool, request: Request | None = None, whole: bool = False) -> Said:
    """Say who plays what is compared, and who else plays."""
    tested = "whole" if whole else "all" if everybody else "one"
    sides = [] if request is None else [name for name, side in SIDES.items() if are_named(request.stations[side])]
    others = Said(f"told.others.{'_and_'.join(sides)}" if sides else "told.others.drawn")
    return Said(f"told.who.{tested}", {"others": others})


def named(names: Sequence[str]) -> str:
    """Name what is compared in a title."""
    return (
        " and ".join(names)
        if len(names) == 2
        else f"{', '.join(names[:MOST_NAMED])}"
        + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
    )


def _print(compared: Compared, details: bool) -> None:
    """Print each plan by rank or pair by pair, what each reaches, and where the points come from."""
    found, unit = compared.found, compared.unit
    few = len(found.plans) <= FEW and compared.baseline is None
    if not few:
        _print_ranked(compared)
    elif any(not pair.identical for pair in found.pairs):
        output.print_table(PAIR, *_pair_table(found.pairs, compared, details), left=[PAIR, TOLD])
    _print_reached(compared)
    if details:
        if not few:
            output.print_table(Said("title.pairs"), *_pair_table(found.pairs, compared, details), left=[PAIR, TOLD])
        for pair in found.pairs:
            output.say(verdict(found, pair, unit))
        output.say()
    others = [pair for pair in paired.versus_best(found) if not pair.identical]
    if others and (few or details):
        _print_parts(found.best, others)


def _print_ranked(compared: Compared) -> None:
    """Print what is compared by rank, each minus the best or the baseline."""
    found, baseline = compared.found, compared.baseline
    to, what = (found.best, "best") if baseline is None else (baseline, "baseline")
    pairs = paired.minus(found, to) if baseline is None else paired.against(found, to)
    by_name = {pair.a: pair for pair in pairs}
    columns = [*heads("rank", "plays"), compared.head, *heads(f"minus_{what}", "interval", "more_wins"), TOLD]
    ranked = sorted(found.plans, key=lambda plan: -plan.measure.mean)
    rows = [
        [place, plan.name, with_error(*plan.measure), *_held(by_name.get(plan.name), what)]
        for place, plan in enumerate(ranked, start=1)
    ]
    output.print_table(Said(f"title.by_rank_{what}"), columns, rows, left=[*heads("plays"), TOLD], keys=2)


def _held(pair: Pair | None, what: str) -> list[Text]:
    held = Said(f"cell.{what}")
    if pair is None:
        return ["", "", "", held]
    return [*_difference(pair), told(pair, held)]


def _difference(pair: Pair) -> list[Text]:
    gain = pair.win_gain
    size = with_error(pair.difference.mean, pair.difference.error)
    wins = with_error(100 * gain.mean, None if gain.error is None else 100 * gain.error)
    return [size, interval_said(pair.difference), wins]


def _print_reached(compared: Compared) -> None:
    found = compared.found
    wins, *others = heads("wins", "ties", "losses")
    columns = [*heads("plays"), compared.head, *QUANTILES, wins, *others]
    rows = [
        [
            each.name,
            with_error(*each.measure),
            *(f"{value:,.10g}" for value in each.quantiles.values()),
            *(percent(share) for share in (each.wins, each.ties, each.losses)),
        ]
        for each in found.plans
    ]
    title = Said("title.reached")
    if compared.measure != ALLIANCE_SCORE:
        title = Said("title.reached_of", {"measure": compared.measure})
        after = columns.index(wins)
        columns.insert(after, Said("head.score"))
        for row, each in zip(rows, found.plans, strict=True):
            row.insert(after, with_error(*each.score))
    output.print_table(title, columns, rows, left=heads("plays"))


def _print_parts(best: str, pairs: Sequence[Pair]) -> None:
    columns = [*heads("part_of_score"), *(Said("head.minus", {"name": pair.b}) for pair in pairs)]
    rows = [[name, *(with_error(*pair.parts[name]) for pair in pairs)] for name in pairs[0].parts]
    output.print_table(Said("title.parts_of", {"name": best}), columns, rows, left=columns[:1])


def _print_cards(compared: Compared, details: bool) -> None:
    """Print what the robot did: of a few, or with details, all; of more the best's and the baseline's.

    Of whole alliances it is printed with details alone: three robots each.
    """
    if compared.whole:
        print_cards(compared.cards if details else ())
        return
    names = [plan.name for plan in compared.found.plans]
    shown = names if details or len(names) <= FEW else [compared.best, compared.baseline]
    print_cards([card for name, card in zip(names, compared.cards, strict=True) if name in shown])
    left = [name for name in names if name not in shown]
    if left:
        output.say()
        output.say(Said("told.left_out", {"names": names_said(left, len(left))}))


def _pair_table(pairs: Sequence[Pair], compared: Compared, details: bool) -> tuple[list[Text], list[list[Text]]]:
    """Give heads and rows of pairs; with details how easily luck does it, and what pairing saved."""
    size = Said("head.difference", {"unit": unit_said(compared.unit)})
    columns = [PAIR, size, *heads("interval", "more_wins", "a_higher", "b_higher", "equal"), TOLD]
    return [*columns, *(heads("p", "saved") if details else [])], [_pair(pair, details) for pair in pairs]


def _pair(pair: Pair, details: bool) -> list[Text]:
    shares = (
        ["0", "0", "100"] if pair.identical else [percent(each) for each in (pair.higher, pair.lower, pair.equal)]
    )
    row = [Said("cell.minus", {"a": pair.a, "b": pair.b}), *_difference(pair), *shares, told(pair, "B")]
    return [*row, _p(pair), "-" if pair.saved is None else f"{pair.saved:.1f} x"] if details else row


def _p(pair: Pair) -> str:
    if pair.p_holm is None:
        return "-"
    return f"{pair.p_holm:.2g}" if pair.p_holm >= TINY or pair.identical else f"< {TINY}"
