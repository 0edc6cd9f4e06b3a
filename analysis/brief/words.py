"""A brief in sentences and rows: the same for the terminal and for the page."""

from collections.abc import Iterator, Mapping
from math import sqrt

from analysis.brief.brief import FEW, Brief, Met
from analysis.brief.plans import Agreement
from analysis.compare.paired import minus
from analysis.compare.verdicts import POINTS, answer, told
from analysis.forecast.outlook import Ranged
from analysis.formatting import with_error
from rules.season import ALLIANCE_SCORE
from rules.text import counted, listing

TEAM_HEADS = ("place", "team", "played", "rank now", "adds", "better than")
ROLES = {"us": "we", "partner": "partner", "opponent": "opponent"}
MOST_GOOD = 3
"""So many agreements that do good are said; `--json` has all."""
ANSWERS = {True: "yes", False: "no"}
ABOUT_TEAMS = (
    "adds: points that a team adds to its side's score, more than the mean team. better than: so much of the field; "
    "in brackets where that lies in 9 of 10 cases."
)
APPROXIMATE = (
    "Only the plans are played by the match model. There the robots of others are drawn anew for each match, by what "
    "is known of their teams: a team that adds more is taken to be faster and abler, and all of them play what the "
    "season's robots play. That is an approximation: hold plans against each other, not against the range above."
)
ONE_MODEL = (
    "The plans were not tried in other match models of the season, where they may rank otherwise: `sim compare` says "
    "in how many models a lead holds."
)
HINDSIGHT = (
    "With hindsight: the season's own model was fitted to its whole event, so the chances are no true forecast."
)


def unit(of: Brief) -> str:
    """Name what plans are counted in."""
    return POINTS if of.ranked_by == ALLIANCE_SCORE else of.ranked_by


def title(of: Brief) -> str:
    """Name the match and our team."""
    return f"Match {of.match}: {of.team} plays {of.side}"


def who(of: Brief) -> str:
    """Say with whom and against whom we play."""
    others = [each.team for each in of.teams if each.role == "opponent"]
    return f"With {listing(of.partners)}, against {listing(others)}."


def basis(of: Brief) -> str:
    """Say what is used, and that what came later is not."""
    known = f"Made from the {counted(of.played, 'match')} before it" if of.played else "No match was played before it"
    seen = ", and from what scouts saw" if of.notes else ""
    later = " It was played already: its result, and all after it, is not used." if of.looked_back else ""
    return f"{of.edition}. {known}{seen}.{later}"


def outcome(of: Brief) -> str:
    """Say how likely we win."""
    wins, loses, ties = (f"{100 * each:.0f}" for each in (of.chances.wins, of.chances.loses, of.chances.ties))
    return f"We win in {wins} of 100 cases, lose in {loses} and tie in {ties}."


def scores(of: Brief) -> str:
    """Say which scores to expect."""
    ours, theirs = of.chances.ours, of.chances.theirs
    return (
        f"Our score: about {ours.mean:.0f}; in 9 of 10 cases {between(ours)}. "
        f"Theirs: about {theirs.mean:.0f}; {between(theirs)}."
    )


def between(of: Ranged) -> str:
    """Write a range of whole points."""
    return f"{of.low:.0f} to {of.high:.0f}"


def doubt(of: Brief) -> Iterator[str]:
    """Say where what scouts saw hardly fits what scores tell."""
    if of.notes and of.fitting < FEW:
        yield (
            f"What scouts saw hardly fits the scores so far: of {of.repeats:,} possible cases so many remain as "
            f"{of.fitting:.0f} would be. The figures are rough."
        )


def team_rows(of: Brief) -> Iterator[list[str]]:
    """Give a row a team, in the order of `TEAM_HEADS`: our side first."""
    for each in sorted(of.teams, key=lambda each: each.role == "opponent"):
        now = "-" if each.rank_now is None else str(each.rank_now)
        yield [f"{each.where}, {ROLES[each.role]}", each.team, str(each.played), now, *strength(each)]


def strength(each: Met) -> tuple[str, str]:
    """Write what a team adds, and how much of the field it is better than."""
    adds = round(each.adds.mean)
    mean, low, high = (f"{100 * share:.0f}" for share in each.better_than)
    return (
        f"{adds:+d} ± {each.adds_error:.0f}" if adds else f"0 ± {each.adds_error:.0f}",
        f"{mean} % ({low} to {high})",
    )


def seen(of: Brief) -> Iterator[str]:
    """Say what scouts saw, in one line; nothing where nobody was there."""
    told = [
        f"{each.team} {', '.join(f'{name} {ANSWERS[able]}' for name, able in each.seen.items())}"
        for each in of.teams
        if each.seen
    ]
    if told:
        yield f"Seen by scouts: {'; '.join(told)}."


def plan_answer(of: Brief) -> str:
    """Say which plan is best, and what it reaches."""
    reaches = f"{with_error(*of.value)} {unit(of)} a match, told by other matches than it was chosen by"
    if of.plans is None:
        return f"Our plan {of.best} reaches {reaches}."
    return f"{answer(of.plans, unit(of))} {of.best} reaches {reaches}."


def plan_heads(of: Brief) -> tuple[str, ...]:
    """Name the columns of `plan_rows`."""
    label = f"{of.ranked_by} (points)" if of.ranked_by == ALLIANCE_SCORE else of.ranked_by
    return "rank", "plan", label, "minus the best", "is it sure?"


def plan_rows(of: Brief) -> Iterator[list[str]]:
    """Give a row a plan, best first."""
    if of.plans is None:
        return
    pairs = {pair.a: pair for pair in minus(of.plans, of.best)}
    for place, each in enumerate(sorted(of.plans.plans, key=lambda plan: -plan.measure.mean), start=1):
        pair = pairs.get(each.name)
        behind = (
            ["", "the best"]
            if pair is None
            else [with_error(pair.difference.mean, pair.difference.error), told(pair, "the best")]
        )
        yield [str(place), each.name, with_error(*each.measure), *behind]


def agreements(of: Brief) -> list[str]:
    """Say what to agree on: the few that do us most good, and the one that would do most harm."""
    told = [_agreement(each, unit(of)) for each in _told(of)]
    return told or ["Nothing was found that others may play and that surely changes what we reach."]


def meanings(of: Brief) -> list[str]:
    """Say what the plans are that others may play."""
    return [f"{name}: {doc}" for name, doc in {each.plan: each.doc for each in _told(of)}.items()]


def _told(of: Brief) -> list[Agreement]:
    """Give what can be told apart from nothing, and what an opponent has a reason to agree on; best for us first."""
    sure = [each for each in of.agreements if each.told]
    good = [each for each in sure if each.gain.mean > 0 and (each.partner or (each.theirs.low or 0) > 0)]
    bad = [each for each in sure if each.gain.mean < 0 and each.partner]
    return [*good[:MOST_GOOD], *bad[-1:]]


def about_agreements(of: Brief) -> str:
    """Say what agreements are held against."""
    return (
        f"With our plan {of.best}. Each is held against the same matches in which that robot plays as the season's "
        "robots do, a mix of plans. Gains do not add up. Numbers after ± are standard errors."
    )


def _agreement(each: Agreement, counted_in: str) -> str:
    size = f"{with_error(abs(each.gain.mean), each.gain.error)} {counted_in}"
    plan, who = f'"{each.plan}"', listing(each.teams)
    if not each.partner:
        theirs = with_error(each.theirs.mean, each.theirs.error)
        return f"{who}, an opponent, does both sides good by {plan}: we gain {size}, they {theirs}."
    asked = f"Ask {who}, our {'partners' if len(each.teams) > 1 else 'partner'},"
    if each.gain.mean > 0:
        return f"{asked} to play {plan}: we gain {size}."
    return f"{asked} not to play {plan}: it costs us {size}."


def model(of: Brief, grades: Mapping[str, str]) -> str:
    """Say how far the season's match model can be trusted."""
    return f"Match model: grade {of.grade}, {grades[of.grade or 'D']}. {ONE_MODEL}"


def closing(of: Brief) -> list[str]:
    """Say what everybody who reads the brief has to know."""
    robot = "our robot as the forecast knows our team" if of.robot is None else f"our robot {of.robot}"
    played = f"{counted(of.matches, 'match')} of each plan, with {robot}, seed {of.seed}"
    hindsight = [HINDSIGHT] if of.hindsight else []
    sure = f"chances have an error of {50 / sqrt(of.fitting):.1f} in 100 or less"
    return [f"Chances and ranges are of {of.repeats:,} cases: {sure}. Plans: {played}.", APPROXIMATE, *hindsight]
