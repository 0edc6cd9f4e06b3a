"""Point values as values: named, sourced, told in words that follow them, changed only to what stays exact."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from matches import as_bytes
from strategies import documents_of, own_axes

import rules
from rules.documents import read
from rules.errors import FgcError
from rules.points import ASSUMED, named, worth, worths
from rules.season import entries, point_values, with_points
from rules.words import by_number, by_numbers, either, share_words
from sim.table.language import seed

SEASONS = [rules.load(key) for key in rules.keys()]
every_season = pytest.mark.parametrize("season", SEASONS, ids=lambda season: season.key)
every_value = pytest.mark.parametrize(
    ("season", "name"),
    [pytest.param(season, name, id=f"{season.key}-{name}") for season in SEASONS for name in named(season.points)],
)
WITHOUT_NUMBERS = {"brace"}
"""Fields whose text names what they are and no number."""
BRACES, ROPES = rules.load("2026"), rules.load("2025")
OCEAN, POWER = rules.load("2019"), rules.load("2018")


def empty(season, matches=1, **written):
    """Write the sheets of matches in which only this happened."""
    zeros = {name: np.zeros((matches, *own_axes(of)), np.int64) for name, of in entries(season.sheet).items()}
    return season.sheet(**{**zeros, **{name: np.array(array) for name, array in written.items()}})


def alike(season, matches):
    """Draw sheets of small numbers; those of one entry are alike in most places, so that full houses happen."""
    random = np.random.default_rng(3)
    columns = {}
    for name, of in entries(season.sheet).items():
        shape, most = (matches, *own_axes(of)), min(of.most, 30)
        usual = random.integers(0, most + 1, (matches, *(1 for _ in own_axes(of))))
        columns[name] = np.where(random.random(shape) < 0.85, usual, random.integers(0, most + 1, shape))
    return season.sheet(**columns)


def step(season, name):
    """Give the season with one value a step of its unit higher, or lower where it cannot be higher."""
    value, about = point_values(season)[name], named(season.points)[name].worth
    higher = value + 1 / about.unit
    return with_points(season, {name: higher if higher <= about.most else value - 1 / about.unit})


@every_season
def test_every_value_has_a_meaning_and_a_source_of_its_seed_file(season):
    """Each field says what it is and who says so: a source of the seed file, or that it is assumed."""
    sources = {source.id for source in seed(season.key).source} | {ASSUMED}
    assert worths(season.points)
    for about in worths(season.points).values():
        assert about.doc.strip()
        assert about.source in sources


@every_season
def test_a_season_as_it_is_has_changed_nothing(season):
    """Its own values, written again, are no change."""
    assert season.changed == ""
    again = with_points(season, point_values(season))
    assert (again, again.changed) == (season, "")


@every_value
def test_every_value_counts(season, name):
    """Another value gives another score, on some sheet of many."""
    sheet, other = alike(season, 6_000), step(season, name)
    phases = ("ranking", "playoff")
    assert any((season.score(sheet, phase).total != other.score(sheet, phase).total).any() for phase in phases)


@every_value
def test_words_follow_the_values(season, name):
    """The text of a part tells the value that counts, and never one that was changed."""
    changed = step(season, name)
    assert list(changed.parts) == list(season.parts)
    assert (changed.parts != season.parts) == (named(season.points)[name].field not in WITHOUT_NUMBERS)


@every_value
def test_a_changed_season_says_so(season, name):
    """The sentence names the value, what it is and what it was; the season itself stays as it is."""
    changed = step(season, name)
    new, old = point_values(changed)[name], point_values(season)[name]
    assert changed.changed == f"not the official values: {name} is {new:g}, not {old:g}"
    assert season.changed == ""
    assert changed.assumed == season.assumed


def test_values_are_told_as_people_say_them():
    """Numbers and tables, shares and points have the manual's values, whole ones as whole numbers."""
    values = point_values(BRACES)
    assert [values[f"brace.{state}"] for state in range(5)] == [0, 0.05, 0.1, 0.2, 0.3]
    assert (values["partner_climb"], values["coopertition.6"], values["foul_major"]) == (25, 40, 0.1)
    assert str(values["partner_climb"]) == "25"
    assert point_values(POWER)["parking.3"] == 50
    assert named(BRACES.points)["brace.3"].worth.doc.startswith("what a robot adds")


def test_tables_that_rise_evenly_are_told_in_short():
    """What a robot or a level adds is said once where it is always the same, else number by number."""
    assert POWER.parts["parking"] == "15 for each parked robot, 50 for all three"
    assert with_points(POWER, {"parking.0": 1}).parts["parking"].startswith("1, 15, 30 or 50 for")
    assert ROPES.parts["protection"].endswith("for every rope level of the alliance's three robots")
    level = next(name for name in point_values(ROPES) if name.startswith("rope."))
    assert "by its rope level" in with_points(ROPES, {level: 1}).parts["protection"]


def test_a_changed_value_scores():
    """Two lifted robots at 30 are 60; a third robot parked at 60 in place of 50."""
    lifted = empty(BRACES, partner_climb=[[[1, 1, 0], [0, 0, 0]]])
    assert with_points(BRACES, {"partner_climb": 30}).score(lifted).total.tolist() == [[60, 0]]
    parked = empty(POWER, parked=[[3, 2]])
    assert with_points(POWER, {"parking.3": 60}).score(parked).total.tolist() == [[60, 30]]


def test_values_may_have_fractions_that_the_unit_can_say():
    """2.55 are 51 twentieths: exact as a part, rounded up as a total; so are 12.5 and an eighth of 80ths."""
    lifted = empty(BRACES, partner_climb=[[[1, 0, 0], [0, 0, 0]]])
    points = with_points(BRACES, {"partner_climb": 2.55}).score(lifted)
    assert (points.parts["partner_climb"].tolist(), points.total.tolist()) == ([[1_020, 0]], [[3, 0]])
    hanging = empty(ROPES, rope=[[[2, 2, 2], [2, 2, 0]]])
    points = with_points(ROPES, {"coopertition.5": 12.5}).score(hanging)
    assert (points.parts["coopertition"].tolist(), points.total.tolist()) == ([[20_000, 20_000]], [[13, 13]])


def test_a_sum_of_doubles_is_the_number_that_is_meant():
    """0.1 three times is 0.3; a whole number may be numpy's."""
    assert point_values(with_points(BRACES, {"brace.3": 0.1 + 0.1 + 0.1}))["brace.3"] == 0.3
    assert point_values(with_points(BRACES, {"knockdown": np.int64(7), "brace.4": np.float64(0.5)}))["knockdown"] == 7


def test_several_changes_are_told_in_the_order_of_the_season():
    """All changed values stand in one sentence."""
    changed = with_points(with_points(BRACES, {"knockdown": 0}), {"brace.4": 0.4, "suppression": 2})
    assert (
        changed.changed
        == "not the official values: suppression is 2, not 1; brace.4 is 0.4, not 0.3; knockdown is 0, not 10"
    )


@pytest.mark.parametrize(
    ("season", "changes", "expected"),
    [
        (
            BRACES,
            {"partner_clim": 1},
            "partner_clim: expected the name of a point value; did you mean partner_climb?",
        ),
        (BRACES, {"brace": 1}, "brace: expected the name of a point value; did you mean brace.4?"),
        (BRACES, {"brace.5": 1}, "brace.5: expected the name of a point value; did you mean brace.4?"),
        (BRACES, {"": 1}, ": expected the name of a point value; `sim rules` lists them"),
        (
            BRACES,
            {"a\nb" * 99: 1},
            f"{('a?b' * 13)[:37]}...: expected the name of a point value; `sim rules` lists them",
        ),
        (BRACES, {"knockdown": "10"}, "knockdown: expected a number, found '10'"),
        (BRACES, {"knockdown": None}, "knockdown: expected a number, found None"),
        (BRACES, {"knockdown": True}, "knockdown: expected a number, found True"),
        (BRACES, {"knockdown": float("nan")}, "knockdown: expected a number from -9,999 to 9,999, found nan"),
        (BRACES, {"knockdown": 10**400}, f"knockdown: expected a number from -9,999 to 9,999, found 1{'0' * 39}"),
        (BRACES, {"brace.1": 1.5}, "brace.1: expected a number from -1 to 1, found 1.5"),
        (BRACES, {"brace.1": 0.01}, "brace.1: expected a multiple of 1/20, found 0.01"),
        (BRACES, {"suppression": 0.05}, "suppression: expected a whole number, found 0.05"),
        (OCEAN, {"reuse": 6.5}, "reuse: expected a whole number, found 6.5"),
        (OCEAN, {"reuse": 7, "recycle": 0.1}, "recycle: expected a whole number, found 0.1"),
    ],
)
def test_what_cannot_be_changed_is_refused_in_one_line(season, changes, expected):
    """The line names the value, what was expected and what was found, with the nearest name there is."""
    with pytest.raises(FgcError) as caught:
        with_points(season, changes)
    assert str(caught.value) == expected


@pytest.mark.parametrize(("name", "most"), [("knockdown", 9_999), ("brace.1", 1)])
def test_the_ends_of_the_range_are_values(name, most):
    """A point value may be as much as it says at most, or as little; one part more is refused, at either end."""
    for end in (most, -most):
        assert point_values(with_points(BRACES, {name: end}))[name] == end
        with pytest.raises(FgcError, match="expected a number from"):
            with_points(BRACES, {name: end + end // most})


def test_rankings_take_their_statistics_from_the_values():
    """What a ranking sums beside the scores has the values that count."""
    sheet = empty(POWER, parked=[[3, 1]], coopertition=[[1, 1]])
    (document,) = documents_of(sheet)
    teams = [{"team_key": key, "station": at} for key, at in zip("ABCDEF", (11, 12, 13, 21, 22, 23), strict=True)]
    flags = {"disqualified": 0, "card_status": 0, "surrogate": 0, "no_show": 0}
    document |= {"red_score": 9, "blue_score": 5, "participants": [{**team, **flags} for team in teams]}
    documents = read(as_bytes(document), POWER, "ranking")
    first = with_points(POWER, {"parking.3": 60, "coopertition": 7}).rank(documents)[0]
    assert (first["parkingPoints"], first["coopertitionPoints"]) == (60, 7)
    assert POWER.rank(documents)[0]["parkingPoints"] == 50


@dataclass(frozen=True)
class HalfKnown:
    """Point values of which one is assumed."""

    known: int = worth(1, "what is known", "lib")
    guessed: int = worth(2, "what is not", ASSUMED)


def test_assumed_values_are_named():
    """Where all values are assumed the sentence says that, where only some are it names them."""
    assert rules.load("2017").assumed == "every point value of 2017 is assumed"
    assert replace(OCEAN, points=HalfKnown()).assumed == "assumed point values of 2019: guessed"
    assert OCEAN.assumed == ""


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.25, "a quarter"),
        (0.125, "an eighth"),
        (0.1, "a tenth"),
        (0.3, "three tenths"),
        (0.15, "three twentieths"),
        (0.05, "a twentieth"),
        (0.2, "a fifth"),
        (0, "0"),
        (1, "1"),
        (-0.1, "-0.1"),
        (0.55, "0.55"),
        (0.01, "0.01"),
    ],
)
def test_shares_in_words(share, words):
    """Small shares have words, others stay numbers."""
    assert share_words(share) == words


def test_tables_in_words():
    """A table by number says what each number is worth, and nothing of those that are worth nothing."""
    assert by_number((0, 0, 0, 0, 0, 15, 30), "experts") == "15 for five experts, 30 for six"
    assert by_numbers((0, 0, 0, 0, 10, 25, 40), "robots") == "10, 25 or 40 for four, five or six robots"
    assert by_number((0, 0), "experts") == "0 for any experts"
    assert by_numbers((0, 0, 2.5), "robots") == "2.5 for two robots"
    assert (either(["a"]), either(["a", "b"])) == ("a", "a or b")


@pytest.mark.parametrize(("value", "unit"), [(0.3, 10), (1 / 3, 3), (0.25, 4), (-1.5, 2)])
def test_a_value_that_its_unit_cannot_hold_names_one_that_can(value, unit):
    """Nothing is rounded in silence where a season is written."""
    with pytest.raises(FgcError, match=rf"worth\(\): .*; unit={unit}, here and in SEASON, would allow it"):
        worth(value, "what it is", "us")
    assert worth(value, "what it is", "us", unit=unit).default == value * unit


@pytest.mark.parametrize("value", [float("nan"), "x", True, 10_000])
def test_a_value_that_no_unit_can_hold_is_refused(value):
    """It has no other unit to be named."""
    with pytest.raises(FgcError, match=r"worth\(\): expected") as caught:
        worth(value, "what it is", "us")
    assert "unit=" not in str(caught.value)
