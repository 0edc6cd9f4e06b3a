"""Abilities that build on each other: what a robot must be able to do before another ability is of any use.

A row that asks for an ability may need what only rows of another ability bring to a robot: whoever climbs from the
low level to the middle one has come to the low one. The chain is read from the table; nobody writes it down.
"""

from collections.abc import Collection

from sim.table.language import Action, Model, Tokens

OWN = "robot."
"""How the names of places begin that belong to one robot: nobody else can fill them."""


def missing(model: Model, can: Collection[str]) -> dict[str, str]:
    """Give, for every ability among `can` that is of no use, one that it needs before it and that is not there."""
    useless = [ability for ability in can if not _starts(model, can, ability)]
    others = {ability: [other for other in model.robots.can if other not in can] for ability in useless}
    return {
        ability: next((other for other in absent if not _starts(model, _without(model, other), ability)), "")
        for ability, absent in others.items()
    }


def usable(model: Model, can: Collection[str]) -> list[str]:
    """Give the abilities among `can` that are of use, in the season's order."""
    return [ability for ability in model.robots.can if ability in can and _starts(model, can, ability)]


def completed(model: Model, can: Collection[str]) -> list[str]:
    """Give abilities with those that they build on, in the season's order, where the table says which these are."""
    found = set(can)
    while more := {earlier for earlier in missing(model, found).values() if earlier}:
        found |= more
    return [ability for ability in model.robots.can if ability in found]


def _without(model: Model, ability: str) -> list[str]:
    return [other for other in model.robots.can if other != ability]


def _starts(model: Model, can: Collection[str], ability: str) -> bool:
    """Say whether a robot with these abilities can ever start a row that asks for this one."""
    rows = [row for row in model.action if row.by == "robot" and (row.can is None or row.can in can)]
    return any(row.can == ability for row in startable(model, rows))


def startable(model: Model, rows: Collection[Action]) -> list[Action]:
    """Give those of a robot's rows that it can ever start where it does these rows alone, in their order."""
    filled = {place.name for place in model.place if place.start > 0}
    before = -1
    while len(filled) > before:
        before = len(filled)
        for row in rows:
            if own(row.takes, row.needs) <= filled:
                filled |= own(row.gives, row.dropped)
    return [row for row in rows if own(row.takes, row.needs) <= filled]


def own(*tokens: Tokens) -> set[str]:
    """Give the places of tokens that belong to one robot."""
    return {place for each in tokens for place in each if place.startswith(OWN)}
