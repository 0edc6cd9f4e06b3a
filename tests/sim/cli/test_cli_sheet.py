"""`sim sheet` on the real process: the empty form of a season, which is scored as it stands."""

import json

import pytest
from official import SEASONS
from reading import json_lines

from rules.documents.blank import explained

FORMS = {"json": (), "csv": ("--csv",)}
every_form = pytest.mark.parametrize("options", FORMS.values(), ids=FORMS)


@pytest.mark.parametrize("key", [*SEASONS][::4])
@every_form
def test_what_is_printed_is_taken_back(here, key, options):
    """The form, unedited, was not played; JSON explains its entries in itself, CSV on stderr."""
    form = here("sheet", "--season", key, *options)
    score = here("score", "--season", key, "--json", "-", stdin=form.stdout.encode())
    (row,) = json_lines(score.stdout)
    assert (row["redScore"], row["agrees"], row["differs"], row["played"]) == (None, None, [], False)
    assert "1 of 1 document not played: not scored\nsim: a match that was played needs its result" in score.stderr
    lines = [f"{name.removeprefix('details.')}: {what}" for name, what in explained(SEASONS[key]).items()]
    assert (form.returncode, form.stderr.splitlines()) == (0, lines if options else [])
    assert options or json.loads(form.stdout)["entries"] == explained(SEASONS[key])
    assert all(len(line) < 300 for line in lines)


@every_form
def test_a_form_that_nobody_filled_in_makes_no_tie(here, options):
    """It counts for nothing in a ranking, where the result that it lacks is asked for; with one it is a match."""
    form = here("sheet", "--season", "2022", *options).stdout
    done = here("rank", "--season", "2022", "--json", "-", stdin=form.encode())
    assert {(row["played"], row["ties"]) for row in json_lines(done.stdout)} == {(0, 0)}
    assert "a match that was played needs its result: 0 (tie), 1 (red) or 2 (blue), not -1" in done.stderr
    played = form.replace('"result": -1', '"result": 0').replace(",-1,", ",0,")
    done = here("rank", "--season", "2022", "--json", "-", stdin=played.encode())
    assert {row["played"] for row in json_lines(done.stdout)} == {1}
    assert "needs its result" not in done.stderr


@every_form
def test_a_form_is_written_to_a_new_file(here, tmp_path, options):
    """`--out` writes what would have been printed, says so, and leaves a file alone that is there."""
    file = tmp_path / "form"
    done = here("sheet", "--season", "2024", *options, "--out", file)
    assert (done.returncode, done.stdout) == (0, "")
    said = f"sim: the empty form of fgc_2024 is in {file}; it counts once its result is not -1\n"
    assert done.stderr.startswith(said)
    assert file.read_bytes().decode() == here("sheet", "--season", "2024", *options).stdout
    file.write_text("mine", encoding="utf-8")
    again = here("sheet", "--season", "2024", *options, "--out", file)
    assert (again.returncode, again.stdout, again.stderr.count("\n")) == (2, "", 1)
    assert "expected a new file to write to, found one" in again.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--season", "2021"), "expected a season with rules"),
        ((), "--season"),
        (("--season", "2022", "--out", "no/such/folder/x"), "no/such/folder/x: expected a file to write to"),
        (("--season", "2022", "--out", "/"), "expected a new file"),
    ],
)
def test_bad_commands_give_one_line(here, args, expected):
    """What cannot be done ends with 2 and one line that says why."""
    done = here("sheet", *args)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert expected in done.stderr


@pytest.mark.parametrize("key", SEASONS)
@every_form
def test_a_document_of_another_season_is_known(here, key, options):
    """A form that another season refuses is said to look like that of its own."""
    form = (
        here("sheet", "--season", key, *options).stdout.replace('"result": -1', '"result": 0').replace(",-1,", ",0,")
    )
    other = next(each for each in SEASONS if each != key)
    done = here("score", "--season", other, "-", stdin=form.encode())
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.endswith(f"; this looks like {key.removeprefix('fgc_')}\n")
    assert len(done.stderr) < 300
