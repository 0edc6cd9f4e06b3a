"""The population of robots against closed forms, on 10,000 matches of variants of a season.

A check fails where a mean is more than 4.5 of its standard errors off. The seed is fixed, so a check that holds goes
on holding until robots are drawn otherwise; with a fresh seed some 400 checks have 3 false alarms in 1,000 runs.
"""

from fractions import Fraction
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest

from sim.robots.drawn import NO_PLAYBOOK, growth_curve, prepare
from sim.robots.lineup import lineup
from sim.table.agents import BUZZER
from sim.table.game import compiled, playable
from sim.table.language import Action, Humans, Set
from sim.table.population import Ability, Breaks, Cards, Fouls, Growth, Room, Skill

LIMIT, SEED = 4.5, 7
BASE = playable("fgc_2022")
ROWS = {action.name: i for i, action in enumerate(BASE.actions)}
GRIP, STORE, NEAR, DRIVE = (ROWS[name] for name in ("grip", "store", "collect near", "drive to store"))
ABILITIES = list(BASE.robots.can)
ALL_ALIKE = {
    "talent": 0.0,
    "form": 0.0,
    "reliability": 0.8,
    "growth": Growth(gain=0, tau=0.5),
    "no_show": 0.0,
    "skill": {name: Skill(spread=0, talent=0) for name in BASE.robots.skill},
    "can": {name: Ability(share=0.5) for name in ABILITIES},
}
below = NormalDist().cdf


def drawn(playbooks=BASE.playbooks, rows=(), more=(), humans=0, count=10_000, **changes):
    """Draw robots that are all alike but for changes of `[robots]`; `rows` changes actions, `more` adds some."""
    actions = [row.model_copy(update=dict(rows).get(row.name, {})) for row in BASE.actions]
    game = {
        "robots": BASE.robots.model_copy(update={**ALL_ALIKE, **changes}),
        "action": (*actions, *more),
        "humans": Humans(each=humans, source="assumed"),
        "playbook": tuple(playbooks) if humans else BASE.playbooks,
        "fitted": None,  # its bounds hold the season's numbers, not these
    }
    return prepare(lineup(compiled(BASE.model.model_copy(update=game), BASE.rules), playbooks), SEED, 0, count)


def plan(decisions=(), **changes):
    """Make a playbook of the season's rows, with decisions on when to do some of them."""
    decided = {row: Set(after=after) for row, after in dict(decisions).items()}
    return BASE.playbooks[0].model_copy(update={"set": decided, "share": 1.0, **changes})


def assert_mean(values, mean, variance):
    """Fail where the mean of independent values is too far off for their variance."""
    assert abs(np.mean(values) - mean) < LIMIT * np.sqrt(variance / np.size(values))


def assert_share(hits, share):
    """Fail where hits, drawn independently, come too often or too seldom."""
    assert_mean(hits, share, share * (1 - share))


def assert_normal(values, mean, sd):
    """Fail where independent values have not this mean and this standard deviation."""
    assert_mean(values, mean, sd**2)
    assert_mean((values - mean) ** 2, sd**2, 2 * sd**4)


def assert_unrelated(one, other):
    """Fail where two columns correlate."""
    assert abs(np.corrcoef(np.ravel(one), np.ravel(other))[0, 1]) * np.sqrt(np.size(one)) < LIMIT


def log_times(robots, row):
    """Give the log of a row's times in terms of the median robot's."""
    return np.log(robots.median[..., row] / (1_000 * BASE.actions[row].seconds))


def shifted(share, shift):
    """Shift a share on the log scale of its odds."""
    return 1 / (1 + (1 / share - 1) * np.exp(-shift))


def test_phases_are_uniform_over_the_event():
    """A match lies anywhere in the event: every tenth of it has a tenth of the matches."""
    phase = drawn().phase
    for tenth in range(10):
        assert_share(phase // 0.1 == tenth, 0.1)


@pytest.mark.parametrize("tau", [0.1, 0.5, 4])
def test_the_growth_curve_rises_by_one_around_zero(tau):
    """From the first match to the last the curve rises by 1, always upwards, and its mean over the event is 0."""
    curve = np.array([growth_curve(phase, tau) for phase in np.linspace(0, 1, 100_001)])
    assert (np.diff(curve) > 0).all()
    assert curve[-1] - curve[0] == pytest.approx(1)
    assert (curve[1:] + curve[:-1]).mean() == pytest.approx(0, abs=1e-6)


def test_the_field_grows_faster_along_the_curve():
    """Robots without talent, form and skills of their own speed up alike, by the phase of their match."""
    robots = drawn(growth=Growth(gain=0.4, tau=0.5))
    expected = -0.4 * np.array([growth_curve(phase, 0.5) for phase in robots.phase])
    assert np.allclose(log_times(robots, GRIP), expected[:, None], atol=2e-4)


@pytest.mark.parametrize(("skill", "row", "exponent"), [("climb", GRIP, 0.7), ("store", STORE, -0.5)])
def test_times_are_log_normal(skill, row, exponent):
    """Talent is log-normal; a robot's times spread by talent, by the skill itself and by the form of the day."""
    skills = {**ALL_ALIKE["skill"], skill: Skill(spread=0.2, talent=exponent)}
    robots = drawn(talent=0.3, form=0.25, skill=skills)
    assert_normal(robots.talent, 0, 0.3)
    sigma = np.sqrt((exponent * 0.3) ** 2 + 0.2**2 + 0.25**2)
    assert_normal(log_times(robots, row), 0, sigma)
    covariance = -exponent * 0.3**2  # talent shortens
    assert_mean(log_times(robots, row) * robots.talent, covariance, (sigma * 0.3) ** 2 + covariance**2)


def test_a_good_day_is_good_for_everything():
    """Robots that differ by form alone are as much faster at every skill; their log odds of success follow."""
    robots = drawn(form=0.25)
    for row in (GRIP, STORE, NEAR, DRIVE):
        assert np.allclose(log_times(robots, GRIP), log_times(robots, row), atol=5e-4)
        expected = shifted(BASE.actions[row].success, -0.8 * log_times(robots, row))
        assert np.allclose(robots.threshold[..., row] / 2**32, expected, atol=2e-4)


def test_some_rows_are_the_same_for_all():
    """What asks for no skill takes every robot as long and works as often; what is sure is sure for all."""
    robots = drawn(rows={"grip": {"skill": None, "success": 0.7}, "store": {"success": 1.0}}, form=0.25)
    assert (robots.median[..., GRIP] == 1_000 * BASE.actions[GRIP].seconds).all()
    assert (robots.threshold[..., GRIP] == int(Fraction("0.7") * 2**32)).all()
    assert (robots.threshold[..., STORE] == 2**32).all()


@pytest.mark.parametrize("success", ["1", "0.5", "0.85", "0.7", "0.95", "0.001", "0.999", "0.125", "0.375"])
def test_thresholds_of_the_median_robot(success):
    """The median robot succeeds when a word is below floor(success x 2^32); success 1 never fails."""
    robots = drawn(rows={"grip": {"success": float(success)}}, count=1)
    assert (robots.threshold[..., GRIP] == int(Fraction(success) * 2**32)).all()


@pytest.mark.parametrize(("talent", "exponent", "growth"), [(0, 3, 0), (0.5, 2, 0), (0.5, -1, 0), (0.5, 0, 2)])
def test_abilities_tilt_with_talent_and_come_with_the_event(talent, exponent, growth):
    """The share holds at median talent; its log odds tilt with the log talent, and rise along the growth curve."""
    can = {name: Ability(share=0.1 + 0.25 * i, talent=exponent, growth=growth) for i, name in enumerate(ABILITIES)}
    robots = drawn(talent=talent, can=can)
    curve = np.repeat(np.array([growth_curve(phase, 0.5) for phase in robots.phase])[:, None], 6, axis=1)
    for i, ability in enumerate(can.values()):
        share = shifted(ability.share, exponent * robots.talent + growth * curve)
        surprise = (robots.able[..., i] - share) / np.sqrt(share * (1 - share))
        for tilt in (np.ones_like(curve), robots.talent, curve):
            assert_mean(surprise * tilt, 0, np.mean(tilt**2) + 1e-9)


def test_rows_stay_shut_for_robots_that_lack_the_ability():
    """A row that names an ability opens for those who have it, and for the others never."""
    robots, hi = drawn(count=500), ABILITIES.index("climb_hi")
    assert (robots.opens[..., ROWS["climb to HI"]] == np.where(robots.able[..., hi], 0, BUZZER)).all()


@pytest.mark.parametrize(("talent", "exponent", "spread"), [(0.0, 0.0, 0.3), (0.4, 0.5, 0.2), (0.0, 0.0, 2.0)])
def test_room_is_log_normal_and_clipped(talent, exponent, spread):
    """Robots carry the rounded log-normal of the place's start, but at least 1 and at most its `most`."""
    place = next(each for each in BASE.model.place if each.name == "robot.room")
    room = drawn(talent=talent, room=Room(place=place.name, spread=spread, talent=exponent)).room
    sigma = np.sqrt((talent * exponent) ** 2 + spread**2)
    assert 1 <= room.min() <= room.max() <= place.most
    for size in range(1, place.most + 1):
        less = 0 if size == 1 else below(np.log((size - 0.5) / place.start) / sigma)
        upto = 1 if size == place.most else below(np.log((size + 0.5) / place.start) / sigma)
        if upto - less > 1e-3:
            assert_share(room == size, upto - less)


def test_breakdowns():
    """Robots break down by the share, the early part of them at the start, the others uniformly over the match."""
    breaks = drawn(breaks=Breaks(share=0.3, early=0.4)).breaks
    assert_share(breaks < BUZZER, 0.3)
    assert_share(breaks[breaks < BUZZER] == 0, 0.4)
    later = breaks[(breaks > 0) & (breaks < BUZZER)] / BUZZER
    assert_mean(later, 1 / 2, 1 / 12)
    assert_mean((later - 1 / 2) ** 2, 1 / 12, 1 / 180)


@pytest.mark.parametrize(("share", "early"), [(0.0, 0.5), (1.0, 0.0), (1.0, 1.0)])
def test_breakdowns_at_the_bounds(share, early):
    """None break down at share 0, all at share 1; of these none or all at the start."""
    breaks = drawn(breaks=Breaks(share=share, early=early), count=500).breaks
    assert ((breaks < BUZZER) == (share == 1)).all()
    assert ((breaks == 0) == (share * early == 1)).all()


def test_fouls_are_poisson():
    """Counts of either kind of foul have the mean and the variance of a Poisson distribution, and its zeros."""
    fouls = drawn(fouls=Fouls(minor=0.3, major=5)).fouls
    for kind, mean in enumerate((0.3, 5)):
        assert_mean(fouls[..., kind], mean, mean)
        assert_mean((fouls[..., kind] - mean) ** 2, mean, mean + 2 * mean**2)
        assert_share(fouls[..., kind] == 0, np.exp(-mean))


def test_cards_have_their_shares():
    """Cards are shown as often as the population says, and as documents code them: 1 yellow, 2 red, 3 white."""
    card = drawn(cards=Cards(yellow=0.1, red=0.03, white=0.2)).card
    for code, share in enumerate((0.67, 0.1, 0.03, 0.2)):
        assert_share(card == code, share)


def test_teams_that_do_not_show_up():
    """The chance of no show is the share of teams without robot and human; other humans decide like robots."""
    tokens = {"takes": {"field.hopper": 1}, "gives": {"field.near": 1}}
    feed = Action(name="feed", doc="", by="human", seconds=9, at="store", source="assumed", **tokens)
    books = [*BASE.playbooks, plan({"feed": (75, 10)}, name="human", by="human", order=("feed",))]
    robots = drawn(books, more=[feed], humans=2, no_show=0.15, fouls=Fouls(minor=2))
    human, away = len(books) - 1, robots.playbook[:, :6] == NO_PLAYBOOK
    assert_share(away, 0.15)
    assert (robots.playbook[:, 6:] == np.where(away, NO_PLAYBOOK, 2 * [human, human, NO_PLAYBOOK])).all()
    assert (robots.fouls[away] == 0).all()
    assert_normal(robots.opens[..., -1][robots.playbook[:, 6:] == human], 75_000, 10_000)


LEVELS = (("match", 0.2), ("match", 0.1), ("alliance", 0.15), ("alliance", 0.05), ("robot", 0.3), ("robot", 0.2))


@pytest.fixture(scope="module")
def plays():
    """Draw playbooks of every level: 0 and 1 are the match's, 2 and 3 an alliance's, 4 and 5 each robot's own."""
    return drawn([plan(level=level, share=share) for level, share in LEVELS]).playbook[:, :6]


def test_playbooks_have_their_shares(plays):
    """Each playbook is played by its share of the population, whoever chooses it."""
    for number, (_, share) in enumerate(LEVELS):
        by_match = (plays == number).mean(axis=1)
        assert_mean(by_match, share, by_match.var(ddof=1))


def test_playbooks_are_chosen_by_match_alliance_or_robot(plays):
    """A playbook of the match is played by all six, one of an alliance by all three, and the sides choose apart."""
    sides, together = plays.reshape(-1, 2, 3), (plays < 2).any(axis=1)
    assert (plays.min(axis=1) == plays.max(axis=1))[together].all()
    allied = ((sides > 1) & (sides < 4)).any(axis=2)
    assert (sides.min(axis=2) == sides.max(axis=2))[allied].all()
    assert_share(allied[~together].all(axis=1), (0.2 / 0.7) ** 2)


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (0, 5)], ids=str)
def test_robots_choose_apart(plays, pair):
    """Two robots that both choose for themselves choose independently."""
    one, other = plays[:, pair].T
    assert_share((one == other)[(one > 3) & (other > 3)], 0.6**2 + 0.4**2)


def test_decisions_are_normal():
    """A robot decides at the mean and with the spread of its playbook; rows without a decision open at their own."""
    robots = drawn([plan({"grip": (75, 10)})], rows={"store": {"after": 30.0}})
    assert_normal(robots.opens[..., GRIP], 75_000, 10_000)
    assert (robots.opens[..., STORE] == 30_000).all()


@pytest.mark.parametrize(("mean", "end"), [(5, 0), (145, BUZZER)], ids=["start", "buzzer"])
def test_decisions_stay_within_the_match(mean, end):
    """Decisions before the start or after the buzzer are taken there."""
    opens = drawn([plan({"grip": (mean, 20)})]).opens[..., GRIP]
    assert 0 <= opens.min() <= opens.max() <= BUZZER
    assert_share(opens == end, below(-5 / 20))


def test_two_plans_meet_the_same_deviation():
    """A robot that decides late by one plan decides late by another, by as many standard deviations."""
    early, late = (drawn([plan({"grip": after})]).opens[..., GRIP] for after in ((60, 5), (90, 10)))
    assert np.allclose(2 * (early - 60_000), late - 90_000, atol=1.51)


@pytest.mark.parametrize("kind", ["skills", "form"])
def test_nothing_shares_its_luck(kind):
    """Properties of a robot that are drawn apart do not correlate, nor do those of neighbours and of matches."""
    robots = drawn(
        2 * [plan({"grip": (75, 10), "store": (75, 10)}, share=0.5)],
        talent=0.3,
        form=0.2 * (kind == "form"),
        skill={name: Skill(spread=0.2 * (kind == "skills"), talent=0) for name in BASE.robots.skill},
        room=Room(place="robot.room", spread=0.5),
        breaks=Breaks(share=0.5, early=0.2),
        fouls=Fouls(minor=1, major=1),
        cards=Cards(yellow=0.5),
    )
    times = [log_times(robots, row) for row in ((GRIP, STORE, NEAR, DRIVE) if kind == "skills" else (GRIP,))]
    several = np.concatenate([robots.able[..., :-1], robots.fouls, robots.opens[..., [GRIP, STORE]]], axis=-1)
    own = [robots.talent, robots.room, robots.breaks, robots.card, robots.playbook[:, :6]]
    columns = [*times, *np.moveaxis(several, -1, 0), *own]
    for one, other in combinations(columns, 2):
        assert_unrelated(one, other)
    for column in columns:
        assert_unrelated(column[:, 0], column[:, 1])
        assert_unrelated(column[:-1], column[1:])
