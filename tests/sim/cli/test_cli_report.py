"""`sim report` and `--report`: a page of what verbs find has the terminal's digits, from a document or at once."""

import json
import re
import subprocess
import sys

import pytest
from places import NO_FILE
from reading import json_of
from report_pages import assert_same_digits, data_of, said_in, texts_of
from studies import QUICK, asked, write_files

from analysis.words import languages

TOGETHER = "expected figures that belong together"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the files of the studies."""
    found = tmp_path_factory.mktemp("studies")
    write_files(found)
    return found


@pytest.fixture
def inside(here, folder, monkeypatch):
    """Run the command line in the folder of the studies, and fail where it does."""
    monkeypatch.chdir(folder)

    def run(*args):
        done = here(*args)
        assert done.returncode == 0, done.stderr
        return done

    return run


@pytest.mark.parametrize("name", QUICK)
def test_a_page_has_the_digits_of_the_terminal(inside, folder, name):
    """Every number that is printed stands on the page; a saved document gives the very page of `--report`."""
    assert_same_digits(inside, folder, name)


def test_what_is_asked_again_gives_the_same(inside, folder):
    """The command that a document names, with its files as they are in it, prints the same document."""
    document = json_of(inside(*asked("baseline"), "--json", "--jobs", "1"))
    told = document["report"]
    assert {file["name"] for file in told["files"]} == {"early.toml", "late.toml", "mine.toml"}
    assert all(file["text"] == (folder / file["name"]).read_text(encoding="utf-8") for file in told["files"])
    assert "--seed 1" in told["command"]
    again = inside(*told["command"].split()[1:], "--json")
    assert json_of(again) == document


def test_what_is_noted_stands_in_the_document(inside):
    """What a verb says on stderr while it works is in its document, for its reader has to know it."""
    done = inside(*asked("compare"), "--json")
    noted = said_in(json.loads(done.stdout)["report"]["noted"])
    assert [f"sim: {line}" for line in noted] == done.stderr.splitlines()
    assert any("cannot do what 'late' lists" in line for line in noted)


@pytest.mark.parametrize("code", languages())
def test_the_answer_is_said_in_every_language(inside, folder, code):
    """A page has its language and its catalogue; the answer's parameters are those of every language."""
    page = folder / f"{code}.html"
    inside(*asked("baseline"), "--report", page, "--language", code)
    data = data_of(page.read_text(encoding="utf-8"))
    assert data["language"]["code"] == code
    (section,) = data["page"]["sections"]
    assert section["said"]
    keys = [text for text in texts_of(section["said"]) if text in data["words"]]
    assert "verdict.sentence" in keys


def test_several_documents_make_one_page(inside, folder):
    """Documents stand on the page in the order in which they are named, each with its own verb."""
    for name in ("run", "sweep", "event"):
        (folder / f"{name}.of_many.json").write_text(inside(*asked(name), "--json").stdout, encoding="utf-8")
    files = [folder / f"{name}.of_many.json" for name in ("sweep", "run", "event")]
    inside("report", *files, "--out", folder / "many.html")
    data = data_of((folder / "many.html").read_text(encoding="utf-8"))
    assert [each["heading"]["key"] for each in data["page"]["sections"]] == [
        "report.sweep",
        "report.run",
        "report.event",
    ]
    assert len(data["page"]["seasons"]) == 1


def test_names_are_no_markup(inside, folder):
    """A plan's name with < > & and quotes stands in a page as data, never as an element."""
    page = folder / "markup.html"
    inside(*asked("best of three"), "--report", page)
    text = page.read_text(encoding="utf-8")
    assert "<b>" not in text
    assert text.count("</script>") == 2
    assert any("<b> & 'x' </script>" in each for each in texts_of(data_of(text)))


def cut(document, *keys):
    """Give a document without what these keys lead to."""
    of = document
    for key in keys[:-1]:
        of = of[key]
    del of[keys[-1]]
    return document


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: "", "expected a document of `sim VERB --json`"),
        (lambda text: text[: len(text) // 2], "expected a document of `sim VERB --json`"),
        (lambda _: "[1]", "found no object"),
        (lambda _: '{"season": "fgc_2022"}', "found one without the key `report`"),
        (lambda text: json.dumps(cut(json.loads(text), "histogram")), "histogram: expected a document"),
        (lambda text: json.dumps(cut(json.loads(text), "report", "told")), "report.told: expected a document"),
        (lambda text: text.replace('"verb": "run"', '"verb": "play"'), "report.verb: expected run, compare, "),
        (lambda text: text.replace('"season": "fgc_2022"', '"season": "fgc_1999"'), "season: expected a season"),
        (lambda text: re.sub(r'"carbon": [\d.]+', '"carbon": NaN', text), "found NaN"),
        (lambda text: re.sub(r'"carbon": [\d.]+', '"carbon": 1e999', text), "found 1e999"),
        (lambda text: re.sub(r'"edges": \[[\d.]+', '"edges": ["x"', text), "histogram.edges.0: expected a document"),
        (lambda text: text.replace('{"red": [', '{"green": [', 1), TOGETHER),
        (lambda text: re.sub(r'"edges": \[[\d.]+, ', '"edges": [', text), TOGETHER),
        (
            lambda text: text.replace('"key": "verdict.run"', '"key": "nothing"'),
            TOGETHER,
        ),
        (lambda _: "[" * 100_000, "found JSON nested too deep"),
        (lambda text: text.replace('"season":', '"season": "2022", "season":', 1), "expected every name once"),
    ],
)
def test_what_is_no_document_is_refused(here, inside, folder, tmp_path, change, expected):
    """One line says which file is wrong, where and what was expected; no page is written."""
    file = tmp_path / "a.json"
    if not (folder / "whole.json").exists():
        (folder / "whole.json").write_text(inside(*asked("run"), "--json").stdout, encoding="utf-8")
    file.write_text(change((folder / "whole.json").read_text(encoding="utf-8")), encoding="utf-8")
    done = here("report", file, "--out", tmp_path / "a.html")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"sim: {file}: ")
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--report", "a.txt"), "a.txt: expected a name that ends in .html"),
        (("--report", "none/a.html"), "none/a.html: expected a file in a folder that exists"),
        (("--report", "a.html", "--language", "xx"), "xx: expected a language"),
        (("--language", "fr"), "--language: expected --report FILE beside it"),
    ],
)
def test_a_page_that_cannot_be_is_refused_before_play(here, tmp_path, monkeypatch, options, expected):
    """What is wrong with a page is said before any match is played."""
    monkeypatch.chdir(tmp_path)
    done = here("run", "--season", "2022", "--matches", "10", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"sim: {expected}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not NO_FILE.is_dir(), reason="no folder here in which nobody makes files")
def test_an_answer_is_printed_before_its_page_is_written(here):
    """Where the page cannot be written the answer is there all the same."""
    done = here("run", "--season", "2022", "--matches", "10", "--report", NO_FILE / "a.html")
    assert done.returncode == 2
    assert "Expect about" in done.stdout
    assert f"{NO_FILE / 'a.html'}: expected a file to write to" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("way", [(), ("--json",)])
def test_a_reader_who_has_seen_enough_loses_no_page(tmp_path, way):
    """Behind a pipe that is closed at once the page is written all the same, and the exit code is a closed pipe's."""
    words = ("run", "--season", "2022", "--matches", "10", "--report", str(tmp_path / "a.html"), *way)
    program = [sys.executable, "-u", "-c", "from sim.cli import main; main()", *words]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 1
    assert said.endswith(f"sim: the page is written to {tmp_path / 'a.html'}\n")
    assert data_of((tmp_path / "a.html").read_text(encoding="utf-8"))["page"]["sections"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "name", "holds"),
    [
        ("optimise --season 2022 --robot p50 --budget 30000 --quick", "found.toml", "order"),
        ("schedule --teams 12 --each 6", "found.csv", "red1"),
        ("schedule --teams 12 --each 6 --json", "found.csv", "red1"),
    ],
)
def test_a_reader_who_has_seen_enough_loses_no_file(tmp_path, words, name, holds):
    """What a verb writes after its tables, a plan say, is written behind a pipe that is closed at once too."""
    asked = [*words.split(), "--out", str(tmp_path / name)]
    program = [sys.executable, "-u", "-c", "from sim.cli import main; main()", *asked]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 1
    assert said.endswith(f"sim: written to {tmp_path / name}\n")
    assert holds in (tmp_path / name).read_text(encoding="utf-8")


def test_what_verbs_answer_with_loads_nothing_slow():
    """A run, a comparison and their pages need neither scipy.stats nor pandas nor matplotlib: they start at once."""
    code = "import sys, sim.cli.runs, sim.cli.compare, sim.cli.answering; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "analysis.report.pictures" in loaded
    assert not {"scipy.stats", "pandas", "matplotlib"} & set(loaded)
