"""Random questions to the page: runs and comparisons, with robots, plans and line-ups that somebody may have."""

import random

from sim.robots.times_file import Try, timed_rows
from sim.table.game import playable, playbooks_by
from sim.table.toml import toml_text

NAMES = ("a", "b", "Ünï 'x'")
MATCHES = (1, 2, 3, 10, 60, 200, 700)


def studies(key, count, seed, matches=MATCHES):
    """Give so many questions of a season, the same for the same seed."""
    rng = random.Random(f"{key} {seed}")
    return [_study(rng, key, matches) for _ in range(count)]


def _study(rng, key, matches):
    game = playable(key)
    files = {f"robot{nth}.toml": _robot(rng, game) for nth in range(2)}
    files |= {f"plan {nth}.toml": _plan(rng, game) for nth in range(4)}
    robots = ["p50", "p90", "p3", *(name for name in files if name.startswith("robot"))]
    plans = [*(each.name for each in _books(game)), *(name for name in files if name.startswith("plan"))]
    red, blue = (_line_up(rng, game, files, side, robots, plans) for side in ("red.toml", "blue.toml"))
    asked = {
        "files": [{"name": name, "text": toml_text(table)} for name, table in files.items()],
        "season": rng.choice([key, key[4:]]),
        "matches": rng.choice(matches),
        "seed": rng.randrange(2**32),
        "population": None,
        "points": [],
        "blue": blue,
    }
    if rng.random() < 0.4:
        return {"ask": "run", **asked, "playbook": None, "red": red}
    many = rng.random() < 0.25
    chosen = {
        "plan": _some(rng, plans, 1 if many else (2, 5)),
        "robot": _some(rng, robots, (2, 4) if many else (0, 1)),
    }
    more = {"red": [red] if red else [], "versus": [], "baseline": None}
    return {"ask": "compare", **asked, **chosen, **more, "all": rng.random() < 0.3, "quick": rng.random() < 0.6}


def _some(rng, names, count):
    low, high = (count, count) if isinstance(count, int) else count
    return [rng.choice(names) for _ in range(rng.randint(low, high))]


def _books(game):
    return playbooks_by(game.model, "robot")


def _robot(rng, game):
    rows = [row.name for row in game.actions if row.by != "field"]
    robot = {"season": game.key[4:], "name": rng.choice(NAMES)}
    if rng.random() < 0.8:
        robot["can"] = [name for name in game.robots.can if rng.random() < 0.6]
    robot["seconds"] = {name: round(rng.uniform(0.5, 20), 2) for name in rows if rng.random() < 0.4}
    robot["works"] = {name: round(rng.uniform(0.05, 1), 3) for name in rows if rng.random() < 0.4}
    own = {"no_show": 0.2, "breaks": 0.3, "percentile": 99}
    robot |= {name: round(rng.uniform(0.1, 1) * most, 3) for name, most in own.items() if rng.random() < 0.3}
    if game.robots.room is not None and rng.random() < 0.5:
        robot["room"] = rng.randint(1, game.room_most)
    return {**robot, **({"fouls": {"minor": round(rng.random(), 2)}} if rng.random() < 0.3 else {})}


def _plan(rng, game):
    order = list(rng.choice(_books(game)).order)
    if rng.random() < 0.5:
        rng.shuffle(order)
    order = order[: rng.randint(max(1, len(order) // 2), len(order))]
    rows = {row.name: row for row in game.actions}
    times = {name: round(rng.uniform(rows[name].after, 150 - rows[name].seconds), 1) for name in order}
    decided = {
        name: {"after": [after, round(rng.uniform(0, 10), 1)]}
        for name, after in times.items()
        if rng.random() < 0.2 and rows[name].after <= after <= 150 - rows[name].seconds
    }
    plan = {"season": game.key[4:], "name": rng.choice(NAMES), "order": order}
    return {**plan, "set": decided} if decided else plan


def _line_up(rng, game, files, name, robots, plans):
    if rng.random() > 0.4:
        return None
    chosen = {"robots": _some(rng, [*robots, "draw"], 3), "plans": _some(rng, [*plans, "draw"], 3)}
    files[name] = {"season": game.key[4:], **chosen}
    return name


def apart(one, other, at="", size=0.0):
    """Say where two documents differ: numbers by more than their last digits, all else at all.

    An end of an interval near 0 is a difference of a mean and a width: its digits end where theirs do. `size` is the
    largest number beside it.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return [f"{at}: {sorted(one.keys() ^ other.keys())}"]
        beside = max((abs(each) for each in one.values() if isinstance(each, float)), default=0.0)
        return [found for name in one for found in apart(one[name], other[name], f"{at}.{name}", beside)]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            found for nth, pair in enumerate(zip(one, other, strict=True)) for found in apart(*pair, f"{at}[{nth}]")
        ]
    if isinstance(one, float) and isinstance(other, int | float):
        close = abs(one - other) <= max(1e-12 * max(abs(one), abs(other), size), 1e-300)
        return [] if close else [f"{at}: {one!r} {other!r}"]
    return [] if one == other else [f"{at}: {one!r} {other!r}"]


def random_tries(key, count, seed):
    """Give so many tables of a stopwatch's tries at rows of a season, some of them suspiciously alike."""
    rng = random.Random(f"{key} {seed}")
    rows = [row.name for row in timed_rows(playable(key))]
    return [_tries(rng, rng.sample(rows, rng.randint(1, len(rows)))) for _ in range(count)]


def _tries(rng, rows):
    found = []
    for row in rows:
        middle, spread, surely = rng.uniform(0.5, 40), rng.choice([0.02, 0.3]), rng.choice([0.5, 1])
        for _ in range(rng.randint(1, 8)):
            worked = rng.random() < surely
            seconds = round(min(max(middle * rng.lognormvariate(0, spread), 0.1), 150), 1)
            found.append(Try(row, None if not worked and rng.random() < 0.3 else seconds, worked))
    return found
