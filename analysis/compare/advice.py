"""What `advise` says, in sentences: what to work on first, what each step is worth, and what that is as much as."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analysis.compare.company import COMPANY, STRONG, WEAK
from analysis.compare.gains import Gain
from analysis.compare.models import in_words
from analysis.compare.options import AFTER, EARLIER, ORDER, QUICKER, SECONDS, SPREAD, Option, kind_of
from analysis.formatting import number, with_error
from rules.season import ALLIANCE_SCORE
from rules.text import counted
from sim.robots.dials import NO_OR_YES
from sim.table.models import models_of

if TYPE_CHECKING:
    from analysis.compare.advising import Advice, Advised, FirstInModels

NEXT = 3
"""So many more stand in the answer."""
NAMED = 4
"""So many stand in a list; the others are counted."""


def answer(whole: "Advised") -> str:
    """Say what to work on first, what next, and what may be worth as much."""
    gaining = [each for each in whole.played if each.gained]
    if not gaining:
        return _no_gain(whole)
    first, *rest = gaining
    of_plan = kind_of(first.option.dial)[0] in (ORDER, AFTER, SPREAD)
    what = "Change the plan first:" if of_plan else "Work first on"
    said = [f"{what} {changed(first.option)}: {gain(first, whole.measure)}."]
    if rest:
        others = [f"{changed(each.option)}, {signed(each.ranking)}" for each in rest[:NEXT]]
        said.append(f"Next: {'; '.join(others)}.")
    if whole.rivals:
        said.append(f"Perhaps worth as much as the first, or more: {several(whole.rivals)}.")
    return " ".join(said)


def _no_gain(whole: "Advised") -> str:
    tried = counted(len(whole.played), "change")
    said = [f"No gain can be told: {tried} of the robot or the plan were tried, one at a time."]
    most = max(whole.played, key=lambda each: each.points.mean, default=None)
    if most is not None and most.points.is_told and most.points.mean > 0:
        said.append(f"In points most is gained by {changed(most.option)}: {signed(most.points)} a match.")
    return " ".join([*said, "More --matches tell smaller gains."])


def sentence(found: "Advice", measure: str) -> str:
    """Say of one option what it gains and what that is as much as, or why it gains nothing."""
    what = changed(found.option)
    if found.why:
        return f"{what}: gains nothing, {found.why}"
    if found.ranking.rare:
        return f"{what}: too rare to tell, it changes something in {counted(found.ranking.differs, 'match')}"
    if not found.ranking.is_told:
        return f"{what}: no gain or loss can be told, {gain(found, measure)}"
    return f"{what}: {gain(found, measure)}{f', {found.equal}' if found.equal else ''}"


def changed(option: Option) -> str:
    """Say what is turned, from where to where."""
    if option.dial == ORDER or kind_of(option.dial)[0] == "can" or option.start == option.to:
        return option.words
    return f"{option.words} ({step(option)})"


def step(option: Option) -> str:
    """Say from where to where: `4.2 to 3.36 s`, `84 to 92 %`, `no to yes`."""
    if isinstance(option.start, str) or isinstance(option.to, str):
        return option.to if isinstance(option.to, str) else ""
    if option.unit == NO_OR_YES:
        return "no to yes"
    share = option.unit == "share"
    start, to = (f"{100 * end if share else end:.4g}" for end in (option.start, option.to))
    return f"{start} to {to}{' %' if share else f' {option.unit}'.rstrip()}"


def gain(found: "Advice", measure: str) -> str:
    """Say what an option gains: of what decides first, points and wins."""
    own = [] if measure == ALLIANCE_SCORE else [f"{signed(found.ranking)} {measure}"]
    points = f"{signed(found.points)} points"
    wins = f"{signed(found.wins, 100)} wins in 100"
    return f"{', '.join([*own, points])} a match and {wins}"


def signed(found: Gain, times: int = 1) -> str:
    """Write a gain with its sign and its error."""
    written = with_error(times * found.mean, times * found.error)
    return f"+{written}" if found.mean > 0 else written


def equal(found: "Advice", whole: "Advised") -> str:
    """Say what a gain is as much as: seconds of the row that gains most by being quicker, where it is surely one.

    A step of a few seconds was tried; part of it is taken to gain its part. More than was tried is not foretold: it
    is told how many times as much it is.
    """
    best = _best_quicker(whole)
    if best is None or found is best or not found.gained:
        return ""
    row, times = best.option.row, found.ranking.mean / best.ranking.mean
    if times > 1:
        more = f"{times:.2g}"
        return f"{'' if more == '1' else f'{more} times '}as much as {best.option.words}"
    seconds = times * (float(best.option.start) - float(best.option.to))
    return f"as much as {row!r} about {seconds:.2g} s quicker"


def _best_quicker(whole: "Advised") -> "Advice | None":
    quicker = [each for each in whole.advice if each.gained and kind_of(each.option.dial)[0] == SECONDS]
    return max(quicker, key=lambda each: each.ranking.mean, default=None)


def on_company(found: "Advice") -> Iterator[str]:
    """Say what an option is worth with weak and with strong partners and opponents, where that surely differs."""
    for name in COMPANY:
        among = found.company.get(name)
        if among is None or not among.weak_minus_strong.is_told:
            continue
        more, less = (WEAK, STRONG) if among.weak_minus_strong.mean > 0 else (STRONG, WEAK)
        words = {WEAK: "weak", STRONG: "strong"}
        there, else_ = (with_error(*among.gains[level]) for level in (more, less))
        beside = "with" if name == "partners" else "against"
        yield f"worth more {beside} {words[more]} {name} ({there}) than {beside} {words[less]} ones ({else_})"


def holding(whole: "Advised") -> list[str]:
    """Say in how many of the season's models the first option gains, and is the first; or why that is not known."""
    if whole.quick or not models_of(whole.request.game):
        return [in_words(None, whole.quick, whole.unit, own_population=False)]
    first = whole.advice[0]
    if whole.models is None or first.models is None:
        return []
    found, own = whole.models, first.models
    said = [
        f"{capital(first.option.words)} gains in {own.holds} of {own.models} models of the season,"
        f" {_ends(own.low, own.high, found.error)} {whole.unit} a match{_each(found.error)}.",
        f"It is the first in {found.first} of them, among the first {found.of} in {found.among_first}.",
    ]
    own_numbers = (
        ["The numbers of --population count in each of them."] if whole.request.population is not None else []
    )
    return [" ".join([*said, *([] if found.enough else [_depends(whole, found)]), *own_numbers])]


def _depends(whole: "Advised", found: "FirstInModels") -> str:
    said = f"What comes first depends on what nobody measured: in most others it is {found.rival}"
    on = found.depends_on
    if on is None:
        return f"{said}; no single number decides it."
    ahead = [
        f"{with_error(gained, on.error).partition(' ')[0]} at {number(value)}"
        for gained, value in ((on.gain_at_low, on.low), (on.gain_at_high, on.high))
    ]
    return f"{said}. Most depends on {on.number}: the first is ahead of it by {' and by '.join(ahead)} {whole.unit}."


def in_each_model(found: "Advice", whole: "Advised") -> str:
    """Say in a cell in how many models an option gains or loses as it does in the season's own, and how much."""
    if found.models is None or whole.models is None:
        return ""
    each = found.models
    return f"{each.holds} of {each.models}: {_ends(each.low, each.high, whole.models.error)}"


def _ends(low: float, high: float, error: float) -> str:
    start, end = (with_error(each, error).partition(" ")[0] for each in (low, high))
    return f"{start} to {end}"


def _each(error: float) -> str:
    return f" (each ± {with_error(0, error).partition('± ')[2]})" if error else ""


def capital(words: str) -> str:
    """Begin words with a capital letter."""
    return words[0].upper() + words[1:]


def interval(found: Gain) -> str:
    """Write the 95 % interval among all options; of what is too rare nothing but its widest is known."""
    return _ends(found.low, found.high, found.error or found.high / 10)


def told(found: Gain) -> str:
    """Say in a cell whether an option surely gains or loses."""
    if found.rare:
        return f"too rare: {counted(found.differs, 'match')} differ{'s' if found.differs == 1 else ''}"
    if not found.is_told:
        return "cannot be told"
    return "gains" if found.mean > 0 else "loses"


def beside(whole: "Advised") -> Iterator[str]:
    """Say of the first few what else they are worth as much as, and with whom they are worth more."""
    for place, each in enumerate((each for each in whole.played if each.company), start=1):
        said = [*([each.equal] if each.equal else []), *on_company(each)]
        if said:
            yield f"{place}. {capital(each.option.words)}: {'; '.join(said)}."


def others(whole: "Advised", shown: int) -> Iterator[str]:
    """Say which options gain less than those that are shown, which lose, and of which nothing can be told."""
    kinds = {
        "Gain less": [each for each in whole.played if each.gained][shown:],
        "Surely worse": [each for each in whole.played if each.ranking.is_told and each.ranking.mean < 0][::-1],
        "Too small or too rare to tell": [each for each in whole.played if not each.ranking.is_told],
    }
    for what, of in kinds.items():
        if of:
            yield f"{what}: {several([each.option.words for each in of])}."


def nothing(whole: "Advised", details: bool) -> Iterator[str]:
    """Say what can gain nothing, and what is not tried, each with why."""
    reasons: dict[str, list[str]] = {}
    for each in whole.advice:
        if each.why:
            reasons.setdefault(each.why, []).append(each.option.words)
    for dial, why in whole.left_out.items():
        reasons.setdefault(f"not tried, since {why}", []).append(dial)
    for why, of in reasons.items():
        yield f"- {why}: {'; '.join(of) if details else several(of)}"


def several(names: Sequence[str]) -> str:
    """Name a few, and count the others."""
    more = f"; and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more


STEPS = (
    f"One step at a time: {100 * (1 - QUICKER):.0f} % quicker, half the failures, half as much room again, one more"
    f" ability, half the faults, a decision {EARLIER} s earlier or later, neighbours of the order swapped."
)
INTERVALS = "The intervals hold for all changes together, with 95 %."
