"""Files to start from: a season's median robot and its playbooks, written as commented files to be changed."""

from collections.abc import Iterator

from sim.robots.lineup import abilities_of, medians
from sim.table.game import Game
from sim.table.language import Action, Playbook, Robot
from sim.table.toml import toml_key, toml_value


def robot_lines(game: Game) -> Iterator[str]:
    """Write the median robot of a season as a robot file."""
    edition, population = game.edition, game.robots
    each = zip(game.actions, *medians(game, population), strict=True)
    rows = [(row, seconds, works) for row, seconds, works in each if row.by != "field"]
    yield f"# A robot for {edition.year} {edition.name}: the median robot of the season, to be changed to yours."
    yield "# What you leave out stays as it is here. Times and chances are those of a usual match."
    yield f"season = {toml_value(short(game))}"
    yield 'name = "mine"'
    if population.can:
        able = abilities_of(Robot(season=game.key, name="p50"), game.model)
        yield f"can = {toml_value(able)}  # of: {', '.join(population.can)}"
    yield from usual_lines(game)
    yield from ("", "[seconds]  # how long it takes with a stopwatch: the middle one of many tries")
    yield from (f"{toml_key(row.name)} = {figures(seconds)}  # {what(row)}" for row, seconds, _ in rows)
    yield from ("", "[works]  # how often it works: 0.85 is 85 of 100 tries")
    yield from (f"{toml_key(row.name)} = {figures(works)}" for row, _, works in rows if works < 1)


def usual_lines(game: Game) -> Iterator[str]:
    """Write what no stopwatch says of a robot, room and faults, as the median robot has it."""
    population = game.robots
    if population.room is not None:
        place = next(place for place in game.model.place if place.name == population.room.place)
        yield f"room = {place.start}  # {place.doc}, at most {game.room_most}"
    yield f"no_show = {toml_value(population.no_show)}  # share of matches it does not come to"
    yield f"breaks = {toml_value(population.breaks.share)}  # share of matches in which it breaks down"
    yield f"fouls = {{minor = {population.fouls.minor!r}, major = {population.fouls.major!r}}}  # a match, on average"


def plan_lines(
    game: Game, plan: Playbook, robot: Robot | None = None, name: str = "my plan", about: str | None = None
) -> Iterator[str]:
    """Write a playbook of a season as a plan file, without what the robot, where one is named, cannot do.

    `about` is a line on where it comes from; without it, the playbook's own.
    """
    able = None if robot is None else abilities_of(robot, game.model)
    order = [name for name in plan.order if able is None or needed(game, name) in (None, *able)]
    edition = game.edition
    rows = {row.name: row for row in game.actions if row.by == "robot"}
    yield f"# A plan for {edition.year} {edition.name}."
    yield "# The robot does the first row of its order that it can start, again and again; it does nothing else."
    yield f"season = {toml_value(short(game))}"
    yield f"name = {toml_value(name)}"
    yield f"# {' '.join((about or f'started from {plan.name!r}: {plan.doc}').split())}"
    yield "order = ["
    yield from (f"    {toml_value(name)},  # {what(rows[name])}" for name in order)
    yield from (f"    # {toml_value(name)},  # {what(row)}" for name, row in rows.items() if name not in order)
    yield "]"
    yield from ("", "[set]  # from when on it does a row, in seconds: mean and spread of the driver's decision")
    yield from (
        f"{toml_key(name)}.after = {toml_value(list(each.after))}" for name, each in plan.set.items() if name in order
    )


def needed(game: Game, name: str) -> str | None:
    """Give the ability that a row asks for."""
    return next(row.can for row in game.actions if row.name == name)


def what(row: Action) -> str:
    """Say what a row is, what it asks for, and who does it."""
    return row.doc + (f" (needs {row.can})" if row.can else "") + (" (by the human)" if row.by == "human" else "")


def figures(value: float) -> str:
    """Write a number with four figures: no stopwatch has more."""
    return f"{float(f'{value:.4g}')!r}"


def short(game: Game) -> str:
    """Name a season as files do: 2022 for fgc_2022."""
    return game.key.removeprefix("fgc_")
