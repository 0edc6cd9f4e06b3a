"""`sim score`, `rank`, `seasons` and `rules` on the real process: what goes where, and with which exit."""

import shlex
import subprocess

import pytest
from matches import as_bytes, match, with_details
from official import SEASONS, match_of
from places import SIM
from reading import ANSI, json_lines, words

import rules
from sim.table import language

SCORE = ("score", "--season", "2022")
RANK = ("rank", "--season", "2022")
WRONG = match(red=999)


@pytest.fixture
def file(tmp_path):
    """Write what is given into a file and give its path."""

    def write(data, name="matches.json"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else as_bytes(data))
        return path

    return write


def rows(done):
    """Read the lines that `--json` printed; anything else on stdout fails."""
    assert done.returncode == 0
    return json_lines(done.stdout)


def test_the_score_table_in_a_pipe(here, file):
    """A table of points has every column, a row a side, and no colours in a pipe."""
    done = here(*SCORE, file([match(), WRONG]))
    assert done.returncode == 0
    assert ANSI not in done.stdout
    lines = words(done.stdout)
    assert "match side carbon storage coopertition fouls rounding total recorded audit" in lines
    assert "document 1 red 20 0 0 0 0 20 20 agrees" in lines
    assert "document 2 red 20 0 0 0 0 20 999 differs: redScore" in lines
    assert "document 2 blue 20 0 0 0 0 20 20 agrees" in lines


def test_the_ranking_table_in_a_pipe(here, file):
    """The ranking has every official column, a row a team, and no colours in a pipe."""
    done = here(*RANK, file([match(30, 20)]))
    assert (done.returncode, done.stderr) == (0, "")
    assert ANSI not in done.stdout
    lines = words(done.stdout)
    assert "rank teamKey rankingScore highestScore carbonPoints played wins losses ties" in lines
    assert "1 A 30 30 20 1 1 0 0" in lines
    assert "6 F 20 20 20 1 0 1 0" in lines


def test_a_tie_that_counts_twice_is_explained(here, file):
    """From 2022 on a tie is a loss too: where that shows, a line under the table says so; where not, none does."""
    said = "A tie counts as a loss too, as in the official tables."
    assert here(*RANK, file([match()])).stdout.splitlines()[-1] == said
    assert said not in here(*RANK, file([match(30, 20)])).stdout
    assert said not in here("rank", "--season", "2019", file([match_of(SEASONS["fgc_2019"])])).stdout


def test_wide_tables_are_not_cut_in_a_pipe(here, file):
    """A team of a long name stands in the ranking with its whole name, on one line."""
    name = "A team with a very long name " * 12
    done = here(*RANK, file([match(teams=(name, *"BCDEF"))]))
    assert name.strip() in done.stdout


def test_team_names_cannot_steer_the_terminal(here, file):
    """A team's name is shown without the control characters that a document may put into it, on one line."""
    odd, plain = (here(*RANK, file([match(teams=(name, *"BCDEF"))])) for name in ("\x1b[31mred\nline", "A"))
    assert odd.returncode == 0
    assert ANSI not in odd.stdout
    assert len(odd.stdout.splitlines()) == len(plain.stdout.splitlines())


def test_names_that_look_like_markup_are_shown_as_they_are(here, file):
    """Square brackets in a team's name are no markup."""
    assert "[bold]A[/bold]" in here(*RANK, file([match(teams=("[bold]A[/bold]", *"BCDEF"))])).stdout


def test_score_json_is_a_line_a_document(here, file):
    """`sim score --json` prints scores, breakdowns and audit of each document, and nothing else."""
    unrecorded = match(redScore=None, blueScore=None)
    first, second, third = rows(here(*SCORE, "--json", file([match(), WRONG, unrecorded])))
    parts = {"carbon": 20, "storage": 0, "coopertition": 0, "fouls": 0, "rounding": 0}
    points = {"redScore": 20, "blueScore": 20, "redBreakdown": parts, "blueBreakdown": parts}
    assert first == {**points, "agrees": True, "differs": []}
    assert second == {**points, "agrees": False, "differs": ["redScore"]}
    assert third == {**points, "agrees": None, "differs": []}


def test_the_breakdown_is_printed_in_points(here, file):
    """A quarter carbon and a tenth for a foul are exact in JSON: parts are points, not 40ths."""
    document = {**with_details(carbonPoints=31, redRobotTwoStorage=3, coopertitionBonusLevel=2), "redMinPen": 4}
    (row,) = rows(here(*SCORE, "--json", file(document)))
    parts = {"carbon": 31, "storage": 23.25, "coopertition": 200, "fouls": -101.7, "rounding": 0.45}
    assert (row["redScore"], row["redBreakdown"]) == (153, parts)


def test_rank_json_is_a_line_a_team(here, file):
    """`sim rank --json` prints the table's rows, best first, and nothing else."""
    table = rows(here(*RANK, "--json", file([match(30, 20)])))
    assert [row["teamKey"] for row in table] == list("ABCDEF")
    assert [row["rank"] for row in table] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
def test_disagreement_is_counted_on_stderr(here, file, options):
    """An audit that finds disagreement succeeds, and says on stderr how many documents disagree."""
    done = here(*SCORE, *options, file([match(), WRONG, match(), match(blue=1)]))
    assert done.returncode == 0
    assert done.stderr.startswith("sim: 2 of 4 documents ")
    assert done.stderr.count("\n") == 1


def test_agreement_says_nothing_on_stderr(here, file):
    """Where all recorded scores follow from their entries stderr is empty."""
    assert here(*SCORE, file([match(), match(redScore=None, blueScore=None)])).stderr == ""


@pytest.mark.parametrize("verb", [SCORE, RANK], ids=["score", "rank"])
def test_standard_input_is_a_dash(here, file, verb):
    """`-` reads the documents from standard input, and gives what the file gives."""
    documents = [match(30, 20), match(10, 40)]
    assert (
        here(*verb, "--json", "-", stdin=as_bytes(documents)).stdout == here(*verb, "--json", file(documents)).stdout
    )


def assert_one_line(done, *expected):
    """Fail unless the process ended with 2, one line `sim: ...` on stderr that holds these words, and no output."""
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("sim: ")
    assert done.stderr.endswith("\n")
    assert done.stderr.count("\n") == 1
    for part in expected:
        assert part in done.stderr


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "found an empty file", id="empty file"),
        pytest.param(bytes(range(256)), "expected JSON text in UTF-8", id="binary"),
        pytest.param(b"[]", "at least one match document", id="empty array"),
        pytest.param(b"[" * 100_000, "nested too deep", id="deep lists"),
        pytest.param(as_bytes(match()).replace(b'"id"', b'"redScore"')[:-9], "expected JSON", id="cut off"),
        pytest.param(as_bytes(with_details(carbonPoint=1)), "did you mean carbonPoints?", id="unknown name"),
        pytest.param(
            as_bytes(with_details(**{"\n\x1b[31m": 1})), "document 1: details.??[31m", id="control characters"
        ),
        pytest.param(
            as_bytes(match(of={"B": {"teamKey": "\ud800", "station": 99}})), "participant 2", id="surrogate"
        ),
        pytest.param(
            as_bytes([match(), match(), match(), match(redMinPen=-1)]), "document 4: redMinPen", id="fourth"
        ),
        pytest.param(as_bytes([match()] * 3 + [{"redMinPen": 1}]), "document 4", id="fourth a stub"),
    ],
)
def test_bad_documents_give_one_line(here, file, data, expected):
    """A file that is wrong, be it in its fourth document, gives one line that names it and nothing on stdout."""
    path = file(data, "bad.json")
    assert_one_line(here(*SCORE, "--json", path), f"sim: {path}: ", expected)


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
def test_what_cannot_be_ranked_gives_one_line(here, file, options):
    """A document without participants, the fourth of the file, leaves no half of a ranking."""
    path = file([match()] * 3 + [match(participants=None)])
    assert_one_line(here(*RANK, *options, path), f"sim: {path}: document 4: participants: expected the six teams")


def test_bad_documents_give_no_half_a_table(here, file):
    """Where the fourth document is wrong the first three are not printed as a table either."""
    path = file([match(), match(), match(), match(redMinPen=-1)])
    assert_one_line(here(*SCORE, path), "document 4: redMinPen: expected a whole number from 0 to 9,999, found -1")


def test_bad_standard_input_is_named(here):
    """What is wrong on standard input is said to be there."""
    assert_one_line(here(*SCORE, "-", stdin=b"{}"), "sim: standard input: document 1: details: ")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param((*SCORE, "nowhere.json"), "nowhere.json: expected a readable file", id="missing file"),
        pytest.param((*SCORE, "/"), "/: expected a file, found a folder", id="folder"),
        pytest.param((*SCORE, "a\nb.json"), "expected a readable file", id="file name of two lines"),
        pytest.param(("score", "--season", "2202", "-"), "2202: expected a season with rules", id="unknown season"),
        pytest.param(
            ("rank", "--season", "2020", "-"), "2020: expected a season with rules", id="season without a field"
        ),
        pytest.param(("score", "--season", "../x", "-"), "expected a season with rules", id="season that is a path"),
        pytest.param(("score", "-"), "--season", id="missing season"),
        pytest.param(("score", "-", "--season"), "--season", id="season without its value"),
        pytest.param((*SCORE, "--jsn", "-"), "--json", id="no such option"),
        pytest.param(("scor", "-"), "score", id="no such command"),
        pytest.param(SCORE, "FILE", id="no file"),
        pytest.param((*SCORE, "-", "more"), "more", id="one file too many"),
        pytest.param(("rules", "2020"), "2020: expected a season with rules", id="rules of a remote edition"),
    ],
)
def test_bad_commands_give_one_line(here, args, expected):
    """A command that cannot be done gives one line that says why, with the nearest valid name."""
    assert_one_line(here(*args), expected)


def test_seasons_json_lists_every_edition(here):
    """`sim seasons --json` is one document of all editions, the remote ones included."""
    done = here("seasons", "--json")
    (editions,) = rows(done)
    assert [edition["key"] for edition in editions] == language.editions()
    assert [edition["year"] for edition in editions if not edition["field"]] == [2020, 2021]
    assert [edition["key"] for edition in editions if edition["rules"]] == rules.keys()


def test_seasons_for_people_have_a_row_an_edition(here):
    """`sim seasons` shows every edition, and in a pipe no colours."""
    done = here("seasons")
    assert (done.returncode, done.stderr) == (0, "")
    assert ANSI not in done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines() if line.strip().startswith("20")] == [
        key.removeprefix("fgc_") for key in language.editions()
    ]


@pytest.mark.parametrize("key", rules.keys())
def test_rules_show_the_season_whole(here, key):
    """`sim rules` names every part and every entry of the season, and its doubts."""
    done = here("rules", key)
    assert (done.returncode, done.stderr) == (0, "")
    firsts = {line.split()[0] for line in done.stdout.splitlines() if line.strip()}
    assert firsts >= set(rules.load(key).parts)
    assert "Doubts" in done.stdout


@pytest.mark.parametrize("options", ["", "--json"], ids=["table", "json"])
def test_a_closed_pipe_is_no_error(file, options):
    """A reader that has seen enough ends the program without a word."""
    path = file([match()] * 800)  # far more than a pipe holds
    line = f"{shlex.quote(str(SIM))} score --season 2022 {options} {shlex.quote(str(path))} | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_no_arguments_show_the_help(here):
    """`sim` alone shows its help, and no line of error without words."""
    done = here()
    assert "seasons" in done.stdout
    assert done.stderr.strip() != "sim:"


@pytest.mark.parametrize("redirect", ["- <&-", "FILE >/dev/full"], ids=["stdin closed", "disk full"])
def test_streams_that_fail_give_one_line(file, redirect):
    """Input that cannot be read and output that cannot be written end in a line, not in a traceback."""
    path = shlex.quote(str(file([match()])))
    line = f"{shlex.quote(str(SIM))} score --season 2022 {redirect.replace('FILE', path)}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.startswith("sim: ")
    assert done.stderr.count("\n") == 1
