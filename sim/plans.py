"""Plan files: one playbook and its season, written by a team; and the choice of playbooks for a run."""

from pathlib import Path
from typing import Literal

from rules.errors import FgcError, ModelError
from rules.names import nearest
from sim.laws import check_playbook
from sim.model import Order, Playbook, Set
from sim.tables import Tables, playbooks_by
from sim.toml import Name, Table, parse


class Plan(Table):
    """A plan file: a robot's playbook, and the season it is for."""

    season: Name
    name: Name
    doc: str = ""
    by: Literal["robot"] = "robot"
    order: Order
    set: dict[str, Set] = {}


def chosen(tables: Tables, choice: str | None) -> tuple[Playbook, ...]:
    """Give the playbooks of a run: the season's own by their shares, or one for every robot of both sides.

    `choice` names a playbook of the season or a plan file (a path that ends in .toml). Humans keep the season's.
    Raises ModelError for a name or a file that is neither, or a plan that does not fit the season.
    """
    if choice is None:
        return tables.seed.playbook
    plan = read_plan(tables, choice) if choice.endswith(".toml") else _named(tables, choice)
    everybody = plan.model_copy(update={"share": 1.0, "level": "robot"})
    return (everybody, *playbooks_by(tables.seed, "human"))


def read_plan(tables: Tables, file: str) -> Playbook:
    """Read a plan file and check it against its season."""
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise ModelError(file, f"expected a readable plan file: {error.strerror}") from None
    plan = parse(Plan, data, file)
    key = tables.season.key
    if plan.season not in (key, key.removeprefix("fgc_")):
        raise ModelError(
            file, "season", f"expected {key.removeprefix('fgc_')}, the season of the run, found {plan.season!r}"
        )
    playbook = Playbook(share=1.0, source="assumed", **plan.model_dump(exclude={"season"}))
    try:
        check_playbook(plan.name, playbook, tables.seed)
    except FgcError as error:
        raise error.within(file) from None
    return playbook


def rows_of(tables: Tables, playbooks: tuple[Playbook, ...]) -> list[list[int]]:
    """Give every playbook's order as the numbers of its rows."""
    names = [action.name for action in tables.actions]
    return [[names.index(row) for row in playbook.order] for playbook in playbooks]


def _named(tables: Tables, name: str) -> Playbook:
    known = {playbook.name: playbook for playbook in playbooks_by(tables.seed, "robot")}
    if name not in known:
        what = f"expected a playbook of the season or a plan file (.toml), found {name!r}{nearest(name, known)}"
        raise ModelError("--playbook", f"{what}; there are {', '.join(map(repr, known))}")
    return known[name]
