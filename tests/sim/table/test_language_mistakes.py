"""A small legal table, broken in one place after another: each mistake is one line that says where and what."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pytest

from rules.errors import ModelError
from rules.season import SIDE, STATION, Array, Breakdown, Phase, Season, entry
from sim.engine.reference import Engine
from sim.engine.sheets import sheet_of
from sim.robots.drawn import prepare
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.game import compiled
from sim.table.language import Model
from sim.table.toml import parse

SMALL = """
source = [{id = "manual", what = "a manual", grade = "A"}]
place = [
    {name = "field.floor", doc = "balls on the floor", start = 9, piece = "ball", source = "manual"},
    {name = "robot.load", doc = "balls on board", piece = "ball"},
    {name = "alliance.tray", doc = "balls with the human", piece = "ball"},
    {name = "alliance.stored", doc = "balls stored", piece = "ball"},
    {name = "robot.ground", doc = "on the floor", start = 1, most = 1},
    {name = "robot.low", doc = "hanging low", most = 1},
    {name = "alliance.dark", doc = "lamps off", start = 2, source = "manual"},
    {name = "alliance.lit", doc = "lamps on"},
]
sheet = {stored = "alliance.stored", level = {code = {"robot.low" = 1}}, lamps = {fill = {"alliance.lit" = 1}}}

[season]
name = "Small"
year = 2030
field = true
source = {}

[[action]]
name = "collect"
doc = "pick up to two balls up"
by = "robot"
takes = {"field.floor" = 1}
gives = {"robot.load" = 1}
lot = 2
seconds = 5
success = 0.9
skill = "drive"
source = "manual"

[[action]]
name = "hand over"
doc = "give a ball to the human"
by = "robot"
needs = {"robot.ground" = 1}
takes = {"robot.load" = 1}
gives = {"alliance.tray" = 1}
seconds = 4
source = "manual"

[[action]]
name = "climb"
doc = "hang low"
by = "robot"
takes = {"robot.ground" = 1}
gives = {"robot.low" = 1}
seconds = 6
can = "hang"
after = 100
source = "manual"

[[action]]
name = "throw"
doc = "store a ball"
by = "human"
takes = {"alliance.tray" = 1}
gives = {"alliance.stored" = 1}
drops = {"field.floor" = 1}
seconds = 3
success = 0.7
source = "manual"

[[action]]
name = "light"
doc = "a lamp for each ball stored, two at most"
by = "field"
needs = {"alliance.stored" = 1}
takes = {"alliance.dark" = 1}
gives = {"alliance.lit" = 1}
seconds = 0
source = "manual"

[durations]
spread = 0.3
source = "manual"

[humans]
each = 1
source = "manual"

[robots]
talent = 0.3
form = 0.2
reliability = 1.0
growth = {gain = 0.3, tau = 0.5}
no_show = 0.01
breaks = {share = 0.05, early = 0.4}
skill = {drive = {spread = 0.1, talent = 0.5}}
can = {hang = {share = 0.5}}
source = "manual"

[[playbook]]
name = "everything"
doc = "Climb when it is time, else bring balls."
share = 1
order = ["climb", "hand over", "collect"]
set = {climb = {after = [110, 5]}}
source = "manual"

[[playbook]]
name = "thrower"
doc = "Throw."
share = 1.0
by = "human"
station = 1
order = ["throw"]
source = "manual"
"""
DARKEN = """[[action]]
name = "darken"
doc = "the lamp goes out"
by = "field"
takes = {"alliance.lit" = 1}
gives = {"alliance.dark" = 1}
seconds = 0
source = "manual"

[durations]"""
FLOOR = 'name = "field.floor"'
VOID = '{{name = "field.void", doc = "nothing", start = {}}},\n    {{{}'
TAKES = 'takes = {"alliance.tray" = 1}'
LAMPS = '{fill = {"alliance.lit" = 1}}'
ENDLESS = "gives: expected fewer tokens than it takes in some place: this row can run for ever"
Flag = IntEnum("Flag", ["NO", "YES"], start=0)


@dataclass(frozen=True)
class Sheet:
    """A sheet with an entry of each kind."""

    stored: Array = entry("balls stored", "{side}Stored", side=SIDE)
    level: Array = entry("who hangs", "{side}{station}Level", codes=Flag, side=SIDE, station=STATION)
    lamps: Array = entry("lamps that are on", "{side}{lamp}", codes=Flag, side=SIDE, lamp=("One", "Two"))


def score(sheet: Sheet, _: object) -> Breakdown:
    """Score the balls stored."""
    return Breakdown(1, {"stored": sheet.stored}, sheet.stored)


SEASON = Season("fgc_small", Sheet, 1, Phase(score, lambda *_: []), lambda _: {"stored": "balls stored"})


def sheet_after(old: str = "", new: str = "") -> Sheet:
    """Edit the small table everywhere, compile it, play five matches and fill in their sheets."""
    assert old in SMALL
    game = compiled(parse(Model, SMALL.replace(old, new).encode(), "small.toml"), SEASON)
    engine = Engine(game, rows_of(game, game.playbooks), seed=1)
    robots = prepare(lineup(game, game.playbooks), 1, 0, 5)
    ends = [engine.play(robots, match) for match in range(5)]
    marking, clocks = (np.array([end[i] for end in ends]) for i in (0, 1))
    return sheet_of(game, marking, clocks, robots.fouls)


def complaint(old: str, new: str) -> str:
    """Give the one line that refuses the small table after an edit."""
    with pytest.raises(ModelError) as caught:
        sheet_after(old, new)
    assert len(str(caught.value).splitlines()) == 1
    assert all(caught.value.parts)
    return str(caught.value)


def test_the_small_table_is_legal():
    """As it stands the table plays: balls are stored, robots climb, lamps light up."""
    sheet = sheet_after()
    assert sheet.stored.min() > 0
    assert set(sheet.level.flat) == {0, 1}
    assert sheet.lamps.any()


MISTAKES = {
    "unknown key": (
        "lot = 2",
        "lots = 2",
        "[[action]] collect: lots: expected no key of this name; did you mean lot?",
    ),
    "misspelt key": ("seconds = 4", "secnds = 4", "[[action]] hand over: secnds", "did you mean seconds?"),
    "unknown table": ("[humans]", "[human]", "human: ", "did you mean humans?"),
    "place in takes": (TAKES, 'takes = {"alliance.tary" = 1}', "[[action]] throw: takes", "mean alliance.tray?"),
    "place of the other side": (TAKES, 'takes = {"other.tary" = 1}', "[[action]] throw: takes", "mean other.tray?"),
    "skill": ('"drive"', '"driv"', "[[action]] collect: skill", "did you mean drive?"),
    "ability": ('"hang"', '"hnag"', "[[action]] climb: can", "did you mean hang?"),
    "row in an order": ('"hand over",', '"hand ovr",', "[[playbook]] everything: order", "did you mean hand over?"),
    "row in set": ("{climb =", "{clim =", "[[playbook]] everything: set", "did you mean climb?"),
    "row of others in an order": ('["throw"]', '["climb"]', "[[playbook]] thrower: order", "a human row", "'climb'"),
    "word in set": ("{after =", "{afer =", "[[playbook]] everything: set.climb.afer", "did you mean after?"),
    "entry without a place": (f", lamps = {LAMPS}", "", "[sheet]: lamps", "lamps that are on", "found none"),
    "unknown entry": ("{stored", "{stord", "[sheet]: stord", "did you mean stored?"),
    "place in the sheet": ('"robot.low" = 1}}', '"robot.lo" = 1}}', "[sheet]: level", "did you mean robot.low?"),
    "place nothing fills": ("{" + FLOOR, VOID.format(0, FLOOR), "[[place]] field.void", "nothing fills it"),
    "place nobody names": ("{" + FLOOR, VOID.format(1, FLOOR), "[[place]] field.void", "names it, found none"),
    "robot in a human row": (TAKES, 'takes = {"robot.load" = 1}', "[[action]] throw: takes", "'robot.load'"),
    "robot in a field row": (
        '{"alliance.stored" = 1}\ntakes',
        '{"robot.low" = 1}\ntakes',
        "light: needs",
        "robot.low",
    ),
    "endless robot row": ('takes = {"robot.ground" = 1}', "takes = {}", f"[[action]] climb: {ENDLESS}"),
    "endless field row": ('{"alliance.lit" = 1}\nsec', '{"alliance.dark" = 1}\nsec', f"[[action]] light: {ENDLESS}"),
    "robot row of no time": ("seconds = 4", "seconds = 0", "[[action]] hand over: seconds: expected more than 0"),
    "human row of no time": ("seconds = 3", "seconds = 0", "[[action]] throw: seconds: expected more than 0"),
    "to and fro in no time": ('gives = {"alliance.lit"', 'gives = {"other.dark"', "[[action]] light: ", "end"),
    "circle of no time": ("[durations]", DARKEN, "[[action]] ", "light -> darken"),
    "piece made": ('{"alliance.stored" = 1}\ndrops', '{"alliance.stored" = 2}\ndrops', "throw: gives", "every ball"),
    "piece lost": ('drops = {"field.floor" = 1}', "drops = {}", "[[action]] throw: drops: expected every ball kept"),
    "unknown piece": ("lot = 2", 'makes = "bal"', "[[action]] collect: makes", "did you mean ball?"),
    "shares of robots": ("share = 1\n", "share = 0.9\n", "[[playbook]]: share", "robot", "sum to 1, found 0.9"),
    "shares of humans": ("share = 1.0", "share = 0.5", "[[playbook]]: share", "human at station 1", "found 0.5"),
    "place of two words": (
        '"alliance.lit"',
        '"alliance.lit up"',
        "[[place]] alliance.lit up: name: expected a scope",
    ),
    "place without scope": (FLOOR, 'name = "floor"', "[[place]] floor: name: expected a scope"),
    "place of no known scope": (FLOOR, 'name = "other.floor"', "[[place]] other.floor: name: expected a scope"),
    "place twice": ("alliance.tray", "alliance.stored", "[[place]] alliance.stored: ", "once, found it again"),
    "row twice": ('name = "climb"', 'name = "throw"', "[[action]] throw: ", "once, found it again"),
    "playbook twice": ('"thrower"', '"everything"', "[[playbook]] everything: ", "once, found it again"),
    "start above most": ("start = 1, most = 1", "start = 2, most = 1", "[[place]] robot.ground: start", "most, 1"),
    "unknown source": ('100\nsource = "manual"', '100\nsource = "manul"', "climb: source", "did you mean manual?"),
    "number without source": (
        ', source = "manual"},\n    {name = "r',
        '},\n    {name = "r',
        "floor: source",
        "numbers",
    ),
    "code above the codes": ('low" = 1}}', 'low" = 2}}', "[sheet]: level: expected one of 0 (NO), 1 (YES), found 2"),
    "fill above the codes": ('lit" = 1}}', 'lit" = 2}}', "[sheet]: lamps: expected one of 0 (NO), 1 (YES), found 2"),
    "count for a code": ('{code = {"robot.low" = 1}}', '"robot.load"', "[sheet]: level", "robot.load may hold more"),
    "place of another scope": ('stored = "alliance.stored"', 'stored = "robot.load"', "[sheet]: stored", "alliance"),
    "place for slots": (LAMPS, '"alliance.lit"', "[sheet]: lamps: expected fill or split"),
    "after the buzzer": ("after = 100", "after = 151", "climb: after: expected less than or equal to 150", "151"),
    "decision after the buzzer": (
        "[110, 5]",
        "[151, 5]",
        "[[playbook]] everything: set.climb.after[1]",
        "150, found 151",
    ),
    "success 0": ("success = 0.7", "success = 0", "[[action]] throw: success: expected greater than 0, found 0"),
    "success above 1": (
        "success = 0.7",
        "success = 1.5",
        "[[action]] throw: success: expected less than or equal to 1",
    ),
    "lot 0": ("lot = 2", "lot = 0", "[[action]] collect: lot: expected greater than or equal to 1, found 0"),
    "station without human": ("station = 1", "station = 2", "[[playbook]] thrower: station", "a human player"),
    "no humans": ("each = 1\n", "each = 0\n", "station: expected the station of a human player"),
    "row no playbook lists": (
        ', "collect"]',
        "]",
        "[[action]] collect: expected a playbook that lists it, found none",
    ),
    "malformed TOML": ("[durations]", "[durations", "small.toml: expected a TOML file", "line "),
    "no durations": (
        '[durations]\nspread = 0.3\nsource = "manual"',
        "",
        "small.toml: ",
        "durations: expected this key",
    ),
    "number in quotes": ("seconds = 5", 'seconds = "5"', "[[action]] collect: seconds: expected a"),
    "truth for a number": ("success = 0.9", "success = true", "[[action]] collect: success: expected a"),
    "split above the codes": (LAMPS, '{split = "alliance.lit", each = 2}', "[sheet]: lamps: expected one of 0 (NO)"),
    "split without each": (LAMPS, '{split = "alliance.lit"}', "sheet.lamps", "each: expected this key, found none"),
    "misspelt form": ("{fill =", "{fil =", "sheet.lamps", "fil: expected no key of this name; did you mean fill?"),
    "form of two kinds": (LAMPS, '{fill = {"alliance.lit" = 1}, each = 1}', "sheet.lamps", "each: expected no key"),
    "number for a form": ('stored = "alliance.stored"', "stored = 5", "small.toml: sheet.stored: expected a"),
    "no codes": ('{code = {"robot.low" = 1}}', "{code = {}}", "sheet", "level", "expected"),
    "no fill": (LAMPS, "{fill = {}}", "sheet", "lamps", "expected"),
    "more tokens than slots": ("start = 2, s", "start = 9, s", "[sheet]: lamps", "expected", "2"),
    "empty order": ('["throw"]', "[]", "[[playbook]] thrower: order: expected at least one"),
}


@pytest.mark.parametrize(
    ("old", "new", "says"), [(old, new, says) for old, new, *says in MISTAKES.values()], ids=MISTAKES
)
def test_a_mistake_is_one_line_that_says_where(old, new, says):
    """The line names the table, the key, and the nearest valid name where one is misspelt."""
    line = complaint(old, new)
    assert [part for part in says if part not in line] == [], line
