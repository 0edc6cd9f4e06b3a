"""A brief in sentences and rows: the same for the terminal and for pages."""

from collections.abc import Iterator
from math import sqrt

from analysis.brief.brief import FEW, Brief, Met
from analysis.brief.plans import Agreement
from analysis.compare.paired import minus
from analysis.compare.verdicts import POINTS, answer_said, names_said, told, unit_said
from analysis.forecast.outlook import Ranged
from analysis.formatting import with_error
from analysis.words import Parameters, Said, Text, heads, joined
from rules.season import ALLIANCE_SCORE

TEAM_HEADS = heads("place", "team", "played", "rank_now", "adds", "better_than")
MOST_GOOD = 3
"""So many agreements that do good are said; `--json` has all."""
ABOUT_TEAMS = Said("brief.about_teams")


def unit(of: Brief) -> str:
    """Name what plans are counted in."""
    return POINTS if of.ranked_by == ALLIANCE_SCORE else of.ranked_by


def title(of: Brief) -> Said:
    """Name the match and our team."""
    return Said(f"brief.title.{of.side}", {"match": of.match, "team": of.team})


def who(of: Brief) -> Said:
    """Say with whom and against whom we play."""
    others = [each.team for each in of.teams if each.role == "opponent"]
    return Said("brief.who", {"partners": names_said(of.partners), "others": names_said(others)})


def basis(of: Brief) -> Text:
    """Say what is used, and that what came later is not."""
    known = "brief.basis" if of.played > 1 else "brief.basis_one" if of.played else "brief.basis_none"
    counts: Parameters = {"matches": f"{of.played:,}", "edition": of.edition}
    return joined(
        [Said(f"{known}_seen" if of.notes else known, counts), *([Said("brief.later")] if of.looked_back else [])]
    )


def outcome(of: Brief) -> Said:
    """Say how likely we win."""
    wins, loses, ties = (f"{100 * each:.0f}" for each in (of.chances.wins, of.chances.loses, of.chances.ties))
    return Said("verdict.brief", {"wins": wins, "loses": loses, "ties": ties})


def scores(of: Brief) -> Said:
    """Say which scores to expect."""
    ours, theirs = of.chances.ours, of.chances.theirs
    means: Parameters = {"ours": f"{ours.mean:.0f}", "theirs": f"{theirs.mean:.0f}"}
    return Said("brief.scores", {**means, "our_range": between(ours), "their_range": between(theirs)})


def between(of: Ranged) -> Said:
    """Write a range of whole points."""
    return Said("unit.interval", {"low": f"{of.low:.0f}", "high": f"{of.high:.0f}"})


def doubt(of: Brief) -> Iterator[Said]:
    """Say where what scouts saw hardly fits what scores tell."""
    if of.notes and of.fitting < FEW:
        yield Said("brief.doubt", {"cases": f"{of.repeats:,}", "fitting": f"{of.fitting:.0f}"})


def team_rows(of: Brief) -> Iterator[list[Text]]:
    """Give a row a team, in the order of `TEAM_HEADS`: our side first."""
    for each in sorted(of.teams, key=lambda each: each.role == "opponent"):
        now = "-" if each.rank_now is None else str(each.rank_now)
        where = Said(f"brief.role.{each.role}", {"place": each.where})
        yield [where, each.team, str(each.played), now, *strength(each)]


def strength(each: Met) -> tuple[Text, Text]:
    """Write what a team adds, and how much of the field it is better than."""
    adds = round(each.adds.mean)
    mean, low, high = (f"{100 * share:.0f}" for share in each.better_than)
    return (
        f"{adds:+d} ± {each.adds_error:.0f}" if adds else f"0 ± {each.adds_error:.0f}",
        Said("cell.share_between", {"mean": mean, "low": low, "high": high}),
    )


def seen(of: Brief) -> Iterator[Said]:
    """Say what scouts saw, in one line; nothing where nobody was there."""
    told = [Said("brief.seen_of", {"team": each.team, "seen": _seen(each)}) for each in of.teams if each.seen]
    if told:
        yield Said("brief.seen", {"teams": joined(told, "verdict.chain")})


def _seen(each: Met) -> Text:
    notes = [Said("brief.able" if able else "brief.unable", {"name": name}) for name, able in each.seen.items()]
    return joined(notes, "joined.commas")


def plan_answer(of: Brief) -> list[Said]:
    """Say which plan is best, and what it reaches."""
    reaches: Parameters = {"plan": of.best, "value": with_error(*of.value), "unit": unit_said(unit(of))}
    if of.plans is None:
        return [Said("brief.our_plan", reaches)]
    return [*answer_said(of.plans, unit(of)), Said("brief.reaches", reaches)]


def plan_heads(of: Brief) -> list[Text]:
    """Name the columns of `plan_rows`."""
    label = Said("head.score") if of.ranked_by == ALLIANCE_SCORE else of.ranked_by
    return [*heads("rank", "plan"), label, *heads("minus_best", "sure")]


def plan_rows(of: Brief) -> Iterator[list[Text]]:
    """Give a row a plan, best first."""
    if of.plans is None:
        return
    pairs = {pair.a: pair for pair in minus(of.plans, of.best)}
    best = Said("cell.best")
    for place, each in enumerate(sorted(of.plans.plans, key=lambda plan: -plan.measure.mean), start=1):
        pair = pairs.get(each.name)
        behind: list[Text] = (
            ["", best]
            if pair is None
            else [with_error(pair.difference.mean, pair.difference.error), told(pair, best)]
        )
        yield [str(place), each.name, with_error(*each.measure), *behind]


def agreements(of: Brief) -> list[Said]:
    """Say what to agree on: the few that do us most good, and the one that would do most harm."""
    told = [_agreement(each, unit(of)) for each in _told(of)]
    return told or [Said("brief.no_agreement")]


def meanings(of: Brief) -> list[str]:
    """Say what the plans are that others may play, in the words of the season's file."""
    return [f"{name}: {doc}" for name, doc in {each.plan: each.doc for each in _told(of)}.items()]


def _told(of: Brief) -> list[Agreement]:
    """Give what can be told apart from nothing, and what an opponent has a reason to agree on; best for us first."""
    sure = [each for each in of.agreements if each.told]
    good = [each for each in sure if each.gain.mean > 0 and (each.partner or (each.theirs.low or 0) > 0)]
    bad = [each for each in sure if each.gain.mean < 0 and each.partner]
    return [*good[:MOST_GOOD], *bad[-1:]]


def about_agreements(of: Brief) -> Said:
    """Say what agreements are held against."""
    return Said("brief.about_agreements", {"plan": of.best})


def _agreement(each: Agreement, counted_in: str) -> Said:
    size = Said(
        "unit.sized", {"count": with_error(abs(each.gain.mean), each.gain.error), "unit": unit_said(counted_in)}
    )
    about: Parameters = {"plan": each.plan, "teams": names_said(each.teams), "size": size}
    if not each.partner:
        return Said("brief.agree.opponent", {**about, "theirs": with_error(each.theirs.mean, each.theirs.error)})
    of = "partners" if len(each.teams) > 1 else "partner"
    return Said(f"brief.agree.{of}" if each.gain.mean > 0 else f"brief.agree.not_{of}", about)


def model(of: Brief) -> Text:
    """Say how far the season's match model can be trusted."""
    return joined([Said(f"model.{of.grade or 'D'}"), Said("brief.one_model")])


def closing(of: Brief) -> list[Text]:
    """Say what everybody who reads the brief has to know."""
    robot = Said("brief.robot_drawn") if of.robot is None else Said("brief.robot", {"robot": of.robot})
    played: Parameters = {"matches": f"{of.matches:,}", "robot": robot, "seed": of.seed}
    sure: Parameters = {"cases": f"{of.repeats:,}", "error": f"{50 / sqrt(of.fitting):.1f}"}
    hindsight = [Said("brief.hindsight")] if of.hindsight else []
    chances = joined([Said("brief.chances", sure), Said("brief.plans", played)])
    return [chances, Said("brief.approximate"), *hindsight]
