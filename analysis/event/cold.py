"""A cold year: a season as it would be played before its event, with numbers and times from the other seasons alone.

What its rules say stays its own: places, rows, abilities, playbooks. What one would have to guess does not: how long
a row takes and how often it works is what it is in the other seasons for rows of the same kind (who does it, by which
skill); how robots differ is the mean of the other seasons; playbooks are equally frequent, decisions at their usual
time. So it shows what may be expected of a season that is modelled before it is played.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import exp, log
from statistics import fmean

from rules.errors import ModelError
from sim.play.request import EventRequest
from sim.robots.lineup import medians
from sim.table.dials import ROBOTS, SHARES, changed, numbers_of
from sim.table.game import Game, compiled, playable, playable_keys
from sim.table.language import Action, Model, Playbook, Set

PACE = f"{ROBOTS}.pace"
Kind = tuple[str, str | None]


def cold(request: EventRequest, without: Collection[str] = ()) -> EventRequest:
    """Ask for the same event, played by a season that knows nothing of its results; a ModelError without others.

    `without` names seasons that nothing is taken from either.
    """
    own = request.game
    others = [playable(key) for key in playable_keys() if key != own.key and key not in without]
    if not others:
        raise ModelError("--cold", "expected another season with a match model to take numbers from, found none")
    game = compiled(cooled(own.model, others), own.rules)
    return replace(request, game=game, playbooks=game.playbooks)


def cooled(own: Model, others: Sequence[Game]) -> Model:
    """Give a season's seed with times, chances, population, shares and decisions of other seasons."""
    seconds, works = _common(others)
    spreads = [each.model.durations.spread for each in others]
    found = changed(own, _numbers(own, others))
    return found.model_copy(
        update={
            "action": tuple(_usual(row, seconds, works) for row in own.action),
            "durations": own.durations.model_copy(update={"spread": fmean(spreads)}),
            "playbook": tuple(_decided(each, others) for each in found.playbook),
            "fitted": None,
        }
    )


def _kind(row: Action) -> Kind:
    return row.by, row.skill


def _common(others: Sequence[Game]) -> tuple[dict[Kind, float], dict[Kind, float]]:
    """Give the usual seconds and chance of each kind of row, every season counting once."""
    seconds: dict[Kind, list[float]] = {}
    works: dict[Kind, list[float]] = {}
    for each in others:
        found: dict[Kind, list[tuple[float, float]]] = {}
        for row, takes, succeeds in zip(each.actions, *medians(each, each.robots), strict=True):
            if row.by != "field":
                found.setdefault(_kind(row), []).append((log(takes), _logit(succeeds)))
        for kind, pairs in found.items():
            logs, logits = zip(*pairs, strict=True)
            seconds.setdefault(kind, []).append(fmean(logs))
            works.setdefault(kind, []).append(fmean(logits))
    usual = {kind: exp(fmean(values)) for kind, values in seconds.items()}
    return usual, {kind: _share(fmean(values)) for kind, values in works.items()}


def _usual(row: Action, seconds: dict[Kind, float], works: dict[Kind, float]) -> Action:
    """Give a row with the time and the chance of its kind; what always works by the rules of the game still does."""
    kind = _kind(row)
    if kind not in seconds:
        return row
    success = row.success if row.success == 1 else works[kind]
    return row.model_copy(update={"seconds": seconds[kind], "success": success})


def _numbers(own: Model, others: Sequence[Game]) -> dict[str, float]:
    """Give every number of a season's population as the mean of other seasons, and its playbooks equal shares."""
    known = [numbers_of(each.model) for each in others]
    robots = {name: _mean(name, known) for name in numbers_of(own) if name.startswith(f"{ROBOTS}.")}
    return {**robots, PACE: 0.0, **{f"{SHARES}.{each.name}": _equal(own, each) for each in own.playbook}}


def _mean(name: str, known: Sequence[Mapping[str, float]]) -> float:
    """Give the mean of a number over the seasons that have it; of an ability, or of a skill nobody has, of all alike.

    Abilities of other seasons are other ones: what counts is how common an ability is, in log odds.
    """
    group, last = name.rpartition(".")[0].rpartition(".")[0], name.rpartition(".")[2]
    alike = [value for each in known for key, value in each.items() if _is_alike(key, group, last)]
    if group == f"{ROBOTS}.can":
        return _share(fmean(map(_logit, alike))) if last == "share" else fmean(alike)
    return fmean([each[name] for each in known if name in each] or alike)


def _is_alike(key: str, group: str, last: str) -> bool:
    return group != ROBOTS and key.startswith(f"{group}.") and key.endswith(f".{last}")


def _equal(own: Model, playbook: Playbook) -> float:
    beside = [each for each in own.playbook if (each.by, each.station) == (playbook.by, playbook.station)]
    return sum(each.share for each in beside) / len(beside)


def _decided(playbook: Playbook, others: Sequence[Game]) -> Playbook:
    """Give a playbook with its decisions at the time that is usual elsewhere."""
    decisions = [each.after for other in others for plan in other.playbooks for each in plan.set.values()]
    usual = Set(after=(fmean(mean for mean, _ in decisions), fmean(sd for _, sd in decisions)))
    return playbook.model_copy(update={"set": dict.fromkeys(playbook.set, usual)})


def _logit(share: float) -> float:
    """Give the log odds of a share; what always works counts as 999 of 1,000."""
    inside = min(max(share, 0.001), 0.999)
    return log(inside / (1 - inside))


def _share(logit: float) -> float:
    return 1 / (1 + exp(-logit))
