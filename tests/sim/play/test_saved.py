"""Saved runs: the same command gives the same bytes, what was interrupted goes on, what is damaged is refused."""

import hashlib
import json
import re
import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest
from reading import content

from rules.errors import FgcError
from sim import load, simulate
from sim.play import saved
from sim.play.request import restored, run_request
from sim.play.run import PART, play, played, replay
from sim.table.language import seed_path

MATCHES = 12
COMMAND = ("fgc_2022", MATCHES, 4)
PART_0, SUM_0 = "matches/part-00000.parquet", "matches/part-00000.sum"
STRAY = f".{'a' * 32}.tmp"
PLAN = """season = "2022"
name = "mine"
order = ["store", "leave store", "collect near", "drive to store"]
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Save a small run once."""
    folder = tmp_path_factory.mktemp("saved") / "run"
    simulate(*COMMAND, out=folder)
    return folder


@pytest.fixture
def folder(base, tmp_path):
    """Give a copy of the saved run, for a test to bend."""
    return shutil.copytree(base, tmp_path / "run")


def changed(folder, **changes):
    """Change the manifest of a saved run."""
    manifest = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps({**manifest, **changes}), encoding="utf-8")


def interrupted(folder):
    """Turn a finished run into one that was interrupted before its last part was written."""
    (folder / "run.json").rename(folder / "unfinished.json")
    (folder / PART_0).unlink()


def summed(folder):
    """Write anew beside a part what its SHA-256 is now, as somebody would who wants it to be believed."""
    data = (folder / PART_0).read_bytes()
    (folder / SUM_0).write_text(f"{hashlib.sha256(data).hexdigest()}  part-00000.parquet\n", encoding="utf-8")


def rewritten(folder, **columns):
    """Write other columns into a part, to be believed; None leaves a column out."""
    table = pq.read_table(folder / PART_0)
    for name, values in columns.items():
        index = table.column_names.index(f"details.{name}")
        table = table.remove_column(index)
        if values is not None:
            table = table.add_column(index, f"details.{name}", [values])
    pq.write_table(table, folder / PART_0)
    summed(folder)


def noise(data):
    """Give as many bytes that mean nothing."""
    return np.random.default_rng(len(data)).bytes(len(data))


def test_a_saved_run_is_parts_and_a_manifest(base):
    """A folder holds the parts and the manifest, each with its SHA-256, and nothing that was needed on the way."""
    assert set(content(base)) == {"run.json", "run.sum", PART_0, SUM_0}
    for file, beside in (("run.json", "run.sum"), (PART_0, SUM_0)):
        wanted = f"{hashlib.sha256((base / file).read_bytes()).hexdigest()}  {(base / file).name}\n"
        assert (base / beside).read_text(encoding="utf-8") == wanted


def test_the_manifest_says_what_repeats_the_run(base):
    """`run.json` holds season, seed, counts, version, engine, the seed file's SHA-256, playbooks; no clock time."""
    manifest = json.loads((base / "run.json").read_text(encoding="utf-8"))
    wanted = {"season": "fgc_2022", "seed": 4, "matches": MATCHES, "engine": "fast", "playbook": None}
    assert wanted.items() <= manifest.items()
    assert manifest["version"] == saved.program_version()
    assert manifest["seed_file"] == hashlib.sha256(seed_path("fgc_2022").read_bytes()).hexdigest()
    assert [each["name"] for each in manifest["playbooks"]] == [p.name for p in run_request("2022").game.playbooks]
    rest = set(manifest) - {*wanted, "version", "seed_file", "playbooks"}
    assert rest == {"stations", "population", "points"}


def test_a_part_has_a_row_a_match(base):
    """A part's columns are those of the frame, so are their values, all of them whole numbers."""
    table = pq.read_table(base / PART_0)
    frame = simulate(*COMMAND).frame()
    assert table.column_names == list(frame.columns)
    assert {str(field.type)[:3] for field in table.schema} == {"int"}
    assert table.to_pydict() == frame.to_dict("list")


def test_a_loaded_run_is_the_run(base):
    """What `load` and `restored` give back is equal in request, sheet and scores to what was played."""
    played, loaded = simulate(*COMMAND), load(str(base))
    assert restored(base) == run_request(*COMMAND)
    assert loaded.frame().equals(played.frame())
    assert np.array_equal(loaded.scores, played.scores)


def test_a_folder_that_was_hardly_begun_is_new(base, tmp_path):
    """What was interrupted at its very first file is begun again."""
    (tmp_path / STRAY).write_bytes(b"half")
    simulate(*COMMAND, out=tmp_path)
    assert content(tmp_path) == content(base)


def test_the_same_command_gives_the_same_bytes(base, tmp_path):
    """Every file is the same in another folder, and in the same folder when the command is given again."""
    before = content(base)
    simulate(*COMMAND, out=tmp_path / "deep" / "other")
    simulate(*COMMAND, out=base)
    assert content(tmp_path / "deep" / "other") == content(base) == before


@pytest.mark.parametrize("least", [-(2**15) - 1, 2**31, 2**62])
def test_parts_come_back_as_they_were(tmp_path, least):
    """Whole numbers of any size come back from a part, in their order and as 64-bit integers."""
    (tmp_path / "matches").mkdir()
    columns = {"id": np.arange(6, 9), "redScore": np.array([least, 0, 1]), "b.c": np.array([3, 2, 1])}
    saved.write_part(tmp_path, 3, columns)
    found = saved.read_part(tmp_path, 3, range(6, 9), list(columns), {})
    assert {name: column.tolist() for name, column in found.items()} == {n: c.tolist() for n, c in columns.items()}
    assert {column.dtype for column in found.values()} == {np.dtype(np.int64)}
    assert set(content(tmp_path)) == {"matches/part-00003.parquet", "matches/part-00003.sum"}


@pytest.fixture(scope="module")
def two_parts(tmp_path_factory):
    """Continue an interrupted run of two parts whose first part is there: another seed's, to be told by that."""
    folder = tmp_path_factory.mktemp("parts") / "run"
    request = run_request("fgc_2022", PART + 3, 4)
    saved.opened(folder, request.manifest).close()
    first = played(run_request("fgc_2022", PART, 5), range(PART))
    saved.write_part(folder, 0, first.official())
    return simulate("fgc_2022", PART + 3, 4, out=folder), folder, first


def test_only_the_missing_part_is_played(two_parts):
    """A run goes on where it was: the first part stays as it is, the second holds the matches after it."""
    run, folder, first = two_parts
    assert np.array_equal(run.scores[:PART], first.scores)
    for match in (PART, PART + 2):
        assert np.array_equal(run.scores[match], replay(restored(folder), match)[-1].scores[0])
    assert pq.read_table(saved.part_path(folder, 1))["id"].to_pylist() == [PART, PART + 1, PART + 2]


def test_a_run_of_two_parts_is_loaded_whole(two_parts):
    """`load` puts the parts together in their order."""
    run, folder, _ = two_parts
    parts = [PART_0, SUM_0, "matches/part-00001.parquet", "matches/part-00001.sum"]
    assert sorted(content(folder)) == [*parts, "run.json", "run.sum"]
    assert load(folder).frame().equals(run.frame())
    assert run.frame()["id"].tolist() == list(range(PART + 3))


def test_the_same_command_continues_an_unfinished_run(base, folder):
    """A run that was interrupted ends with the bytes of one that was not, half-written files beside it or not."""
    interrupted(folder)
    for where in (folder, folder / "matches"):
        (where / STRAY).write_bytes(b"half")
    simulate(*COMMAND, out=folder)
    assert content(folder) == content(base)


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize(
    "harm", [lambda _: b"", lambda whole: whole[: len(whole) // 2], noise], ids=["empty", "cut", "noise"]
)
def test_a_part_that_cannot_be_read_is_played_again(base, folder, harm, finished, caplog):
    """A part that is empty, cut in half or noise is refused by who reads it, and played again by the same command."""
    part = folder / PART_0
    part.write_bytes(harm(part.read_bytes()))
    with pytest.raises(FgcError, match=r"part-00000\.parquet: damaged: .*; `sim run --out [^ ]*` plays it again"):
        load(folder)
    if not finished:
        (folder / "run.json").rename(folder / "unfinished.json")
    simulate(*COMMAND, out=folder)
    assert content(folder) == content(base)
    assert re.search(r"part-00000\.parquet: damaged: .* it is played again", caplog.text)


def test_what_a_sum_says_is_not_believed_alone(base, folder):
    """A part is held against itself too: scores that do not follow are refused, and the part is played again."""
    table = pq.read_table(folder / PART_0)
    at = table.column_names.index("redScore")
    pq.write_table(table.set_column(at, "redScore", [[99_999] * MATCHES]), folder / PART_0)
    summed(folder)
    with pytest.raises(FgcError, match="redScore: expected what follows from the entries beside it"):
        load(folder)
    simulate(*COMMAND, out=folder)
    assert content(folder) == content(base)


@pytest.mark.parametrize("file", ["run.json", "run.sum", PART_0, SUM_0])
def test_no_flipped_bit_is_believed(base, folder, file):
    """Of a flipped bit anywhere who reads a run hears, and the same command mends it."""
    whole = (folder / file).read_bytes()
    for place in np.random.default_rng(7).integers(0, 8 * len(whole), 6).tolist():
        changed_bytes = bytearray(whole)
        changed_bytes[place // 8] ^= 1 << place % 8
        (folder / file).write_bytes(changed_bytes)
        with pytest.raises(FgcError, match=r"\A[^\n]*expected[^\n]*\Z"):
            load(folder)
        simulate(*COMMAND, out=folder)
        assert content(folder) == content(base)


def test_links_in_a_folder_are_not_followed(base, folder, tmp_path):
    """A link in a saved run is not read as a file of it, and what it leads to is not written to."""
    for name in ("run.json", PART_0):
        (folder / name).rename(tmp_path / "elsewhere")
        (folder / name).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(FgcError, match=f"{name}: expected"):
            load(folder)
        simulate(*COMMAND, out=folder)
        assert not (folder / name).is_symlink()
        assert (tmp_path / "elsewhere").read_bytes() == (base / name).read_bytes()


def test_parts_behind_a_link_are_not_written(folder, tmp_path):
    """A folder of parts that is a link to another is refused before anything is written."""
    (folder / "matches").rename(tmp_path / "elsewhere")
    (folder / "matches").symlink_to(tmp_path / "elsewhere")
    before = content(tmp_path)
    with pytest.raises(FgcError, match="matches: expected a folder, found a link"):
        simulate(*COMMAND, out=folder)
    assert content(tmp_path) == before


def test_one_process_at_a_time_writes_to_a_folder(base, folder):
    """While a run is saved in a folder another one is told so; then it is as it would have been."""
    interrupted(folder)
    parts = play(run_request(*COMMAND), folder)
    with pytest.raises(FgcError, match="expected a folder for this run alone, found another process at it"):
        simulate(*COMMAND, out=folder)
    assert len(list(parts)) == 1
    simulate(*COMMAND, out=folder)
    assert content(folder) == content(base)


def test_who_looks_no_further_gives_the_folder_back(folder):
    """A run that is asked for and left lets others write to its folder, begun or not."""
    for taken in (0, 1):
        parts = play(run_request(*COMMAND), folder)
        for _ in range(taken):
            next(parts)
        del parts
        simulate(*COMMAND, out=folder)


@pytest.mark.parametrize("name", ["run-10:30", "file:x", "s3:x", b"n\xff".decode("utf-8", "surrogateescape")])
def test_a_folder_of_any_name_is_one(base, tmp_path, name):
    """Names that look like addresses, or are no UTF-8, are names of folders."""
    simulate(*COMMAND, out=tmp_path / name)
    assert content(tmp_path / name) == content(base)
    assert len(load(tmp_path / name)) == MATCHES


@pytest.mark.parametrize("unfinished", [False, True], ids=["finished", "unfinished"])
@pytest.mark.parametrize(
    "other",
    [("fgc_2022", MATCHES + 1, 4), ("fgc_2022", MATCHES, 5), ("fgc_2022", MATCHES, 4, "collect all match")],
    ids=["matches", "seed", "playbook"],
)
def test_another_command_refuses_the_folder(folder, other, unfinished):
    """A folder of another run, finished or not, is refused and left as it is."""
    if unfinished:
        interrupted(folder)
    before = content(folder)
    with pytest.raises(FgcError, match="expected a folder of this same run"):
        simulate(*other, out=folder)
    assert content(folder) == before


def test_another_plan_of_the_same_name_refuses_the_folder(tmp_path):
    """It is what a plan says that counts, not its name."""
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    simulate("fgc_2022", 2, 1, str(plan), tmp_path / "run")
    plan.write_text(PLAN.replace('"collect near"', '"collect far"'), encoding="utf-8")
    with pytest.raises(FgcError, match="expected a folder of this same run"):
        simulate("fgc_2022", 2, 1, str(plan), tmp_path / "run")


def test_a_run_of_a_plan_needs_its_file_no_more(tmp_path):
    """The plan is in the manifest: the run is loaded and replayed without its file."""
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    played = simulate("fgc_2022", 3, 1, str(plan), tmp_path / "run")
    plan.unlink()
    again = replay(restored(tmp_path / "run"), 2)[-1]
    assert restored(tmp_path / "run").playbook == "mine"
    assert np.array_equal(again.scores[0], played.scores[2])


@pytest.mark.parametrize("name", ["notes.txt", "notes.tmp", "matches.json", "matches/part-00000.parquet"])
def test_a_folder_with_other_files_is_refused(tmp_path, name):
    """A folder that holds anything but a run is refused and left as it is."""
    path = tmp_path / "run" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FgcError, match="expected a new or empty folder, found"):
        simulate(*COMMAND, out=tmp_path / "run")
    assert content(tmp_path / "run") == {name: b"mine"}


def test_an_unfinished_run_is_not_loaded(folder):
    """An unfinished run is refused with what to do about it."""
    interrupted(folder)
    with pytest.raises(FgcError, match="unfinished run: the command that began it continues it"):
        load(folder)


@pytest.mark.parametrize("changes", [{"version": "0.0.9"}, {"seed_file": "0" * 64}], ids=str)
@pytest.mark.parametrize("use", [load, restored], ids=["load", "replay"])
def test_runs_that_would_be_played_differently_are_refused(folder, changes, use):
    """What another version or seed file has played is neither drawn nor told again; the error names which."""
    changed(folder, **changes)
    with pytest.raises(
        FgcError, match=f"run.json: {next(iter(changes))}: expected .* it would be played differently"
    ):
        use(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"season": "fgc_2022"}', "{", "[" * 100_000, '"run"', "null"])
def test_a_manifest_that_is_none_is_refused(base, folder, text):
    """A `run.json` that is not a manifest is one error that names the file; the command that wrote it mends it."""
    (folder / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(FgcError, match=r"run\.json: .*expected [^\n]*$"):
        load(folder)
    with pytest.raises(FgcError, match=r"run\.json: .*expected [^\n]*$"):
        simulate("fgc_2022", MATCHES, 5, out=folder)
    simulate(*COMMAND, out=folder)
    assert content(folder) == content(base)


PLAYBOOK = {"name": "x", "doc": "", "share": 1, "order": ["nonsense"], "source": "assumed"}


@pytest.mark.parametrize(
    "changes",
    [
        {"matches": MATCHES - 1},
        {"matches": MATCHES + 1},
        {"matches": 0},
        {"seed": -1},
        {"season": 5},
        {"engine": "another"},
        {"season": "fgc_2202"},
        {"season": "../fgc_2022"},
        {"playbooks": []},
        {"playbooks": [{"x": 1}]},
        {"playbooks": [PLAYBOOK]},
        {"season": "2022"},
    ],
    ids=str,
)
def test_a_manifest_of_no_such_run_is_refused(folder, changes):
    """A manifest that says what cannot be, or what its parts do not hold, is one error in one line."""
    changed(folder, **changes)
    with pytest.raises(FgcError, match=r"\A[^\n]*expected [^\n]*\Z"):
        load(folder)


def cut(folder, keep):
    """Keep the first bytes of a part."""
    (folder / PART_0).write_bytes((folder / PART_0).read_bytes()[:keep])


def doubled(folder):
    """Write a part whose last column is there twice."""
    table = pq.read_table(folder / PART_0)
    pq.write_table(table.append_column(table.column_names[-1], table.columns[-1]), folder / PART_0)
    summed(folder)


def renamed_column(folder, name):
    """Write a part in which a column has another name."""
    table = pq.read_table(folder / PART_0)
    pq.write_table(table.rename_columns([*table.column_names[:3], name, *table.column_names[4:]]), folder / PART_0)
    summed(folder)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda folder: (folder / PART_0).unlink(), id="missing"),
        pytest.param(lambda folder: cut(folder, -60), id="cut off"),
        pytest.param(lambda folder: (folder / PART_0).write_bytes(b"x" * 5_000), id="not parquet"),
        pytest.param(
            lambda folder: (cut(folder, 0), (folder / PART_0).unlink(), (folder / PART_0).mkdir()), id="folder"
        ),
        pytest.param(lambda folder: shutil.rmtree(folder / "matches"), id="no matches"),
        pytest.param(lambda folder: rewritten(folder, carbonPoints=None), id="column missing"),
        pytest.param(lambda folder: rewritten(folder, carbonPoints=["a"] * MATCHES), id="words"),
        pytest.param(lambda folder: rewritten(folder, carbonPoints=[5, *[None] * (MATCHES - 1)]), id="gaps"),
        pytest.param(lambda folder: rewritten(folder, carbonPoints=[-1] * MATCHES), id="illegal"),
        pytest.param(
            lambda folder: (
                pq.write_table(pq.read_table(folder / PART_0).slice(0, 5), folder / PART_0),
                summed(folder),
            ),
            id="too short",
        ),
        pytest.param(lambda folder: doubled(folder), id="a column twice"),
        pytest.param(lambda folder: renamed_column(folder, "details.extra"), id="another column"),
        pytest.param(lambda folder: (folder / SUM_0).unlink(), id="no sum"),
    ],
)
def test_a_damaged_part_is_refused(folder, damage):
    """A part that is missing or does not hold what it should is one error in one line that names the file."""
    damage(folder)
    with pytest.raises(FgcError, match=r"\A[^\n]*part-00000\.parquet: [^\n]*\Z"):
        load(folder).scores.sum()
