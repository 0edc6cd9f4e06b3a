"""Checks of seasons that are right: the program's own, and the made-up one; and the pages that findings name."""

import json
import re

import pytest
from places import ROOT, TESTS
from played import PLAYED

from analysis.season import of_table

PAGE = (ROOT / "docs" / "season-files.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("key", PLAYED)
def test_no_season_of_the_program_has_a_mistake(here, key):
    """Every season that is played keeps every law, and it is said how it plays."""
    done = here("check-season", key, "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["mistakes"]) == (0, [])
    assert found["plays"]["score"]["error"] > 0
    waits = [share["mean"] for share in found["plays"]["waits"].values()]
    assert sum(waits) == pytest.approx(found["plays"]["waiting"]["mean"])


def test_a_season_without_examples_is_told_so(here, monkeypatch):
    """The made-up season of the tests, whose examples are elsewhere, has no mistake; doubts name what it lacks."""
    monkeypatch.setenv("SIM_SEASONS", "")
    done = here("check-season", "2031", "--seasons", TESTS / "kit" / "seasons", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["mistakes"]) == (0, [])
    doubts = {(each["file"], each["key"]) for each in found["warnings"]}
    assert ("fgc_2031.csv", "") in doubts
    assert ("fgc_2031.toml", "[[playbook]] moor early: order") in doubts


def headings():
    """Give the anchors of the page's headings, as pages of repositories make them."""
    titles = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_each_part_that_findings_name_is_a_heading_of_the_page():
    """Whoever follows a finding to its page finds the part."""
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "analysis" / "season").glob("*.py")]
    code.append((ROOT / "sim" / "cli" / "check_season.py").read_text(encoding="utf-8"))
    named = {part for text in code for part in re.findall(r"Book\([^\n]*?, \"([a-z-]+)\"\)", text)}
    assert {"the-rules-file", "worked-examples", "the-golden-match", "rows-what-is-done"} <= named
    assert named | {*of_table.PARTS, *of_table.TABLES.values()} <= headings()
