"""What `sim event --playoffs` prints: the alliances of the first repeat, then who wins over all repeats, and why."""

from analysis.compare.paired import wilson
from analysis.event.medals import Chances, Medals, OtherRule, OverEvents
from analysis.formatting import with_error
from analysis.run.tallies import Estimate
from analysis.words import Parameters, Said, heads
from sim.cli import output
from sim.cli.summary import percent
from sim.table.language import PlayoffFormat


def print_medals(found: Medals, repeats: int, of: PlayoffFormat) -> None:
    """Print playoffs for people."""
    _print_alliances(found, of)
    output.say(Said("medals.who", {"rule": Said(f"medals.{found.sits}" if of.drawn else "medals.all_three")}))
    output.say()
    if repeats > 1:
        _print_over_repeats(found, repeats, of)
    if found.other_rule is not None:
        _print_other_rule(found.other_rule, repeats)


def _print_alliances(found: Medals, of: PlayoffFormat) -> None:
    rounds = [each.name for each in of.round]
    rows = [
        [
            each.seed,
            ", ".join(f"{team} ({rank})" for team, rank in zip(each.teams, each.ranks, strict=True)),
            *(each.sum.get(name, "-") for name in rounds),
            each.medal or "",
        ]
        for each in found.alliances
    ]
    points = [Said("head.points_of", {"name": name}) for name in rounds]
    columns = [*heads("alliance", "teams_rank"), *points, *heads("medal")]
    output.print_table(Said("title.playoffs"), columns, rows, left=heads("teams_rank", "medal"))


def _print_over_repeats(found: Medals, repeats: int, of: PlayoffFormat) -> None:
    first = of.round[0].name
    output.say(Said("medals.scores", {"round": first, "times": _over(found.over_ranking_phase)}))
    parts: Parameters = {name: with_error(*getattr(found.parts, name)) for name in ("members", "growth", "rest")}
    output.say(Said("medals.parts", parts))
    output.say(Said("medals.sums", {"mean": _over(found.sums), "sd": _sd(found.sums)}))
    if found.correlation is not None and of.dealt == "seeded":
        output.say(Said("medals.correlation", {"size": _over(found.correlation)}))
    if of.dealt == "seeded":  # alliances that were drawn are all alike
        rows = [[each.seed, _share(each.gold, repeats), _share(each.medal, repeats)] for each in found.by_seed]
        output.print_table(Said("title.chances"), heads("seed", "gold", "any_medal"), rows)
    _print_chances(Said("title.chances_by_rank"), found.by_rank)
    _print_chances(Said("title.chances_by_talent"), found.by_talent)
    if found.better_draw_gold is not None:
        output.say(Said("medals.draw", {"share": _share(found.better_draw_gold, repeats)}))
        output.say()


def _print_chances(title: Said, groups: tuple[Chances, ...]) -> None:
    columns = heads("team", "by_rank", "takes_part", "gold", "any_medal")
    rows = [[each.group, *map(percent, (each.by_rank, each.takes_part, each.gold, each.medal))] for each in groups]
    output.print_table(title, columns, rows, left=heads("team"))


def _print_other_rule(found: OtherRule, repeats: int) -> None:
    output.say(Said("medals.other_rule", {"rule": Said(f"medals.{found.sits}")}))
    change, gold = with_error(*found.over_ranking_phase), _share(found.other_gold, repeats)
    medals = _share(found.other_medals, repeats)
    output.say(Said("medals.other", {"change": change, "gold": gold, "medals": medals}))
    output.say()


def _share(share: Estimate, repeats: int) -> str:
    """Write a share of repeats as per cent, with an error where it is none or all of them too."""
    return percent(wilson(share.mean, repeats))


def _over(figure: OverEvents) -> str:
    return with_error(figure.mean, figure.mean_error)


def _sd(figure: OverEvents) -> str:
    return "-" if figure.sd is None else with_error(figure.sd, figure.sd_error)
