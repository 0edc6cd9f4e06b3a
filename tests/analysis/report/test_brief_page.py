"""A brief as a page: whole HTML that loads nothing and runs nothing, whatever teams and plans are called."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from analysis.brief.brief import Brief, Chances, Met
from analysis.brief.plans import Agreement
from analysis.compare.paired import Interval
from analysis.forecast.outlook import Ranged
from analysis.report.brief_page import page
from analysis.run.tallies import Estimate

HOSTILE = '<script>alert("&")</script>'
VOID = {"meta", "br"}


def met(team, where, role, seen):
    """Make a team of a match."""
    return Met(team, where, role, 3, 7, Ranged(-3.2, -9.0, 4.0), 4.1, Ranged(0.4, 0.1, 0.7), seen)


def brief(name="BRA", plan="climb"):
    """Make a brief by hand, with a team and a plan of these names."""
    places = [f"{side}{place}" for side in ("red", "blue") for place in (1, 2, 3)]
    roles = ["us", "partner", "partner", "opponent", "opponent", "opponent"]
    names = ["SUI", name, "KEN", "USA", "PER", "FJI"]
    teams = [met(*each, {plan: True}) for each in zip(names, places, roles, strict=True)]
    gain = Interval(2.0, 0.2, 1.6, 2.4)
    return Brief(
        season="fgc_0000",
        version="0",
        seed=1,
        grade="B",
        ranked_by="alliance score",
        edition=f"Game {name}",
        hindsight=False,
        match=name,
        team="SUI",
        side="red",
        looked_back=False,
        played=12,
        repeats=2_000,
        fitting=100.0,
        teams=tuple(teams),
        chances=Chances(0.6, 0.1, 0.3, Ranged(50, 20, 80), Ranged(40, 10, 70)),
        robot=plan,
        matches=2_000,
        best=plan,
        value=Estimate(55.0, 0.5),
        plans=None,
        agreements=(
            Agreement((name,), True, plan, f"do {plan}", gain, gain, True),
            Agreement(("KEN",), True, "unsure", "not told", gain, gain, False),
            Agreement(("USA",), False, "selfless", "good for us alone", gain, Interval(-1, 0.2, -1.4, -0.6), True),
        ),
    )


class Read(HTMLParser):
    """What a page has: its tags, which have to close in order, and its text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note a tag, and that it is open."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the last tag that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note a text."""
        self.texts.append(data)


@pytest.mark.parametrize("name", ["BRA", HOSTILE, "a < b & c", '" onload="x', "España 日本"])
def test_names_are_text_whatever_they_are(name):
    """A page has the same tags and attributes for every name, closes them all, and says the name as it is."""
    usual, found = Read(page(brief())), Read(page(brief(name, name)))
    assert found.open == []
    assert found.tags == usual.tags
    assert name in "".join(found.texts)


def test_it_loads_nothing_and_runs_nothing():
    """No script, no address, no picture; the policy forbids all but its own style."""
    found = Read(page(brief()))
    tags = {tag for tag, _ in found.tags}
    assert tags & {"script", "link", "img", "iframe", "object", "form", "a"} == set()
    assert {name for _, attrs in found.tags for name in attrs} & {"src", "href", "style", "onload"} == set()
    (policy,) = [attrs["content"] for _, attrs in found.tags if "http-equiv" in attrs]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "url(" not in page(brief())
    assert "@import" not in page(brief())


def test_readers_are_told_language_and_heads():
    """The language, the width of a phone, one h1, and every head of a table with its scope."""
    found = Read(page(brief())).tags
    assert ("html", {"lang": "en"}) in found
    assert [tag for tag, _ in found].count("h1") == 1
    heads = [attrs for tag, attrs in found if tag == "th"]
    assert heads
    assert {attrs["scope"] for attrs in heads} == {"col", "row"}
    assert any(attrs.get("name") == "viewport" for _, attrs in found)


def test_what_cannot_be_agreed_on_is_left_out():
    """An agreement that cannot be told from none, and one that an opponent loses by, are not asked for."""
    text = "".join(Read(page(brief())).texts)
    assert 'Ask BRA, our partner, to play "climb": we gain 2.00 ± 0.20 points.' in text
    assert "unsure" not in text
    assert "selfless" not in text
    nothing = "".join(Read(page(replace(brief(), agreements=()))).texts)
    assert "Nothing was found that others may play" in nothing


def test_notes_that_hardly_fit_are_said_to():
    """Where few repeats fit what scouts saw, figures are rough."""
    assert "What scouts saw hardly fits the scores so far" in page(brief())
    assert "hardly fits" not in page(replace(brief(), fitting=1_500.0))
