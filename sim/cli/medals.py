"""What `sim event --playoffs` prints: the alliances of the first repeat, then who wins over all repeats, and why."""

from analysis.compare.paired import wilson
from analysis.event.medals import Chances, Medals, OtherRule, OverEvents
from analysis.formatting import with_error
from analysis.run.tallies import Estimate
from sim.cli import output
from sim.cli.summary import percent
from sim.table.language import PlayoffFormat

RULES = {
    "drawn": "the drawn team sits out, but for the one match that it has to play",
    "rotate": "all four sit out in turn",
    "weakest": "the fourth team always sits out",
}


def print_medals(found: Medals, repeats: int, of: PlayoffFormat) -> None:
    """Print playoffs for people."""
    _print_alliances(found, of)
    output.say(f"Who plays: {RULES[found.sits] if of.drawn else 'all three of an alliance'}.\n")
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
    heads = ["alliance", "teams (rank)", *(f"{name}: points" for name in rounds), "medal"]
    output.print_table("Playoffs of the first repeat", heads, rows, left=["teams (rank)", "medal"])


def _print_over_repeats(found: Medals, repeats: int, of: PlayoffFormat) -> None:
    first = of.round[0].name
    output.say(f"An alliance of the {first} scores {_over(found.over_ranking_phase)} times the ranking phase's mean.")
    parts = found.parts
    output.say(
        f"Of this, in % of that mean: the members' own ranking matches {with_error(*parts.members)}, the field's"
        f" growth {with_error(*parts.growth)}, what is left {with_error(*parts.rest)}."
    )
    output.say(f"The sums of an alliance's matches there: mean {_over(found.sums)}, sd {_sd(found.sums)}.")
    if found.correlation is not None and of.dealt == "seeded":
        said = "1: each better seed has more; 0: seeds tell nothing"
        output.say(f"Rank correlation of seed and sum: {_over(found.correlation)} ({said}).")
    if of.dealt == "seeded":  # alliances that were drawn are all alike
        heads = ["seed", "gold (%)", "any medal (%)"]
        rows = [[each.seed, _share(each.gold, repeats), _share(each.medal, repeats)] for each in found.by_seed]
        output.print_table("Chances of each alliance", heads, rows)
    _print_chances("Chances of one team, by its rank", found.by_rank)
    _print_chances("Chances of one team, by its talent", found.by_talent)
    if found.better_draw_gold is not None:
        share = _share(found.better_draw_gold, repeats)
        output.say(
            f"In {share} % of events gold goes to an alliance whose drawn team is in the better half of those drawn;"
            " 50 % would say that the draw does not matter.\n"
        )


def _print_chances(title: str, groups: tuple[Chances, ...]) -> None:
    heads = ["team", "comes by rank (%)", "takes part (%)", "gold (%)", "any medal (%)"]
    rows = [[each.group, *map(percent, (each.by_rank, each.takes_part, each.gold, each.medal))] for each in groups]
    output.print_table(title, heads, rows, left=["team"])


def _print_other_rule(found: OtherRule, repeats: int) -> None:
    output.say(f"Another rule, with the same luck: {RULES[found.sits]}.")
    change, gold = with_error(*found.over_ranking_phase), _share(found.other_gold, repeats)
    output.say(
        f"An alliance then scores {change} times the ranking phase's mean more (below 0: less). Gold goes to another"
        f" alliance in {gold} % of events, some medal in {_share(found.other_medals, repeats)} %.\n"
    )


def _share(share: Estimate, repeats: int) -> str:
    """Write a share of repeats as per cent, with an error where it is none or all of them too."""
    return percent(wilson(share.mean, repeats))


def _over(figure: OverEvents) -> str:
    return with_error(figure.mean, figure.mean_error)


def _sd(figure: OverEvents) -> str:
    return "-" if figure.sd is None else with_error(figure.sd, figure.sd_error)
