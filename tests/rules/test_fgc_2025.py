"""2025 Eco Equilibrium: sheets, documents and small events worked by hand."""

# shared = barriers + units x distribution; own = shared x (1 + sum of own three rope levels) + coopertition
# score = ceil(own + opponent's own x (opponent's major fouls / 10 + opponent's minor fouls / 20))
# Source: the facts on the rules of 2022-2026, sections 0 and 4 (season file and ranking of the event software).
from functools import partial
from itertools import product
from statistics import pvariance

import numpy as np
import pytest
from matches import as_bytes, match, ranked_by, team, without
from reading import json_lines

from rules.documents import read, sheet_of
from rules.errors import DocumentError
from rules.fgc_2025 import ROPE_VALUES, SEASON, Rope, Sheet, distribution

L0, L1, L2, L3, L4 = Rope
DOWN, TOP = (L0, L0, L0), (L4, L4, L4)

ranked = partial(ranked_by, SEASON)


def sheet(barriers=(0, 0), units=(0, 0, 0), red=DOWN, blue=DOWN, *, cleared=1, minor=(0, 0), major=(0, 0)):
    """Write the sheet of one match, all barriers cleared unless said otherwise."""
    of_red, center, of_blue = np.moveaxis(np.array(units), -1, 0)
    of_sides = np.stack([of_red, of_blue], axis=-1)
    return Sheet(*map(np.array, (barriers, of_sides, center, cleared, (red, blue), minor, major)))


OFFICIAL = sheet((6, 3), (56, 57, 58), (L2, L0, L2), (L4, L4, L2), cleared=0, minor=(1, 0), major=(1, 0))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(), (0, 0), id="nothing happened"),
        pytest.param(sheet((7, 3)), (10, 10), id="barriers of both mitigators count for both"),
        pytest.param(sheet(units=(5, 5, 5)), (15, 15), id="even: 15 x 1"),
        pytest.param(sheet(units=(5, 5, 5), cleared=0), (8, 8), id="barriers not cleared: 7.5 goes up"),
        pytest.param(sheet(units=(30, 0, 0), cleared=0), (15, 15), id="barriers not cleared: never less than half"),
        # Standard deviations: 0.943, 1.247; of whole counts none is exactly 1.
        pytest.param(sheet(units=(4, 2, 2)), (8, 8), id="just even: 8 x 1"),
        pytest.param(sheet(units=(5, 3, 2)), (6, 6), id="just no longer even: 10 x 0.6"),
        # 9.978 and 10.033; none is exactly 10.
        pytest.param(sheet(units=(24, 8, 0)), (20, 20), id="just not uneven: 32 x 0.6 = 19.2"),
        pytest.param(sheet(units=(23, 4, 0)), (14, 14), id="just uneven: 27 x 0.5 = 13.5"),
        pytest.param(sheet((1, 0), (4, 2, 1)), (6, 6), id="barriers are not distributed: 1 + 4.2"),
        pytest.param(sheet((100, 0), red=TOP, blue=(L1, L0, L0)), (250, 113), id="2.5 at most, 1.125 at least"),
        pytest.param(sheet((60, 40), red=(L1, L2, L3)), (175, 100), id="1 + 0.125 + 0.25 + 0.375"),
        pytest.param(sheet((0, 1), (4, 2, 1), red=TOP), (13, 6), id="units are protected too: 5.2 x 2.5 is 13"),
        pytest.param(sheet(red=TOP, blue=(L2, L1, L1)), (0, 0), id="four off the floor: touching is not"),
        pytest.param(sheet(red=TOP, blue=(L2, L3, L1)), (15, 15), id="five off the floor"),
        pytest.param(sheet(red=TOP, blue=(L2, L2, L2)), (30, 30), id="six off the floor"),
        pytest.param(sheet((10, 0), red=TOP, blue=(L2, L2, L2)), (55, 48), id="the bonus is not protected"),
        pytest.param(sheet((100, 0), minor=(1, 0)), (100, 105), id="a minor foul gives the opponent 5 %"),
        pytest.param(sheet((100, 0), major=(0, 1)), (110, 100), id="a major foul gives the opponent 10 %"),
        pytest.param(sheet((100, 0), minor=(3, 0), major=(2, 0)), (100, 135), id="fouls add up: 15 % and 20 %"),
        pytest.param(sheet((100, 0), minor=(2, 2)), (110, 110), id="fouls are of the points before fouls"),
        pytest.param(sheet(red=TOP, blue=TOP, major=(1, 0)), (30, 33), id="fouls take the bonus too"),
        # Blue: 0.5 + 0.025 = 0.525; rounded part by part it would be 2.
        pytest.param(sheet(units=(1, 0, 0), cleared=0, minor=(1, 0)), (1, 1), id="rounded up once, at the end"),
        # 9 + 85.5 = 94.5; red x 1.5 + 15 = 156.75; blue x 2.25 + 15 = 227.625, and 15 % of 156.75 are 23.5125.
        pytest.param(OFFICIAL, (157, 252), id="official vector 1"),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(written).total) == expected


def test_the_parts_of_one_match_in_1600ths():
    """Every part is exact: red is rounded up by 0.25, blue by 0.8625."""
    points = SEASON.score(OFFICIAL)
    assert {part: tuple(array) for part, array in points.parts.items()} == {
        "barriers": (14_400, 14_400),  # 9
        "biodiversity": (136_800, 136_800),  # 85.5
        "protection": (75_600, 189_000),  # 47.25 and 118.125
        "coopertition": (24_000, 24_000),  # 15
        "fouls": (0, 37_620),  # 23.5125
        "rounding": (400, 1_380),
    }
    assert list(SEASON.parts) == list(points.parts)


def test_distribution_follows_the_standard_deviation():
    """The factor is right for every spread up to 40 apart, where no deviation is exactly 1 or 10."""
    spreads = [(0, *others) for others in product(range(41), repeat=2)]
    variances = [pvariance(each) for each in spreads]
    assert not {1, 100} & set(variances)
    expected = [10 if each <= 1 else 6 if each < 100 else 5 for each in variances]
    written = sheet(units=spreads, cleared=np.ones(len(spreads), dtype=int))
    assert distribution(written, SEASON.points).tolist() == expected


ROBOTS = [f"{side}Robot{robot}Parking" for side in ("red", "blue") for robot in ("One", "Two", "Three")]
PLACES = ("RedSide", "Center", "BlueSide")


def details(barriers=20, units=(0, 0, 0), ropes=(0,) * 6, **changes):
    """Write the details of a match: all barriers in red's mitigator and cleared, ropes as red's and blue's values."""
    return {
        "barriersInRedMitigator": barriers,
        "barriersInBlueMitigator": 0,
        **{f"biodiversityUnits{place}Ecosystem": count for place, count in zip(PLACES, units, strict=True)},
        "allBarriersCleared": 1,
        **dict(zip(ROBOTS, ropes, strict=True)),
        **changes,
    }


def played(red=20, blue=20, *, ropes=(0,) * 6, of=None, **changes):
    """Make a match with these recorded scores; ropes are red's and blue's values."""
    return match(red, blue, of=of, **{"details": details(ropes=ropes), **changes})


def totals(raw):
    """Read and score one document."""
    return SEASON.score(sheet_of(read(as_bytes(raw), SEASON), SEASON)).total.tolist()[0]


@pytest.mark.parametrize("noise", [0, 9e-7, -9e-7])
def test_rope_values_are_read_to_a_millionth(noise):
    """Documents hold 0 to 0.5 in place of codes: 20 x 1.875 = 37.5 for red and 20 x 1.5 for blue."""
    ropes = [each + noise for each in (0.125, 0.25, 0.5, 0.375, 0.125, 0)]
    assert totals(played(ropes=ropes)) == [38, 30]


def test_the_values_are_the_official_ones():
    """The five levels are worth 0 to a half, an eighth each."""
    assert tuple(level / 8 for level in Rope) == ROPE_VALUES


@pytest.mark.parametrize(
    ("bent", "name"),
    [
        pytest.param(details(redRobotOneParking=0.13), "redRobotOneParking", id="no level's value"),
        pytest.param(details(redRobotOneParking=0.125002), "redRobotOneParking", id="two millionths off"),
        pytest.param(details(blueRobotTwoParking=1), "blueRobotTwoParking", id="the code in place of the value"),
        pytest.param(details(blueRobotTwoParking="0.5"), "blueRobotTwoParking", id="text for a level"),
        pytest.param(details(blueRobotTwoParking=False), "blueRobotTwoParking", id="false for a level"),
        pytest.param(details(blueRobotTwoParking=None), "blueRobotTwoParking", id="null for a level"),
        pytest.param(without(details(), "redRobotTwoParking"), "redRobotTwoParking", id="no level"),
        pytest.param(details(redRobotFourParking=0), "redRobotFourParking", id="a fourth robot"),
        pytest.param(details(allBarriersCleared=2), "allBarriersCleared", id="flag of 2"),
        pytest.param(details(barriersInRedMitigator=True), "barriersInRedMitigator", id="true for a count"),
        pytest.param(details(units=(1.5, 0, 0)), "biodiversityUnitsRedSideEcosystem", id="half a unit"),
        pytest.param(details(approximateBarriers=1), "approximateBarriers", id="an unknown estimate"),
    ],
)
def test_details_that_are_refused(bent, name):
    """A name or value that 2025 does not know is refused under its dotted name."""
    with pytest.raises(DocumentError, match=rf"^document 1: details\.{name}: expected .+"):
        read(as_bytes(played(details=bent)), SEASON)


def playoff(red, blue, of=None, **changes):
    """Make a playoff match in which X and Y sit out; `of` changes single teams."""
    places = {11: "A", 12: "B", 13: "C", 14: "X", 21: "D", 22: "E", 23: "F", 24: "Y"}
    teams = [{**team(key, station), **(of or {}).get(key, {})} for station, key in places.items()]
    return played(red, blue, participants=teams, **changes)


def printed(here, verb, *documents):
    """Run a verb on playoff documents and give the lines that it prints."""
    done = here(verb, "--season", "2025", "--playoff", "--json", "-", stdin=as_bytes(documents))
    assert done.returncode == 0
    return json_lines(done.stdout)


# 5 + 10 x 0.6 = 11; red x 2.25 + 15 = 39.75, blue x 1.75 + 15 = 34.25.
FOLLOWS = {
    "biodiversityDistributionFactor": 0.6,
    "biodiversityDistributed": 6.0,
    "redProtectionMultiplier": 2.25,
    "blueProtectionMultiplier": 1.7500004,
    "coopertition": 15,
}


def test_derived_entries_are_audited_by_name(here):
    """What does not follow from the entries is named, changes no score, and may be left out."""
    written = details(5, (5, 3, 2), (0.5, 0.5, 0.25, 0.375, 0.375, 0))
    wrong = [{**FOLLOWS, name: 1} for name in FOLLOWS] + [{**FOLLOWS, "coopertition": "15"}]
    rows = printed(here, "score", *(playoff(40, 35, details={**written, **each}) for each in ({}, FOLLOWS, *wrong)))
    assert {(row["redScore"], row["blueScore"]) for row in rows} == {(40, 35)}
    assert all(row["agrees"] == (not row["differs"]) for row in rows)
    assert [row["differs"] for row in rows] == [[], [], *([name] for name in FOLLOWS), ["coopertition"]]


@pytest.mark.parametrize("value", [0, 999, -1, 0.3, None, "many", True, [], {"a": 1}])
def test_estimates_are_ignored(value):
    """What lights showed during the match says nothing, whatever it is."""
    estimates = {f"approximateBiodiversity{place}Ecosystem": value for place in PLACES}
    assert totals(played(details=details(**estimates))) == [20, 20]


def test_playoffs_are_ranked_by_sums(here):
    """Nothing is dropped, those who sit out share the score, and a card above yellow takes it from its team."""
    rows = printed(here, "rank", playoff(30, 20, {"A": {"cardStatus": 2}}), playoff(10, 25, {"E": {"cardStatus": 3}}))
    sums = [(row["teamKey"], row["totalScore"]) for row in rows]
    assert sums == [*((key, 45) for key in "DFY"), *((key, 40) for key in "BCX"), ("E", 20), ("A", 10)]


COLUMNS = ("rankingScore", "highestScore", "protectionPoints", "played", "wins", "losses", "ties")
ROPES = (0.125, 0.25, 0, 0.5, 0, 0)
RED, WHITE = {"A": {"cardStatus": 2}}, {"A": {"cardStatus": 3}}


@pytest.mark.parametrize(
    ("matches", "expected"),
    [
        pytest.param([played(30, ropes=ROPES)], (30, 30, 0.125, 1, 1, 0, 0), id="the own robot's level"),
        pytest.param([played(ropes=ROPES)] * 3, (20, 20, 0.375, 3, 0, 3, 3), id="summed, dropped score or not"),
        pytest.param([played(ropes=(0.1250004,) * 6)], (20, 20, 0.125, 1, 0, 1, 1), id="without the noise"),
        pytest.param([played(30, ropes=ROPES, of=RED)], (0, 0, 0, 1, 1, 0, 0), id="a red card keeps the win only"),
        pytest.param(
            [played(20, ropes=ROPES, of=WHITE)], (0, 0, 0, 1, 0, 1, 1), id="a white card keeps the tie only"
        ),
        pytest.param([played(30, of=RED), played(50)], (0, 50, 0, 2, 2, 0, 0), id="red, 50: the 50 is dropped"),
        pytest.param([played(30, of=WHITE), played(50)], (50, 50, 0, 2, 2, 0, 0), id="white, 50: the 0 is dropped"),
        pytest.param([played(30, of=RED)] * 2, (0, 0, 0, 2, 2, 0, 0), id="only red cards"),
        pytest.param([played(0), played(21), played(22)], (21.5, 22, 0, 3, 2, 1, 0), id="the lowest is dropped"),
    ],
)
def test_rows_worked_by_hand(matches, expected):
    """Team A's columns, of the ranking score to the ties, are those of the official policy."""
    row = ranked(*matches)["A"]
    assert list(row) == ["rank", "teamKey", *COLUMNS]
    assert tuple(row[name] for name in COLUMNS) == expected


def test_protection_points_sum_each_robot_and_decide_ties():
    """Each team has its own robot's levels, 11 to 23 in order, and stands by their sum where scores are alike."""
    second = played(ropes=(0, 0.375, 0.5, 0, 0, 0.125))
    table = ranked(played(ropes=ROPES), second)
    sums = {"B": 0.625, "C": 0.5, "D": 0.5, "A": 0.125, "F": 0.125, "E": 0}
    assert [(key, row["protectionPoints"]) for key, row in table.items()] == list(sums.items())


def test_derived_names_are_of_their_side():
    """What red's protection makes of the shared points is red's part of the breakdown, by red's robots alone."""
    of = sheet((2, 1), (4, 2, 6), red=(L1, L2, L4), blue=(L0, L3, L0))
    found, follows = SEASON.score(of), {name: get(of, SEASON.points) for name, get in SEASON.derived.items()}
    ropes = [sum(ROPE_VALUES[level] for level in side) for side in ((L1, L2, L4), (L0, L3, L0))]
    for side, own in zip(("red", "blue"), ropes, strict=True):
        assert follows[f"{side}ProtectionMultiplier"] == pytest.approx(1 + own)
    shared = sum(found.parts[part][..., 0] for part in ("barriers", "biodiversity")) / found.unit
    assert shared > 0
    assert follows["redTotalProtectionPoints"] == pytest.approx(shared * (1 + ropes[0]))
    assert found.parts["protection"][..., 0] / found.unit == pytest.approx(shared * ropes[0])


@pytest.mark.parametrize("climbed", range(7))
def test_coopertition_asks_for_five_robots(climbed):
    """Fewer than five at level 2 give nobody anything."""
    levels = [L2] * climbed + [L1] * (6 - climbed)
    found = SEASON.score(sheet(red=tuple(levels[:3]), blue=tuple(levels[3:]))).parts["coopertition"]
    assert found.tolist() == [{5: 24_000, 6: 48_000}.get(climbed, 0)] * 2
