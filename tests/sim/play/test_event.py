"""Events: teams that last through one, the day's luck that does not, growth from match to match, and both engines."""

from dataclasses import fields, replace
from functools import cache, partial

import numpy as np
import pytest
from played import PLAYED

from rules.errors import FgcError
from sim import play_event
from sim.draws import uniform
from sim.play.event import event_request, play_repeat, play_repeats, size_of
from sim.play.request import run_request
from sim.play.schedule import drawn
from sim.play.teams import independent, match_number, phase_words, shared_out, teams_of
from sim.robots.drawn import NO_PLAYBOOK, growth_curve
from sim.robots.lineup import lineup
from sim.table.agents import ROBOTS
from sim.table.game import compiled, playable
from sim.table.language import seed
from sim.table.population import Ability, Cards, Growth, Skill

BASE = playable("fgc_2022")
GRIP = [action.name for action in BASE.actions].index("grip")
ALL_ALIKE = {
    "talent": 0.0,
    "form": 0.0,
    "growth": Growth(gain=0, tau=0.5),
    "skill": {name: Skill(spread=0, talent=0) for name in BASE.robots.skill},
    "can": {name: Ability(share=0.5) for name in BASE.robots.can},
}
TEAMS, EACH = 20, 7
schedule = cache(partial(drawn, TEAMS, EACH, 3, repeat=2))


def game(**changes):
    """Make the season's tables with a population that is all alike but for changes of `[robots]`."""
    robots = BASE.robots.model_copy(update={**ALL_ALIKE, **changes})
    unfitted = {"robots": robots, "fitted": None}  # the bounds hold the season's numbers, not these
    return compiled(BASE.model.model_copy(update=unfitted), BASE.rules)


def robots(**changes):
    """Draw the robots of repeat 2 of an event of such a population."""
    return teams_of(lineup(game(**changes), BASE.playbooks), 3, 2, schedule()).robots(range(schedule().matches))


def repeat_of(teams, each, repeats=1, **changes):
    """Play the last repeat of an event of such a population."""
    request = event_request(run_request("2022", seed=5), teams, each, repeats)
    return play_repeat(replace(request, game=game(**changes)), repeats - 1)


def by_team(values):
    """Give a `(match, robot)` array as one array a team, over the team's matches."""
    return [values[schedule().team == team] for team in range(TEAMS)]


def lasts(values):
    """Say whether every team has the same value in all its matches, and not all teams the same."""
    return all(len(set(own.tolist())) == 1 for own in by_team(values)) and len(np.unique(values)) > 1


def sheets_equal(one, other):
    """Say whether two runs ended in the same sheets and scores."""
    names = [each.name for each in fields(one.sheet)]
    same = all((getattr(one.sheet, name) == getattr(other.sheet, name)).all() for name in names)
    return same and (one.scores == other.scores).all()


def test_talent_lasts():
    """A team has the same talent in all its matches, and no two teams have the same."""
    talent = robots(talent=0.3).talent
    assert lasts(talent)
    assert len(np.unique(talent)) == TEAMS


def test_skills_last():
    """A team does a row equally fast in all its matches where there is no form and no growth."""
    skills = {name: Skill(spread=0.4, talent=0) for name in BASE.robots.skill}
    assert lasts(robots(skill=skills).median[:, :, GRIP])


def test_abilities_last():
    """A team that can do something can do it in all its matches."""
    able = robots().able
    for ability in range(able.shape[2] - 1):
        assert lasts(able[:, :, ability])


def test_room_lasts():
    """A team carries as much in all its matches."""
    assert lasts(robots(room=BASE.robots.room.model_copy(update={"spread": 0.5})).room)


def test_a_robots_plan_lasts():
    """A team's robot keeps its playbook, but for the matches in which its alliance agrees on another."""
    found = robots(no_show=0).playbook[:, :ROBOTS]
    alone = [place for place, playbook in enumerate(BASE.playbooks) if playbook.level == "robot"]
    kept = [set(own[np.isin(own, alone)].tolist()) for own in by_team(found)]
    assert all(len(own) <= 1 for own in kept)
    assert set.union(*kept) == set(alone)
    assert not np.isin(found, alone).all()


def test_form_is_of_the_day():
    """With a match form the matches of a team have other times, but for one in 4,096 that meet the same level."""
    assert all(len(set(own.tolist())) >= len(own) - 1 for own in by_team(robots(form=0.3).median[:, :, GRIP]))


@pytest.mark.parametrize("what", ["absent", "card"])
def test_faults_are_of_the_day(what):
    """Whether a team comes, and which card it sees, is drawn for every match anew."""
    found = robots(no_show=0.5, cards=Cards(yellow=0.5))
    values = {"absent": found.playbook[:, :ROBOTS] == NO_PLAYBOOK, "card": found.card}[what]
    assert sum(len(set(own.tolist())) > 1 for own in by_team(values)) > TEAMS / 2


@pytest.mark.parametrize("season", PLAYED)
def test_what_is_of_the_day_is_that_of_the_run(season):
    """Form, faults and what humans do have the keys of the same match of a run; what lasts has not."""
    number = match_number(2, 0)
    request = run_request(season, seed=3)
    drawn_alone = request.robots(number, schedule().matches)
    in_event = teams_of(request.lineup, 3, 2, schedule()).robots(range(schedule().matches))
    assert in_event.first == drawn_alone.first == 2 * 2**16
    for name in ("breaks", "fouls", "card"):
        assert (getattr(in_event, name) == getattr(drawn_alone, name)).all()
    assert (in_event.playbook[:, ROBOTS:] == drawn_alone.playbook[:, ROBOTS:]).all()
    assert (in_event.talent != drawn_alone.talent).mean() > 0.9


def test_matches_lie_in_order():
    """Match i of n lies at (i + 0.5) / n of the event."""
    n = schedule().matches
    assert np.allclose(robots().phase, (np.arange(n) + 0.5) / n, rtol=0, atol=2.0**-32)


@pytest.mark.parametrize("matches", [1, 7, 340, 2**16])
def test_the_words_of_phases(matches):
    """A phase's word gives the phase to 2^-32, at the ends of the longest event too."""
    words = phase_words(range(matches), matches)
    assert np.abs(uniform(words) - (np.arange(matches) + 0.5) / matches).max() <= 2.0**-32
    assert (phase_words(range(matches - 1, matches), matches) == words[-1:]).all()


def test_the_field_grows_from_match_to_match():
    """Robots that are alike otherwise are faster in each match than in the one before, along the season's curve."""
    found = robots(growth=Growth(gain=0.6, tau=0.5))
    expected = -0.6 * np.array([growth_curve(phase, 0.5) for phase in found.phase])
    times = np.log(found.median[:, :, GRIP] / (1_000 * BASE.actions[GRIP].seconds))
    assert (np.diff(found.median[:, 0, GRIP]) < 0).all()
    assert np.allclose(times, expected[:, None], atol=2e-4)


def test_growth_shows_in_the_scores():
    """Where the field grows much, the last third of an event scores more than the first."""
    scores = repeat_of(60, 12, growth=Growth(gain=1.5, tau=1)).matches.scores
    third = len(scores) // 3
    assert scores[-third:].mean() > 1.2 * scores[:third].mean()


def test_talents_are_shared_out():
    """Each of as many equal parts of the population sends one team, and which team it is differs by repeat."""
    for teams in (6, 162, 1_000):
        parts = [np.floor(uniform(shared_out(1, repeat, teams)) * teams).astype(int) for repeat in (0, 1)]
        assert [sorted(each) for each in parts] == [list(range(teams))] * 2
        assert (parts[0] != parts[1]).any()


def test_talents_by_chance_are_not():
    """Talents drawn for each team alone are uniform, but some parts send nobody."""
    words = np.concatenate([independent(1, repeat, 100) for repeat in range(100)])
    assert abs(uniform(words).mean() - 0.5) < 4.5 / np.sqrt(12 * 10_000)
    assert len(set(np.floor(uniform(words[:100]) * 100))) < 80


def test_sharing_talents_out_cuts_the_noise():
    """The talent of the best eight teams differs less from event to event than by chance alone."""
    best = {
        talents: np.std([np.sort(uniform(talents(1, repeat, 100)))[-8:].mean() for repeat in range(200)])
        for talents in (shared_out, independent)
    }
    assert best[shared_out] < best[independent] / 3


def test_an_event_of_talents_by_chance():
    """An event can be played with teams whose talents are drawn alone; its schedule is the same."""
    asked = event_request(run_request("2022"), 12, 3)
    shared, alone = play_repeat(asked, 0), play_repeat(asked, 0, talents=independent)
    assert (shared.schedule.team == alone.schedule.team).all()
    assert (shared.talent != alone.talent).any()


def test_a_repeat_knows_its_teams():
    """Talents of a repeat are those of its robots, also where its matches are drawn in more than one block."""
    request = event_request(run_request("2022", seed=9), 162, 12)
    repeat = play_repeat(request, 0)
    whole = teams_of(request.lineup, 9, 0, repeat.schedule).robots(range(324))
    assert (repeat.talent[repeat.schedule.team] == whole.talent).all()
    assert (repeat.card == whole.card).all()
    assert (repeat.came == (whole.playbook[:, :ROBOTS] != NO_PLAYBOOK)).all()


def test_the_engines_play_the_same_event():
    """SimPy and the compiled engine end in the same sheets and scores, repeat by repeat."""
    fast, slow = (play_event("2022", 14, 5, 2, seed=8, engine=engine) for engine in ("fast", "reference"))
    for one, other in zip(fast.repeats, slow.repeats, strict=True):
        assert sheets_equal(one.matches, other.matches)
        assert one.ranking == other.ranking


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_engines_play_robots_of_others(engine):
    """Playing prepared robots is what playing a block does after drawing them."""
    request = run_request("2022", seed=4, engine=engine)
    block = request.player.play_block(request.lineup, 40, 20)
    again = request.player.play_robots(request.robots(40, 20))
    assert all((one == other).all() for one, other in zip(block, again, strict=True))


def test_a_repeat_does_not_depend_on_how_many_there_are():
    """Repeat 1 of two is repeat 1 of three, to the last score; repeats have other teams, schedules and scores."""
    two, three = (play_event("2022", 10, 3, repeats, seed=6) for repeats in (2, 3))
    assert all(
        sheets_equal(one.matches, other.matches) for one, other in zip(two.repeats, three.repeats, strict=False)
    )
    assert (two.talents == three.talents[:2]).all()
    assert (three.talents[1] != three.talents[2]).any()
    assert (three.repeats[1].schedule.team != three.repeats[2].schedule.team).any()
    assert three.scores.shape == (3, 5, 2)
    assert (three.scores[0] != three.scores[1]).any()


def test_seeds():
    """The same seed plays the same event, another seed another one."""
    one, again, other = (play_event("2022", 10, 3, seed=seed).scores for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_the_last_repeat_that_has_a_number():
    """Repeat 65,535 can be played: its matches' numbers are the last that a key holds."""
    repeat = play_repeat(event_request(run_request("2022"), 7, 1, 65_536), 65_535)
    assert repeat.matches.columns()["id"].tolist() == [2**32 - 2**16, 2**32 - 2**16 + 1]


def test_progress_counts_matches():
    """Whoever watches is told of every match once."""
    told = []
    for _ in play_repeats(event_request(run_request("2022"), 60, 14, 2), progress=told.append):
        pass
    assert told == [140, 140]


@pytest.mark.parametrize("key", PLAYED)
def test_events_are_as_large_as_they_were(key):
    """Without numbers an event has as many teams and matches each as the seed file says."""
    edition = seed(key).season
    assert size_of(edition, None, None) == (edition.teams, edition.each)
    assert size_of(edition, 30, None) == (30, edition.each)
    assert size_of(edition, None, 5) == (edition.teams, 5)


def test_matches_each_follow_from_the_matches():
    """Where a seed file does not say how many matches each team has, it follows from how many there were."""
    edition = seed("fgc_2023").season.model_copy(update={"each": None})
    assert size_of(edition, None, None) == (191, 10)


@pytest.mark.parametrize("name", ["teams", "each"])
def test_what_nobody_says_must_be_asked_for(name):
    """Where the seed file has no number either, the error names it."""
    edition = seed("fgc_2022").season.model_copy(update={"teams": None, "each": None, "matches": None})
    asked = {"teams": 12, "each": 4, name: None}
    with pytest.raises(FgcError, match=f"^{name}: expected a number"):
        size_of(edition, **asked)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"season": "2021"}, "2021: expected a season with a match model"),
        ({"teams": 5}, "teams: expected a whole number from 6 "),
        ({"each": 0}, "each: expected a whole number from 1 "),
        ({"repeats": 0}, "repeat: expected a whole number from 1 to 65,536, found 0"),
        ({"repeats": 65_537}, "repeat: "),
        ({"seed": -1}, "seed: "),
        ({"engine": "quick"}, "engine: "),
    ],
)
def test_events_that_cannot_be(asked, expected):
    """A FgcError in one line names what is wrong and what was expected."""
    with pytest.raises(FgcError, match="^" + expected):
        play_event(**{"season": "2022", **asked})
