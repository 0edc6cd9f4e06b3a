"""A season's page in words and tables: what scores, what can be done, and how well either is known."""

import sys
from collections.abc import Iterable, Sequence

from rules.points import named
from rules.season import Season, entries
from sim.cli import output
from sim.table.game import playable, playable_keys
from sim.table.language import Action, Ground, Model, Playbook, PlayoffFormat, Spot, seed
from sim.table.population import Population

GRADES = """Grades of rules: A official, B public copy, C press or team, D assumed; - not built yet.
Grades of match models: A fitted to scores and elements, B to scores, C to a ranking table, D not fitted."""


def tell_season(found: Season) -> None:
    """Tell what is known of a season: its rules, the match as it is played here, its playoffs, and who says so."""
    output.say(output.reflowed((sys.modules[found.sheet.__module__].__doc__ or "").strip()) + "\n")
    sheet = [(entry.name, entry.doc, entry.expected) for entry in entries(found.sheet).values()]
    _words("The score sheet", ["entry", "meaning", "legal values"], sheet)
    _words(f"Points by source ({_exactness(found.unit)})", ["part", "meaning"], found.parts.items())
    _points(found)
    _words("Sources", ["id", "grade", "what it says"], ((s.id, s.grade, s.what) for s in seed(found.key).source))
    if found.key in playable_keys():
        _match(playable(found.key).model)
    playoffs = seed(found.key).playoffs
    if playoffs is not None:
        _playoffs(playoffs)
    output.say(GRADES)


def _exactness(unit: int) -> str:
    return "whole points" if unit == 1 else f"exact to 1/{unit} of a point"


def _points(found: Season) -> None:
    """Print what each thing is worth, by the names that `--points NAME=VALUE` turns."""
    rows = [
        (name, f"{each.value:g}", each.worth.doc, each.worth.source) for name, each in named(found.points).items()
    ]
    if rows:
        heads = ["name", "value", "what for", "source"]
        output.print_table("Point values", heads, rows, left=[heads[0], *heads[2:]])


def _match(model: Model) -> None:
    """Print the match as a table: what can be done, and the orders in which robots and humans do it."""
    places = [(p.name, p.start, "-" if p.most is None else p.most, p.doc, p.source or "") for p in model.place]
    heads = ["place", "at start", "most", "what it counts", "source"]
    output.print_table("Places", heads, places, left=[heads[0], *heads[3:]])
    actions = [
        (
            a.name,
            a.by,
            a.doc,
            _tokens(a),
            f"{a.seconds:g} s",
            f"{a.success:.0%}",
            a.skill or "-",
            a.can or "-",
            a.source,
        )
        for a in model.action
    ]
    words = ["action", "by", "what it is", "takes > gives"]
    heads = [*words, "median", "success", "skill", "needs ability", "source"]
    output.print_table("Actions, as the median robot does them", heads, actions, left=[*words, *heads[6:]])
    output.say("Playbooks: orders of actions; the first one that can start now is done.")
    for book in model.playbook:
        _playbook(book)
    output.say()
    _robots(model.robots)
    if model.field is not None:
        _field(model.field, model.spot)
    _held_against(model)


def _playbook(book: Playbook) -> None:
    """Print how a playbook plays: as a point of a list."""
    level = book.by if book.level == "robot" else book.level
    output.say(f"\n- {book.name} ({book.by}, {book.share:.0%}, chosen by each {level}; source {book.source})")
    output.say(f"  {book.doc}\n  order: {' > '.join(book.order)}")
    for row, decision in book.set.items():
        output.say(f"  decides to {row} at {decision.after[0]:g} ± {decision.after[1]:g} s")


def _held_against(model: Model) -> None:
    """Print the published figures that the model was fitted to or is judged by, and the numbers that were fitted."""
    rows = [
        (f"{name}.{each}", f"{value:g}", use, of.source)
        for name, of in model.observed.items()
        for use, figures in (("fitted to", of.figures), ("kept to judge by", of.kept))
        for each, value in figures.items()
    ]
    if rows:
        heads = ["statistic", "published", "use", "source"]
        output.print_table(
            "Published figures that the model is held against", heads, rows, left=[heads[0], *heads[2:]]
        )
    if model.fitted is not None:
        bounds = [(name, f"{low:g}", f"{high:g}") for name, (low, high) in model.fitted.numbers.items()]
        heads = ["number", "from", "to"]
        title = f"Numbers that are fitted, within bounds (source: {model.fitted.source})"
        output.print_table(title, heads, bounds, left=heads[:1])


def _playoffs(of: PlayoffFormat) -> None:
    """Print what is played for the medals, round by round."""
    count, last = of.alliances, of.by_rank
    dealt = {
        "seeded": f"alliance k has the teams of rank k, {count} + k and {last + 1} - k",
        "drawn": f"each has three teams, drawn from the first {last}",
    }[of.dealt]
    drawn = f", and one that is drawn from rank {last + 1} on" if of.drawn else ""
    output.say(
        f"Playoffs of {count} alliances: {dealt}{drawn} (source: {of.source})."
        " Pairs are named by their places before the round.\n"
    )
    goes = {"sum": "sum of scores", "points": "points, then scores", "wins": "wins"}
    rows = [
        [
            each.name,
            ", ".join(f"{red}-{blue}" for red, blue in each.pairs),
            goes[each.by] if each.wins == 1 else f"first to win {each.wins}",
            each.source,
        ]
        for each in of.round
    ]
    heads = ["round", "pairs, red first", "who goes on: by", "source"]
    output.print_table("Rounds of the playoffs", heads, rows, left=heads)


def _field(field: Ground, spots: Iterable[Spot]) -> None:
    """Print how large the field is and where things are done."""
    mirrored = {"turn": "mirrored in both axes", "x": "mirrored along the field", None: "the same one"}
    rows = [(spot.name, f"{spot.x:g}", f"{spot.y:g}", mirrored[spot.mirrored], spot.source) for spot in spots]
    length, width = field.size
    size = f"{length:g} m x {width:g} m (source: {field.source})"
    output.say(f"The field is {size}. Spots are for drawing: no match knows them.\n")
    heads = ["spot", "x (m)", "y (m)", "for blue", "source"]
    output.print_table("Spots as red has them, from red's left corner, x towards blue", heads, rows, left=heads)


def _robots(robots: Population) -> None:
    """Print how the robots of the season differ."""
    numbers = [
        ("talent of a team", f"{robots.talent:g}", "sigma of the log"),
        ("form of the day", f"{robots.form:g}", "sigma of the log of speed"),
        ("growth over the event", f"{robots.growth.gain:g}", "of the log of speed, most of it early"),
        ("reliability", f"{robots.reliability:g}", "of the log odds of success, a unit of the log of speed"),
        ("do not show up", f"{robots.no_show:.1%}", "of robots in a match"),
        (
            "break down",
            f"{robots.breaks.share:.1%}",
            f"of robots in a match, {robots.breaks.early:.0%} of them at once",
        ),
        ("minor, major fouls", f"{robots.fouls.minor:g}, {robots.fouls.major:g}", "a robot a match, on average"),
    ]
    for name, skill in robots.skill.items():
        numbers.append((f"skill {name}", f"{skill.spread:g}", f"sigma of its own, plus {skill.talent:g} x talent"))
    for name, able in robots.can.items():
        tilt = f"log odds rise by {able.talent:g} x talent and {able.growth:g} x growth"
        numbers.append((f"can {name}", f"{able.share:.0%}", f"of teams of median talent; {tilt}"))
    heads = ["robots", "number", f"what it is (source: {robots.source})"]
    output.print_table("Robots of the event", heads, numbers, left=[heads[0], heads[2]])


def _tokens(action: Action) -> str:
    """Say what an action moves: `floor, port > at_store`, and how often at once."""
    takes, gives = (
        ", ".join((f"{n} " if n > 1 else "") + place.partition(".")[2] for place, n in tokens.items()) or "nothing"
        for tokens in (action.takes, action.gives)
    )
    return f"{takes} > {gives}" + (f" (up to {action.lot} times)" if action.lot > 1 else "")


def _words(title: str, heads: list[str], rows: Iterable[Sequence[object]]) -> None:
    output.print_table(title, heads, rows, left=heads)
