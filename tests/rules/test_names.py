"""Names that people type: a season's key, in full or by its year, or a line that helps."""

import pytest

from rules.errors import SeasonError
from rules.names import season_key

KNOWN = ["fgc_2030", "fgc_2031"]


@pytest.mark.parametrize("wanted", ["2031", "fgc_2031"])
def test_a_season_is_named_by_its_key_or_its_year(wanted):
    """Both give the key."""
    assert season_key(wanted, KNOWN, "rules") == "fgc_2031"


@pytest.mark.parametrize(
    ("wanted", "hint"), [("2032", ""), ("20311", ""), ("2o31", "; did you mean 2031?"), ("", ""), ("fgc_", "")]
)
def test_another_season_is_refused_with_those_there_are(wanted, hint):
    """The line has all years; the nearest is offered to what is none, not to another year, which is another game."""
    with pytest.raises(SeasonError) as caught:
        season_key(wanted, KNOWN, "rules")
    assert str(caught.value) == f"{wanted}: expected a season with rules, 2030 or 2031{hint}"


def test_a_season_whose_files_lie_here_is_told_how_it_is_found(tmp_path, monkeypatch):
    """Who forgot `--seasons` stands in its folder most often."""
    (tmp_path / "fgc_2032.toml").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SeasonError, match=r"in this folder: sim --seasons \. finds them"):
        season_key("2032", KNOWN, "rules")
