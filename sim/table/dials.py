"""What nobody knows for sure of a season, by name: numbers of its seed file, and the seed with some of them changed.

A number of `[robots]` is named like `robots.can.climb_lo.share`, the share of a playbook `shares.NAME`, what a row
takes the median robot `action.ROW.seconds` and how often it works `action.ROW.success`, where it goes by a skill.
Nothing else of a season changes: what is possible on the field is the same for everybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from rules.errors import ModelError
from rules.names import nearest
from sim.table.language import MATCH_SECONDS, SHORTEST, Action, Model, Playbook
from sim.table.population import Population
from sim.table.toml import Table, checked

ROBOTS, SHARES, ROWS = "robots", "shares", "action"
SECONDS, SUCCESS = "seconds", "success"
Numbers = Mapping[str, float]


class _Robots(Table):
    """A population under its name, so that what is wrong in it has its whole name."""

    robots: Population


class _Row(Table):
    """What of a row may be changed."""

    seconds: Annotated[float, Field(ge=SHORTEST, le=MATCH_SECONDS)] = 1
    success: Annotated[float, Field(gt=0, le=1)] = 1


class _Rows(Table):
    """Rows under their names."""

    action: dict[str, _Row]


def numbers_of(seed: Model) -> dict[str, float]:
    """Give every number of a season's population, and of its rows that go by a skill, by name."""
    population = flat(ROBOTS, seed.robots.model_dump())
    numbers = {name: float(value) for name, value in population.items() if is_number(value)}
    shares = {f"{SHARES}.{playbook.name}": playbook.share for playbook in seed.playbook}
    return numbers | shares | {name: value for row in seed.action for name, value in _of_row(row)}


def need_known(names: Iterable[str], seed: Model) -> None:
    """Raise a ModelError for the first name that none of the numbers has."""
    known = numbers_of(seed)
    for name in names:
        if name not in known:
            what = "expected the name of a number of the population or the match table"
            raise ModelError(name, f"{what}{nearest(name, known)}")


def changed(seed: Model, numbers: Numbers) -> Model:
    """Give a season's seed with some numbers of its population and its rows changed.

    A share that is named holds; those of the other playbooks that are chosen beside it fill up to 1 in their old
    proportions. Raises a ModelError for a name or a value that cannot be.
    """
    need_known(numbers, seed)
    raw = seed.robots.model_dump()
    shares: dict[str, float] = {}
    rows: dict[str, dict[str, float]] = {}
    for name, value in numbers.items():
        table, *steps = steps_of(name)
        if table == SHARES:
            shares[steps[0]] = value
        elif table == ROWS:
            rows.setdefault(steps[0], {})[steps[1]] = value
        else:
            _put(raw, steps, value)
    robots = checked(_Robots, {ROBOTS: raw}).robots
    playbooks, actions = _reshared(seed.playbook, shares), _retimed(seed.action, rows)
    return seed.model_copy(update={"robots": robots, "playbook": playbooks, "action": actions})


def steps_of(name: str) -> list[str]:
    """Give the tables that lead to a number, and its key: names of playbooks and rows may have dots."""
    table, _, key = name.partition(".")
    if table == SHARES:
        return [table, key]
    return [table, *(key.rsplit(".", 1) if table == ROWS else key.split("."))]


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


def _of_row(row: Action) -> Iterator[tuple[str, float]]:
    """Give what may be changed of a row: of one that always works only how long it takes."""
    if row.skill is not None:
        yield f"{ROWS}.{row.name}.{SECONDS}", row.seconds
        if row.success < 1:
            yield f"{ROWS}.{row.name}.{SUCCESS}", row.success


def _retimed(actions: tuple[Action, ...], rows: Mapping[str, Numbers]) -> tuple[Action, ...]:
    """Let the named rows have other seconds or chances."""
    if not rows:
        return actions
    found = checked(_Rows, {ROWS: rows}).action
    return tuple(
        each.model_copy(update=found[each.name].model_dump(exclude_unset=True)) if each.name in found else each
        for each in actions
    )


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
