"""`sim replay`: pages, matches at quantiles, and matches of a saved event; what goes where, and what is refused."""

import json
import re

import pytest
from played import PLAYED

from rules import load as rules_of
from sim import play_event, simulate
from sim.play.event import event_request, play_repeats
from sim.play.request import run_request

SEASON = ("replay", "--season", "2022")
ANSWER = re.compile(r"Written to .*\.html: (\d+) match(?:es)?\. Open it in a browser; it needs no network\.")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Save a run and an event of two repeats."""
    folder = tmp_path_factory.mktemp("world")
    simulate("fgc_2022", 40, seed=4, out=folder / "run")
    list(play_repeats(event_request(run_request("fgc_2022", seed=3), 12, 4, 2), folder / "event"))
    (folder / "folder.html").mkdir()
    return folder


def matches_of(page):
    """Read a page's matches back: what each is called, and its scores at the end."""
    (data,) = re.findall(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    shown = json.loads(data)["page"]
    unit = shown["stage"]["unit"]

    def score(match, side):
        return sum(sum(int(each, 36) for each in part[side].split()[1::2]) for part in match["parts"]) // unit

    return [(each["title"], [score(each, side) for side in (0, 1)]) for each in shown["matches"]]


def test_a_page_has_the_matches_asked_for(here, tmp_path):
    """Several matches of a season come into one page in their order; what is said first is where it is."""
    done = here(*SEASON, "--match", "3", "--match", "1", "--html", tmp_path / "a.html")
    assert (done.returncode, done.stderr) == (0, "")
    first, *others = done.stdout.splitlines()
    assert ANSWER.fullmatch(first)[1] == "2"
    scores = simulate("2022", 4).scores
    assert others == [f"Match {n}: red {scores[n][0]:,}, blue {scores[n][1]:,}." for n in (3, 1)]
    titles = [{"key": "replay.match", "parameters": {"match": n, "seed": 1}} for n in (3, 1)]
    assert matches_of(tmp_path / "a.html") == list(zip(titles, scores[[3, 1]].tolist(), strict=True))


def test_a_page_is_the_same_bytes_and_written_anew(here, tmp_path, world):
    """A saved run's page is that of its season and seed; one that is there is replaced, as pictures are."""
    page, other = tmp_path / "a.html", tmp_path / "b.html"
    page.write_text("old", encoding="utf-8")
    assert here("replay", world / "run", "--match", "3", "--html", page).returncode == 0
    assert here(*SEASON, "--seed", "4", "--match", "3", "--html", other).returncode == 0
    assert page.read_bytes() == other.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_quantiles_pick_matches(here, tmp_path, world):
    """Of a saved run they are those with so many at or below them, by both scores together, lowest first."""
    done = here("replay", world / "run", "--quantile", "5,50,95", "--html", tmp_path / "a.html")
    assert (done.returncode, done.stderr) == (0, "")
    sums = simulate("fgc_2022", 40, seed=4).scores.sum(axis=1)
    found = matches_of(tmp_path / "a.html")
    for (title, scores), percent in zip(found, (5, 50, 95), strict=True):
        assert title["parameters"] == {
            "seed": 4,
            "percent": percent,
            "match": title["parameters"]["match"],
            "matches": 40,
        }
        assert (sums <= sum(scores)).mean() * 100 >= percent >= (sums < sum(scores)).mean() * 100


def test_one_quantile_is_told_in_the_terminal(here, world):
    """The match in the middle is told like any other."""
    done = here("replay", world / "run", "--quantile", "50", "--json")
    told = json.loads(done.stdout)
    again = here("replay", world / "run", "--match", str(told["match"]), "--json")
    assert again.stdout == done.stdout


def test_a_match_of_an_event_is_told_with_its_teams(here, world, tmp_path):
    """A match of the second repeat has the teams, scores and cards of that repeat's documents."""
    repeat = play_event("fgc_2022", 12, 4, repeats=2, seed=3).repeats[1]
    told = json.loads(here("replay", world / "event", "--match", "5", "--repeat", "1", "--json").stdout)
    document = repeat.documents[5]
    assert [player["team"] for player in told["players"]] == [each.team for each in document.participants]
    assert [*told["scores"].values()] == repeat.matches.scores[5].tolist()
    assert (told["match"], told["repeat"]) == (5, 1)
    shown = here("replay", world / "event", "--match", "5", "--repeat", "1")
    assert shown.stdout.startswith("2022 Carbon Capture: match 5 of repeat 1 of an event of seed 3\n")
    here("replay", world / "event", "--match", "5", "--repeat", "1", "--html", tmp_path / "a.html")
    ((title, scores),) = matches_of(tmp_path / "a.html")
    assert (title["key"], scores) == ("replay.event", repeat.matches.scores[5].tolist())
    here("replay", world / "event", "--quantile", "100", "--repeat", "1", "--html", tmp_path / "a.html")
    ((title, scores),) = matches_of(tmp_path / "a.html")
    assert (title["key"], title["parameters"]["repeat"]) == ("replay.event_quantile", 1)
    assert sum(scores) == repeat.matches.scores.sum(axis=1).max()


def test_other_point_values_are_said_on_the_page(here, tmp_path):
    """A page of a match by other values says which."""
    here(*SEASON, "--match", "3", "--points", "storage=0.5", "--html", tmp_path / "a.html")
    assert "not the official values: storage is 0.5" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_page_speaks_the_language_asked_for(here, tmp_path):
    """`--language ar` writes from the right; what the command prints stays English."""
    done = here(*SEASON, "--match", "3", "--html", tmp_path / "a.html", "--language", "ar")
    assert ANSWER.match(done.stdout)
    assert '<html lang="ar" dir="rtl">' in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "expected"),
    {
        "no page": (("--match", "3", "--html", "@/a.htm"), ("/a.htm: expected a name that ends in .html",)),
        "no folder": (("--match", "3", "--html", "@/no/a.html"), ("/no/a.html: expected a file in a folder",)),
        "a folder": (("--match", "3", "--html", "@/folder.html"), ("/folder.html: expected a file",)),
        "unknown language": (("--match", "3", "--html", "@/a.html", "--language", "xx"), ("xx: expected", "fr")),
        "language alone": (("--match", "3", "--language", "fr"), ("--language: expected --html",)),
        "page and JSON": (("--match", "3", "--html", "@/a.html", "--json"), ("--html: expected no --json",)),
        "page and times": (("--match", "3", "--html", "@/a.html", "--times"), ("--html: expected no --times",)),
        "neither": (("--html", "@/a.html"), ("expected --match NUMBER, or --quantile",)),
        "both": (("--match", "3", "--quantile", "50"), ("expected --match NUMBER, or --quantile",)),
        "two told": (("--match", "3", "--match", "4"), ("expected --html FILE for more than one match, found 2",)),
        "no per cent": (("--quantile", "median", "--html", "@/a.html"), ("--quantile: expected numbers from 0",)),
        "none to pick from": (("--quantile", "50", "--matches", "0"), ("matches: expected a whole number from 1",)),
        "nothing to pick": (("--match", "3", "--matches", "10"), ("--matches: expected --quantile",)),
        "repeat of a run": (("--match", "3", "--repeat", "0"), ("--repeat: expected the folder of a saved event",)),
        "too many": (("--match", "3") * 21 + ("--html", "@/a.html"), ("at most 20 matches in a page, found 21",)),
    }.values(),
)
def test_what_cannot_be_is_one_line(here, world, args, expected):
    """It ends with 2, prints nothing and writes nothing, also in a season whose values are assumed."""
    assumed = next(key for key in PLAYED if rules_of(key).assumed)
    before = sorted(world.rglob("*"))
    for year in ("2022", assumed):
        done = here("replay", "--season", year, *(each.replace("@", str(world)) for each in args))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        for words in expected:
            assert words in done.stderr
    assert sorted(world.rglob("*")) == before


@pytest.mark.parametrize(
    ("args", "expected"),
    {
        "match": (("--match", "8"), "--match: expected a match of this run, 0 to 7, found 8"),
        "repeat": (("--match", "1", "--repeat", "2"), "repeat: expected a whole number from 0 to 1, found 2"),
        "seed": (("--match", "1", "--seed", "1"), "with --season only"),
    }.values(),
)
def test_what_a_saved_event_does_not_have_is_refused(here, world, args, expected):
    """Matches and repeats beyond it, and options that it has of its own."""
    done = here("replay", world / "event", *args)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert expected in done.stderr
