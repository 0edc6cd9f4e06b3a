"""Tables for people: on a terminal of 80 columns no cell is cut and no word broken, whatever verb prints them."""

import io
import re
import sys
from contextlib import redirect_stdout

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.season import point_values
from sim.cli import VERBS, app, output, playing
from sim.cli.bench import print_speeds
from sim.cli.tables import EDGES, GAP, parts_of, wrapped
from sim.play.bench import SHARES, Speed
from sim.table.game import playable, playable_keys, playbooks_by

SCREEN = 80
CELLS = st.text("ab 1.", min_size=0, max_size=30)


class Terminal(io.StringIO):
    """What is printed, taken for a terminal."""

    def isatty(self):
        """Say that somebody looks at it."""
        return True


@pytest.fixture
def printed(monkeypatch):
    """Run something on a terminal of 80 columns and in a pipe, and give what it prints on both."""
    monkeypatch.setenv("COLUMNS", str(SCREEN))
    monkeypatch.setenv("TERM", "dumb")

    def run(call):
        found = []
        for into in (Terminal(), io.StringIO()):
            with redirect_stdout(into):
                call()
            found.append(into.getvalue())
        return found

    return run


def assert_whole(screen, pipe):
    """See that a screen shows, within its width, every word and number that the tables of the pipe have."""
    shown, known = rows_of(screen), rows_of(pipe)
    assert known
    assert [line for line in shown if len(line.rstrip()) > SCREEN or "…" in line] == []
    words = {word for line in known for word in line.split() if not set(word) <= {"─"}}
    assert words - {word for line in shown for word in line.split()} == set()


def plans_of(key):
    """Name all plans of a season as options."""
    return [arg for book in playbooks_by(playable(key).model, "robot") for arg in ("--plan", book.name)]


def sweep_of(key):
    """Give a sweep of two numbers that every season has, with names that are as long as they get."""
    book = playbooks_by(playable(key).model, "robot")[0]
    longest = max((row for row in book.order if not needed(key, row)), key=len)
    return ["--plan", book.name, "--set", f"{longest}.works=0.2:0.8:0.3", "--set", "robots.pace=-0.1:0.1:0.1"]


def needed(key, row):
    """Give the ability that a row asks for."""
    return next(action.can for action in playable(key).model.action if action.name == row)


def playoffs_of(key):
    """Give the options that play a season's playoffs, where it had some."""
    of = playable(key).model.playoffs
    return ["--playoffs", *(["--sits", "rotate"] if of.drawn else [])] if of else []


def values_of(key):
    """Give a sweep of a season's first point value, with another one changed."""
    book, names = playbooks_by(playable(key).model, "robot")[0], list(point_values(playable(key).rules))
    return ["--plan", book.name, "--set", f"points.{names[0]}=0:1:1", "--points", f"{names[-1]}=1"]


FEW = ("--teams", "48", "--each", "4")
COMMANDS = {
    "rules": lambda key: ["rules", key],
    "run": lambda key: ["run", "--season", key, "--matches", "40"],
    "replay": lambda key: ["replay", "--season", key, "--match", "1"],
    "compare": lambda key: ["compare", "--season", key, *plans_of(key), "--matches", "40", "--details", "--quick"],
    "compare two": lambda key: ["compare", "--season", key, *plans_of(key)[:4], "--matches", "40", "--quick"],
    "advise": lambda key: ["advise", "--season", key, *plans_of(key)[:2], "--matches", "40", "--quick", "--details"],
    "best": lambda key: ["best", "--season", key, *plans_of(key), "--matches", "40", "--quick"],
    "sweep": lambda key: ["sweep", "--season", key, *sweep_of(key), "--matches", "40", "--details"],
    "values": lambda key: ["sweep", "--season", key, *values_of(key), "--matches", "40"],
    "event": lambda key: ["event", "--season", key, *FEW, "--repeat", "2", *playoffs_of(key)],
    "each": lambda key: ["event", "--season", key, "--teams", "24", "--each", "3:5:2", "--repeat", "2"],
    "validate": lambda key: ["validate", "--season", key, "--repeats", "2"],
}


def rows_of(text):
    """Give the lines of tables: they begin with a space, the others with a word."""
    return [line for line in text.splitlines() if line.startswith(" ")]


@pytest.mark.parametrize("key", playable_keys())
@pytest.mark.parametrize("verb", COMMANDS)
def test_every_table_fits_a_terminal(printed, key, verb):
    """What a verb prints in tables fits 80 columns, with every word and number that it has in a pipe."""
    assert_whole(*printed(lambda: app(COMMANDS[verb](key), standalone_mode=False)))


def test_seasons_and_speeds_fit_a_terminal(printed):
    """So do the tables that are of all seasons."""
    assert_whole(*printed(lambda: app(["seasons"], standalone_mode=False)))
    speed = Speed(123.4, 12_345_678.9, {1: 54_321.0, 2: 98_765.0}, 678.9, dict.fromkeys(SHARES, 0.25))
    assert_whole(*printed(lambda: print_speeds(dict.fromkeys(playable_keys(), speed), 2)))


def test_documents_fit_a_terminal(printed, tmp_path):
    """The official ranking and the audit of a saved event fit, with a season of many parts."""
    key = playable_keys()[-1]
    args = ["event", "--season", key, "--teams", "24", "--each", "2", "--out", str(tmp_path / "event"), "--json"]
    with redirect_stdout(io.StringIO()):
        app(args, standalone_mode=False)
    for verb in ("rank", "score"):
        file = str(tmp_path / "event" / "event-00000.jsonl")
        assert_whole(*printed(lambda verb=verb, file=file: app([verb, "--season", key, file], standalone_mode=False)))


def test_a_schedule_fits_a_terminal(printed, tmp_path):
    """The table of a schedule fits, however long the names of its teams are, with days, times and fields."""
    teams = tmp_path / "teams.txt"
    teams.write_text("".join(f"Saint Somebody and the {n} Islands\n" for n in range(24)), encoding="utf-8")
    times = ["--fields", "2", "--start", "16:50", "--breaks", "17:00-9:00"]
    for of in (["--teams", "181", *times], ["--teams", str(teams), *times]):
        assert_whole(*printed(lambda of=of: app(["schedule", *of, "--each", "2"], standalone_mode=False)))


@pytest.mark.slow
def test_a_forecast_fits_a_terminal(printed, tmp_path):
    """So do the tables of a forecast, with long names of teams, and those of its back-test."""
    key = playable_keys()[-1]
    teams, plan, half = (tmp_path / name for name in ("teams.txt", "plan.csv", "half.csv"))
    teams.write_text("".join(f"Saint Somebody {n}\n" for n in range(24)), encoding="utf-8")
    with redirect_stdout(io.StringIO()):
        app(["schedule", "--teams", str(teams), "--each", "4", "--out", str(plan)], standalone_mode=False)
    head, *rows = plan.read_text(encoding="utf-8").splitlines()
    scored = [f"{row},{100 + n},{90 + 2 * n}" for n, row in enumerate(rows[:8])]
    half.write_text("\n".join([f"{head},red_score,blue_score", *scored]), encoding="utf-8")
    args = ["forecast", "--season", key, str(half), "--schedule", str(plan), "--hindsight", "--back-test"]
    assert_whole(*printed(lambda: app([*args, "--repeats", "50"], standalone_mode=False)))


@pytest.mark.slow
def test_a_fit_fits_a_terminal(printed, tmp_path):
    """The tables of a calibration fit."""
    files = iter(("one.toml", "other.toml"))
    args = ["calibrate", "--season", playable_keys()[0], "--events", "4", "--starts", "1", "--out"]
    assert_whole(*printed(lambda: app([*args, str(tmp_path / next(files))], standalone_mode=False)))


def test_numbers_that_nobody_rounded_have_few_digits(printed):
    """A statistic is written with four decimals at most, a whole one without any."""
    screen, pipe = printed(lambda: output.print_table("T", ["a", "b"], [[1 / 3, 95.0], [45.33333333333333, "x"]]))
    assert screen == pipe
    assert pipe.split()[-4:] == ["0.3333", "95", "45.3333", "x"]


def test_a_table_in_a_pipe_is_as_wide_as_it_needs(printed):
    """Nothing is wrapped where nobody looks."""
    cell = "word " * 100
    screen, pipe = printed(lambda: output.print_table("T", ["a", "b"], [[cell, 1]], left=["a"]))
    assert cell.strip() in pipe
    assert cell.strip() not in screen


@given(
    st.integers(2, 6).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=2, max_size=4)),
    st.integers(20, 90),
    st.integers(1, 2),
)
def test_columns_are_all_there_once(table, width, keys):
    """Every column is in one part, the keys in each; a part is too wide only where no word could be moved."""
    heads, *rows = table
    parts = parts_of(heads, rows, [place % 2 == 0 for place in range(len(heads))], width, keys)
    for part in parts:
        assert part.columns[:keys] == list(range(keys))
        taken = sum(part.widths) + GAP * (len(part.widths) - 1) + EDGES
        assert taken <= width or len(part.columns) <= keys + 1
    assert sorted(place for part in parts for place in part.columns[keys:]) == list(range(keys, len(heads)))


def test_a_number_stays_with_its_error():
    """No line is broken between a number, its error and its per cent."""
    assert wrapped("a 48.3 ± 2.9 wins (95 %)", 12) == "a 48.3 ± 2.9\nwins (95 %)"


@given(st.text("ab ", max_size=60), st.integers(1, 20))
def test_words_are_never_broken(text, width):
    """Wrapped, a text has the same words in the same order; only a word that is too wide makes a wide line."""
    lines = wrapped(text, width).split("\n")
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or " " not in line.strip() for line in lines)


@pytest.mark.parametrize("verb", [(), *([each] for each in VERBS)], ids=lambda verb: " ".join(verb) or "sim")
def test_help_is_in_plain_words(here, verb):
    """No kind of a value is named as programmers name it, and no default stands in brackets of its own."""
    said = here(*verb, "--help").stdout
    assert not re.findall(r"<[a-z]+>|default: \(", said)
    assert "--help" in said


def test_paragraphs_flow():
    """Lines of a paragraph and of a point are joined; a formula, further in, keeps its own."""
    text = "One\ntwo.\n\n    a = b\n    c = d\n\nDoubts:\n- this\n  goes on\n- that"
    assert output.reflowed(text) == "One two.\n\n    a = b\n    c = d\n\nDoubts:\n- this goes on\n- that"


def test_progress_is_one_line_without_a_first_guess(monkeypatch):
    """The count is what the text says; no speed is said at first, and all of it fits 80 columns."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    with playing.progress("12 x 1,000,000 matches", 12_000_000) as told:
        told(11_345_678)
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue()).split("\r")
    assert any("11,345,678 of 12,000,000" in line for line in lines)
    assert "a second" not in screen.getvalue()
    assert all(len(line) <= 80 for line in lines)
