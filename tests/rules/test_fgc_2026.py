"""2026 Igniting Innovation: sheets, documents and small events worked by hand."""

# own = suppression unit x (1 + sum of own three brace states) + 25 x partner climbs + extinguisher
#       + 10 if the extinguisher holds more than at least one suppression unit + 10, 25, 40 for 4, 5, 6 in zone 3
# score = ceil(own + opponent's own x (opponent's major fouls / 10 + opponent's minor fouls / 20))
# Source: the facts on the rules of 2022-2026, sections 0 and 5 (season file, summaries of the manual, live results).
from functools import partial

import numpy as np
import pytest
from matches import as_bytes, match, ranked_by, team, without
from reading import json_lines

from rules.documents import read, sheet_of
from rules.errors import DocumentError
from rules.fgc_2026 import BRACE_VALUES, SEASON, Brace, Sheet

NONE, CONTACT, Z1, Z2, Z3 = Brace
DOWN, TOP = (NONE, NONE, NONE), (Z3, Z3, Z3)
NOBODY, ALL = (0, 0, 0), (1, 1, 1)

ranked = partial(ranked_by, SEASON)


def sheet(balls=(0, 0), shared=0, red=DOWN, blue=DOWN, *, lifted=(NOBODY, NOBODY), minor=(0, 0), major=(0, 0)):
    """Write the sheet of one match: balls in the suppression units and in the shared extinguisher."""
    return Sheet(*map(np.array, (balls, shared, (red, blue), lifted, minor, major)))


OFFICIAL = sheet((158, 74), 50, (CONTACT, Z3, Z3), (NONE, CONTACT, Z3), major=(2, 0))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(), (0, 0), id="nothing happened"),
        pytest.param(sheet((7, 3)), (7, 3), id="a suppression unit counts for its own side"),
        pytest.param(sheet((100, 0), red=(Z3, Z2, Z1)), (160, 0), id="the manual's example: 100 x 1.6"),
        pytest.param(sheet((90, 0), red=(Z1, NONE, NONE)), (99, 0), id="90 x 1.1 is 99, not 99.00000000000001"),
        pytest.param(sheet((100, 100), red=(CONTACT, NONE, NONE), blue=TOP), (105, 190), id="x 1.05 and x 1.9"),
        pytest.param(sheet((1, 21), red=(CONTACT, Z1, Z2), blue=(CONTACT,) * 3), (2, 25), id="1.35 and 24.15 go up"),
        # The extinguisher counts for both and is not multiplied; 10 more where it is fuller than a unit.
        pytest.param(sheet((5, 5), 4, red=(Z2, NONE, NONE)), (10, 9), id="extinguisher: 6 + 4 and 5 + 4"),
        pytest.param(sheet((5, 5), 5), (10, 10), id="as full as both units: no knockdown"),
        pytest.param(sheet((5, 4), 4), (9, 8), id="as full as the smaller unit: no knockdown"),
        pytest.param(sheet((5, 4), 5), (20, 19), id="fuller than the smaller unit only: knockdown for both"),
        pytest.param(sheet((4, 50), 5), (19, 65), id="fuller than red's unit only"),
        pytest.param(sheet((4, 4), 5), (19, 19), id="fuller than both: 10 once"),
        pytest.param(sheet((0, 0), 1), (11, 11), id="one ball is more than none"),
        pytest.param(sheet(lifted=((1, 0, 1), (0, 1, 0))), (50, 25), id="25 for each lifted robot"),
        pytest.param(sheet((10, 10), red=(Z1, Z1, Z1), lifted=(ALL, NOBODY)), (88, 10), id="which is not multiplied"),
        pytest.param(sheet(red=TOP), (0, 0), id="three in zone 3: nothing"),
        pytest.param(sheet(red=TOP, blue=(Z2, Z3, Z2)), (10, 10), id="four in zone 3"),
        pytest.param(sheet(red=(Z3, NONE, Z3), blue=TOP), (25, 25), id="five in zone 3"),
        pytest.param(sheet(red=TOP, blue=TOP), (40, 40), id="six in zone 3"),
        pytest.param(sheet((100, 0), minor=(1, 0)), (100, 5), id="a minor foul gives the opponent 5 %"),
        pytest.param(sheet((0, 100), major=(0, 1)), (10, 100), id="a major foul gives the opponent 10 %"),
        pytest.param(sheet((100, 0), minor=(3, 0), major=(2, 0)), (100, 35), id="fouls add up: 15 % and 20 %"),
        pytest.param(sheet((100, 100), minor=(2, 0), major=(0, 3)), (130, 110), id="of the points before fouls"),
        # Red's own is 10 + 10 + 25 + 40 = 85 with knockdown, a lift and six in zone 3; blue's 60.
        pytest.param(
            sheet((0, 0), 10, TOP, TOP, lifted=((1, 0, 0), NOBODY), major=(2, 0)), (85, 77), id="of all bonuses too"
        ),
        # Blue: 1.05 + 0.0525 = 1.1025; rounded part by part it would be 3.
        pytest.param(
            sheet((1, 1), 0, (CONTACT, NONE, NONE), (NONE, CONTACT, NONE), minor=(1, 0)), (2, 2), id="rounded up once"
        ),
        pytest.param(sheet((500, 0), 0, TOP, TOP, lifted=(ALL, NOBODY)), (1065, 40), id="500 x 1.9 + 75 + 40"),
        # Red 158 x 1.65 + 50 = 310.7; blue 74 x 1.35 + 50 = 149.9, and 20 % of 310.7 are 62.14.
        pytest.param(OFFICIAL, (311, 213), id="official vector 1"),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(written).total) == expected


def test_the_parts_of_one_match_in_400ths():
    """Every part is exact: red is rounded up by 0.3, blue by 0.96."""
    points = SEASON.score(OFFICIAL)
    assert {part: tuple(array) for part, array in points.parts.items()} == {
        "suppression": (63_200, 29_600),  # 158 and 74
        "climb": (41_080, 10_360),  # 0.65 x 158 = 102.7 and 0.35 x 74 = 25.9
        "partner_climb": (0, 0),
        "extinguisher": (20_000, 20_000),  # 50
        "knockdown": (0, 0),
        "coopertition": (0, 0),
        "fouls": (0, 24_856),  # 62.14
        "rounding": (120, 384),
    }
    assert list(SEASON.parts) == list(points.parts)


@pytest.mark.parametrize(("brace", "tenths"), [(Z1, 11), (Z2, 12), (Z3, 13)])
def test_whole_products_are_never_rounded_up(brace, tenths):
    """Every tenth ball count up to 500 times 1.1, 1.2 or 1.3 is whole, however doubles would have it."""
    balls = np.arange(0, 501, 10)
    units = np.stack([balls, np.zeros_like(balls)], axis=-1)
    assert SEASON.score(sheet(units, red=(NONE, brace, NONE))).total[:, 0].tolist() == [n * tenths for n in range(51)]


SIDES, ROBOTS = ("red", "blue"), ("One", "Two", "Three")


def details(balls=(20, 20), shared=0, braces=(0,) * 6, **changes):
    """Write the details of a match: braces as red's and blue's values, nobody lifted."""
    places = [f"{side}Robot{robot}" for side in SIDES for robot in ROBOTS]
    return {
        "wildfireInRedSuppressionUnit": balls[0],
        "wildfireInBlueSuppressionUnit": balls[1],
        "wildfireInExtinguisher": shared,
        **{f"{place}BraceState": value for place, value in zip(places, braces, strict=True)},
        **{f"{place}PartnerClimb": False for place in places},
        **changes,
    }


def played(red=20, blue=20, *, braces=(0,) * 6, of=None, **changes):
    """Make a match with these recorded scores; braces are red's and blue's values."""
    return match(red, blue, of=of, **{"details": details(braces=braces), **changes})


def totals(raw):
    """Read and score one document."""
    return SEASON.score(sheet_of(read(as_bytes(raw), SEASON), SEASON)).total.tolist()[0]


@pytest.mark.parametrize("noise", [0, 9e-7, -9e-7])
def test_brace_values_are_read_to_a_millionth(noise):
    """Documents hold 0 to 0.3 in place of codes: 20 x 1.35 = 27 for red and 20 x 1.3 = 26 for blue."""
    braces = [each + noise for each in (0.05, 0.1, 0.2, 0, 0.3, 0)]
    assert BRACE_VALUES == (0, 0.05, 0.1, 0.2, 0.3)
    assert totals(played(braces=braces)) == [27, 26]


@pytest.mark.parametrize(("written", "points"), [(True, 45), (False, 20), (1, 45), (0, 20), (1.0, 45)])
def test_partner_climbs_are_flags(written, points):
    """A lifted robot is written as true or 1."""
    assert totals(played(details=details(redRobotTwoPartnerClimb=written))) == [points, 20]


@pytest.mark.parametrize(
    ("bent", "name"),
    [
        pytest.param(details(redRobotOneBraceState=0.15), "redRobotOneBraceState", id="no state's value"),
        pytest.param(details(redRobotOneBraceState=0.100002), "redRobotOneBraceState", id="two millionths off"),
        pytest.param(
            details(blueRobotTwoBraceState=4), "blueRobotTwoBraceState", id="the code in place of the value"
        ),
        pytest.param(details(blueRobotTwoBraceState="Z3"), "blueRobotTwoBraceState", id="text for a state"),
        pytest.param(details(blueRobotTwoBraceState=False), "blueRobotTwoBraceState", id="false for a state"),
        pytest.param(details(redRobotOnePartnerClimb=2), "redRobotOnePartnerClimb", id="lifted twice"),
        pytest.param(details(redRobotOnePartnerClimb="true"), "redRobotOnePartnerClimb", id="text for a flag"),
        pytest.param(details(redRobotOnePartnerClimb=None), "redRobotOnePartnerClimb", id="null for a flag"),
        pytest.param(details(shared=True), "wildfireInExtinguisher", id="true for a count"),
        pytest.param(details(shared=0.5), "wildfireInExtinguisher", id="half a ball"),
        pytest.param(details((-1, 0)), "wildfireInRedSuppressionUnit", id="below 0"),
        pytest.param(without(details(), "wildfireInExtinguisher"), "wildfireInExtinguisher", id="no extinguisher"),
        pytest.param(details(knockdownBonus=10), "knockdownBonus", id="an unknown bonus"),
    ],
)
def test_details_that_are_refused(bent, name):
    """A name or value that 2026 does not know is refused under its dotted name."""
    with pytest.raises(DocumentError, match=rf"^document 1: details\.{name}: expected .+"):
        read(as_bytes(played(details=bent)), SEASON)


def playoff(red, blue, of=None, **changes):
    """Make a playoff match in which X and Y sit out; `of` changes single teams."""
    places = {11: "A", 12: "B", 13: "C", 14: "X", 21: "D", 22: "E", 23: "F", 24: "Y"}
    teams = [{**team(key, station), **(of or {}).get(key, {})} for station, key in places.items()]
    return played(red, blue, participants=teams, **changes)


def printed(here, verb, *documents):
    """Run a verb on playoff documents and give the lines that it prints."""
    done = here(verb, "--season", "2026", "--playoff", "--json", "-", stdin=as_bytes(documents))
    assert done.returncode == 0
    return json_lines(done.stdout)


# Red 10 x 1.65 + 50 + 5 + 10 + 10 = 91.5, blue 4 x 1.6 + 5 + 10 + 10 = 31.4; multipliers as doubles sum them.
FOLLOWS = {
    "redClimbMultiplier": 1.6500000000000001,
    "blueClimbMultiplier": 1.6,
    "redPartnerClimbPoints": 50,
    "bluePartnerClimbPoints": 0,
    "coopertition": 10,
    "coopertitionKnockdownBonus": 10,
}


def test_derived_entries_are_audited_by_name(here):
    """What does not follow from the entries is named, changes no score, and may be left out."""
    written = details((10, 4), 5, (0.3, 0.05, 0.3, 0.3, 0, 0.3))
    written |= {"redRobotOnePartnerClimb": True, "redRobotThreePartnerClimb": 1}
    wrong = [{**FOLLOWS, name: 1} for name in FOLLOWS] + [{**FOLLOWS, "coopertition": None}]
    rows = printed(here, "score", *(playoff(92, 32, details={**written, **each}) for each in ({}, FOLLOWS, *wrong)))
    assert {(row["redScore"], row["blueScore"]) for row in rows} == {(92, 32)}
    assert all(row["agrees"] == (not row["differs"]) for row in rows)
    assert [row["differs"] for row in rows] == [[], [], *([name] for name in FOLLOWS), ["coopertition"]]


def test_playoffs_are_ranked_by_sums(here):
    """Nothing is dropped, those who sit out share the score, and a card above yellow takes it from its team."""
    rows = printed(here, "rank", playoff(30, 20, {"A": {"cardStatus": 2}}), playoff(10, 25, {"E": {"cardStatus": 3}}))
    sums = [(row["teamKey"], row["totalScore"]) for row in rows]
    assert sums == [*((key, 45) for key in "DFY"), *((key, 40) for key in "BCX"), ("E", 20), ("A", 10)]


COLUMNS = ("rankingScore", "highestScore", "climbPoints", "played", "wins", "losses", "ties")
RED, WHITE = {"A": {"cardStatus": 2}}, {"A": {"cardStatus": 3}}


def braced(*states):
    """Make ties in which red's first robot ends in these states, one a match."""
    return [played(braces=(state, 0, 0, 0, 0, 0)) for state in states]


@pytest.mark.parametrize(
    ("matches", "expected"),
    [
        pytest.param(braced(0.3, 0.3, 0.1), (20, 20, 0.7, 3, 0, 3, 3), id="0.3 + 0.3 + 0.1"),
        pytest.param(braced(0.1, 0.2, 0.3), (20, 20, 0.6000000000000001, 3, 0, 3, 3), id="0.1 + 0.2 + 0.3"),
        pytest.param(braced(0.3, 0.2, 0.1), (20, 20, 0.6, 3, 0, 3, 3), id="0.3 + 0.2 + 0.1"),
        pytest.param(braced(0.3, 0.3, 0.05, 0.1), (20, 20, 0.75, 4, 0, 4, 4), id="0.3 + 0.3 + 0.05 + 0.1"),
        pytest.param(
            braced(0.05, 0.3, 0.3, 0.1), (20, 20, 0.7499999999999999, 4, 0, 4, 4), id="a bit less than 0.75"
        ),
        pytest.param(braced(0.3000004), (20, 20, 0.3, 1, 0, 1, 1), id="without the noise"),
        pytest.param([played(30, braces=(0.3,) * 6, of=RED)], (0, 0, 0, 1, 1, 0, 0), id="a red card keeps the win"),
        pytest.param([played(20, braces=(0.3,) * 6, of=WHITE)], (0, 0, 0, 1, 0, 1, 1), id="a white one the tie"),
        pytest.param([played(30, of=RED), played(50)], (0, 50, 0, 2, 2, 0, 0), id="red, 50: the 50 is dropped"),
        pytest.param([played(30, of=WHITE), played(50)], (50, 50, 0, 2, 2, 0, 0), id="white, 50: the 0 is dropped"),
        pytest.param([played(30, of=RED)] * 2, (0, 0, 0, 2, 2, 0, 0), id="only red cards"),
        pytest.param([played(0, 9), *[played(10, 9)] * 7, played(11, 9)], (10.13, 11, 0, 9, 8, 1, 0), id="10.125"),
    ],
)
def test_rows_worked_by_hand(matches, expected):
    """Team A's columns, of the ranking score to the ties, are those of the official policy."""
    row = ranked(*matches)["A"]
    assert list(row) == ["rank", "teamKey", *COLUMNS]
    assert tuple(row[name] for name in COLUMNS) == expected


def test_a_last_bit_of_climb_points_decides():
    """A climbed 0.3, 0.2, 0.1 and B 0.1, 0.2, 0.3: B's sum of doubles is larger by its last bit, so B is first."""
    table = ranked(*(played(braces=(a, b, 0, 0, 0, 0)) for a, b in ((0.3, 0.1), (0.2, 0.2), (0.1, 0.3))))
    assert list(table) == list("BACDEF")
