"""Mistakes planted in the season that `sim new-season` writes, one at a time: `sim check-season` names each."""

import json

import pytest
from places import ROOT

NAME = "2087"


@pytest.fixture
def folder(here, tmp_path, monkeypatch):
    """Write a new season."""
    monkeypatch.setenv("SIM_SEASONS", "")  # so that what --seasons makes of it ends with the test
    assert here("new-season", NAME, "--out", tmp_path).returncode == 0
    return tmp_path


def check(here, folder):
    """Give what is found, as (level, file, key, what was expected)."""
    done = here("check-season", NAME, "--seasons", folder, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == bool(found["mistakes"])
    every = [*found["mistakes"], *found["warnings"]]
    assert all(each["page"].startswith("docs/season-files.md#") for each in every)
    return [(each["level"], each["file"], each["key"], each["expected"]) for each in every]


def edited(path, old, new):
    """Change a file; what is to be changed has to be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_season_has_none(here, folder):
    """As it is written nothing is wrong or doubtful in it."""
    assert check(here, folder) == []


LOAD = '[[action]]\nname = "load"\n'
SHEET = '[sheet]\nstore = "alliance.store"\nstamped = "alliance.stamped"\n'
LATE = """[[place]]
name = "alliance.time"
doc = "seconds that never run"
clock = true

[[action]]
name = "late"
doc = "what never happens"
by = "field"
needs = {"field.stored" = 9000}
takes = {"field.incomplete" = 1}
gives = {"alliance.time" = 1}
seconds = 0
source = "assumed"

"""
"""A clock that nothing starts."""
SEA = '[[place]]\nname = "field.sea"\ndoc = "lost crates"\npiece = "crate"\n\n'
IN_PARTS = """        "store": points.store * sheet.store,
"""
IN_RULES = {
    "no Python": ("    unit=1,", "    unit=1)),", "", "SyntaxError"),
    "an import that there is not": ("import cumulative_points", "import cumulative", "line 25", "ImportError"),
    "another key": ('key="fgc_2087"', 'key="fgc_2088"', "", "expected the key 'fgc_2087', found 'fgc_2088'"),
    "no ranking": ("    ranking=Phase(score=score, rank=cumulative_points),\n", "", "", "ranking"),
    "a ranking that is no phase": (
        "ranking=Phase(score=score, rank=cumulative_points)",
        "ranking=score",
        "SEASON: ranking",
        "Phase(score=..., rank=...)",
    ),
    "a ranking that fails": (
        "rank=cumulative_points",
        "rank=lambda documents, season: documents.sorted()",
        "rank()",
        "AttributeError",
    ),
    "a ranking of nobody": (
        "rank=cumulative_points",
        "rank=lambda documents, season: []",
        "SEASON: ranking",
        "each team a row",
    ),
    "no minor fouls": ("    fouls_minor: Array = minor_fouls()\n", "", "Sheet: fouls_minor", "expected this entry"),
    "an entry without entry()": (
        "class Sheet:\n",
        "class Sheet:\n    extra: Array\n",
        "Sheet: extra",
        "entry(...)",
    ),
    "a value without worth()": (
        'int = worth(1, "a crate in the store that is not stamped", "assumed")',
        "int = 1",
        "Points: store",
        "worth(...)",
    ),
    "a gap in the codes": ("HIGH = 3", "HIGH = 4", "Sheet: end", "without a gap"),
    "a name without its axis": (
        '"details.{side}Robot{station}End"',
        '"details.{side}RobotEnd"',
        "Sheet: details.redRobotEnd",
        "a name for each number",
    ),
    "an axis that there is not": ("details.{side}Stamped", "details.{alliance}Stamped", "SEASON", "KeyError"),
    "half points": (
        "points.store * sheet.store,",
        "points.store * sheet.store / 2,",
        "score()",
        "store: expected whole numbers",
    ),
    "a misspelt entry": ("sheet.stamped,", "sheet.stampd,", "line 92: score()", "stampd"),
    "a part for both sides in one": ("sheet.complete[..., None]", "sheet.complete", "score()", "points[..., None]"),
    "a part by robots": ("sheet.end).sum(axis=-1)", "sheet.end)", "score()", ".sum(axis=-1)"),
    "a sum over the matches": (
        "sheet.end).sum(axis=-1)",
        "sheet.end).sum(axis=-1) + 0 * sheet.store + sheet.store.max()",
        "score()",
        "the same alone",
    ),
    "a total that is no sum": (
        "Breakdown.of(1, parts, np.maximum(sum(parts.values()), 0))",
        "Breakdown(1, parts, sum(parts.values()) + 1)",
        "score()",
        "the sum of its parts",
    ),
    "a score below 0": (
        "Breakdown.of(1, parts, np.maximum(sum(parts.values()), 0))",
        "Breakdown.summed(parts)",
        "score()",
        "0 or more",
    ),
    "another unit": ("    unit=1,", "    unit=2,", "Points: store", "expected unit=2"),
    "a half point in whole ones": ("worth(3,", "worth(2.5,", "line 59: worth()", "unit=2"),
    "a value of another unit": (
        'a stamped crate", "assumed"',
        'a stamped crate", "assumed", unit=2',
        "Points: stamped",
        "unit=1, as SEASON has it",
    ),
    "parts that are no breakdown": ("return Breakdown.of", "return parts or Breakdown.of", "score()", "found dict"),
    "red before blue": (
        "points.stamped * sheet.stamped,",
        "points.stamped * sheet.stamped * np.array([1, 2]),",
        "score()",
        "expected the same points",
    ),
    "a part without words": ('        "end": f"', '        "ends": f"', "words()", "the part end"),
    "words for no part": (
        '        "rounding": "up',
        '        "bonus": "none",\n        "rounding": "up',
        "words()",
        "found bonus",
    ),
    "an entry that scores nothing": (
        IN_PARTS,
        '        "store": 0 * sheet.store,\n',
        "Sheet: store",
        "it changes nothing",
    ),
    "an entry without bounds that nobody scores": (
        "    fouls_minor: Array",
        '    loose: Array = entry("what lies about", "details.{side}Loose", side=SIDE)\n    fouls_minor: Array',
        "Sheet: loose",
        "it changes nothing",
    ),
    "a bound that matches break": (
        "most=80, side=SIDE)\n    stamped",
        "most=5, side=SIDE)\n    stamped",
        "Sheet: store",
        "from 0 to 5",
    ),
    "a value that is not used": (
        "points.complete * sheet",
        "15 * sheet",
        "Points: complete",
        "another value changes no score",
    ),
    "a value's source that there is not": (
        '"a stamped crate", "assumed"',
        '"a stamped crate", "manul"',
        "[[source]]",
        "by which Points has stamped",
    ),
}
IN_SEED = {
    "no TOML": ("field = true", "field = true true", "", "expected a TOML file"),
    "a misspelt key": ("lot = 3 ", "lots = 3 ", "[[action]] load: lots", "did you mean lot?"),
    "a place that there is not": (
        'takes = {"alliance.store" = 1}',
        'takes = {"alliance.stor" = 1}',
        "[[action]] stamp: takes",
        "alliance.store",
    ),
    "a piece that vanishes": (
        'gives = {"alliance.store" = 1, "robot.room" = 1,',
        'gives = {"robot.room" = 1,',
        "[[action]] store: gives",
        "every crate kept",
    ),
    "a piece that comes of nothing": (
        'gives = {"alliance.stamped" = 1}',
        'gives = {"alliance.stamped" = 2}',
        "[[action]] stamp: gives",
        "every crate kept",
    ),
    "a place that swallows pieces": (
        LOAD,
        SEA + LOAD + 'drops = {"field.sea" = 1, "robot.room" = 1}\n',
        "[[place]] field.sea",
        "what comes here is gone",
    ),
    "a clock that never runs": (
        SHEET,
        LATE + SHEET.replace("alliance.stamped", "alliance.time"),
        "[[place]] alliance.time: clock",
        "expected it to run some time",
    ),
    "room that does not come back": (
        'gives = {"alliance.store" = 1, "robot.room" = 1,',
        'gives = {"alliance.store" = 1,',
        "[[action]] store: gives",
        "robot.room to change by +1",
    ),
    "a row nobody can start": (
        'takes = {"robot.at_crane" = 1, "alliance.hooks" = 1}',
        'takes = {"robot.high" = 1, "alliance.hooks" = 1}',
        "[[action]] hang low",
        "a way to start it",
    ),
    "a row that wants too much": (
        '"field.stored" = 80',
        '"field.stored" = 9000',
        "[[action]] complete",
        "field.stored never holds 9000",
    ),
    "more than fits": (
        '"alliance.hooks" = 1}',
        '"alliance.hooks" = 3}',
        "[[action]] hang low: takes",
        "at most 2 of alliance.hooks",
    ),
    "a row that forbids what it wants": (
        'takes = {"alliance.store" = 1}',
        'takes = {"alliance.store" = 1}\nunless = {"alliance.store" = 1}',
        "[[action]] stamp: unless",
        "it wants alliance.store too",
    ),
    "a row that never stops": (
        'takes = {"robot.at_crane" = 1, "alliance.hooks" = 1}\n',
        "",
        "[[action]] hang low: gives",
        "run for ever",
    ),
    "a row that no playbook lists": ('order = ["stamp"]', "order = []", "[[playbook]] stamp: order", "at least one"),
    "a row that opens too late": ("after = 20 ", "after = 149 ", "[[action]] stamp: after", "before the buzzer"),
    "an ability nobody has": (
        "hang = {share = 0.6, talent = 1.0}",
        "hang = {share = 0.0001, talent = 1.0}",
        "[[action]] hang low",
        "0.0001 of the robots can hang",
    ),
    "an ability that is not listed": (
        'can = "climb_high"',
        'can = "climb_hgh"',
        "[[action]] climb high: can",
        "did you mean climb_high?",
    ),
    "an ability no row asks for": (
        "climb_high = {",
        "fly = {share = 0.5}\nclimb_high = {",
        "[robots.can] fly",
        "a row with can = 'fly'",
    ),
    "a skill no row names": (
        "climb = {spread",
        "throw = {spread = 0.1, talent = 0}\nclimb = {spread",
        "[robots.skill] throw",
        "a row with skill = 'throw'",
    ),
    "an entry nothing feeds": ('stamped = "alliance.stamped"\n', "", "[sheet]: stamped", "found none"),
    "an entry of another scope": (
        'store = "alliance.store"',
        'store = "field.quay"',
        "[sheet]: store",
        "scope alliance",
    ),
    "a state no place has": (', "robot.high" = 3}', "}", "[sheet]: end", "3 (HIGH)"),
    "humans that are missing": ("each = 1  ", "each = 0  ", "[humans]: each", "at least 1"),
    "shares that sum to more": ("share = 0.35\norder", "share = 0.45\norder", "[[playbook]]: share", "sum to 1"),
    "two playbooks alike": (
        'order = ["climb high", "hang low", "drive to the crane", "store", "load"]',
        'order = ["store", "load"]',
        "[[playbook]] store to the end",
        "differ from 'hang first'",
    ),
    "a decision before the window": (
        "[132, 4]",
        "[90, 4]",
        "[[playbook]] store and dock: set",
        "after 120 s, when it opens",
    ),
    "a decision too late": ("[132, 4]", "[149, 0]", "[[playbook]] store and dock: set", "in time for its 5 s"),
    "a year that is not its name's": ("year = 2087", "year = 2078", "season.year", "expected 2087"),
    "no field": ("field = true", "field = false", "season.field", "expected true"),
    "no grade": ('rules = "D"  ', '# rules = "D"', "season.rules", "expected a grade, A to D"),
    "a fact without its source": ('# city = "Nowhere"', 'city = "Nowhere"', "season.source.city", "who says so"),
    "a source that there is not": (
        'source = "manual"',
        'source = "manul"',
        "[[place]] field.quay: source",
        "did you mean manual?",
    ),
    "a spot that there is not": ('at = "dock"', 'at = "dok"', "[[action]] dock: at", "did you mean dock?"),
    "two spots in one place": (
        "x = 2.6\ny = 1.2",
        "x = 1.0\ny = 0.8",
        "[[spot]] crane",
        "another place than that of 'dock'",
    ),
    "a published figure that is none": (
        "# [observed.alliance_score]  # what",
        '[observed.alliance_scor]\nfigures = {mean = 60}\nsource = "manual"\n# what',
        "[observed.alliance_scor]",
        "the name of a statistic",
    ),
    "a bound that its number is beyond": (
        "# [fitted]  ",
        '[fitted]\nsource = "assumed"\nnumbers = {"robots.talent" = [0.6, 0.8]}\n# ',
        "[fitted]: robots.talent",
        "bounds around 0.4",
    ),
    "robots that wait": ("start = 80", "start = 6", "[[playbook]]", "time spent waiting"),
    "a promise that a match breaks": (
        'doc = "crates in one\'s own store, not stamped"',
        'doc = "crates"\nmost = 3\nsource = "manual"',
        "[[place]] alliance.store",
        "expected at most 3",
    ),
}
IN_SEED |= {
    "a lot that is never more than one": (
        "start = 3\nmost = 6",
        "start = 1\nmost = 1",
        "[[action]] load: lot",
        "up to 3 at once",
    ),
    "a clock no entry has": (
        'name = "field.stored"',
        'name = "field.stored"\nclock = true',
        "[[place]] field.stored: clock",
        "has its seconds",
    ),
    "a clock for a state": (
        'doc = "all crates are stored"',
        'doc = "all"\nclock = true',
        "[sheet]: complete",
        "found the clock",
    ),
    "a way driven too fast": ("seconds = 8\n", "seconds = 0.5\n", "[[action]] store: seconds", "m/s"),
    "a row that is tried all the time": (
        "seconds = 9\nsuccess = 0.85",
        "seconds = 0.6\nsuccess = 0.01",
        "[[action]]",
        "attempts a match",
    ),
}
IN_EXAMPLES = {
    "a sum that is wrong": (",110,66,1", ",111,66,1", "row 5: redScore", "score() gives 110 ("),
    "who won": (",110,66,1", ",110,66,2", "row 5: result", "expected 1"),
    "a column that is missing": ("redStamped,", "redStampd,", "row 4: redStampd", "did you mean details.redStamped?"),
    "a part that no example has": (
        ",0,0,1,1,1,0,0,1,110,66,1",
        ",0,0,1,0,1,0,0,1,95,51,1",
        "",
        "an example in which complete counts",
    ),
}
FILES = ((".py", IN_RULES), (".toml", IN_SEED), (".csv", IN_EXAMPLES))
PLANTED = {f"{name} ({kind})": (kind, *of) for kind, every in FILES for name, of in every.items()}


def named(found, kind, key, expected):
    """Say whether one of the findings names this file, this key in it, and what was expected."""
    of = f"fgc_{NAME}{'.toml' if key.startswith('[') else kind}"
    return any(file == of and key in where and expected in f"{where}: {said}" for _, file, where, said in found)


@pytest.mark.parametrize(("kind", "old", "new", "key", "expected"), PLANTED.values(), ids=PLANTED)
def test_a_planted_mistake_is_named(here, folder, kind, old, new, key, expected):
    """The line names the file, the key, and what was expected there."""
    edited(folder / f"fgc_{NAME}{kind}", old, new)
    found = check(here, folder)
    assert named(found, kind, key, expected), found


def test_a_golden_match_that_is_played_otherwise_is_named(here, folder):
    """The match that is kept beside the files is the one that is played, or the first line that differs is named."""
    golden = folder / f"fgc_{NAME}.txt"
    told = here("--seasons", folder, "replay", "--season", NAME, "--match", "3", "--seed", "1")
    golden.write_text(told.stdout, encoding="utf-8")
    assert check(here, folder) == []
    edited(golden, "Who plays", "Who played")
    ((level, file, key, expected),) = check(here, folder)
    assert (level, file, key) == ("mistake", golden.name, "line 3")
    assert "match 3 of seed 1" in expected


FAILS = {
    "a misspelt entry": ("sheet.stamped,", "sheet.stampd,", "line 92: score(): expected a Breakdown"),
    "no sum over robots": ("sheet.end).sum(axis=-1)", "sheet.end)", ".sum(axis=-1)"),
    "no breakdown": ("return Breakdown.of", "return parts or Breakdown.of", "score(): expected a Breakdown"),
}


@pytest.mark.parametrize(("old", "new", "expected"), FAILS.values(), ids=FAILS)
@pytest.mark.parametrize("verb", ["run", "replay", "event", "score", "audit", "compare"])
def test_rules_that_fail_are_one_line(here, folder, verb, old, new, expected):
    """What a season's own score() raises or gives ends every verb in one line that names its file."""
    edited(folder / f"fgc_{NAME}.py", old, new)
    examples = [folder / f"fgc_{NAME}.csv"]
    asked = {
        "run": ["--matches", "9"],
        "replay": ["--match", "3"],
        "event": ["--teams", "12", "--each", "3"],
        "compare": ["--plan", "store and dock", "--plan", "hang first", "--matches", "9"],
        "score": examples,
        "audit": examples,
    }
    done = here("--seasons", folder, verb, "--season", NAME, *asked[verb])
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = [line for line in done.stderr.splitlines() if "expected" in line]
    assert line.startswith("sim: ")
    assert f"fgc_{NAME}.py" in line
    assert expected in line
    assert "Traceback" not in done.stderr


DOWN = "return Breakdown.of(2, parts, np.maximum(sum(parts.values()) // 2, 0))"


def halved(folder, end):
    """Make crates worth halves by the page's recipe, with this end of score()."""
    path = folder / f"fgc_{NAME}.py"
    text = (
        path.read_text(encoding="utf-8").replace('"assumed")', '"assumed", unit=2)').replace("worth(3,", "worth(2.5,")
    )
    path.write_text(text.replace("    unit=1,", "    unit=2,"), encoding="utf-8")
    edited(path, "return Breakdown.of(1, parts, np.maximum(sum(parts.values()), 0))", end)
    edited(folder / f"fgc_{NAME}.csv", "all that there is,10,20,18,12", "all that there is,10,20,17,13")


def test_half_points_play_by_the_recipe(here, folder):
    """17 crates of 2.5 for red, 13 for blue: 98.5 and 62.5 points, both rounded down; and matches play."""
    assert DOWN in (ROOT / "docs" / "season-files.md").read_text(encoding="utf-8")
    halved(folder, DOWN)
    edited(folder / f"fgc_{NAME}.csv", ",110,66,1", ",98,62,1")
    assert check(here, folder) == []
    done = here("--seasons", folder, "score", "--season", NAME, folder / f"fgc_{NAME}.csv", "--json")
    first = json.loads(done.stdout.splitlines()[0])
    both = [first[f"{side}Breakdown"] for side in ("red", "blue")]
    assert [(each["stamped"], each["rounding"]) for each in both] == [(42.5, -0.5), (32.5, -0.5)]
    assert here("--seasons", folder, "run", "--season", NAME, "--matches", "9").returncode == 0


def test_half_points_that_are_scored_as_whole_ones_are_named(here, folder):
    """Whoever adds halves up and forgets to divide has scores of twice as many points."""
    halved(folder, "return Breakdown.of(2, parts, np.maximum(sum(parts.values()), 0))")
    assert named(check(here, folder), ".py", "score()", "divide it by 2")


def test_what_is_found_is_told_answer_first(here, folder):
    """The first line counts; then what is to be filled in, and how it plays, with errors."""
    done = here("check-season", NAME, "--seasons", folder)
    assert done.stdout.startswith(f"fgc_{NAME}: 0 mistakes, 0 warnings; ")
    assert "To be filled in:" in done.stdout
    assert "± " in done.stdout.partition("How often each row is done")[2]


def test_all_that_is_wrong_is_named_at_once(here, folder):
    """A place that is taken away is missed by the row and the entry that name it; both are told, and a skill too."""
    seed = folder / f"fgc_{NAME}.toml"
    edited(seed, '[[place]]\nname = "robot.high"\ndoc = "hanging high"\nmost = 1\n', "")
    edited(seed, 'skill = "place"', 'skill = "plce"')
    keys = ["[[action]] store: skill", "[[action]] climb high: gives", "[sheet]: end"]
    assert [key for _, _, key, _ in check(here, folder)] == keys


def test_what_is_wrong_comes_next(here, folder):
    """A mistake is a line with the file, the key and the page; nothing is played before it is mended."""
    edited(folder / f"fgc_{NAME}.toml", 'gives = {"alliance.stamped" = 1}', "gives = {}")
    lines = here("check-season", NAME, "--seasons", folder).stdout.splitlines()
    assert lines[0] == f"fgc_{NAME}: 1 mistake, 0 warnings; not played yet"
    assert lines[1].startswith(f"mistake: fgc_{NAME}.toml: [[action]] stamp: gives: expected every crate kept")
    assert lines[1].endswith("(docs/season-files.md#rows-what-is-done)")


def test_mistakes_of_every_kind_are_planted():
    """There are forty and more, in every file."""
    assert len(PLANTED) >= 40
    assert all(every for _, every in FILES)
