"""Every input of the program: files that are right, and what must hold of whatever becomes of them.

A file is either refused in one line, or accepted and then right: documents score what a plain reading scores, both
engines play files of teams alike, what is written of a table is read as the same.
"""

import io
import json
import sys
import tomllib
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from official import SEASONS, csv_of, match_of
from plain_scores import plain_scores, plain_text
from played import PLAYED
from running_events import SMALL, small_event
from scenes import Scene
from strategies import own_axes

import sim.cli
from analysis.brief.notes import read_notes
from analysis.event.published import read_table, with_details
from analysis.forecast.reading import read_history, read_running
from analysis.report.reading import read as read_report
from analysis.report.report import page_of
from rules.audit import audited
from rules.documents import Choice, one_ranking, read, slots
from rules.documents.blank import csv_form, json_form
from rules.errors import FgcError
from rules.season import entries, point_values
from sim import load, simulate
from sim.cli import streams
from sim.engine import fast
from sim.files import sum_line, sum_path
from sim.play.request import restored
from sim.play.schedule import drawn
from sim.play.schedule_files import csv_text, json_text, read_schedule, read_teams
from sim.play.timetable import at_times, named, on_fields
from sim.robots.drawn import prepare
from sim.robots.files import DRAWN, Station, read_plan, read_robot, read_side, rows_of
from sim.robots.lineup import all_playbooks, lineup
from sim.robots.points_file import read_points
from sim.robots.population_file import overlay_lines, read_overlay, turned
from sim.robots.starters import plan_lines, robot_lines
from sim.robots.stopwatch import timed
from sim.robots.timed_file import timed_lines
from sim.robots.times_file import form_lines, read_times, timed_rows
from sim.table.agents import ROBOTS
from sim.table.dials import flat, numbers_of
from sim.table.game import Game, playable, playbooks_by

REFUSED, ACCEPTED, PLAYED_ALIKE = "refused", "accepted", "played alike"
LONGEST = 300
MATCHES, MOST_ATTEMPTS = 2, 4_000
"""Matches in which the engines are compared, where they have no more attempts in all: some files are of robots so
quick that the reference engine would take minutes."""
SHEETS = 3
"""Made-up matches of each season."""


FOLLOWING = next(key for key, season in SEASONS.items() if season.derived)
"""A season whose documents record what follows from their entries, with values of any kind."""
DIFFERS = 1
"""How `audit` ends where documents disagree."""


class Input(NamedTuple):
    """A kind of input."""

    examples: Sequence[bytes]
    """Files that are right."""
    check: Callable[[bytes], str]
    """Says what became of a file; fails where that is wrong."""


def refusing(reading: Callable[[bytes], str]) -> Callable[[bytes], str]:
    """Let a reading say of what it raises that the file is refused, in one short line."""

    def check(data: bytes) -> str:
        try:
            return reading(data)
        except FgcError as error:
            line = f"sim: {sim.cli.one_line(str(error))}"
            assert line.isprintable()
            assert len(line) < LONGEST
            return REFUSED

    return check


def inputs(folder: Path) -> dict[str, Input]:
    """Give every kind of input by name; files are written to this folder where reading wants one."""
    found: dict[str, Input] = {}
    for key, season in SEASONS.items():
        found[f"documents {key}"] = Input(file_forms(season), refusing(partial(_scored, season)))
    for key in PLAYED:
        game = playable(key)
        for kind, examples, reading in _of_teams(game):
            found[f"{kind} {key}"] = Input(
                examples, refusing(partial(_of_file, reading, game, folder / "fuzzed.toml"))
            )
    game = playable("fgc_2022")
    found["times"] = Input(_times(game), refusing(partial(_of_file, _timed, game, folder / "fuzzed.csv")))
    found |= {kind: Input(examples, refusing(reading)) for kind, examples, reading in _tables(game)}
    found["run"] = Input(*_run(folder / "run", "run.json"))
    found["part of a run"] = Input(*_run(folder / "parts", "matches/part-00000.parquet"))
    found["report"] = Input(_reports(), refusing(_reported))
    return found | _of_commands(found, folder / "given.toml")


def _of_commands(found: dict[str, Input], file: Path) -> dict[str, Input]:
    """Give the same files to verbs, from what is asked to what is printed."""
    plan = file.with_name("plan.toml")
    plan.write_bytes(found["plan fgc_2022"].examples[0])
    asked = [
        *((f"documents {FOLLOWING}", f"{verb} @ --season {FOLLOWING} --json") for verb in ("score", "audit", "rank")),
        ("population fgc_2022", "run --season 2022 --matches 3 --population @"),
        ("population fgc_2026", "replay --season 2026 --match 1 --population @"),
        ("robot fgc_2022", f"compare --season 2022 --plan {plan} --robot @ --robot p50 --matches 20 --quick --json"),
        ("plan fgc_2019", "run --season 2019 --matches 20 --playbook @ --json"),
        ("times", "robot --season 2022 --times @"),
        ("schedule", "schedule --check @"),
    ]
    return {
        f"sim {words.split()[0]}, {kind}": Input(found[kind].examples, partial(_given, file, words))
        for kind, words in asked
    }


def file_forms(season: Any) -> list[bytes]:
    """Give right files of a season's documents, in each form that there is."""
    luck = np.random.default_rng(1)
    made = [_made(season, luck, number) for number in range(1, SHEETS + 1)]
    one, many = json.dumps(made[0]), json.dumps(made)
    lines, service = "\n".join(map(json.dumps, made)), json.dumps({"matches": made}, indent=1)
    tables = [csv_of(made, season), csv_of(made[:1], season, ";"), csv_form(season).replace("-1", "0")]
    forms = json_form(season).replace('"result": -1', '"result": 0')
    return [text.encode() for text in (one, many, lines, service, *tables, forms)]


def _made(season: Any, luck: Any, number: int) -> Any:
    """Make up a match of small counts, and one of large ones."""
    every = entries(season.sheet).items()
    most = {name: min(entry.most, 9 if number % 2 else 300) for name, entry in every}
    sheet = {name: luck.integers(0, most[name], (1, *own_axes(entry)), endpoint=True) for name, entry in every}
    whole = match_of(season, number, season.sheet(**sheet))
    derived = {name: of(season.sheet(**sheet), season.points)[0].item() for name, of in season.derived.items()}
    return {**whole, "details": {**whole["details"], **derived}}


def _scored(season: Any, data: bytes) -> str:
    """Score, audit and rank documents: scores have to be those of a plain reading."""
    documents = read(data, season)
    audits = audited(documents, season)
    json.dumps([each.as_json() for each in audits], allow_nan=False)
    assert [[*each.scores] for each in audits] == plain_scores(data, season)
    ranked = read(data, season, "ranking")
    season.rank(one_ranking(ranked, season, "ranking", Choice()).documents)
    return ACCEPTED


def _given(file: Path, words: str, data: bytes) -> str:
    """Give a file to a command in the place of its `@`."""
    file.write_bytes(data)
    verb, *others = words.split()
    code, out, err = said(verb, *(str(file) if word == "@" else word for word in others))
    assert code in (0, 2) or (verb, code) == ("audit", DIFFERS)
    if code == 2:
        need_refusal(out, err)
        return REFUSED
    for line in out.splitlines() if "--json" in words else ():
        json.loads(line)
    return ACCEPTED


def need_refusal(out: str, err: str) -> None:
    """Fail unless a command that refused said one short line and printed nothing."""
    assert out == ""
    assert err.startswith("sim: ")
    assert err.count("\n") == 1
    assert len(err) <= LONGEST


def _of_teams(game: Game) -> list[tuple[str, list[bytes], Any]]:
    """Give the files that teams write, right ones of the season, and how each kind is read."""
    head = f'season = "{game.key.removeprefix("fgc_")}"\n'
    books = playbooks_by(game.model, "robot")
    points = point_values(game.rules)
    robots = [_text(robot_lines(game)), f'{head}name = "x"\npercentile = 90\n'.encode()]
    plans = [_text(plan_lines(game, book)) for book in books[:3]]
    side = f'{head}robots = ["p50", "draw", "p90"]\nplans = ["{books[0].name}", "draw", "draw"]\n'
    everything = _text(overlay_lines(game.key, numbers_of(game.model), "everything"))
    few = f"{head}[robots]\npace = 0.3\ntalent = 0.5\nreliability = 1.5\n[robots.fouls]\nminor = 1\n".encode()
    kinds = [
        ("robot", robots, _robot),
        ("plan", plans, _plan),
        ("line-up", [side.encode()], _side),
        ("population", [everything, few], _population),
    ]
    worth = "".join(f'"{name}" = {value}\n' for name, value in points.items())
    return [*kinds, ("points", [f"{head}[points]\n{worth}".encode()], _repointed)] if points else kinds


def _text(lines: Any) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _of_file(reading: Any, game: Game, file: Path, data: bytes) -> str:
    file.write_bytes(data)
    return str(reading(game, str(file)))


def _raw(file: str) -> Any:
    return tomllib.loads(plain_text(Path(file).read_bytes()))


def _robot(game: Game, file: str) -> str:
    robot, raw = read_robot(game, file), _raw(file)
    for name in ("seconds", "works", "percentile", "no_show", "breaks", "room"):
        assert raw.get(name) in (None, getattr(robot, name))
    return _played(game, (Station(robot=robot),)) if robot.reaches is None else ACCEPTED


def _plan(game: Game, file: str) -> str:
    plan, raw = read_plan(game, file), _raw(file)
    assert [*plan.order] == raw["order"]
    assert {name: [*each.after] for name, each in plan.set.items()} == {
        name: each["after"] for name, each in raw.get("set", {}).items()
    }
    return _played(game, (Station(plan=plan),))


def _side(game: Game, file: str) -> str:
    return _played(game, read_side(game, file))


def _population(game: Game, file: str) -> str:
    numbers, raw = read_overlay(game, file), _raw(file)
    tables = ("robots", "shares", "action")
    assert numbers == {name: value for table in tables for name, value in flat(table, raw.get(table, {})).items()}
    return _played(turned(game, numbers))


def _repointed(game: Game, file: str) -> str:
    changed = game.with_points(read_points(game, file))
    luck = np.random.default_rng(1)
    every = entries(game.rules.sheet).items()
    sheet = {name: luck.integers(0, min(entry.most, 9), (3, *own_axes(entry))) for name, entry in every}
    found = changed.rules.score(changed.rules.sheet(**sheet))
    assert (found.total * found.unit == sum(found.parts.values())).all()
    return ACCEPTED


def _played(game: Game, stations: Sequence[Station] = ()) -> str:
    """Let both engines play a few matches: their event logs have to be equal."""
    standing = (*stations, *(DRAWN,) * (ROBOTS - len(stations)))
    books = all_playbooks(game.playbooks, standing)
    of = Scene(game, rows_of(game, books), 1, prepare(lineup(game, game.playbooks, standing), 1, 0, MATCHES))
    if fast.Engine(game, of.orders, 1).play_robots(of.robots).attempts.sum() > MOST_ATTEMPTS:
        return ACCEPTED
    assert of.first_difference() is None
    return PLAYED_ALIKE


def _times(game: Game) -> list[bytes]:
    rows = [row.name for row in timed_rows(game)]
    tries = "".join(
        f"{row},{number + 0.5},{'no' if number == 3 else 'yes'}\n" for row in rows for number in (2, 3, 4)
    )
    return [f"row,seconds,worked\n{tries}".encode(), _text(form_lines(game)).replace(b",,", b",3.2,yes")]


def _timed(game: Game, file: str) -> str:
    """Make a robot of a stopwatch's tries: its file has to be read as the same robot."""
    found = timed(game, read_times(game, file))
    Path(file).with_suffix(".toml").write_bytes(_text(timed_lines(game, found)))
    robot = read_robot(game, str(Path(file).with_suffix(".toml")))
    assert robot.seconds.keys() == found.robot.seconds.keys()
    np.testing.assert_allclose([*robot.seconds.values()], [*found.robot.seconds.values()], rtol=1e-3)
    return ACCEPTED


def _tables(game: Game) -> list[tuple[str, list[bytes], Callable[[bytes], str]]]:
    """Give the tables of events, right ones, and how each kind is read."""
    schedule = named(drawn(12, 4, 1), [f"T{team}" for team in range(12)])
    timely = at_times(on_fields(schedule, 2), "09:00", 7, ["12:00-13:00"])
    schedules = [
        text.encode() for text in (csv_text(schedule), csv_text(timely), json_text(schedule), json_text(timely))
    ]
    teams = [b"A\nB\nC\nD\nE\nF\nG\n", b"team,name,country\n" + b"".join(b"%d,N %d,KR\n" % (n, n) for n in range(9))]
    rows = [f"{n},A,B,C,D,E,F,{n},{2 * n}\n" for n in range(1, 13)]
    published = "match,red1,red2,red3,blue1,blue2,blue3,red_score,blue_score\n" + "".join(rows)
    running = [SMALL.encode(), published.encode(), json.dumps([match_of(game.rules, n) for n in (1, 2)]).encode()]
    names = ["match", *(slot.name.removeprefix("details.") for slot in slots(game.rules.sheet))]
    sheets = "\n".join(
        [",".join(names), *(",".join([f"{n}", *["1"] * (len(names) - 1)]) for n in range(1, 13))]
    ).encode()
    notes = b"team,ability,seen\nA,climb_lo,yes\nA,climb_md,no\nB,climb_lo,no\n"
    history = b"team,rank,year\nA,1,2024\nB,2,2024\nA,3,2025\n"
    event, table = small_event(), read_table(published.encode(), "x")
    return [
        ("schedule", schedules, _scheduled),
        ("teams", teams, lambda data: ACCEPTED if read_teams(data, "x") else ""),
        ("played matches", running, lambda data: ACCEPTED if read_running(data, "x", game.rules).names else ""),
        ("published table", [published.encode()], lambda data: ACCEPTED if read_table(data, "x").played else ""),
        (
            "score sheets",
            [sheets],
            lambda data: ACCEPTED if with_details(table, data, "x", game.rules).details else "",
        ),
        ("notes", [notes], lambda data: ACCEPTED if read_notes(data, "x", event, game) is not None else ""),
        ("history", [history], _history),
    ]


def _history(data: bytes) -> str:
    assert np.isfinite([*read_history(data, "x").values()]).all()
    return ACCEPTED


def _scheduled(data: bytes) -> str:
    """Read a schedule: what is written of it has to be read as the same."""
    found = read_schedule(data, "x")
    for written in (csv_text(found), json_text(found)):
        again = read_schedule(written.encode(), "x", ())
        assert [again.names(match) for match in range(again.schedule.matches)] == [
            found.names(match) for match in range(found.schedule.matches)
        ]
        assert (again.times, again.fields) == (found.times, found.fields)
    assert found.quality is not None
    return ACCEPTED


def _run(folder: Path, name: str) -> tuple[list[bytes], Callable[[bytes], str]]:
    """Save a run; give one of its files, and how the run is read with another one in its place."""
    simulate("2022", 5, out=folder)
    right = (folder / name).read_bytes()

    def put(data: bytes) -> None:
        """Write it with the SHA-256 that belongs to it: else nothing of it would be read."""
        path = folder / name
        path.write_bytes(data)
        sum_path(path).write_bytes(sum_line(path, data))

    def reading(data: bytes) -> str:
        put(data)
        try:
            restored(folder)
            return ACCEPTED if len(load(folder).scores) else ""
        finally:
            put(right)

    return [right], refusing(reading)


def _reports() -> list[bytes]:
    return [said("run", "--season", "2022", "--matches", "20", "--json")[1].encode()]


def _reported(data: bytes) -> str:
    page_of([read_report(data, "x.json")])
    return ACCEPTED


def said(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the command line in this process: its exit code, what it printed, and what it said."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    before = sys.argv, sys.stdin, streams.forget
    sys.argv, sys.stdin = ["sim", *words], io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    streams.forget = lambda: None  # it would close what pytest writes to
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            sim.cli.main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv, sys.stdin, streams.forget = before
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    return code, texts[0], texts[1]
