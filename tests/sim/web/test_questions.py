"""Questions of the page: verbs asked in a folder of files that is brought along, and what is refused of them."""

import json

import pytest
from asked import COMPARE, FILES, RUN
from matches import as_bytes
from official import SEASONS, match_of
from questions import DOCUMENTS, EXAMPLES, brought, lines_of
from reading import figures_of

from analysis.report.pictures import PICTURES
from rules.errors import FgcError
from sim.web import limits
from sim.web.facts import FACTS
from sim.web.questions import QUESTIONS, fields_of

SLOW = ("optimise", "brief", "forecast")


@pytest.fixture(scope="module", autouse=True)
def compiled(compiled_once):
    """Have the engine compiled before anything is asked."""


def refused(question):
    """Give what is said of a question that is refused in one line."""
    (line,) = lines_of(question)
    assert set(line) == {"refused", "words"}
    assert line["refused"]["text"] == ": ".join(line["refused"]["parts"])
    return line["refused"]["text"]


def test_every_question_has_an_example():
    """The table of examples below has all that can be asked, and nothing else."""
    assert set(EXAMPLES) == {*QUESTIONS, *FACTS}


@pytest.mark.parametrize("ask", [pytest.param(each, marks=[pytest.mark.slow] * (each in SLOW)) for each in EXAMPLES])
def test_a_question_is_answered(ask):
    """The last line says that it is the whole answer; where reports have such answers it has a report's section."""
    files = {"report": [{"name": "run.json", "text": json.dumps(document("run"))}], "read": FILES[:1]}
    *_, last = lines_of({"ask": ask, "files": files.get(ask, brought()), **EXAMPLES[ask]})
    assert last.get("done"), last
    assert (last["section"] is not None) == (ask in PICTURES)
    assert (last["about"] is not None) == (ask in PICTURES)
    assert last["document"] is not None or last["files"], "neither figures nor a file"
    json.dumps(last, allow_nan=False)


def document(ask):
    """Give the document of an example."""
    return lines_of({"ask": ask, "files": brought(), **EXAMPLES[ask]})[-1]["document"]


@pytest.mark.parametrize("ask", EXAMPLES)
def test_every_field_is_wanted(ask):
    """A question without one of its fields, or with one more, is refused by that field's name."""
    whole = {"ask": ask, "files": [], **EXAMPLES[ask]}
    for name in EXAMPLES[ask]:
        without = {each: value for each, value in whole.items() if each != name}
        assert refused(without).startswith(f"{name}: expected this field")
    assert refused({**whole, "colour": 1}).startswith("colour: expected no field of this name")


@pytest.mark.parametrize("ask", QUESTIONS)
def test_every_field_is_checked(ask):
    """A value of another kind is refused by the field's name: nothing is taken for something else."""
    whole = {"ask": ask, "files": [], **EXAMPLES[ask]}
    for name, field in fields_of(ask).items():
        for wrong in ({"a": 1}, [[1]], [None], *([] if field.optional else [None])):
            assert refused({**whole, name: wrong}).startswith(f"{name}: expected "), (name, wrong)
        if field.kind is not bool and not field.several:
            assert refused({**whole, name: True}).startswith(f"{name}: expected ")


def on_disk(folder):
    """Write README's three files to the disk as the page sends them, and give the same as a question brings them."""
    brought = []
    for each in FILES:
        text = lines_of({"ask": "read", "files": [each]})[-1]["document"]["text"]
        (folder / each["name"]).write_text(text, encoding="utf-8", newline="\n")
        brought.append({"name": each["name"], "text": text})
    return brought


COMMAND = ("--plan", "early.toml", "--plan", "late.toml", "--robot", "mine.toml", "--seed", "1", "--season", "2022")


def test_the_page_has_the_digits_of_the_command_line(here, tmp_path, monkeypatch):
    """The document of README's question is that of `sim compare --json`, and so is each that grows towards it."""
    monkeypatch.chdir(tmp_path)
    lines = lines_of({**COMPARE, "files": on_disk(tmp_path)})
    documents = [line["document"] for line in lines if "document" in line]
    assert [each["matches"] for each in documents] == [500, 2_000]
    for each in documents:
        typed = here("compare", *COMMAND, "--matches", str(each["matches"]), "--quick", "--json")
        assert figures_of(typed) == {name: value for name, value in each.items() if name != "report"}
        assert json.loads(typed.stdout)["report"]["told"] == each["report"]["told"]


def test_an_answer_says_the_command_that_gives_it(here, tmp_path, monkeypatch):
    """What the page says can be typed; it gives the same document, with the same files' hashes."""
    monkeypatch.chdir(tmp_path)
    found = lines_of({**COMPARE, "files": on_disk(tmp_path)})[-1]["document"]
    _, *words = found["report"]["command"].split()
    assert json.loads(here(*words, "--json").stdout) == found


def test_a_run_grows_to_the_command_lines(here):
    """A run is told after 500 matches, and then after four times as many each."""
    documents = [line["document"] for line in lines_of({**RUN, "matches": 3_000}) if "document" in line]
    assert [each["matches"] for each in documents] == [500, 2_000, 3_000]
    for each in documents:
        typed = here("run", "--season", "2022", "--matches", str(each["matches"]), "--json")
        assert figures_of(typed) == {name: value for name, value in each.items() if name != "report"}


def test_progress_is_told():
    """Lines of progress count up to all matches; there are few of them."""
    told = [line["progress"] for line in lines_of({**RUN, "matches": 20_000}) if "progress" in line]
    assert 0 < len(told) < 100
    assert {each["of"] for each in told} == {20_000}
    assert [each["done"] for each in told] == sorted(each["done"] for each in told)


@pytest.mark.parametrize("leave_at", range(1, 5))
def test_who_leaves_stops_the_work(leave_at):
    """After the line at which the reader leaves there is at most one more, and never the whole answer."""
    lines = lines_of({**COMPARE, "matches": 50_000, "quick": False}, leave_at)
    assert len(lines) <= leave_at + 1
    assert not any(line.get("done") for line in lines)


def test_files_of_the_disk_are_not_read(tmp_path):
    """A name means a file that was brought along: one that is on the disk is not there."""
    plan = tmp_path / "plan.toml"
    plan.write_text(lines_of({"ask": "read", "files": FILES[1:2]})[-1]["document"]["text"], encoding="utf-8")
    said = refused({**RUN, "playbook": str(plan)})
    assert said == f"{plan}: expected a readable plan file: No such file or directory"


def test_nothing_is_written_to_the_disk(tmp_path, monkeypatch):
    """What a verb writes comes with the answer, as text and as values."""
    monkeypatch.chdir(tmp_path)
    found = lines_of({"ask": "robot", "files": brought(), **EXAMPLES["robot"]})[-1]
    (file,) = found["files"]
    assert file["name"] == "mine.toml"
    assert file["table"]["season"] == "2022"
    assert file["text"].startswith("# A robot for ")
    assert any(note.startswith("Never tried") for note in found["noted"])
    assert list(tmp_path.iterdir()) == []


def test_a_line_up_names_files_beside_it():
    """Files that name others find them among those that were brought along."""
    side = {"season": "2022", "robots": ["mine.toml", "p50", "draw"], "plans": ["late.toml", "draw", "draw"]}
    *_, last = lines_of({**RUN, "red": "us.toml", "files": [*FILES, {"name": "us.toml", "table": side}]})
    assert last["document"]["robots"] == ["ours", "p50", None, None, None, None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"matches": 10**9}, f"matches: expected at most {limits.NUMBERS['matches']:,} here"),
        ({"matches": 0}, "matches: expected a whole number from 1"),
        ({"matches": 2.5}, "matches: expected a whole number or null"),
        ({"plan": ["early.toml"] * 13}, "plan: expected at most 12 of them"),
        ({"plan": ["x" * 301, "late.toml"]}, "plan: expected at most 300 letters"),
        ({"plan": ["a\nb", "late.toml"]}, "plan: expected a text on one line"),
        ({"plan": ["\ud800", "late.toml"]}, "plan: expected a text on one line"),
        ({"plan": ["--help", "late.toml"]}, "--plan: expected a playbook of the season or a plan file"),
        ({"season": "../2022"}, "../2022: expected a season"),
        ({"ask": "comparee"}, "ask: expected one of "),
        ({"ask": "web"}, "ask: expected one of "),
        ({"files": FILES[1:]}, "mine.toml: expected a readable robot file"),
        (
            {"files": [{"name": "mine.toml", "table": {"season": "2023", "name": "x"}}, *FILES[1:]]},
            "mine.toml: season",
        ),
    ],
)
def test_what_cannot_be_is_refused(changes, said):
    """One line says where it is wrong, as the terminal has it."""
    assert refused({**COMPARE, **changes}).startswith(said)


def test_a_question_of_too_many_matches_in_all_is_refused():
    """A grid of settings may not multiply what one field allows."""
    question = {**EXAMPLES["sweep"], "matches": 50_000, "set": ["grip.after=80:130:1"]}
    said = refused({"ask": "sweep", "files": brought(), **question})
    assert said.startswith("matches: expected at most 2,000,000 in all, found 2,550,000")


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (FILES[0], "robot"),
        (FILES[1], "plan"),
        ({"name": "a.toml", "text": 'season = "2022"\nrobots = ["p50", "p50", "p50"]'}, "line-up"),
        ({"name": "a.toml", "text": 'season = "2022"\n[robots]\npace = 1'}, "population"),
        ({"name": "a.toml", "text": 'season = "2022"\n[points]\nclimb = 1'}, "points"),
        ({"name": "a.csv", "text": "row,seconds,worked\n"}, "tries"),
        ({"name": "a.csv", "text": "Match;RED1;red2;blue1\n"}, "matches"),
        ({"name": "a.csv", "base64": "77u/dGVhbQpBCg=="}, "teams"),
        ({"name": "a.json", "text": "[]"}, "matches"),
        ({"name": "a.json", "text": '{"report": {}}'}, "document"),
    ],
)
def test_a_dropped_file_is_known(file, what):
    """Of which kind it is, is told by its keys or columns."""
    assert lines_of({"ask": "read", "files": [file]})[-1]["document"]["what"] == what


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([{"name": "../a.toml", "text": ""}], "files[1]: expected a name of a file without its folder"),
        ([{"name": ".toml", "text": ""}], "files[1]: expected a name"),
        ([{"name": 7, "text": ""}], "files[1]: expected a name"),
        ([{"name": "a.toml"}], "a.toml: expected a name, and one of text, table, base64"),
        ([{"name": "a.toml", "text": "", "table": {}}], "a.toml: expected a name, and one of"),
        ([{"name": "a.toml", "text": 1}], "a.toml: text: expected a text"),
        ([{"name": "a.toml", "table": [1]}], "a.toml: table: expected an object"),
        ([{"name": "a.toml", "table": {"a": None}}], "a.toml: expected values of a TOML file"),
        ([{"name": "a.toml", "base64": "!"}], "a.toml: base64: expected base64"),
        ([{"name": "a.toml", "text": ""}] * 2, "a.toml: expected a name of its own"),
        ([{"name": f"{n}.toml", "text": ""} for n in range(41)], "files: expected at most 40"),
        ([{"name": "a.toml", "text": "x" * 2_000_001}], "a.toml: expected at most 2,000,000 bytes"),
        (["a.toml"], "files[1]: expected a name"),
    ],
)
def test_files_that_cannot_be_are_refused(files, said):
    """Of the first of them it is said what was expected."""
    with pytest.raises(FgcError) as caught:
        lines_of({**RUN, "files": files})
    assert str(caught.value).startswith(said)


def test_assumed_point_values_are_heard_of():
    """Where a terminal says on stderr that point values are assumed, who listens hears it, in their language."""
    (rules,) = [each for each in SEASONS.values() if each.assumed]
    text = as_bytes([match_of(rules, 1)]).decode()
    question = {"ask": "score", "files": [{"name": "all.json", "text": text}], **DOCUMENTS, "season": rules.key}
    noted = lines_of(question)[-1]["noted"]
    assert [each["key"] for each in noted if "key" in each] == ["stamp.assumed_all"]
