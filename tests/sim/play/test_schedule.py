"""The schedule of a ranking phase: who plays when, where and with whom, held against bounds and a naive schedule."""

from collections import Counter
from functools import partial
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.errors import ModelError
from sim.play import schedule as schedule_module
from sim.play.schedule import (
    AGAIN,
    FEW,
    LOPSIDED,
    MOST_MATCHES,
    MOST_TEAMS,
    PARTNERS_AGAIN,
    SAME_SIDE,
    SAME_STATION,
    Draft,
    drawn,
    least_rest,
    matches_of,
)
from sim.play.schedule_quality import quality_of

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


@pytest.mark.parametrize(
    ("teams", "rest"), [(6, 1), (17, 1), (18, 2), (24, 3), (35, 3), (36, 4), (161, 14), (180, 16), (191, 16)]
)
def test_rest_grows_with_the_number_of_teams(teams, rest):
    """From eighteen teams on it is half a round and one, as at every real event since 2018."""
    assert least_rest(teams) == rest


@given(schedules())
def test_sides_and_stations_are_shared(schedule):
    """No team plays three matches more on one side than on the other, or four more at one station than another."""
    need_shared(schedule)


@pytest.mark.parametrize(("teams", "each"), [(8, 3), (9, 3), (20, 8), (20, 9), (22, 9), (24, 12), (26, 12)])
def test_few_teams_share_sides_too(teams, each):
    """Where partners must meet again, sides are even all the same."""
    for seed in range(12):
        need_shared(drawn(teams, each, seed))


def need_shared(schedule):
    """Fail where a team plays three matches more on one side, or four more at one station than another."""
    at = np.stack([(schedule.team[:, robot, None] == np.arange(schedule.teams)).sum(axis=0) for robot in range(6)])
    sides = at.reshape(2, 3, -1).sum(axis=1)
    assert np.abs(sides[0] - sides[1]).max() <= 2
    assert (at.max(axis=0) - at.min(axis=0)).max() <= 3


@pytest.mark.parametrize(("teams", "each"), OFFICIAL)
def test_hardly_any_teams_meet_again(teams, each):
    """In events of real size no partners meet again, and other teams hardly ever, as counted here by hand."""
    schedule = drawn(teams, each, seed=3)
    assert repeats(schedule.team, partners_only=True) == quality_of(schedule).partners_again == 0
    assert repeats(schedule.team) == quality_of(schedule).meeting_again <= 2


@given(schedules(least=24))
def test_partners_meet_again_less_than_by_chance(schedule):
    """In smaller events, where many must meet again, partners do so no more often than in naive schedules.

    All others may by a half: a gap of half a round keeps teams of a match near each other. And of surrogates two may
    have to meet again, since few have rested.
    """
    naively, surrogates = [naive(schedule.teams, schedule.each, seed) for seed in range(10)], schedule.surrogate.sum()
    for partners_only, more in ((True, 1), (False, 1.5)):
        by_chance = np.mean([repeats(each, partners_only) for each in naively])
        assert repeats(schedule.team, partners_only) <= more * by_chance + surrogates


@given(st.integers(6, 40), st.integers(1, 8), SEEDS, st.integers(0, 65_534))
def test_a_schedule_is_its_keys(teams, each, seed, repeat):
    """The same seed and repeat give the same schedule."""
    one, again = (drawn(teams, each, seed, repeat) for _ in range(2))
    assert (one.team == again.team).all()
    assert (one.surrogate == again.surrogate).all()


RULES = [(12, 6), (13, 5), (18, 6), (24, 8), (30, 9), (41, 7), (60, 10), (96, 6), (133, 9), (181, 12), (189, 9)]
LARGE = [(12, 12), (17, 10), (35, 12), (64, 11), (100, 8), (150, 7), (161, 8), (191, 10), (211, 12), (250, 10)]
SEVERAL_SEEDS = [pytest.param(*size, 1, id=f"{size[0]} x {size[1]}") for size in RULES] + [
    pytest.param(*size, seed, id=f"{size[0]} x {size[1]} seed {seed}", marks=pytest.mark.slow)
    for size in (*RULES, *LARGE)
    for seed in range(2, 12)
]


@pytest.mark.parametrize(("teams", "each", "seed"), SEVERAL_SEEDS)
def test_the_six_rules_of_the_official_program(teams, each, seed):
    """Rounds, gaps, meetings, sides, stations and surrogates are as at the real events since 2018, or better.

    Partners meet again only where somebody has more of them than there are teams; others, where most of them meet.
    """
    schedule = drawn(teams, each, seed)
    found = quality_of(schedule)
    assert [*rounds_kept(schedule)] == []
    assert found.gaps.smallest >= (teams // 12 + 1 if teams >= 18 else 1)
    assert found.gaps.largest <= 2 * teams / 6 + 2
    must = max(0, 2 * each - (teams - 1)) * teams // 2
    crowded = teams < 18 and 2 * each > 0.75 * (teams - 1)
    assert found.partners_again <= must * 7 // 6 + 3 * crowded * (must == 0)
    assert found.meeting_again == 0 or 5 * each > 0.4 * (teams - 1)
    assert found.side_differences[3:] == (0, 0)
    if each % 2:
        assert found.side_differences[2] <= len(found.surrogates)
    assert found.station_spread <= max(0.7 * found.station_spread_by_chance, 0.5)
    assert {each.match for each in found.surrogates} <= {schedule.matches}


def rounds_kept(schedule):
    """Give each appearance that lies farther from its team's own round than the match that two rounds share."""
    for played in played_in(schedule):
        for turn, match in enumerate(played):
            if not turn * schedule.teams // 6 <= match <= ((turn + 1) * schedule.teams - 1) // 6:
                yield turn, match


@pytest.mark.parametrize("rest", [1, 10, 22, 30])
def test_a_rest_that_is_asked_for_is_kept(rest):
    """Nobody's next match comes earlier than was asked for, up to a whole round."""
    assert quality_of(drawn(181, 3, 1, rest=rest)).gaps.smallest >= rest


def test_another_rest_is_another_schedule_and_the_usual_one_is_not():
    """The usual rest may be asked for by its number."""
    assert (drawn(30, 4, 1, rest=3).team == drawn(30, 4, 1).team).all()
    assert (drawn(30, 4, 1, rest=2).team != drawn(30, 4, 1).team).any()


def test_seeds_and_repeats_give_other_schedules():
    """Another seed, or another repeat, is another schedule."""
    made = {drawn(30, 6, *keys).team.tobytes() for keys in ((1, 0), (1, 1), (2, 0), (2, 1))}
    assert len(made) == 4


def test_every_team_may_come_first():
    """Over many schedules every team opens the event as often as any other."""
    opens = np.bincount(np.concatenate([drawn(12, 1, 5, repeat).team[0] for repeat in range(600)]), minlength=12)
    assert np.abs(opens - 300).max() < 4.5 * np.sqrt(600 / 4)


def bill(draft):
    """Add up what a whole draft costs: every meeting, side and station for each time that it was there before."""
    first, other = np.triu_indices(len(draft.met), 1)
    met, partners = (draft.met[first, other, kind].astype(np.int64) for kind in range(2))
    lopsided = LOPSIDED[len(draft.met) < FEW]
    total = AGAIN * twice(met) + PARTNERS_AGAIN * twice(partners) + SAME_STATION * twice(draft.stations)
    for ahead in (draft.sides[:, 0] - draft.sides[:, 1]).tolist():
        total += sum(2 * SAME_SIDE * more + lopsided * (more > 1) for more in range(abs(ahead) - 1, 0, -2))
    return total


def twice(often):
    """Count each time for all times before it."""
    return int((often * (often - 1) // 2).sum())


@pytest.mark.parametrize(("teams", "each"), [(7, 5), (12, 6), (24, 8), (26, 9)])
def test_the_price_of_a_swap_is_what_it_changes(teams, each):
    """What a swap is said to cost is the difference of the whole bill, also where matches share teams."""
    seats, rng = 6 * matches_of(teams, each), np.random.default_rng(teams)
    draft = dealt(teams, each, seats)
    swaps = 0
    for one, other in rng.integers(0, seats, (1_500, 2)).tolist():
        if one == other or not schedule_module._may_swap(draft, one, other, 1):
            continue
        price, before = partial(schedule_module._price, lopsided=LOPSIDED[teams < FEW]), bill(draft)
        worse = price(draft, other, one, other) + price(draft, one, other, one)
        worse -= price(draft, one, one, other) + price(draft, other, other, one)
        swap(draft, one, other)
        assert worse == bill(draft) - before
        swaps += 1
    assert swaps > 50


def dealt(teams, each, seats):
    """Deal a draft that nobody has improved."""
    draft = Draft(
        team=np.full(seats, -1),
        turn=np.arange(seats) // teams + 1,
        when=np.full((teams, each + 3), 2 * seats),
        met=np.zeros((teams, teams, 2), dtype=np.int32),
        sides=np.zeros((teams, 2), dtype=np.int64),
        stations=np.zeros((teams, 6), dtype=np.int64),
    )
    draft.when[:, 0] = -2 * seats
    schedule_module._deal(draft, np.arange(teams), 1, 0, 1)
    return draft


def swap(draft, one, other):
    """Let the teams of two seats change places."""
    here, there = draft.team[one], draft.team[other]
    schedule_module._leave(draft, one)
    schedule_module._leave(draft, other)
    schedule_module._seat(draft, one, there)
    schedule_module._seat(draft, other, here)
    draft.turn[one], draft.turn[other] = draft.turn[other], draft.turn[one]
    draft.when[there, draft.turn[one]], draft.when[here, draft.turn[other]] = one // 6, other // 6


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


@pytest.mark.parametrize("rest", [0, 31, True, 2.0])
def test_a_rest_that_cannot_be(rest):
    """A rest longer than a round is refused in one line."""
    with pytest.raises(ModelError, match=r"^rest: expected a whole number from 1 to 30, a round"):
        drawn(181, 12, 1, rest=rest)


def test_the_longest_events_are_within_the_key():
    """The most matches that `each` allows fill the match's part of the key, and no more."""
    for teams in (6, 7, 12, 1_000):
        assert matches_of(teams, 6 * MOST_MATCHES // teams) <= MOST_MATCHES
