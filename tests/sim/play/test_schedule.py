"""The schedule of a ranking phase: who plays when, where and with whom, held against bounds and a naive schedule."""

from collections import Counter
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.errors import ModelError
from sim.play.schedule import MOST_MATCHES, MOST_TEAMS, drawn, least_rest, matches_of

SEEDS = st.integers(0, 2**32 - 1)
OFFICIAL = [(162, 12), (191, 10), (180, 12), (181, 12), (185, 11), (190, 12)]


@st.composite
def schedules(draw, least=6, most=70):
    """Draw a schedule of any size, seed and repeat."""
    return drawn(draw(st.integers(least, most)), draw(st.integers(1, 14)), draw(SEEDS), draw(st.integers(0, 65_535)))


def naive(teams, each, seed=0):
    """Make a schedule as nobody should: every round a random order of the teams, cut into matches."""
    rng = np.random.default_rng(seed)
    seats = np.concatenate([rng.permutation(teams) for _ in range(each + 1)])
    return seats[: 6 * matches_of(teams, each)].reshape(-1, 6)


def repeats(team, partners_only=False):
    """Count how often two teams of a match have been in one before (as partners, if only those are asked for)."""
    pairs = Counter()
    for match in team.tolist():
        groups = (match[:3], match[3:]) if partners_only else (match,)
        pairs.update(pair for group in groups for pair in combinations(sorted(group), 2))
    return pairs.total() - len(pairs)


def played_in(schedule):
    """Give for each team the matches that it plays, surrogate matches too."""
    return [np.flatnonzero((schedule.team == team).any(axis=1)).tolist() for team in range(schedule.teams)]


@given(schedules())
@example(drawn(6, 1, 1))
@example(drawn(7, 1, 1))
@example(drawn(11, 13, 1))
def test_every_team_plays_its_matches(schedule):
    """Every team counts as often as it should; nobody is in a match twice; fewer than six seats are surrogates'."""
    counting = np.bincount(schedule.team[~schedule.surrogate], minlength=schedule.teams)
    assert counting.tolist() == [schedule.each] * schedule.teams
    assert all(len(set(match)) == 6 for match in schedule.team.tolist())
    assert schedule.surrogate.sum() == -schedule.teams * schedule.each % 6
    assert not schedule.surrogate[:-1].any()
    assert schedule.matches == len(schedule.team) == matches_of(schedule.teams, schedule.each)


@given(schedules())
def test_matches_are_spread_over_the_event(schedule):
    """After any match no team has played two more than another, and nobody's next match comes too early."""
    counts = np.zeros(schedule.teams, dtype=np.int64)
    for match in schedule.team[:-1]:
        counts[match] += 1
        assert counts.max() - counts.min() <= 1
    rest = least_rest(schedule.teams)
    assert all(later - earlier >= rest for played in played_in(schedule) for earlier, later in pairwise(played))


@pytest.mark.parametrize(("teams", "rest"), [(6, 1), (17, 1), (18, 2), (35, 2), (36, 3), (162, 13), (190, 15)])
def test_rest_grows_with_the_number_of_teams(teams, rest):
    """From eighteen teams on nobody plays two matches running; large events leave half a round between."""
    assert least_rest(teams) == rest


@given(schedules())
def test_sides_and_stations_are_shared(schedule):
    """No team plays three matches more on one side than on the other, or four more at one station than another."""
    at = np.stack([(schedule.team[:, robot, None] == np.arange(schedule.teams)).sum(axis=0) for robot in range(6)])
    sides = at.reshape(2, 3, -1).sum(axis=1)
    assert np.abs(sides[0] - sides[1]).max() <= 2
    assert (at.max(axis=0) - at.min(axis=0)).max() <= 3


@pytest.mark.parametrize(("teams", "each"), OFFICIAL)
def test_few_teams_meet_again(teams, each):
    """In events of real size hardly any partners meet again, and fewer than a sixth of a naive schedule's teams."""
    schedule = drawn(teams, each, seed=3)
    assert repeats(schedule.team, partners_only=True) <= 2
    assert repeats(schedule.team) < repeats(naive(teams, each)) / 6


@given(schedules(least=24))
def test_partners_meet_again_less_than_by_chance(schedule):
    """In smaller events, where many must meet again, it is never more than in a naive schedule."""
    by_chance = naive(schedule.teams, schedule.each)
    assert repeats(schedule.team) <= repeats(by_chance)
    assert repeats(schedule.team, partners_only=True) <= repeats(by_chance, partners_only=True)


@given(st.integers(6, 40), st.integers(1, 8), SEEDS, st.integers(0, 65_534))
def test_a_schedule_is_its_keys(teams, each, seed, repeat):
    """The same seed and repeat give the same schedule."""
    one, again = (drawn(teams, each, seed, repeat) for _ in range(2))
    assert (one.team == again.team).all()
    assert (one.surrogate == again.surrogate).all()


def test_seeds_and_repeats_give_other_schedules():
    """Another seed, or another repeat, is another schedule."""
    made = {drawn(30, 6, *keys).team.tobytes() for keys in ((1, 0), (1, 1), (2, 0), (2, 1))}
    assert len(made) == 4


def test_every_team_may_come_first():
    """Over many schedules every team opens the event as often as any other."""
    opens = np.bincount(np.concatenate([drawn(12, 1, 5, repeat).team[0] for repeat in range(600)]), minlength=12)
    assert np.abs(opens - 300).max() < 4.5 * np.sqrt(600 / 4)


@pytest.mark.parametrize(
    ("teams", "each", "expected"),
    [
        (5, 3, "teams: expected a whole number from 6 to 1,000, found 5"),
        (MOST_TEAMS + 1, 3, "teams: "),
        (True, 3, "teams: "),
        (6.0, 3, "teams: "),
        (12, 0, "each: expected a whole number from 1 to 32,768, found 0"),
        (12, 32_769, "each: "),
        (12, None, "each: "),
    ],
)
def test_numbers_that_cannot_be(teams, each, expected):
    """A ModelError names the number and what was expected."""
    with pytest.raises(ModelError, match="^" + expected):
        drawn(teams, each, 1)


def test_the_longest_events_are_within_the_key():
    """The most matches that `each` allows fill the match's part of the key, and no more."""
    for teams in (6, 7, 12, 1_000):
        assert matches_of(teams, 6 * MOST_MATCHES // teams) <= MOST_MATCHES
