"""The numbers of a season's population by name, as its seed file writes them, and the seed with some of them changed.

A number of `[robots]` is named like `robots.can.climb_lo.share`, the share of a playbook `shares.NAME`. Nothing else
of a season changes: what is possible on the field is the same for everybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rules.errors import ModelError
from rules.names import nearest
from sim.table.language import Model, Playbook
from sim.table.population import Population
from sim.table.toml import Table, checked

ROBOTS, SHARES = "robots", "shares"
Numbers = Mapping[str, float]


class _Robots(Table):
    """A population under its name, so that what is wrong in it has its whole name."""

    robots: Population


def numbers_of(seed: Model) -> dict[str, float]:
    """Give every number of a season's population by name."""
    population = flat(ROBOTS, seed.robots.model_dump())
    numbers = {name: float(value) for name, value in population.items() if is_number(value)}
    return numbers | {f"{SHARES}.{playbook.name}": playbook.share for playbook in seed.playbook}


def need_known(names: Iterable[str], seed: Model) -> None:
    """Raise a ModelError for the first name that no number of the season's population has."""
    known = numbers_of(seed)
    for name in names:
        if name not in known:
            raise ModelError(name, f"expected the name of a number of the population{nearest(name, known)}")


def changed(seed: Model, numbers: Numbers) -> Model:
    """Give a season's seed with some numbers of its population changed.

    A share that is named holds; those of the other playbooks that are chosen beside it fill up to 1 in their old
    proportions. Raises a ModelError for a name or a value that cannot be.
    """
    need_known(numbers, seed)
    raw = seed.robots.model_dump()
    shares = {}
    for name, value in numbers.items():
        table, _, key = name.partition(".")
        if table == SHARES:
            shares[key] = value
        else:
            _put(raw, key.split("."), value)
    robots = checked(_Robots, {ROBOTS: raw}).robots
    return seed.model_copy(update={"robots": robots, "playbook": _reshared(seed.playbook, shares)})


def flat(start: str, tree: Mapping[str, Any]) -> dict[str, Any]:
    """Give the leaves of nested tables by their dotted names; a ModelError where one stands there twice."""
    found: dict[str, Any] = {}
    for name, value in _leaves(start, tree):
        if name in found:
            raise ModelError(name, "expected it once, found it twice")
        found[name] = value
    return found


def is_number(value: Any) -> bool:
    """Say whether a value of a TOML file is a number: true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _leaves(start: str, tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(f"{start}.{key}", value)
        else:
            yield f"{start}.{key}", value


def _put(tree: dict[str, Any], path: list[str], value: float) -> None:
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = value


def _reshared(playbooks: tuple[Playbook, ...], shares: Numbers) -> tuple[Playbook, ...]:
    """Let the named playbooks have these shares, and those that are chosen beside them what is left."""
    found = []
    for playbook in playbooks:
        beside = [each for each in playbooks if (each.by, each.station) == (playbook.by, playbook.station)]
        named = [each.name for each in beside if each.name in shares]
        others = sum(each.share for each in beside if each.name not in shares)
        left = sum(each.share for each in beside) - sum(shares[name] for name in named)
        if left < -1e-9 or (abs(left) > 1e-9 and not others):
            total = sum(shares[name] for name in named)
            raise ModelError(f"{SHARES}.{named[0]}", f"expected shares that sum to 1, found {total:g} in all")
        filled = playbook.share * max(left, 0.0) / others if others and named else playbook.share
        found.append(playbook.model_copy(update={"share": shares.get(playbook.name, filled)}))
    return tuple(found)
