"""What `advise` says: what to work on first, what each step is worth, and what that is as much as."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analysis.compare.company import COMPANY, STRONG, WEAK
from analysis.compare.gains import Gain
from analysis.compare.models import doubt_said
from analysis.compare.options import AFTER, EARLIER, ORDER, QUICKER, SECONDS, SPREAD, Option, kind_of
from analysis.compare.verdicts import unit_said
from analysis.formatting import number, with_error
from analysis.words import Parameters, Said, Text, counted_said, english, joined
from rules.season import ALLIANCE_SCORE
from sim.robots.dials import NO_OR_YES
from sim.table.models import models_of

if TYPE_CHECKING:
    from analysis.compare.advising import Advice, Advised, FirstInModels

NEXT = 3
"""So many more stand in the answer."""
NAMED = 4
"""So many stand in a list; the others are counted."""
LIST = "verdict.chain"
"""What stands between the texts of a list."""


def answer(whole: "Advised") -> list[Said]:
    """Say what to work on first, what next, and what may be worth as much."""
    gaining = [each for each in whole.played if each.gained]
    if not gaining:
        return _no_gain(whole)
    first, *rest = gaining
    of_plan = kind_of(first.option.dial)[0] in (ORDER, AFTER, SPREAD)
    what: Parameters = {"what": changed(first.option), "gain": gain(first, whole.measure)}
    said = [Said("verdict.advice.plan_first" if of_plan else "verdict.advice.first", what)]
    if rest:
        others = [
            Said("verdict.advice.worth", {"what": changed(each.option), "gain": signed(each.ranking)})
            for each in rest[:NEXT]
        ]
        said.append(Said("verdict.advice.next", {"others": joined(others, LIST)}))
    if whole.as_good:
        said.append(Said("verdict.advice.rivals", {"rivals": several(whole.as_good)}))
    return said


def _no_gain(whole: "Advised") -> list[Said]:
    said = [Said("verdict.advice.none", {"changes": counted_said("change", "changes", len(whole.played))})]
    most = max(whole.played, key=lambda each: each.points.mean, default=None)
    if most is not None and most.points.is_told and most.points.mean > 0:
        said.append(Said("verdict.advice.points", {"what": changed(most.option), "gain": signed(most.points)}))
    return [*said, Said("verdict.advice.more_matches")]


def sentence(found: "Advice", measure: str) -> str:
    """Say of one option what it gains and what that is as much as, or why it gains nothing."""
    return english(_sentence(found, measure))


def _sentence(found: "Advice", measure: str) -> Said:
    what: Parameters = {"what": changed(found.option)}
    if found.reason is not None:
        return Said("advice.nothing", {**what, "why": found.reason})
    if found.ranking.rare:
        return Said("advice.rare", {**what, "matches": counted_said("match", "matches", found.ranking.differs)})
    what["gain"] = gain(found, measure)
    if not found.ranking.is_told:
        return Said("advice.open", what)
    if found.equal_to is None:
        return Said("advice.gains", what)
    return Said("advice.gains_equal", {**what, "equal": found.equal_to})


def changed(option: Option) -> Said:
    """Say what is turned, from where to where."""
    if option.dial == ORDER or kind_of(option.dial)[0] == "can" or option.start == option.to:
        return option.said
    return Said("advice.step", {"what": option.said, "step": step(option)})


def step(option: Option) -> Text:
    """Say from where to where: `4.2 to 3.36 s`, `84 to 92 %`, `no to yes`."""
    if isinstance(option.start, str) or isinstance(option.to, str):
        return option.to if isinstance(option.to, str) else ""
    if option.unit == NO_OR_YES:
        return Said("advice.no_to_yes")
    share = option.unit == "share"
    start, to = (f"{100 * end if share else end:.4g}" for end in (option.start, option.to))
    unit = "%" if share else option.unit
    return Said("unit.interval_of" if unit else "unit.interval", {"low": start, "high": to, "unit": unit})


def gain(found: "Advice", measure: str) -> Said:
    """Say what an option gains: of what decides first, points and wins."""
    gains: Parameters = {"points": signed(found.points), "wins": signed(found.wins, 100)}
    if measure == ALLIANCE_SCORE:
        return Said("advice.gain", gains)
    return Said("advice.gain_of", {**gains, "gain": signed(found.ranking), "measure": measure})


def signed(found: Gain, times: int = 1) -> str:
    """Write a gain with its sign and its error."""
    written = with_error(times * found.mean, times * found.error)
    return f"+{written}" if found.mean > 0 else written


def equal(found: "Advice", whole: "Advised") -> Said | None:
    """Say what a gain is as much as: seconds of the row that gains most by being quicker, where it is surely one.

    A step of a few seconds was tried; part of it is taken to gain its part. More than was tried is not foretold: it
    is told how many times as much it is.
    """
    best = _best_quicker(whole)
    if best is None or found is best or not found.gained:
        return None
    row, times = best.option.row, found.ranking.mean / best.ranking.mean
    if times > 1:
        more = f"{times:.2g}"
        key = "advice.as_much" if more == "1" else "advice.times_as_much"
        return Said(key, {"times": more, "what": best.option.said})
    seconds = times * (float(best.option.start) - float(best.option.to))
    return Said("advice.as_much_seconds", {"row": row or "", "seconds": f"{seconds:.2g}"})


def _best_quicker(whole: "Advised") -> "Advice | None":
    quicker = [each for each in whole.advice if each.gained and kind_of(each.option.dial)[0] == SECONDS]
    return max(quicker, key=lambda each: each.ranking.mean, default=None)


def on_company(found: "Advice") -> Iterator[Said]:
    """Say what an option is worth with weak and with strong partners and opponents, where that surely differs."""
    for name in COMPANY:
        among = found.company.get(name)
        if among is None or not among.weak_minus_strong.is_told:
            continue
        weak, strong = (with_error(*among.gains[level]) for level in (WEAK, STRONG))
        more = "weak" if among.weak_minus_strong.mean > 0 else "strong"
        yield Said(f"advice.{more}_{name}", {"weak": weak, "strong": strong})


def holding(whole: "Advised") -> list[Said]:
    """Say in how many of the season's models the first option gains, and is the first; or why that is not known."""
    if whole.quick or not models_of(whole.request.game):
        return doubt_said(None, whole.quick, whole.unit, own_population=False)
    first = whole.advice[0]
    if whole.models is None or first.models is None:
        return []
    found, own = whole.models, first.models
    told: Parameters = {"what": first.option.said, "holds": own.holds, "models": own.models}
    told |= {"gain": _ends(own.low, own.high, found.error), "unit": unit_said(whole.unit)}
    each = {"error": with_error(0, found.error).partition("± ")[2]} if found.error else {}
    places: Parameters = {"first": found.first, "few": found.of, "among": found.among_first}
    return [
        Said("advice.in_models_each" if each else "advice.in_models", {**told, **each}),
        Said("advice.first_in_models", places),
        *([] if found.enough else _depends(whole, found)),
        *([Said("models.population")] if whole.request.population is not None else []),
    ]


def _depends(whole: "Advised", found: "FirstInModels") -> list[Said]:
    rival = next(each.option.said for each in whole.advice if each.option.words == found.rival)
    on = found.depends_on
    if on is None:
        return [Said("advice.depends", {"rival": rival})]
    ahead = [
        Said("advice.ahead_at", {"gain": with_error(gained, on.error).partition(" ")[0], "at": number(value)})
        for gained, value in ((on.gain_at_low, on.low), (on.gain_at_high, on.high))
    ]
    most: Parameters = {"number": on.number, "ahead": joined(ahead, "verdict.both"), "unit": unit_said(whole.unit)}
    return [Said("advice.depends_on", {"rival": rival, **most})]


def in_each_model(found: "Advice", whole: "Advised") -> Text:
    """Say in a cell in how many models an option gains or loses as it does in the season's own, and how much."""
    if found.models is None or whole.models is None:
        return ""
    each = found.models
    gains = _ends(each.low, each.high, whole.models.error)
    return Said("cell.in_models", {"holds": each.holds, "models": each.models, "gain": gains})


def _ends(low: float, high: float, error: float) -> Said:
    start, end = (with_error(each, error).partition(" ")[0] for each in (low, high))
    return Said("unit.interval", {"low": start, "high": end})


def interval(found: Gain) -> Said:
    """Write the 95 % interval among all options; of what is too rare nothing but its widest is known."""
    return _ends(found.low, found.high, found.error or found.high / 10)


def told(found: Gain) -> Said:
    """Say in a cell whether an option surely gains or loses."""
    if found.rare:
        differ = "cell.too_rare_one" if found.differs == 1 else "cell.too_rare"
        return Said(differ, {"matches": counted_said("match", "matches", found.differs)})
    if not found.is_told:
        return Said("cell.untold")
    return Said("cell.gains" if found.mean > 0 else "cell.loses")


def beside(whole: "Advised") -> Iterator[Said]:
    """Say of the first few what else they are worth as much as, and with whom they are worth more."""
    for place, each in enumerate((each for each in whole.played if each.company), start=1):
        said = [*([each.equal_to] if each.equal_to else []), *on_company(each)]
        if said:
            yield Said("advice.beside", {"place": place, "what": each.option.said, "said": joined(said, LIST)})


def others(whole: "Advised", shown: int) -> Iterator[Said]:
    """Say which options gain less than those that are shown, which lose, and of which nothing can be told."""
    kinds = {
        "advice.gain_less": [each for each in whole.played if each.gained][shown:],
        "advice.lose": [each for each in whole.played if each.ranking.is_told and each.ranking.mean < 0][::-1],
        "advice.untold": [each for each in whole.played if not each.ranking.is_told],
    }
    for key, of in kinds.items():
        if of:
            yield Said(key, {"names": several([each.option.said for each in of])})


def nothing(whole: "Advised", details: bool) -> Iterator[Said]:
    """Say what can gain nothing, and what is not tried, each with why."""
    reasons: list[tuple[Said, list[Text]]] = []
    in_vain = [(each.reason, each.option.said) for each in whole.advice if each.reason is not None]
    left: list[tuple[Said, Text]] = [(Said("advice.not_tried", {"why": why}), d) for d, why in whole.left_out.items()]
    for reason, what in (*in_vain, *left):
        same = next((of for other, of in reasons if other == reason), None)
        if same is None:
            reasons.append((reason, [what]))
        else:
            same.append(what)
    for reason, of in reasons:
        yield Said("advice.reason", {"why": reason, "names": joined(of, LIST) if details else several(of)})


def several(names: Sequence[Text]) -> Text:
    """Name a few, and count the others."""
    named, more = joined(names[:NAMED], LIST), len(names) - NAMED
    return named if more <= 0 else Said("advice.several", {"names": named, "more": more})


STEPS = Said("advice.steps", {"quicker": f"{100 * (1 - QUICKER):.0f}", "seconds": EARLIER})
INTERVALS = Said("advice.intervals")
