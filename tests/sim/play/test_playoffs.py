"""Playoffs of every format: who plays whom, who sits out, who goes on, and the medals of real sums."""

import csv
from collections import Counter

import numpy as np
import pytest
from edited import table_of
from places import shared

from rules.errors import ModelError
from sim.play.playoffs import LAST, NOBODY, SITS, alliances_of, partner_words, playoffs
from sim.table.language import PlayoffFormat, Sits, editions, seed

FORMATS = {key: seed(key).playoffs for key in editions() if seed(key).playoffs is not None}
every_format = pytest.mark.parametrize("key", FORMATS)
TEAMS = 60
BY_SUMS = "fgc_2022"


def rows(name):
    """Read a file of published figures."""
    with shared("data", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def by_luck(number=1):
    """Score matches by chance."""
    luck = np.random.default_rng(number)
    return lambda team, _: luck.integers(0, 40, (len(team), 2))


def by_best(team, _):
    """Score matches by the best rank of each side."""
    return 1_000 - team.reshape(-1, 2, 3).min(axis=2)


def played(key, play=None, sits=None, repeat=0, teams=TEAMS):
    """Play the playoffs of a season between teams whose numbers are their ranks, from 1 on."""
    words = partner_words(7, repeat, teams)
    return playoffs(FORMATS[key], np.arange(1, teams + 1), words, play or by_luck(repeat), sits)


def matches_of(found, rounds=None):
    """Give (teams of a side, who sits out, its alliance) of each match and side of these rounds."""
    for each in found.rounds if rounds is None else rounds:
        for match in range(len(each.team)):
            for side in range(2):
                team = each.team[match, 3 * side : 3 * side + 3].tolist()
                yield team, each.out[match, side], each.alliance[match, side]


def appearances(found, rounds=None):
    """Count the matches of each team."""
    return Counter(team for side, _, _ in matches_of(found, rounds) for team in side)


@every_format
def test_nobody_is_in_two_alliances(key):
    """Every team has one place, and the better ranked stand first."""
    found = played(key)
    assert len(np.unique(found.members)) == found.members.size == FORMATS[key].teams
    assert (np.diff(found.members[:, :3]) > 0).all()
    assert (found.members[:, :3] <= FORMATS[key].by_rank).all()
    assert (found.members[:, 3:] > FORMATS[key].by_rank).all()


@every_format
def test_the_members_of_a_side_are_its_alliance(key):
    """The three who play and the one who sits out are the alliance, and the sides differ."""
    found = played(key)
    for team, out, alliance in matches_of(found):
        assert sorted({*team, out} - {NOBODY}) == sorted(found.members[alliance].tolist())
    assert all((each.alliance[:, 0] != each.alliance[:, 1]).all() for each in found.rounds)


@every_format
@pytest.mark.parametrize("sits", ["drawn", "rotate"])
def test_every_member_plays_where_it_has_to(key, sits):
    """Every team of every alliance plays at least once; by the habit its first one always."""
    found = played(key, sits=sits)
    appeared = appearances(found)
    assert set(appeared) == set(found.members.ravel().tolist())
    if sits == "drawn":
        of_alliance = Counter(alliance for _, _, alliance in matches_of(found))
        assert all(appeared[found.members[each, 0]] == count for each, count in of_alliance.items())


@pytest.mark.parametrize("key", [key for key in FORMATS if FORMATS[key].drawn])
def test_a_drawn_team_plays_its_match_of_a_round_and_no_more(key):
    """Once in each round in which all have to play, and else never."""
    found = played(key)
    for each in found.rounds:
        drawn = found.members[np.unique(each.alliance), LAST]
        appeared = appearances(found, [each])
        assert {appeared[team] for team in drawn.tolist()} == {int(each.of.all_play)}


def test_rotating_lets_all_sit_out_alike():
    """In four matches each of four sits out once."""
    found = played(BY_SUMS, sits="rotate")
    assert set(appearances(found, found.rounds[:1]).values()) == {3}


def test_the_weakest_never_plays():
    """Where the weakest sits out, the drawn team has no match."""
    found = played(BY_SUMS, sits="weakest")
    assert appearances(found).keys() & set(found.members[:, LAST].tolist()) == set()


def test_every_rule_has_its_word():
    """The language knows the rules that there are."""
    assert set(SITS) == set(Sits.__args__)


@every_format
def test_medals_go_to_three_alliances(key):
    """Places stay a permutation, and the first three after the last round are the medals."""
    for repeat in range(20):
        found = played(key, repeat=repeat)
        for each in found.rounds:
            assert sorted(each.order.tolist()) == list(range(FORMATS[key].alliances))
        assert found.medals == tuple(found.rounds[-1].order[:3])
        assert found.winners.shape == (3, 3 + FORMATS[key].drawn)


@every_format
def test_the_best_wins_without_luck(key):
    """Where the score is that of the alliance's best rank, the alliance of the first team has gold."""
    found = played(key, by_best)
    assert 1 in found.winners[0]
    if FORMATS[key].dealt == "seeded":
        assert found.medals == (0, 1, 2)


@every_format
def test_ties_come_to_an_end(key):
    """Where every match is tied, the better seeds have the medals."""
    assert played(key, lambda team, _: np.full((len(team), 2), 9)).medals == (0, 1, 2)


@every_format
def test_the_draw_is_keyed(key):
    """The same seed and repeat draw the same partners, another repeat others."""
    one, again, other = (played(key, repeat=repeat).members for repeat in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_every_team_below_is_drawn_alike():
    """Over many draws each of 36 teams is drawn 8/36 of the time: within 4.5 errors, false alarm 1 in 4,000."""
    repeats, below = 2_000, TEAMS - 24
    drawn = [
        alliances_of(FORMATS[BY_SUMS], range(TEAMS), partner_words(3, each, TEAMS))[:, 3] for each in range(repeats)
    ]
    share = np.bincount(np.ravel(drawn), minlength=TEAMS)[24:] / repeats
    assert np.abs(share - 8 / below).max() < 4.5 * np.sqrt(8 / below * (1 - 8 / below) / repeats)


def test_too_few_teams_are_refused():
    """32 teams make eight alliances of four, 31 do not."""
    assert played(BY_SUMS, teams=32).members.size == 32
    with pytest.raises(ModelError, match="expected at least 32 teams for 8 alliances, found 31"):
        played(BY_SUMS, teams=31)


def test_a_final_goes_to_the_first_who_wins_twice():
    """A loss and a tie do not end a best of three; the tied match is played again."""
    final = iter([(5, 9), (7, 7), (8, 2), (6, 1)])
    key = next(key for key in FORMATS if FORMATS[key].round[-1].wins == 2)
    found = played(
        key, lambda team, each: [next(final)] if each.by == "wins" else 1_000 - team.reshape(-1, 2, 3).min(2)
    )
    assert len(found.rounds[-1].scores) == 4
    assert found.rounds[-1].gathered[:2].tolist() == [2, 1]
    assert found.medals == (0, 1, 2)


def of_sums(year, finals):
    """Play a year with matches that give each alliance its published sum: all of it in its first match."""
    published = [int(row["rr_sum"]) for row in rows("playoff_sums.csv") if row["year"] == year]
    left = dict(enumerate(published))

    def play(team, each):
        if each.tournament != "t3":
            return np.array(finals)
        return [[left.pop((rank - 1) % 8, 0) for rank in match[::3]] for match in team.tolist()]

    return played(f"fgc_{year}", play), published


def test_published_sums_give_the_finalists():
    """The three best published sums are the three that played the finals."""
    by_year = {row["year"]: [] for row in rows("playoff_sums.csv")}
    for row in rows("playoff_sums.csv"):
        by_year[row["year"]].append(row)
    for year, of_year in by_year.items():
        found, published = of_sums(year, np.zeros((3, 2), dtype=np.int64))
        assert found.rounds[0].gathered.tolist() == published
        finalists = {int(row["alliance"]) - 1 for row in of_year if row["final_sum"]}
        assert finalists == set(found.rounds[0].order[:3].tolist())


def test_published_finals_give_the_medals():
    """The three finals as they were scored: their pairings, sums of 210, 219 and 215, and the medals."""
    finals = rows("playoffs_2023_finals.csv")
    scores = [(int(row["red_score"]), int(row["blue_score"])) for row in finals]
    found, _ = of_sums("2023", scores)
    first = {int(row["ranks"].split()[0]): row for row in rows("playoff_sums.csv") if row["year"] == "2023"}
    by_seed = {seed - 1: row["teams"].split() for seed, row in first.items()}
    for match, row in enumerate(finals):
        red, blue = found.rounds[-1].alliance[match].tolist()
        assert row["red1"] in by_seed[red]
        assert row["blue1"] in by_seed[blue]
    won = dict(zip(("gold", "silver", "bronze"), found.medals, strict=True))
    awards = [row for row in rows("medals.csv") if (row["year"], row["award"]) == ("2023", "winning alliance")]
    assert {place: " ".join(by_seed[each]) for place, each in won.items()} == {
        row["place"]: row["teams"] for row in awards
    }
    assert [found.rounds[-1].gathered[each] for each in found.medals] == [219, 215, 210]


def test_the_order_of_the_matches_is_the_published_one():
    """The sixteen pairs meet in the published order, red as published."""
    schedule = rows("playoffs_2026_schedule.csv")
    alliance = {}
    for (red, blue), row in zip(FORMATS["fgc_2026"].round[0].pairs, schedule, strict=True):
        assert alliance.setdefault(row["red1"], red) == red
        assert alliance.setdefault(row["blue1"], blue) == blue
    assert sorted(alliance.values()) == list(range(1, 9))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("alliances = 8", "alliances = 7", "playoffs: expected places of 7 alliances, found 8"),
        ("[3, 2], [2, 1]]", "[3, 2], [2, 2]]", "expected pairs of two places that differ"),
        ("[[1, 3], [3, 2]", "[[1, 4], [4, 2]", "expected every place from 1 to the last in the pairs"),
        ('dealt = "seeded"', 'dealt = "seeds"', "playoffs.dealt: expected 'seeded' or 'drawn'"),
        ('name = "finals"', 'name = "playoffs"', "expected this name once, found it again"),
        ('sits = "drawn"', 'sits = "drawn"\nstart = {"field.carbo" = 1}', "start: expected the name of a place"),
    ],
)
def test_a_format_that_cannot_be_is_refused(old, new, expected):
    """One line says which key of [playoffs] is wrong."""
    with pytest.raises(ModelError) as refusal:
        table_of(BY_SUMS, old, new)
    assert expected in str(refusal.value)


def test_every_format_is_a_table_of_the_language():
    """What a season has is what the language reads: as many matches as the published formats."""
    matches = {key: [len(each.pairs) for each in of.round] for key, of in FORMATS.items()}
    assert set(map(type, FORMATS.values())) == {PlayoffFormat}
    assert [16, 3] in matches.values()
    assert [8, 6, 1] in matches.values()
    assert [8, 4, 2, 2] in matches.values()
