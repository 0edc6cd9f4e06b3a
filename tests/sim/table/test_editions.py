"""The seed files' account of each edition, and how a file that is written wrongly is refused."""

import json
import re
from pathlib import Path

import pytest

import rules
import seeds
from rules.errors import ModelError
from sim.table.language import Edition, editions, read_seed, seed

FOLDER = Path(seeds.__file__).parent
TEXT = (FOLDER / "fgc_2022.toml").read_text(encoding="utf-8")
BARE = {"year", "field", "source", "rules", "model"}
"""Keys of [season] that say what the file is and how far to trust it, not a fact that somebody reported."""

every_edition = pytest.mark.parametrize("key", editions())


def test_every_edition_is_there():
    """The editions are those from 2017 on, oldest first, without a gap."""
    assert editions() == [f"fgc_{2017 + nth}" for nth in range(len(editions()))]
    assert len(editions()) >= 10


@every_edition
def test_a_file_is_named_after_its_year(key):
    """The year in a seed file is the one in its name."""
    assert key == f"fgc_{seed(key).season.year}"


def test_the_remote_editions_have_no_field():
    """2020 and 2021 were remote; all others were played on a field."""
    assert [key for key in editions() if not seed(key).season.field] == ["fgc_2020", "fgc_2021"]


def test_only_editions_with_a_field_have_rules():
    """Rules there are for played editions only, and their seed files grade them."""
    for key in rules.keys():
        assert seed(key).season.field
        assert seed(key).season.rules is not None


@every_edition
def test_source_ids_are_unique(key):
    """No two sources of a file share an id, and none is called `assumed`."""
    ids = [source.id for source in seed(key).source]
    assert len({*ids, "assumed"}) == len(ids) + 1


@every_edition
def test_every_fact_bears_its_source(key):
    """Each fact of [season] has an entry in [season.source], which names a source of the file or `assumed`."""
    edition = seed(key).season
    given = {name for name in Edition.model_fields if getattr(edition, name) is not None} - BARE
    assert set(edition.source) == given
    assert set(edition.source.values()) <= {source.id for source in seed(key).source} | {"assumed"}


@every_edition
def test_dates_run_forwards_in_their_year(key):
    """An edition begins before it ends, in its own year."""
    edition = seed(key).season
    assert edition.dates is None or (
        edition.dates[0] <= edition.dates[1] and {day.year for day in edition.dates} == {edition.year}
    )


@every_edition
def test_matches_are_those_of_all_teams(key):
    """Six teams a match, `each` matches a team: the three counts agree to within one match."""
    edition = seed(key).season
    if None not in (edition.teams, edition.each, edition.matches):
        assert abs(6 * edition.matches - edition.teams * edition.each) < 6


def test_a_seed_cannot_be_changed():
    """What is read from a seed file is frozen."""
    with pytest.raises(ValueError, match="frozen"):
        seed("fgc_2022").season.teams = 1


def edited(old, new):
    """Give the 2022 file with one line changed."""
    changed = re.sub(f"^{old}", new, TEXT, count=1, flags=re.MULTILINE)
    assert changed != TEXT
    return changed.encode()


def refusal(data):
    """Give the text of the ModelError that parsing raises; it is one printable line."""
    with pytest.raises(ModelError) as caught:
        read_seed(data, "x.toml")
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_the_file_itself_is_read():
    """The text that the tests below edit is a legal file."""
    assert read_seed(TEXT.encode(), "x.toml") == seed("fgc_2022")


@pytest.mark.parametrize(
    ("old", "new", "place", "right"),
    [
        pytest.param("teams = ", "teems = ", "season.teems", "teams", id="optional key"),
        pytest.param("field = ", "feild = ", "season.feild", "field", id="required key"),
        pytest.param("rules = ", "ruless = ", "season.ruless", "rules", id="grade"),
        pytest.param(r"grade = ", "grad = ", "[[source]] ems: grad", "grade", id="required key of a list"),
        pytest.param(r"url = ", "uri = ", "[[source]] ems: uri", "url", id="optional key of a list"),
        pytest.param(r"\[season.source\]", "[season.sauce]", "season.sauce", "source", id="table in a table"),
        pytest.param(r"\[season\]", "[xseason]\n[season]", "xseason", "season", id="table"),
    ],
)
def test_a_misspelt_key_is_named_with_the_nearest(old, new, place, right):
    """A key that does not exist is refused by file and place, with the nearest that does."""
    line = refusal(edited(old, new))
    assert line.startswith(f"x.toml: {place}: expected no key of this name")
    assert line.endswith(f"did you mean {right}?")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param("year = 2022", "", "season.year", id="missing key"),
        pytest.param("year = 2022", 'year = "2022"', "season.year", id="text for a number"),
        pytest.param("year = 2022", "year = 2022.0", "season.year", id="float for a whole number"),
        pytest.param("teams = 162", "teams = -1", "season.teams", id="negative"),
        pytest.param("teams = 162", "teams = true", "season.teams", id="true for a number"),
        pytest.param("field = true", "field = 1", "season.field", id="number for true"),
        pytest.param('rules = "A"', 'rules = "E"', "season.rules", id="no such grade"),
        pytest.param("dates = .*", "dates = [2022-10-13]", "season.dates", id="one date of two"),
        pytest.param("dates = .*", 'dates = ["2022-10-13", "2022-10-16"]', "season.dates", id="texts for dates"),
        pytest.param('grade = "A"', "grade = []", "[[source]] ems: grade", id="list for a grade"),
    ],
)
def test_a_wrong_value_is_named(old, new, place):
    """A value that is missing or of another kind is refused by file and key."""
    line = refusal(edited(old, new))
    assert line.startswith(f"x.toml: {place}")
    assert ": expected " in line


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[season", id="table not closed"),
        pytest.param(b"[season]\n[season]\n", id="table twice"),
        pytest.param(b"[season]\nyear = 1\nyear = 2\n", id="key twice"),
        pytest.param(b"year == 2022", id="no TOML"),
        pytest.param(json.dumps({"season": 1}).encode(), id="JSON"),
        pytest.param(b"a = '\xff'", id="not UTF-8"),
        pytest.param(b"a = " + b"[" * 100_000, id="deep lists"),
    ],
)
def test_malformed_toml_is_refused(data):
    """What is no TOML is refused by file and reason."""
    assert refusal(data).startswith("x.toml: expected a TOML file")


def test_an_empty_file_lacks_its_tables():
    """An empty file is TOML, but no seed."""
    assert refusal(b"") == "x.toml: season: expected this key, found none"
