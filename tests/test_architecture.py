"""The laws of the house, read from the syntax trees: who may import whom, and where which library lives."""

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter

import pytest
from places import ROOT

import rules
import sim
from sim.cli import VERBS

ROOMS = ("rules", "sim", "analysis")
FOLDERS = {".ci", ".github", "rules", "seeds", "sim", "analysis", "tests", "docs"}
HEAVY = ("numpy", "pandas", "pydantic", "scipy", "matplotlib", "typer", "rich", "numba", "simpy", "pyarrow")
MOST_LINES, MOST_PARAMETERS = 40, 8
"""Of a function."""
YEAR = re.compile(r"(?<!\d)20(?:1[7-9]|2\d)(?!\d)")

FILES = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
RULES = [file for file in FILES if file.parts[0] == "rules"]
SEASONS = [file for file in FILES if file.match("rules/fgc_*.py")]
ABOVE = [file for file in FILES if file not in RULES]


def broken(law, files=FILES):
    """Give what each of the files has that this law forbids, by file, where it has any."""
    return {file.as_posix(): found for file in files if (found := list(law(file)))}


@cache
def tree(file):
    """Parse one file of the project."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def imported(file):
    """Give every dotted name a file imports, wherever in it: of `from a import b` both `a` and `a.b`."""
    names = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import"
            names |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return names


def below(names, *packages):
    """Give those of the names that are one of the packages or lie in one."""
    return {name for name in names if any(name == each or name.startswith(f"{each}.") for each in packages)}


FLOORS = ("rules", "sim", "sim.table", "sim.robots", "sim.engine", "sim.play", "analysis", "sim.cli", "sim.web")
"""From the ground up; `sim` is what all of `sim` stands on: draws and compiling."""
STAIRS = {
    "sim/cli/web.py": {"sim.web.serving"},
    "sim/cli/page.py": {"sim.web.offline"},
    "sim/cli/bench.py": {"sim.web.node"},
}
"""The verbs that serve, write and measure the page, which asks the other verbs."""


def floor(module):
    """Give how high up a module stands: the place of the longest floor that it lies on."""
    return max(
        (each for each in range(len(FLOORS)) if below({module}, FLOORS[each])), key=lambda each: len(FLOORS[each])
    )


def imports_from_above(file):
    """Give what a file imports that stands on a higher floor than its own."""
    own = floor(".".join(file.with_suffix("").parts))
    ours = {name for name in below(imported(file), *ROOMS) if name not in ROOMS}
    return {name for name in ours if floor(name) > own} - STAIRS.get(file.as_posix(), set())


def test_no_file_imports_upwards():
    """A file imports what stands on its own floor or below; only the doors of `sim`, looked up late, do not.

    These are what analysts import: `compare` and `sweep` live in `analysis`, which nothing else of `sim` but the
    porch knows. What the doors are is read from the imports that `sim/__init__` makes for type checkers.
    """
    assert set(broken(imports_from_above)) == {"sim/__init__.py", "sim/__main__.py"}


def first_line(file):
    """Give the first line of a file's docstring, or nothing."""
    return (ast.get_docstring(tree(file)) or "").strip().split("\n")[0]


def test_a_room_says_what_lives_there():
    """The docstring of each folder of code says in a sentence what is in it."""
    rooms = [file for file in FILES if file.name == "__init__.py"]
    assert len(rooms) > 10
    assert [file for file in rooms if not first_line(file).endswith(".")] == []


def test_rules_know_numpy_and_the_standard_library_only():
    """The rules import nothing else that could be missing, slow or opinionated."""
    tops = {name.split(".")[0] for file in RULES for name in imported(file)}
    assert tops - sys.stdlib_module_names <= {"numpy", "rules"}


def test_rules_import_no_circle():
    """The modules of the rules can be put in an order in which each imports earlier ones only, types included."""
    files = {".".join(file.with_suffix("").parts).removesuffix(".__init__"): file for file in FILES}
    graph = {
        name: {each for each in imported(file) if each in files and each != "rules"}
        for name, file in files.items()
        if file.parts[0] == "rules"
    }
    assert list(TopologicalSorter(graph).static_order())


def official_names(parsed):
    """Give the texts that name an entry of a document's details, but for those in `entry(...)`."""
    calls = [node for node in ast.walk(parsed) if isinstance(node, ast.Call) and ast.unparse(node.func) == "entry"]
    declared = {id(node) for call in calls for node in ast.walk(call)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and id(node) not in declared and "details." in str(node.value):
            yield node.value


def test_official_names_stand_in_entries_alone():
    """A season names what documents hold where it declares the entry, and nowhere else."""
    assert broken(lambda file: official_names(tree(file)), SEASONS) == {}


def test_the_search_for_official_names_finds_them():
    """The law above would see a name beside the entries, and does not mind one in them."""
    text = "x = entry('a', f'details.{b}')\ny = f'details.{c}'"
    assert list(official_names(ast.parse(text))) == ["details."]


def test_errors_import_nothing_of_ours():
    """`rules/errors.py` stands at the very bottom."""
    assert below(imported((ROOT / "rules" / "errors.py").relative_to(ROOT)), *ROOMS) == set()


HOMES = {
    "distributed": ("sim/play/cluster.py",),
    "simpy": ("sim/engine/reference.py",),
    "numba": ("sim/compiling.py",),
    "llvmlite": ("sim/web/engine.py",),
    "typer": ("sim/cli/",),
    "rich": ("sim/cli/",),
    "pydantic": ("sim/table/", "sim/robots/", "sim/play/request.py", "analysis/report/reading.py"),
    "tomlkit": ("sim/table/toml.py",),
    "pandas": ("analysis/", "sim/play/matches.py"),
    "pyarrow": ("sim/play/saved.py",),
    "matplotlib": ("analysis/plots/",),
    "scipy": ("analysis/",),
    "threadpoolctl": ("analysis/forecast/",),
    "platformdirs": ("sim/compiling.py",),
    "starlette": ("sim/web/",),
    "uvicorn": ("sim/web/",),
}
"""Where each library but numpy lives, which is everywhere."""


@pytest.mark.parametrize("library", HOMES)
def test_each_library_lives_in_its_rooms_alone(library):
    """A library is imported, even in a function, only where it belongs."""
    users = {file.as_posix() for file in FILES if below(imported(file), library)}
    assert {user for user in users if not user.startswith(HOMES[library])} == set()


def test_every_library_has_a_home():
    """Whatever is imported, and neither ours nor the standard library's nor numpy, stands in the list above."""
    tops = {name.split(".")[0] for file in FILES for name in imported(file)}
    assert tops - sys.stdlib_module_names - {*ROOMS, "seeds", "numpy"} == set(HOMES)


SLOW = ("pandas", "pyarrow", "matplotlib", "scipy", "simpy", "distributed")
"""What may be imported in the function that needs it: it takes longer to load than a thousand matches to play."""


def imported_inside(parsed):
    """Give the line of each import inside of a function, but for slow libraries."""
    for each in ast.walk(parsed):
        if isinstance(each, ast.FunctionDef):
            for node in ast.walk(each):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
                if any(name.split(".")[0] not in SLOW for name in names):
                    yield node.lineno


def test_imports_stand_at_the_head():
    """No import stands inside a function, but of what is slow to load."""
    assert broken(lambda file: imported_inside(tree(file)), ABOVE) == {}


def test_the_search_for_imports_finds_them():
    """The law above would see these, and does not mind the slow ones."""
    text = "def f():\n import json\n from sim.cli import app\n import pandas as pd\n from scipy.stats import norm"
    assert list(imported_inside(ast.parse(text))) == [2, 3]


ASSERTED = {
    ("analysis/event/validate.py", "table.details is not None"),
    ("analysis/compare/paired.py", "error is not None"),
    ("analysis/run/time_use.py", "game.model.field is not None"),
}
"""What only the type checker cannot see: score sheets where they are scored, the error of two matches or more, and
the field of a season that says where its rows are done. That a playable season has something is in its type."""


def test_nothing_is_asserted_that_a_type_could_say():
    """No `assert` stands in the code but those of the list, and all of these still do."""
    every = ((file, node) for file in ABOVE for node in ast.walk(tree(file)) if isinstance(node, ast.Assert))
    assert {(file.as_posix(), ast.unparse(node.test)) for file, node in every} == ASSERTED


A_SEASON = re.compile(r"(?:fgc_)?(20(?:1[7-9]|2\d))(?:\.(?:toml|py))?")
PYTHON_OF_TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))


def lists_of_seasons(parsed):
    """Give the line of each list, tuple or set in which two or more seasons with rules stand as such."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            named = (A_SEASON.fullmatch(str(each.value)) for each in node.elts if isinstance(each, ast.Constant))
            if len({found[1] for found in named if found} & YEARS) > 1:
                yield node.lineno


YEARS = {key.removeprefix("fgc_") for key in rules.keys()}


def test_no_list_of_seasons_stands_anywhere():
    """A season that is added joins by being there, in the code and in the tests; published numbers are by year."""
    assert broken(lambda file: lists_of_seasons(tree(file)), [*FILES, *PYTHON_OF_TESTS]) == {}


@pytest.mark.parametrize(
    "text", ["x = ['fgc_2022', 'fgc_2023']", "for y in (2019, 2026): pass", "x = {'2017', 'a', 'fgc_2018.toml'}"]
)
def test_the_search_for_lists_of_seasons_finds_them(text):
    """The law above would see a list in each of these."""
    assert list(lists_of_seasons(ast.parse(text))) == [1]


def free_to_name_years(parsed):
    """Give the constants that may hold a year: docstrings, also those of attributes, and help texts."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.keyword) and node.arg == "help":
            yield from ast.walk(node.value)


def years_in(parsed):
    """Give the line of each constant that holds a year, but for those free to."""
    free = {id(node) for node in free_to_name_years(parsed)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and id(node) not in free:
            value = node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)
            if YEAR.search(value):
                yield node.lineno


def test_the_engine_knows_no_year():
    """No year stands as a number or in a string of sim/ and analysis/, but in docstrings and help."""
    assert broken(lambda file: years_in(tree(file)), ABOVE) == {}


@pytest.mark.parametrize(
    "text", ["x = 2022", "x = f'fgc_2026{y}'", "if key == 'fgc_2019': pass", "x = b'2017'", "def f(a=2025): pass"]
)
def test_the_search_for_years_finds_them(text):
    """The law above would see a year in each of these."""
    assert list(years_in(ast.parse(text))) == [1]


@pytest.mark.parametrize("text", ["'''2022'''", "x = 2016 + 12_022", "f(help='2022')", "x = 'a 20221 b'", "x = 2030"])
def test_the_search_for_years_finds_nothing_else(text):
    """Docstrings, help and longer numbers are no years."""
    assert list(years_in(ast.parse(text))) == []


@pytest.fixture(scope="module")
def known():
    """List the files that git tracks or would track; skip outside a checkout."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip(f"{ROOT} is no git checkout")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in map(ROOT.joinpath, filter(None, listed.split("\0"))) if path.exists()]


def test_there_are_no_other_rooms(known):
    """Every folder at the top is one that the design names."""
    tops = {path.relative_to(ROOT).parts[0] for path in known if path.parent != ROOT}
    assert tops <= FOLDERS


def functions(file):
    """Give every function of a file, methods and inner ones among them."""
    return [node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def verbs(file):
    """Give the names of the functions of a file that are verbs."""
    here = file.parent.as_posix() == "sim/cli"
    return {verb.replace("-", "_") for verb, (home, _) in VERBS.items() if here and home == file.stem}


def is_compiled(function):
    """Say whether a function is numba's, which knows no other way to share what a loop works on."""
    return not {"compiled", "called", "inlined"}.isdisjoint(ast.unparse(each) for each in function.decorator_list)


FREELY_NAMED = {"entry", "__array_ufunc__"}
"""Who may have parameters of any name: an entry's axes are the season's own, a ufunc's options numpy's."""


def too_much_of_functions(file):
    """Give the functions of a file that have too many lines or parameters, or hide some in `**`, each with why."""
    free = verbs(file) | set(sim.__all__) | FREELY_NAMED
    for each in functions(file):
        if each.name not in free and not is_compiled(each):
            if each.end_lineno - each.lineno >= MOST_LINES:
                yield each.name, "long"
            if len([*each.args.args, *each.args.kwonlyargs]) > MOST_PARAMETERS:
                yield each.name, "wide"
            if each.args.kwarg is not None:
                yield each.name, "hidden"


def test_functions_are_short_and_take_little():
    """No function has more than 40 lines or 8 parameters, nor hides some in `**`; but verbs and compiled ones may."""
    assert broken(too_much_of_functions) == {}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_a_function_that_says_what_it_does(verb):
    """The table of verbs names a file that has the function, and repeats the first line of its docstring."""
    home, line = VERBS[verb]
    (found,) = [each for each in functions(f"sim/cli/{home}.py") if each.name == verb.replace("-", "_")]
    assert (ast.get_docstring(found) or "").split("\n")[0] == line


def test_there_are_verbs():
    """The search for verbs finds all of them, and they alone may be long."""
    assert sorted(name for file in FILES for name in verbs(file)) == sorted(verb.replace("-", "_") for verb in VERBS)


def test_importing_sim_loads_nothing_heavy():
    """`import sim` takes no time: what is heavy comes with what needs it."""
    code = "import sys, sim; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "sim" in done.stdout.split()
    assert not set(HEAVY) & set(done.stdout.split())


@pytest.mark.parametrize("key", [file.stem for file in SEASONS])
def test_one_key_everywhere(key):
    """A season's rules have a seed file and a test file of the same name, and bear it themselves."""
    assert (ROOT / "seeds" / f"{key}.toml").is_file()
    assert (ROOT / "tests" / "rules" / f"test_{key}.py").is_file()
    assert rules.load(key).key == key


def test_every_module_says_what_it_is():
    """Each file opens with a docstring."""
    assert [file for file in FILES if not first_line(file)] == []
